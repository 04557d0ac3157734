/**
 * One HTTP/1.1 connection over a socket, to the byte: what a client library would escape, join, refuse or hide goes out and
 * comes back as it is. Reads answers one after the other (RFC 9112, section 6): by length, by chunks, or to the end.
 */
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { RawRequest, Request } from "./case.ts";
import { latin1 } from "./case.ts";

export interface Answer {
  readonly status: number;
  /** Names in lower case, values of one name joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Whether the server closes the connection behind it. */
  readonly isLast: boolean;
}

export interface Connection {
  readonly isOpen: boolean;
  /**
   * One request, one answer; `undefined` when the connection ended without one.
   * @throws Error when nothing has come within the time.
   */
  exchange(pieces: RawRequest, method: string): Promise<Answer | undefined>;
  close(): void;
}

/** A request has 10 s everywhere (`GET /v1/limits`): what is silent for longer than this hangs. */
const SILENCE_MS = 25_000;

export function connection(url: string): Connection {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  const stream = received(socket);
  let isUsable = true;
  return {
    get isOpen() {
      return isUsable && !stream.hasEnded();
    },
    async exchange({ pieces, pauseMs = 0 }, method) {
      for (const piece of pieces) {
        if (stream.hasEnded()) break;
        socket.write(piece);
        if (pauseMs > 0) await pause(pauseMs);
      }
      const answer = await readAnswer(stream, method);
      if (answer === undefined || answer.isLast) {
        isUsable = false;
        socket.destroy();
      }
      return answer;
    },
    close() {
      isUsable = false;
      socket.destroy();
    },
  };
}

/** The bytes of a request, with its length, on a connection that stays open. */
export function wire({ method, path, headers, body }: Request, host: string): RawRequest {
  const length = body === undefined ? [] : [["Content-Length", String(body.length)] as const];
  const lines = [["Host", host] as const, ...headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`);
  const head = latin1(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  return { pieces: body === undefined ? [head] : [head, body] };
}

interface Received {
  hasEnded(): boolean;
  /** So many bytes, or fewer at the end. */
  take(length: number): Promise<Buffer>;
  /** Up to and with the mark; `undefined` when the end comes first. */
  takeTo(mark: string): Promise<string | undefined>;
  rest(): Promise<Buffer>;
}

function received(socket: Socket): Received {
  let buffer = Buffer.alloc(0);
  let ended = false;
  let wake = () => {};
  socket.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    wake();
  });
  // What came before an error (a reset, since we still sent what nobody wanted) counts.
  for (const event of ["end", "close", "error"]) {
    socket.on(event, () => {
      ended = true;
      wake();
    });
  }
  async function more(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const late = setTimeout(() => reject(new Error(`no answer within ${SILENCE_MS} ms`)), SILENCE_MS);
    wake = resolve;
    await promise.finally(() => clearTimeout(late));
  }
  const cut = (length: number) => {
    const taken = buffer.subarray(0, length);
    buffer = buffer.subarray(length);
    return taken;
  };
  return {
    hasEnded: () => ended && buffer.length === 0,
    async take(length) {
      while (buffer.length < length && !ended) await more();
      return cut(length);
    },
    async takeTo(mark) {
      for (;;) {
        const at = buffer.indexOf(mark);
        if (at >= 0) return cut(at + mark.length).toString("latin1");
        if (ended) return undefined;
        await more();
      }
    },
    async rest() {
      while (!ended) await more();
      return cut(buffer.length);
    },
  };
}

async function readAnswer(stream: Received, method: string): Promise<Answer | undefined> {
  const head = await stream.takeTo("\r\n\r\n");
  if (head === undefined) return undefined;
  const [statusLine = "", ...lines] = head.trimEnd().split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1]);
  if (!Number.isInteger(status)) throw new Error(`no status line: ${statusLine.slice(0, 100)}`);
  // 100 Continue comes before the answer.
  if (status < 200) return readAnswer(stream, method);
  const headers = headersOf(lines);
  const hasBody = method !== "HEAD" && status !== 204 && status !== 304;
  const body = hasBody ? await readBody(stream, headers) : Buffer.alloc(0);
  const isDelimited = !hasBody || headers["content-length"] !== undefined || isChunked(headers);
  const isLast = headers.connection?.toLowerCase() === "close" || !isDelimited;
  return { status, headers, text: body.toString("utf8"), isLast };
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

function isChunked(headers: Readonly<Record<string, string>>): boolean {
  return headers["transfer-encoding"]?.toLowerCase() === "chunked";
}

async function readBody(stream: Received, headers: Readonly<Record<string, string>>): Promise<Buffer> {
  if (!isChunked(headers)) {
    const length = headers["content-length"];
    return length === undefined ? stream.rest() : stream.take(Number(length));
  }
  const chunks: Buffer[] = [];
  for (;;) {
    const size = Number.parseInt((await stream.takeTo("\r\n")) ?? "0", 16);
    const chunk = await stream.take(size + 2);
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, size));
  }
}
