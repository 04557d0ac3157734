/**
 * Reads of an AWS service by Node's own HTTP client, signed by the SDK's signer. The SDK's two clients are 55 ms of loading and as
 * much again at their first requests, which is most of what a new function does before its first answer; one that only reads
 * needs none of it.
 */
import { type ClientRequest, type IncomingMessage, Agent as PlainAgent, request as plainRequest } from "node:http";
import type { Agent, request as secureRequest } from "node:https";
import { text } from "node:stream/consumers";
import { namedError } from "./call-error.ts";
import { type AwsCredentials, awsSigner, type SignedService } from "./signature.ts";

export interface SignedHttpOptions extends SignedService {
  /** Scheme, host and port, without a path. */
  readonly endpoint: string;
  readonly credentials: AwsCredentials | (() => Promise<AwsCredentials>);
  /** Until a connection stands. */
  readonly connectionTimeoutMs: number;
  /** How long a connection may be silent. */
  readonly idleTimeoutMs: number;
}

export interface SignedRequest {
  readonly method: "GET" | "POST";
  /** As `UnsignedRequest` has it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SignedHttp {
  /**
   * The answer as soon as its headers are there, whatever its status; the body breaks when the signal is aborted or the connection
   * falls silent. Repeats nothing. @throws what Node's client throws, with errors of time named as the SDK names them.
   */
  send(request: SignedRequest, signal?: AbortSignal): Promise<IncomingMessage>;
  close(): void;
}

/** As many as the SDK opens to one service. */
const MAX_CONNECTIONS = 50;

export function signedHttp(options: SignedHttpOptions): SignedHttp {
  const { endpoint, credentials, connectionTimeoutMs, idleTimeoutMs } = options;
  const { protocol, host, hostname, port } = new URL(endpoint);
  const wire = wireOf(protocol === "https:");
  const signed = awsSigner({ service: options.service, region: options.region }, credentials);

  async function send({ method, path, headers, body }: SignedRequest, signal?: AbortSignal): Promise<IncomingMessage> {
    const withSignature = await signed({ method, path, headers: { ...headers, host }, body }, new Date());
    const outgoing = wire.request({
      agent: wire.agent,
      // An IPv6 address has brackets in a URL and none in a socket.
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port,
      method,
      path,
      headers: {
        ...withSignature,
        ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
      },
    });
    return exchange(outgoing, { body, isSecure: wire.isSecure, connectionTimeoutMs, idleTimeoutMs, signal });
  }

  return { send, close: () => wire.agent.destroy() };
}

interface Wire {
  readonly isSecure: boolean;
  readonly agent: PlainAgent | Agent;
  readonly request: typeof plainRequest | typeof secureRequest;
}

function wireOf(isSecure: boolean): Wire {
  const options = { keepAlive: true, maxSockets: MAX_CONNECTIONS };
  if (!isSecure) return { isSecure, agent: new PlainAgent(options), request: plainRequest };
  // TLS is 15 ms of loading, which an emulator's client can do without.
  const https = process.getBuiltinModule("node:https");
  return { isSecure, agent: new https.Agent(options), request: https.request };
}

interface Exchange {
  readonly body: string | undefined;
  readonly isSecure: boolean;
  readonly connectionTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

function exchange(outgoing: ClientRequest, options: Exchange): Promise<IncomingMessage> {
  const { body, isSecure, connectionTimeoutMs, idleTimeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    const abort = () => outgoing.destroy(namedError("AbortError", "aborted by the caller"));
    const silent = `no byte for ${idleTimeoutMs} ms`;
    const unconnected = `it did not establish a connection within ${connectionTimeoutMs} ms`;
    const connecting = setTimeout(() => outgoing.destroy(namedError("TimeoutError", unconnected)), connectionTimeoutMs);
    outgoing.once("socket", (socket) => {
      const connected = () => clearTimeout(connecting);
      if (socket.connecting) socket.once(isSecure ? "secureConnect" : "connect", connected);
      else connected();
    });
    outgoing.setTimeout(idleTimeoutMs, () => outgoing.destroy(namedError("TimeoutError", silent)));
    signal?.addEventListener("abort", abort, { once: true });
    outgoing.once("close", () => {
      clearTimeout(connecting);
      signal?.removeEventListener("abort", abort);
    });
    // Not `once`: what fails behind the first failure has no other listener. A body that breaks says so to its reader.
    outgoing.on("error", reject);
    outgoing.once("response", resolve);
    if (signal?.aborted) abort();
    outgoing.end(body);
  });
}

/** All of a body that is text. */
export function textOf(answer: IncomingMessage): Promise<string> {
  return text(answer);
}
