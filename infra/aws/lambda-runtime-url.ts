/**
 * A function URL: HTTP requests to events of payload version 2.0 and back
 * (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads). Where that page is silent, what others
 * have seen of the service is said beside the line.
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { FunctionError } from "./lambda-runtime-process.ts";

export interface FunctionUrlOptions {
  readonly port: number;
  /** JSON to JSON. */
  readonly run: (event: string) => Promise<string>;
}

export interface FunctionUrl {
  readonly address: string;
  stop(): Promise<void>;
}

/** 6 MB for the whole event as JSON, as the error of the service itself says. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

export async function functionUrl({ port, run }: FunctionUrlOptions): Promise<FunctionUrl> {
  const server = createServer((request, response) => {
    serve(request, response, run).catch(() => response.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  run: FunctionUrlOptions["run"],
): Promise<void> {
  const body = await bodyOf(request);
  const event = body === undefined ? undefined : JSON.stringify(eventOf(request, body));
  if (event === undefined || Buffer.byteLength(event) > MAX_EVENT_BYTES) {
    // What is still being sent is not worth reading.
    response.setHeader("Connection", "close");
    send(response, platformAnswer(413, '{"message":"Request Entity Too Large"}', "application/json"));
    return;
  }
  try {
    send(response, answerOf(JSON.parse(await run(event))));
  } catch (error) {
    // The function's failure is for its log: a caller learns no more than this.
    if (!(error instanceof FunctionError)) throw error;
    send(response, platformAnswer(502, "Internal Server Error", "text/plain"));
  }
}

/** `undefined` when it is too large for any event. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_EVENT_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Made as the service makes it; the path and the query stay as they were sent (they are decoded by HTTP APIs only). */
function eventOf(request: IncomingMessage, body: Buffer): object {
  const [, path = "/", query = ""] = /^([^?]*)\??(.*)$/s.exec(request.url ?? "/") ?? [];
  const { cookie, ...headers } = headersOf(request);
  const host = headers.host ?? "localhost";
  const parameters = parametersOf(query);
  const now = new Date();
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers: {
      ...headers,
      "x-forwarded-for": request.socket.remoteAddress ?? "127.0.0.1",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
    },
    ...(parameters === undefined ? {} : { queryStringParameters: parameters }),
    requestContext: {
      accountId: "anonymous",
      apiId: "rolecall",
      domainName: host,
      domainPrefix: host.split(".")[0],
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...bodyMembers(headers["content-type"], body),
  };
}

/** Names in lower case, values of the same name joined by commas; those of one connection only are the front's own. */
function headersOf({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    const value = rawHeaders[i + 1] ?? "";
    if (["connection", "keep-alive", "transfer-encoding", "upgrade", "expect"].includes(name)) continue;
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}${name === "cookie" ? "; " : ","}${value}`;
  }
  return headers;
}

function parametersOf(query: string): Record<string, string> | undefined {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    joined[name] = Object.hasOwn(joined, name) ? `${joined[name]},${value}` : value;
  }
  return Object.keys(joined).length === 0 ? undefined : joined;
}

/** Seen on the real service (ministackorg/ministack, pull request 766): everything else is base64, a missing type as well. */
const TEXT_TYPES = /^(?:text\/[^;]*|application\/(?:json|xml|javascript))\s*(?:;|$)/i;

function bodyMembers(type: string | undefined, body: Buffer): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const text = body.toString("utf8");
  // Bytes that are no text travel as base64 here whatever their type: what the service makes of them is not documented.
  const isText = TEXT_TYPES.test(type ?? "") && Buffer.from(text, "utf8").equals(body);
  return isText ? { body: text, isBase64Encoded: false } : { body: body.toString("base64"), isBase64Encoded: true };
}

interface FrontAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string | Buffer;
}

/** A result without `statusCode` is the body of a 200; one that is no answer is 502. */
function answerOf(result: unknown): FrontAnswer {
  if (typeof result !== "object" || result === null || !("statusCode" in result)) {
    return platformAnswer(200, typeof result === "string" ? result : JSON.stringify(result), "application/json");
  }
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded } = result as Record<string, unknown>;
  const status = Number(statusCode);
  const isAnswer = Number.isInteger(status) && status >= 200 && status <= 599 && typeof body === "string";
  if (!isAnswer || !isTexts(headers) || !Array.isArray(cookies)) {
    return platformAnswer(502, "Internal Server Error", "text/plain");
  }
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status,
    headers: { "content-type": "application/json", ...Object.fromEntries(named) },
    cookies: cookies.map(String),
    body: isBase64Encoded === true ? Buffer.from(body, "base64") : body,
  };
}

function isTexts(headers: unknown): headers is Readonly<Record<string, string | number | boolean>> {
  return (
    typeof headers === "object" &&
    headers !== null &&
    Object.values(headers).every((value) => ["string", "number", "boolean"].includes(typeof value))
  );
}

function platformAnswer(status: number, body: string, type: string): FrontAnswer {
  return { status, headers: { "content-type": type }, cookies: [], body };
}

function send(response: ServerResponse, { status, headers, cookies, body }: FrontAnswer): void {
  response.setHeader("x-amzn-RequestId", randomUUID());
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader("Set-Cookie", cookies);
  if (status !== 204 && status !== 304) response.setHeader("Content-Length", Buffer.byteLength(body));
  response.writeHead(status).end(body);
}
