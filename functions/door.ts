/**
 * The door of a server of one's own: what it has no room for is refused from the request's first line, before anything is made of
 * the rest. That costs 7 µs where a refusal by the routes costs 43, without the request and the answer that are made around those, so that under many times its load a server still has its
 * time for those who are in. The answer is the one that they would give; there is no line for each, but one a second for all.
 */
import type { Env } from "../core/env.ts";
import { randomId } from "../core/listing/id.ts";
import { COMMON_HEADERS } from "./http/common-headers.ts";
import type { Instance } from "./http/instance.ts";
import { saneRequestId } from "./http/middleware/request-id.ts";
import { laneOf } from "./http/overload/lanes.ts";
import { overloaded } from "./http/overload/overloaded.ts";
import { problemOf } from "./http/problem.ts";

const SAID_EVERY_MS = 1_000;

export interface Knock {
  readonly method: string;
  /** As it was sent, with its query. */
  readonly url: string;
  readonly requestId: string | string[] | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `undefined` lets it in. */
export type Door = (knock: Knock) => Refusal | undefined;

export function doorOf(instance: Instance, env: Env): Door {
  let unsaid = 0;

  function count(): void {
    instance.shed++;
    if (unsaid++ > 0) return;
    const say = () => {
      env.log("shed", { requests: unsaid });
      unsaid = 0;
    };
    setTimeout(say, SAID_EVERY_MS).unref();
  }

  return ({ method, url, requestId }) => {
    const isFull = instance.turns.isFull();
    if (!isFull) return undefined;
    const end = url.indexOf("?");
    if (laneOf(method, end < 0 ? url : url.slice(0, end)) !== "search") return undefined;
    count();
    const error = overloaded(env, "as many searches wait as may");
    const { status, ...problem } = problemOf(error);
    const headers = {
      ...COMMON_HEADERS,
      "X-Request-Id": saneRequestId(typeof requestId === "string" ? requestId : undefined) ?? randomId(env),
      "Retry-After": String(error.details.retryAfterSeconds),
      "Content-Type": "application/problem+json",
    };
    return { status, headers, body: JSON.stringify({ ...problem, status }) };
  };
}
