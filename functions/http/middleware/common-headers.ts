/** Headers of every answer (contract, section 1). Handlers that may be cached replace the `Cache-Control`. */
import type { Middleware } from "../services.ts";

/** `*` would not cover them for a browser that sends `Authorization`, so each is named. */
const EXPOSED = [
  "ETag",
  "Location",
  "Retry-After",
  "X-Request-Id",
  "Idempotent-Replayed",
  "Rolecall-Action",
  "Rolecall-Age-Ms",
  "Rolecall-Position",
  "Rolecall-Stale",
].join(", ");

export const commonHeaders: Middleware = async (c, next) => {
  c.header("X-Content-Type-Options", "nosniff");
  c.header("Access-Control-Allow-Origin", "*");
  c.header("Access-Control-Expose-Headers", EXPOSED);
  c.header("Cache-Control", "no-store");
  await next();
};
