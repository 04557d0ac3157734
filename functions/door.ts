/**
 * The door of a server of one's own: what it has no room for is refused from the request's first line, before anything is made of
 * the rest. That costs 7 µs where a refusal by the routes costs 43, without the request and the answer that are made around those, so
 * that under many times its load a server still has its time for those who are in. The answer is the one that they would give; there is no line for each, but one a second for all.
 */
import type { Env } from "../core/env.ts";
import { randomId } from "../core/listing/id.ts";
import type { Instance } from "./http/instance.ts";
import { saneRequestId } from "./http/middleware/request-id.ts";
import { laneOf } from "./http/overload/lanes.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

const SAID_EVERY_MS = 1_000;

export interface Knock {
  readonly method: string;
  /** As it was sent, with its query. */
  readonly url: string;
  readonly requestId: string | string[] | undefined;
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
    const end = url.indexOf("?");
    if (laneOf(method, end < 0 ? url : url.slice(0, end)) !== "search") return undefined;
    const error = instance.turns.refusal();
    if (error === undefined) return undefined;
    count();
    return refusalOf(error, saneRequestId(typeof requestId === "string" ? requestId : undefined) ?? randomId(env));
  };
}
