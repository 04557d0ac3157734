/** Listening on a socket, and stopping so that no request under way is cut. */

import { randomUUID } from "node:crypto";
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  maxHeaderSize,
  type RequestListener,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import type { Env } from "../core/env.ts";
import { AppError, faultError } from "../core/errors.ts";
import { forwardedAddress, forwardedScheme } from "./caller-address.ts";
import type { Door } from "./door.ts";
import type { Arrival } from "./http/instance.ts";
import { headerText, type Kept, type KeptAnswers, type RawRequest } from "./kept-answers.ts";
import { isLoopbackHost } from "./loopback.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

/** What of Node's request says where it comes from. */
interface Incoming extends RawRequest {
  readonly socket: { readonly remoteAddress?: string | undefined };
}

export type Fetch = (request: Request, arrival?: Arrival) => Promise<Response> | Response;

export interface ServerOptions {
  readonly fetch: Fetch;
  readonly hostname: string;
  readonly port: number;
  /** Turns away what there is no room for, before anything is made of it. Default: nothing. */
  readonly door?: Door | undefined;
  /** Answers what it still has before anything is made of it. Default: nothing. */
  readonly kept?: KeptAnswers | undefined;
  /** Of our own, between a caller and this server: each appends to `X-Forwarded-For` and says `X-Forwarded-Proto`. Default: none. */
  readonly trustedProxies?: number;
}

/** A request whose answer may be at hand. */
interface Waiting {
  readonly found: Kept;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export interface Server {
  /** `http://127.0.0.1:8787`, with the port that was really taken. */
  readonly address: string;
  /** Takes no new connections, lets requests under way end, then closes what is left. */
  stop(): Promise<void>;
}

/** After a signal to stop, requests under way have so long to end: Cloud Run gives 10 s before it kills. */
const DRAIN_MS = 9_000;

/** @throws AppError `unavailable` when the port cannot be had. */
export function startServer({ fetch, hostname, port, door, kept, trustedProxies = 0 }: ServerOptions): Promise<Server> {
  const from = (request: Request, { incoming }: { incoming: Incoming }) =>
    fetch(request, { ...arrivalOf(incoming, trustedProxies), keep: kept?.keeperFor(incoming) });
  const listener = getRequestListener(from, { hostname, errorHandler: refuseRequest });
  const answering = withOneHost(behind(door, givenAgain(kept, trustedProxies, listener)));
  const server = createServer({ requireHostHeader: false }, answering).on("clientError", refuseBytes);
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === "EADDRINUSE"
          ? "something else listens there already; choose another port (--port, or PORT)"
          : cause.message;
      reject(new AppError("unavailable", `cannot listen on ${hostname}:${port}: ${reason}`, { cause }));
    });
    server.listen(port, hostname, () => {
      const { port: taken } = server.address() as AddressInfo;
      const host = isIPv6(hostname) ? `[${hostname}]` : hostname;
      resolve({ address: `http://${host}:${taken}`, stop: () => drained(server) });
    });
  });
}

/**
 * A request of HTTP/1.1 names one host (RFC 9112, section 3.2). Node refuses one without, but without a word, and of two it takes
 * the first, where a proxy before us may have gone by the other.
 */
function withOneHost(listener: RequestListener): RequestListener {
  return (request, response) => {
    const hosts = countHosts(request.rawHeaders);
    if (hosts === 1 || (hosts === 0 && request.httpVersion === "1.0")) return listener(request, response);
    const detail = `the request has ${hosts} Host headers and must have one`;
    const error = faultError("invalid_parameter", { code: "invalid_value", detail, header: "Host" });
    const { status, headers, body } = refusalOf(error, randomUUID());
    const length = Buffer.byteLength(body);
    response.writeHead(status, { ...headers, "Content-Length": length, Connection: "close" }).end(body);
  };
}

/** Names and values by turns, every one as it came. On the way of every request, so without a copy of them. */
function countHosts(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  return hosts;
}

/** Requests pass the door first. */
function behind(door: Door | undefined, listener: RequestListener): RequestListener {
  if (door === undefined) return listener;
  return (request, response) => {
    const { method = "GET", url = "/", headers } = request;
    const refusal = door({ method, url, requestId: headers["x-request-id"] });
    if (refusal === undefined) return listener(request, response);
    response.writeHead(refusal.status, refusal.headers).end(refusal.body);
  };
}

/**
 * Requests whose answer is still there get it, all that have arrived together: what the answers ask of the store, it is asked once
 * for all of them, and behind the arrival of each.
 */
