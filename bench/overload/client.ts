/**
 * An open loop: requests are sent when they are due, whether or not earlier ones were answered, so a server that falls behind meets
 * more of them at once, as with real callers. Time counts from when a request could have been sent, also while it waits for a
 * connection; how late this process was itself is told apart, for on a busy machine that would hide everything. A process of its own; it speaks HTTP itself,
 * since a client that takes the time of the server would measure itself.
 */
import { connect, type Socket } from "node:net";

export interface Load {
  readonly port: number;
  readonly paths: readonly string[];
  /** `"closed"`: as many as are answered, each of four connections going on when it has its answer. */
  readonly perSecond: number | "closed";
  readonly seconds: number;
}

/** A fifth would wait for four others, and be refused (functions/http/overload/turns.ts). */
const CLOSED_CONNECTIONS = 4;

export interface Outcome {
  readonly sent: number;
  /** Answers by status; `0`: none, or a connection that broke. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Refusals (429 and 503) without `Retry-After`. */
  readonly withoutRetryAfter: number;
  /** Milliseconds, ascending: of 200, and of refusals. */
  readonly accepted: readonly number[];
  readonly refused: readonly number[];
  /** How late this process was. */
  readonly late: readonly number[];
}

/** Sockets at once, fewer than the kernel keeps for a server that is behind; what is due beyond it waits, and its time runs. */
const MAX_SOCKETS = 400;
/** After the last was sent, until what is open is given up. */
const PATIENCE_MS = 15_000;
const TICK_MS = 1;

interface Connection {
  readonly socket: Socket;
  /** When its request was due; `undefined` while it is idle. */
  dueAt: number | undefined;
  received: Buffer;
}

export async function send({ port, paths, perSecond: rate, seconds }: Load): Promise<Outcome> {
  const isClosed = rate === "closed";
  // Then all are due at once, and wait for one of the connections.
  const perSecond = isClosed ? 1 : rate;
  const maxSockets = isClosed ? CLOSED_CONNECTIONS : MAX_SOCKETS;
  const idle: Connection[] = [];
  const waiting: number[] = [];
  const accepted: number[] = [];
  const refused: number[] = [];
  const late: number[] = [];
  const statuses: Record<string, number> = {};
  let all = isClosed ? Number.POSITIVE_INFINITY : perSecond * seconds;
  let sockets = 0;
  let sent = 0;
  let answered = 0;
  let withoutRetryAfter = 0;
  let onEnd: () => void = () => undefined;

  const count = (status: number) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
    answered++;
    if (answered >= all) onEnd();
  };

  function request(connection: Connection, dueAt: number): void {
    connection.dueAt = dueAt;
    connection.socket.write(`GET ${paths[sent % paths.length]} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    sent++;
  }

  function next(connection: Connection): void {
    const dueAt = isClosed && sent < all ? performance.now() : waiting.shift();
    if (dueAt === undefined) idle.push(connection);
    else request(connection, dueAt);
  }

  function answer(connection: Connection, { status, hasRetryAfter }: Head): void {
    const took = performance.now() - (connection.dueAt ?? 0);
    if (status === 200) accepted.push(took);
    else refused.push(took);
    if ((status === 429 || status === 503) && !hasRetryAfter) withoutRetryAfter++;
    count(status);
    connection.dueAt = undefined;
    next(connection);
  }

  function open(dueAt: number): void {
    const socket = connect(port, "127.0.0.1");
    const connection: Connection = { socket, dueAt: undefined, received: Buffer.alloc(0) };
    sockets++;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      connection.received = connection.received.length === 0 ? chunk : Buffer.concat([connection.received, chunk]);
      const head = headOf(connection.received);
      if (head === undefined || connection.received.length < head.bytes) return;
      connection.received = Buffer.alloc(0);
      answer(connection, head);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      sockets--;
      const at = idle.indexOf(connection);
      if (at >= 0) idle.splice(at, 1);
      if (connection.dueAt !== undefined) count(0);
    });
    request(connection, dueAt);
  }

  function due(dueAt: number): void {
    const connection = idle.pop();
    if (connection !== undefined) request(connection, dueAt);
    else if (sockets < maxSockets) open(dueAt);
    else waiting.push(dueAt);
  }

  const startedAt = performance.now();
  if (isClosed) for (let i = 0; i < CLOSED_CONNECTIONS; i++) due(startedAt);
  let begun = 0;
  await new Promise<void>((resolve) => {
    const tick = setInterval(() => {
      const now = performance.now() - startedAt;
      if (isClosed) {
        begun = sent;
        if (now >= seconds * 1_000) all = sent;
      }
      for (; !isClosed && begun < all && (begun * 1_000) / perSecond <= now; begun++) {
        late.push(now - (begun * 1_000) / perSecond);
        due(startedAt + now);
      }
      if (begun < all) return;
      clearInterval(tick);
      setTimeout(resolve, PATIENCE_MS).unref();
      onEnd = resolve;
      if (answered >= all) resolve();
    }, TICK_MS);
  });
  statuses[0] = (statuses[0] ?? 0) + (all - answered);
  const ascending = (times: number[]) => times.sort((a, b) => a - b);
  return {
    sent,
    statuses,
    withoutRetryAfter,
    accepted: ascending(accepted),
    refused: ascending(refused),
    late: ascending(late),
  };
}

interface Head {
  readonly status: number;
  /** Of the whole answer. */
  readonly bytes: number;
  readonly hasRetryAfter: boolean;
}

function headOf(received: Buffer): Head | undefined {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const text = received.toString("latin1", 0, end).toLowerCase();
  const [, length = "0"] = /\r\ncontent-length: (\d+)/.exec(text) ?? [];
  const hasRetryAfter = text.includes("\r\nretry-after: ");
  return { status: Number(text.slice(9, 12)), bytes: end + 4 + Number(length), hasRetryAfter };
}

if (process.send !== undefined) {
  process.once("message", (load: Load) => {
    void send(load).then((outcome) => process.send?.(outcome, () => process.exit(0)));
  });
}
