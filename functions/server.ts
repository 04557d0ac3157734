/** Listening on a socket, and stopping so that no request under way is cut. */
import { isIPv6 } from "node:net";
import { serve as listen, type ServerType } from "@hono/node-server";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import { isLoopbackHost } from "./loopback.ts";

export interface ServerOptions {
  readonly fetch: (request: Request) => Promise<Response> | Response;
  readonly hostname: string;
  readonly port: number;
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
export function startServer({ fetch, hostname, port }: ServerOptions): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch, hostname, port }, ({ port: taken }) => {
      const host = isIPv6(hostname) ? `[${hostname}]` : hostname;
      resolve({ address: `http://${host}:${taken}`, stop: () => drained(server) });
    });
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === "EADDRINUSE" ? "something else listens there already; choose another PORT" : cause.message;
      reject(new AppError("unavailable", `cannot listen on ${hostname}:${port}: ${reason}`, { cause }));
    });
  });
}

function drained(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    if ("closeIdleConnections" in server) server.closeIdleConnections();
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

/** @throws AppError `invalid_parameter` for text that is no port. */
export function portNumber(text: string | undefined, otherwise: number): number {
  if (text === undefined || text === "") return otherwise;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new AppError("invalid_parameter", `port ${JSON.stringify(text)} must be a whole number from 0 to 65535`);
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
