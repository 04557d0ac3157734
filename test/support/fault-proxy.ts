/**
 * A loopback proxy between an adapter and an emulator that harms the requests a test names: the faults that a network and a
 * loaded service bring, on the wire, where an SDK meets them. HTTP/1.1 only; whole bodies, no streaming.
 */
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestUpstream,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Writable } from "node:stream";

export interface WireRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers?: IncomingHttpHeaders;
  readonly body?: string | Uint8Array;
}

/** An answer as the service gave it. */
export interface Forwarded extends WireAnswer {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What is done to a request. "Before" means that the service never sees it, "after" that it has done all it was asked to. */
export type Harm =
  | { readonly kind: "cut before" }
  | { readonly kind: "cut after" }
  /** The headers and half of the body arrive (of an answer without a body: the status line), then the connection is closed. */
  | { readonly kind: "cut in the answer" }
  /** Nothing ever arrives; the connection stays open until the client gives up or the proxy stops. */
  | { readonly kind: "stall before" }
  | { readonly kind: "stall after" }
  /** As much arrives, then nothing. */
  | { readonly kind: "stall in the answer" }
  | { readonly kind: "answer before"; readonly answer: WireAnswer }
  | { readonly kind: "answer after"; readonly answer: WireAnswer }
  /** The service's answer, changed and well formed again: `Content-Length` is that of the changed body. */
  | {
      readonly kind: "change answer";
      readonly change: (answer: Forwarded) => WireAnswer;
    };

export interface Fault {
  readonly harm: Harm;
  /** Which requests; all when absent. */
  readonly matches?: (request: WireRequest) => boolean;
  /** How many of them are harmed before the fault is over; default 1, `Number.POSITIVE_INFINITY` for all. */
  readonly times?: number;
  /** Of the requests that match only each so-manyth, from the so-manyth on; default 1. */
  readonly every?: number;
}

export interface FaultProxy {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly url: string;
  /** Of several armed faults the oldest that matches harms a request. Answers what disarms it. */
  arm(fault: Fault): () => void;
  /** Disarms all. */
  calm(): void;
  /** Every request so far, oldest first, with what was done to it. */
  seen(): readonly (WireRequest & { readonly harm: Harm["kind"] | undefined })[];
  /** Requests that got stuck so far: whatever was to happen before that has happened. */
  stalled(): number;
  /** Closes every connection, also the stalled ones. */
  stop(): Promise<void>;
}

interface Armed {
  readonly fault: Fault;
  met: number;
  left: number;
}

export async function faultProxy(upstreamUrl: string): Promise<FaultProxy> {
  const upstream = new URL(upstreamUrl);
  const armed = new Set<Armed>();
  const seen: (WireRequest & { readonly harm: Harm["kind"] | undefined })[] = [];

  let stalled = 0;

  function harmOf(request: WireRequest): Harm | undefined {
    for (const rule of armed) {
      if (rule.fault.matches?.(request) === false) continue;
      rule.met += 1;
      if (rule.met % (rule.fault.every ?? 1) !== 0) continue;
      rule.left -= 1;
      if (rule.left <= 0) armed.delete(rule);
      return rule.fault.harm;
    }
    return undefined;
  }

  const { url, stop } = await wireServer(async (request, outgoing) => {
    const harm = harmOf(request);
    seen.push({ ...request, harm: harm?.kind });
    if (harm === undefined) return send(await forward(upstream, request), outgoing);
    await inflict(harm, upstream, request, outgoing);
    if (harm.kind.startsWith("stall")) stalled += 1;
  });

  return {
    url,
    arm(fault) {
      const rule = { fault, met: 0, left: fault.times ?? 1 };
      armed.add(rule);
      return () => armed.delete(rule);
    },
    calm: () => armed.clear(),
    seen: () => [...seen],
    stalled: () => stalled,
    stop,
  };
}

/** A server on loopback that hands over whole requests; a request whose handler throws loses its connection. */
export async function wireServer(
  handle: (request: WireRequest, outgoing: ServerResponse) => Promise<void>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  // A connection that the server closes by itself would be a fault that nobody armed.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "GET", url: path = "/", headers } = incoming;
    await handle({ method, path, headers, body: await bodyOf(incoming) }, outgoing);
  }

  return {
    url: await listen(server),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return `http://127.0.0.1:${address.port}`;
}

async function inflict(harm: Harm, upstream: URL, request: WireRequest, outgoing: ServerResponse): Promise<void> {
  switch (harm.kind) {
    case "cut before":
      outgoing.destroy();
      return;
    case "stall before":
      return;
    case "answer before":
      return send(harm.answer, outgoing);
    case "cut after":
      await forward(upstream, request);
      outgoing.destroy();
      return;
    case "stall after":
      await forward(upstream, request);
      return;
    case "answer after":
      await forward(upstream, request);
      return send(harm.answer, outgoing);
    case "cut in the answer":
      await sendHalf(await forward(upstream, request), outgoing);
      outgoing.destroy();
      return;
    case "stall in the answer":
      return sendHalf(await forward(upstream, request), outgoing);
    case "change answer":
      return send(harm.change(await forward(upstream, request)), outgoing);
  }
}

/** The host's name stays the client's: it is part of what AWS requests sign. */
export function forward(upstream: URL, { method, path, headers, body }: WireRequest): Promise<Forwarded> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = upstream;
    // A connection for each request: one that the service closes while it is idle would be a fault that nobody armed.
    const agent = new Agent({ keepAlive: false });
    const options = { hostname, port, method, path, headers: { ...headers, connection: "close" }, agent };
    const outgoing = requestUpstream(options, (answer) => {
      const status = answer.statusCode ?? 502;
      bodyOf(answer).then((bytes) => resolve({ status, headers: answer.headers, body: bytes }), reject);
    });
    outgoing.once("error", reject).end(body);
  });
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Headers of the one connection, not of the answer; the body is no longer chunked. */
const OF_THE_CONNECTION = new Set(["connection", "keep-alive", "transfer-encoding", "content-length"]);

function writeHead({ status, headers = {} }: WireAnswer, length: string | number, outgoing: ServerResponse): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !OF_THE_CONNECTION.has(name)) outgoing.setHeader(name, value);
  }
  outgoing.writeHead(status, { "content-length": length });
}

export function send(answer: WireAnswer, outgoing: ServerResponse): void {
  const body = Buffer.from(answer.body ?? "");
  // The answer to HEAD names the length of a body that is not sent.
  const named = outgoing.req.method === "HEAD" ? answer.headers?.["content-length"] : undefined;
  writeHead(answer, named ?? body.length, outgoing);
  outgoing.end(body);
}

async function sendHalf(answer: Forwarded, outgoing: ServerResponse): Promise<void> {
  const half = answer.body.subarray(0, Math.floor(answer.body.length / 2));
  // An answer without a body has its middle in its head.
  if (answer.body.length === 0) return written(outgoing.socket, `HTTP/1.1 ${answer.status} Cut\r\n`);
  writeHead(answer, answer.body.length, outgoing);
  outgoing.flushHeaders();
  if (half.length > 0) await written(outgoing, half);
}

/** Resolves when the bytes are on their way, so that a cut behind them cannot take them back. */
async function written(stream: Writable | null, bytes: string | Buffer): Promise<void> {
  await new Promise((resolve) => stream?.write(bytes, resolve));
}
