/**
 * A closed loop over sockets that stay open, one request at a time on each: as many requests as are answered. A process of its
 * own, which reads of an answer no more than it must: a client that costs more than the server would measure itself.
 */
import { connect, type Socket } from "node:net";

export interface Load {
  readonly port: number;
  /** Taken in turn. `ifNoneMatch`: then 304 is what is expected. */
  readonly requests: readonly { readonly path: string; readonly ifNoneMatch?: string | undefined }[];
  readonly connections: number;
  readonly seconds: number;
}

export interface Outcome {
  readonly answers: number;
  /** Milliseconds that it really took. */
  readonly ms: number;
  /** Answers of another status than the expected one, and connections that broke. */
  readonly wrong: number;
}

const LENGTH = "ontent-length: ";
const DIGIT_0 = 48;

async function send({ port, requests, connections, seconds }: Load): Promise<Outcome> {
  const texts = requests.map(({ path, ifNoneMatch }) => {
    const condition = ifNoneMatch === undefined ? "" : `If-None-Match: ${ifNoneMatch}\r\n`;
    const text = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${condition}\r\n`;
    return { bytes: Buffer.from(text), status: ifNoneMatch === undefined ? 200 : 304 };
  });
  let sent = 0;
  let answers = 0;
  let wrong = 0;
  let isOver = false;
  const sockets: Socket[] = [];

  function drive(socket: Socket, ended: () => void): void {
    let expected = 0;
    /** Of the answer, still to come; `undefined` before its head is there. */
    let missing: number | undefined;
    let head: Buffer | undefined;
    const next = () => {
      if (isOver) return ended();
      const text = texts[sent++ % texts.length];
      if (text === undefined) return ended();
      expected = text.status;
      socket.write(text.bytes);
    };
    socket.setNoDelay(true);
    socket.on("connect", next);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (!isOver) wrong++;
      ended();
    });
    socket.on("data", (chunk: Buffer) => {
      if (missing === undefined) {
        head = head === undefined ? chunk : Buffer.concat([head, chunk]);
        const size = sizeOf(head);
        if (size === undefined) return;
        if (statusOf(head) !== expected) wrong++;
        missing = size - head.length;
        head = undefined;
      } else missing -= chunk.length;
      if (missing > 0) return;
      missing = undefined;
      answers++;
      next();
    });
  }

  const startedAt = performance.now();
  const over = Array.from({ length: connections }, () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const socket = connect(port, "127.0.0.1");
    sockets.push(socket);
    drive(socket, resolve);
    return promise;
  });
  setTimeout(() => {
    isOver = true;
  }, seconds * 1_000);
  await Promise.all(over);
  const ms = performance.now() - startedAt;
  for (const socket of sockets) socket.destroy();
  return { answers, ms, wrong };
}

/** Bytes of the whole answer; `undefined` until its head is complete. */
function sizeOf(received: Buffer): number | undefined {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  let at = received.indexOf(LENGTH);
  let length = 0;
  if (at < 0 || at > end) return end + 4;
  for (at += LENGTH.length; received[at] !== 13; at++) length = 10 * length + (received[at] ?? 0) - DIGIT_0;
  return end + 4 + length;
}

function statusOf(received: Buffer): number {
  return Number(received.toString("latin1", 9, 12));
}

if (process.send !== undefined) {
  process.once("message", (load: Load) => {
    void send(load).then((outcome) => process.send?.(outcome, () => process.exit(0)));
  });
}
