/** The whole service over a memory store, as its clients meet it, and what tests say to it. */
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { follower } from "../../core/index/follower.ts";
import type { KeySpace } from "../../core/ports.ts";
import { type Board, openBoard } from "../../core/store/board.ts";
import { createApp } from "../../functions/http/app.ts";
import { type Arrival, newInstance, type Rates } from "../../functions/http/instance.ts";
import type { Verifier } from "../../functions/http/principal.ts";
import type { RequestLimits } from "../../functions/request-limits.ts";
import { type TestEnv, type TestEnvOptions, testEnv } from "./env.ts";

interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, with its media type unless `headers` has one. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Uint8Array;
  readonly arrival?: Arrival;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, parsed; `undefined` when there is none. Tests read it by name and compare. */
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests are there to find out
  readonly json: any;
  readonly etag: string;
}

export interface TestService {
  readonly env: TestEnv;
  readonly board: Board;
  readonly space: KeySpace;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** POSTs a listing and gives its answer. */
  create(fields?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Number of the newest log entry: unchanged means that nothing was stored. */
  head(): Promise<number>;
}

export interface ServiceOptions {
  readonly space?: KeySpace;
  readonly env?: TestEnvOptions;
  readonly limits?: Partial<RequestLimits>;
  /** Default: every caller is an administrator. */
  readonly verify?: Verifier;
  readonly publicUrl?: string;
  readonly rates?: Rates;
}

export const LISTING = { title: "Backend Engineer", company: { name: "Acme" } } as const;

export async function testService(options: ServiceOptions = {}): Promise<TestService> {
  const env = testEnv(options.env);
  const space = options.space ?? memoryKeySpace();
  const board = await openBoard({ space, env, name: "default" });
  const app = createApp({
    board,
    blobs: memoryBlobStore(),
    follower: follower({ board, env }),
    env,
    instance: newInstance({ env, rates: options.rates ?? {}, publicUrl: options.publicUrl }),
    requestLimits: options.limits ?? {},
    ...(options.verify === undefined ? {} : { verify: options.verify }),
  });
  const call: TestService["call"] = async (method, path, { headers = {}, json, body, arrival } = {}) => {
    const sent = json === undefined ? body : JSON.stringify(json);
    const request = {
      method,
      headers: { ...(json === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
      ...(sent === undefined ? {} : { body: typeof sent === "string" ? sent : new Uint8Array(sent) }),
    };
    const answer = await app.request(path, request, arrival);
    const text = await answer.text();
    const isJson = /json$/.test(answer.headers.get("Content-Type") ?? "") && text !== "";
    const isLines = answer.headers.get("Content-Type") === "application/x-ndjson";
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: isJson && !isLines ? JSON.parse(text) : undefined,
      etag: answer.headers.get("ETag") ?? "",
    };
  };
  return {
    env,
    board,
    space,
    call,
    create: (fields = {}) => call("POST", "/v1/listings", { json: { ...LISTING, ...fields } }),
    head: () => board.head(),
  };
}

/** The lines of an import's answer. */
export function linesOf(answer: Answer): Answer["json"][] {
  return answer.text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

export const UNKNOWN_ID = "0123456789abcdefghjkmnpqrs";
