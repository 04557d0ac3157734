import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  Agent as PlainAgent,
  request as plainRequest,
} from "node:http";
import { request as secureRequest, Agent as TlsAgent } from "node:https";
import type { Authorization } from "./authorization.ts";

export interface HttpClientOptions {
  /** Scheme, host and port, without a path. */
  readonly endpoint: string;
  /** From the call to the last byte of its answer, the token and a wait for a free connection included. */
  readonly timeoutMs: number;
  readonly authorization?: Authorization;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Escaped, with the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent one after the other, so that nobody has to join large parts first. */
  readonly body?: readonly Uint8Array[];
  /** A longer answer fails as `too long`; none is refused when absent. */
  readonly maxBytes?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Complete: an answer that is cut short fails. */
  readonly body: Uint8Array;
}

export interface HttpClient {
  /** One request on the wire, never repeated. @throws HttpFailure when there is no whole answer, and what `authorization` throws. */
  send(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer>;
  close(): void;
}

export type FailureReason = "closed" | "aborted" | "timeout" | "too long" | "network";

/** There is no whole answer. */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly reason: FailureReason;
  /** Whether the service may have seen any of the request. */
  readonly isSent: boolean;

  constructor(reason: FailureReason, isSent: boolean, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.isSent = isSent;
  }
}

const UNREACHABLE: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** Nobody answers at the address, or there is no such address. */
export function isUnreachable({ isSent, cause }: HttpFailure): boolean {
  return !isSent && cause instanceof Error && "code" in cause && UNREACHABLE.has(cause.code);
}

/** More calls at once wait for a connection. A function instance serves some 80 requests at once, most without the store. */
const MAX_CONNECTIONS = 64;

/** Google's front ends close idle connections after some minutes; one that is closed here before can fail no request. */
const IDLE_CONNECTION_MS = 55_000;

/**
 * HTTP/1.1 by Node's own client: no library, no `fetch` (Node's costs 40 ms of CPU at its first use), kept connections, one
 * deadline for all of a call, and it knows whether a request that failed can have been seen.
 */
export function httpClient({ endpoint, timeoutMs, authorization }: HttpClientOptions): HttpClient {
  const { protocol, hostname, port } = new URL(endpoint);
  const isSecure = protocol === "https:";
  const options = { keepAlive: true, maxSockets: MAX_CONNECTIONS, timeout: IDLE_CONNECTION_MS };
  const agent = isSecure ? new TlsAgent(options) : new PlainAgent(options);
  let isClosed = false;

  function start(request: HttpRequest, headers: Readonly<Record<string, string>>): ClientRequest {
    const { method, path, body = [] } = request;
    const bytes = body.reduce((sum, part) => sum + part.length, 0);
    return (isSecure ? secureRequest : plainRequest)({
      agent,
      // An IPv6 address has brackets in a URL and none in a socket.
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port,
      method,
      path,
      headers: { ...headers, ...request.headers, ...(method === "POST" ? { "content-length": bytes } : {}) },
    });
  }

  return {
    async send(request, signal) {
      if (isClosed) throw new HttpFailure("closed", false, "the store is closed");
      return withDeadline(timeoutMs, signal, async (deadline) => {
        const headers = authorization === undefined ? {} : await orAborted(authorization.headers(), deadline);
        const answer = await exchange(start(request, headers), isSecure, request, deadline);
        if (answer.status === 401) authorization?.forget();
        return answer;
      });
    },
    close() {
      isClosed = true;
      agent.destroy();
    },
  };
}

/** Runs a call under a signal that is aborted, with an `HttpFailure` as its reason, by the caller or by the time. */
async function withDeadline<Result>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  call: (deadline: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort(new HttpFailure("timeout", false, `no answer within ${timeoutMs} ms`));
  }, timeoutMs);
  function onAbort(): void {
    deadline.abort(new HttpFailure("aborted", false, "aborted by the caller", signal?.reason));
  }
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  try {
    return await call(deadline.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

function orAborted<Result>(pending: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    pending.then(resolve, reject);
  });
}

function exchange(
  outgoing: ClientRequest,
  isSecure: boolean,
  { body = [], maxBytes }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let isSent = false;
    function fail(error: unknown): void {
      reject(toFailure(error, isSent));
      outgoing.destroy();
    }
    // Until its connection stands, not one byte of a request has left.
    outgoing.once("socket", (socket) => {
      if (!socket.connecting) isSent = true;
      else
        socket.once(isSecure ? "secureConnect" : "connect", () => {
          isSent = true;
        });
    });
    // Not `once`: what fails behind the first failure has no other listener.
    outgoing.on("error", fail);
    outgoing.once("response", (incoming) => {
      const { statusCode: status = 0, headers } = incoming;
      readWhole(incoming, maxBytes).then((whole) => resolve({ status, headers, body: whole }), fail);
    });
    if (signal.aborted) return fail(signal.reason);
    signal.addEventListener("abort", () => fail(signal.reason), { once: true });
    for (const part of body) outgoing.write(part);
    outgoing.end();
  });
}

function toFailure(error: unknown, isSent: boolean): HttpFailure {
  if (error instanceof HttpFailure) return new HttpFailure(error.reason, isSent, error.message, error.cause);
  return new HttpFailure("network", isSent, messageOf(error), error);
}

/** An address of several families that answers on none fails with an `AggregateError` that has a code and no message. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ("code" in error ? String(error.code) : error.name);
}

/** Into one buffer where the length is known: a blob of many megabytes is not to be there twice. */
async function readWhole(incoming: IncomingMessage, maxBytes = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  const announced = incoming.headers["content-length"];
  if (announced !== undefined && Number(announced) > maxBytes) throw tooLong(maxBytes);
  const whole = announced === undefined ? undefined : new Uint8Array(Number(announced));
  const parts: Uint8Array[] = [];
  let length = 0;
  // Ends by throwing when the connection closes before the announced length or the last chunk.
  for await (const part of incoming) {
    if (length + part.length > maxBytes) throw tooLong(maxBytes);
    if (whole === undefined) parts.push(part);
    else whole.set(part, length);
    length += part.length;
  }
  return whole ?? joined(parts, length);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function tooLong(maxBytes: number): HttpFailure {
  return new HttpFailure("too long", true, `the answer is longer than ${maxBytes} bytes`);
}