function givenAgain(kept: KeptAnswers | undefined, proxies: number, listener: RequestListener): RequestListener {
  if (kept === undefined) return listener;
  const waiting: Waiting[] = [];

  function giveAll(): void {
    for (const { found, request, response } of waiting.splice(0)) {
      const answer = kept?.again(found, request, arrivalOf(request, proxies).address);
      if (answer === undefined) listener(request, response);
      else response.writeHead(answer.status, answer.headers).end(answer.body, "latin1");
    }
  }

  return (request, response) => {
    const found = kept.find(request);
    if (found === undefined) return listener(request, response);
    if (waiting.push({ found, request, response }) === 1) setImmediate(giveAll);
  };
}

/** Of a request that is HTTP, but has an address or a host that is none. */
function refuseRequest(cause: unknown): Response {
  const { status, headers, body } = refusalOf(noRequest(cause), randomUUID());
  return new Response(body, { status, headers });
}

function refuseBytes(cause: NodeJS.ErrnoException, socket: Duplex): void {
  if (cause.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  // Of a request that has not come, nobody waits for a body: it may be a connection that a browser holds in stock.
  if (cause.code === "ERR_HTTP_REQUEST_TIMEOUT") {
    socket.end([statusLine(408), "Connection: close", "", ""].join("\r\n"));
    return;
  }
  const { status, headers, body } = bytesRefusal(cause);
  const lines = [
    statusLine(status),
    ...Object.entries(headers).map((header) => header.join(": ")),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end([...lines, "Connection: close", "", body].join("\r\n"));
}

/** RFC 6585, section 5: 431 for the head of a request, where 413 is for its body. */
function bytesRefusal(cause: NodeJS.ErrnoException): Refusal {
  if (cause.code !== "HPE_HEADER_OVERFLOW") return refusalOf(noRequest(cause), randomUUID());
  const detail = `the request line and its headers have more than ${maxHeaderSize} bytes, the limit`;
  return refusalOf(new AppError("too_large", detail, { cause }), randomUUID(), 431);
}

function statusLine(status: number): string {
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}`;
}

function noRequest(cause: unknown): AppError {
  return new AppError("invalid_parameter", "the request line or a header is not as HTTP has them", { cause });
}

/** From the socket, or from the headers that proxies of our own have written. */
export function arrivalOf({ headers, socket }: Pick<Incoming, "headers" | "socket">, trustedProxies: number): Arrival {
  if (trustedProxies === 0) return { address: socket.remoteAddress };
  return {
    address: forwardedAddress(headerText(headers["x-forwarded-for"]), socket.remoteAddress, trustedProxies),
    scheme: forwardedScheme(headerText(headers["x-forwarded-proto"]), trustedProxies),
  };
}

function drained(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });
}

export interface ServerProgram {
  readonly env: Env;
  /** What is served, and what is closed once nothing is under way any more. */
  readonly open: () => ServerOptions & {
    /** Told with the address once it listens. */
    readonly facts?: Readonly<Record<string, string>>;
    readonly afterStart?: () => void;
    readonly close: () => Promise<void>;
  };
}

/** The program of a container: serves until it is told to stop. What goes wrong is logged, and the process ends with 1. */
export async function runServer({ env, open }: ServerProgram): Promise<void> {
  try {
    const { facts = {}, afterStart, close, ...options } = open();
    const stopped = stopSignal();
    const server = await startServer(options);
    env.log("listening", { address: server.address, ...facts });
    afterStart?.();
    await stopped;
    await server.stop();
    await close();
    env.log("stopped", {});
  } catch (error) {
    env.log("failed", { error: String(error) });
    process.exitCode = 1;
  }
}

/** Resolves when the process is told to stop. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/**
 * @param from what the port was given as, for whoever gave a wrong one.
 * @throws AppError `invalid_parameter` for text that is no port.
 */
export function portNumber(text: string | undefined, otherwise: number, from = "PORT"): number {
  if (text === undefined || text === "") return otherwise;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new AppError("invalid_parameter", `${from} ${JSON.stringify(text)} must be a whole number from 0 to 65535`);
}

/**
 * Without a key every caller is an administrator, so nobody else may reach the server.
 * @throws AppError `forbidden`.
 */
export function assertLoopback(host: string): void {
  if (isLoopbackHost(host)) return;
  throw new AppError(
    "forbidden",
    `will not listen on ${host}: without a key every caller could write, so only loopback (127.0.0.1) is served; for others ask for keys: \`rolecall serve --keys\`, or ROLECALL_KEYS=true, ROLECALL_ADMIN_KEY_SHA256 or ROLECALL_JWT_ISSUER in the environment`,
  );
}
