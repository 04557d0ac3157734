/** Headers of every answer (contract, section 1). Handlers that may be cached replace the `Cache-Control`. */

/** `*` would not cover them for a browser that sends `Authorization`, so each is named. */
const EXPOSED = [
  "ETag",
  "Link",
  "Location",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "WWW-Authenticate",
  "X-Request-Id",
  "Idempotent-Replayed",
  "Rolecall-Action",
  "Rolecall-Age-Ms",
  "Rolecall-Position",
  "Rolecall-Stale",
].join(", ");

export const COMMON_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": EXPOSED,
  "Cache-Control": "no-store",
} as const;
