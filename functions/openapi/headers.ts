/** Headers of requests and answers: each once, with what it means. */
import type { JsonSchema } from "../http/json-schema.ts";

interface HeaderEntry {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly example?: string;
}

const POSITION = {
  schema: { type: "string", pattern: "^[0-9a-z]{10}-\\d{1,12}$" },
  example: "k3v9p0c1xz-42",
} as const;

export const REQUEST_HEADERS = {
  "If-Match": {
    description:
      'Revisions that may be changed: an ETag of the full view or of a write, `"<revision>"`, a list of them, or `*`. Only the revision counts. A public ETag (`"p…"`) never matches.',
    schema: { type: "string", minLength: 1 },
    example: '"12-published"',
  },
  "If-None-Match": {
    description: "ETags that the caller has; 304 when one of them is current. `W/` is ignored.",
    schema: { type: "string" },
  },
  "Idempotency-Key": {
    description:
      "The caller's name for this create, 1 to 255 printable ASCII characters, also in quotes; remembered for 30 days or more.",
    schema: { type: "string", minLength: 1, maxLength: 257, pattern: "^[\\x20-\\x7e]+$" },
    example: "a4f1c0de-0001",
  },
  "Content-Encoding": {
    description: "`gzip` or `identity`; the decoded size is limited too.",
    schema: { type: "string", enum: ["gzip", "identity"] },
  },
} as const satisfies Readonly<Record<string, HeaderEntry>>;

export type RequestHeader = keyof typeof REQUEST_HEADERS;

export const RESPONSE_HEADERS = {
  "X-Request-Id": {
    description: "Names the request, for reports: the caller's own if it sent a sane one.",
    schema: { type: "string", pattern: "^[A-Za-z0-9._:/+=-]{1,128}$" },
  },
  "X-Content-Type-Options": {
    description: "Browsers must not guess what a body is.",
    schema: { type: "string", const: "nosniff" },
  },
  "Access-Control-Allow-Origin": {
    description: "Pages of any origin may read the answer; credentials of a browser are never used.",
    schema: { type: "string", const: "*" },
  },
  "Access-Control-Expose-Headers": {
    description: "Headers that such a page may read.",
    schema: { type: "string" },
  },
  "Cache-Control": {
    description:
      "Anonymous reads may be kept for a minute at most, and never past the moment at which time alone changes them; everything else is `no-store`.",
    schema: { type: "string" },
    example: "public, max-age=60",
  },
  ETag: {
    description:
      'Of a listing: `"p<revision>-<effectiveState>"` in the public view, `"<revision>-<effectiveState>"` in the full one. Of a search: weak, and equal as long as the results are.',
    schema: { type: "string", pattern: '^(W/)?"[^"]*"$' },
    example: '"12-published"',
  },
  Location: {
    description: "Path of the listing: of the one that was created, or of the one that has the same source already.",
    schema: { type: "string", format: "uri-reference" },
  },
  "Rolecall-Position": {
    description:
      "Place in the log. Of a write: give it to a search as `minPosition`, and the answer includes the write.",
    ...POSITION,
  },
  "Rolecall-Action": {
    description: "What the write did.",
    schema: { type: "string", enum: ["created", "updated", "unchanged"] },
  },
  "Idempotent-Replayed": {
    description: "The listing was created by an earlier request with the same key and body.",
    schema: { type: "string", const: "true" },
  },
  "Rolecall-Age-Ms": {
    description: "Milliseconds since the index was last known to be current.",
    schema: { type: "integer", minimum: 0 },
  },
  "Rolecall-Stale": {
    description: "Whether the index could not be brought up to date in time.",
    schema: { type: "string", enum: ["true", "false"] },
  },
  "Retry-After": {
    description:
      "Seconds after which the same request may be sent again: nothing was applied, or repeating it is safe.",
    schema: { type: "integer", minimum: 0 },
    example: "1",
  },
  "RateLimit-Policy": {
    description:
      "The rate that was exceeded: whose (`address`, `key` or `credentials`), requests, and seconds they are for.",
    schema: { type: "string", pattern: '^"[a-z]+";q=\\d+;w=\\d+$' },
    example: '"address";q=200;w=2',
  },
  RateLimit: {
    description: "What is left of that rate, and the seconds until there is more.",
    schema: { type: "string", pattern: '^"[a-z]+";r=0;t=\\d+$' },
    example: '"address";r=0;t=1',
  },
  "WWW-Authenticate": {
    description: "Which credentials are asked for.",
    schema: { type: "string" },
    example: 'Bearer realm="rolecall"',
  },
  Link: { description: "The next page of the feed.", schema: { type: "string" } },
  Allow: {
    description: "Methods that work on this path.",
    schema: { type: "string" },
    example: "GET, HEAD, OPTIONS",
  },
  "Access-Control-Allow-Methods": {
    description: "Methods that a page of another origin may use.",
    schema: { type: "string" },
  },
  "Access-Control-Allow-Headers": {
    description: "Request headers that such a page may send.",
    schema: { type: "string" },
  },
  "Access-Control-Max-Age": {
    description: "Seconds for which a browser may remember this.",
    schema: { type: "integer", const: 86400 },
  },
  "Content-Security-Policy": {
    description: "What the page may load: nothing but its own style.",
    schema: { type: "string" },
  },
} as const satisfies Readonly<Record<string, HeaderEntry>>;

export type ResponseHeader = keyof typeof RESPONSE_HEADERS;

/** Of every answer. */
export const COMMON_HEADERS: readonly ResponseHeader[] = [
  "X-Request-Id",
  "X-Content-Type-Options",
  "Access-Control-Allow-Origin",
  "Access-Control-Expose-Headers",
  "Cache-Control",
];
