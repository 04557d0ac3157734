/** Every answer names its request, so that a caller's report finds our log line. */
import type { Env } from "../../../core/env.ts";
import { randomId } from "../../../core/listing/id.ts";
import type { Middleware } from "../services.ts";

/** Safe in a log line and in a header: UUIDs, ULIDs, trace ids, `svc:1/2`. */
const SANE = /^[A-Za-z0-9._:/+=-]{1,128}$/;

export function saneRequestId(given: string | undefined): string | undefined {
  return given !== undefined && SANE.test(given) ? given : undefined;
}

/** Takes the caller's `X-Request-Id` when it is sane, else the platform's, else makes one. */
export function requestId(env: Env): Middleware {
  return (c, next) => {
    c.set("requestId", saneRequestId(c.req.header("X-Request-Id")) ?? saneRequestId(c.env?.requestId) ?? randomId(env));
    return next();
  };
}
