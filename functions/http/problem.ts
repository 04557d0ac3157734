/**
 * Errors as clients see them: `application/problem+json` (RFC 9457) with a stable code. The one table from code to status.
 */
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Env } from "../../core/env.ts";
import { AppError, type ErrorCode, type Fault } from "../../core/errors.ts";
import { boardRoot } from "./board-root.ts";
import type { RequestContext } from "./services.ts";

/** `corrupt` is no code of the contract: stored damage is never the caller's fault, and its details are the operator's. */
export type PublicCode = Exclude<ErrorCode, "corrupt">;

export const PROBLEMS: Readonly<Record<PublicCode, readonly [status: ContentfulStatusCode, title: string]>> = {
  invalid_json: [400, "The body is not valid JSON"],
  invalid_body: [400, "The body is not valid"],
  invalid_parameter: [400, "A parameter or header is not valid"],
  invalid_id: [400, "The id is not valid"],
  invalid_cursor: [400, "The cursor is not valid"],
  unauthenticated: [401, "Credentials are missing or not valid"],
  forbidden: [403, "Not allowed"],
  not_found: [404, "Not found"],
  method_not_allowed: [405, "Method not allowed"],
  conflict: [409, "Conflict with what is stored"],
  gone: [410, "Deleted"],
  cursor_expired: [410, "The cursor has expired"],
  precondition_failed: [412, "Precondition failed"],
  too_large: [413, "Too large"],
  unsupported_media_type: [415, "Unsupported media type"],
  idempotency_mismatch: [422, "Idempotency-Key was used with another body"],
  precondition_required: [428, "If-Match is required"],
  rate_limited: [429, "Too many requests"],
  unavailable: [503, "Temporarily unavailable"],
  behind: [503, "The index has not reached that position yet"],
  publish_behind: [503, "Publishing has fallen behind"],
  overloaded: [503, "Overloaded"],
  outcome_unknown: [504, "The outcome is unknown"],
};

/** Codes that always tell when to come back. */
const RETRYABLE: ReadonlySet<string> = new Set<ErrorCode>([
  "rate_limited",
  "unavailable",
  "behind",
  "publish_behind",
  "overloaded",
]);
const RETRY_AFTER_SECONDS = 1;

/** Body of every error answer. */
interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: ContentfulStatusCode;
  readonly detail: string;
  readonly code: string;
  readonly errors: readonly Fault[];
}

export function problemAnswer(c: RequestContext, env: Env, thrown: unknown): Response {
  const error = publicError(thrown);
  if (error !== thrown) logFailure(c, env, thrown);
  const problem = error === undefined ? bug(c.get("requestId")) : problemOf(error);
  const headers = error === undefined ? {} : problemHeaders(c, error);
  return c.body(JSON.stringify(problem), problem.status, { ...headers, "Content-Type": "application/problem+json" });
}

/** What the caller may know of it; `undefined` for a bug of ours. */
function publicError(thrown: unknown): (AppError & { code: PublicCode }) | undefined {
  if (thrown instanceof AppError && isPublic(thrown)) return thrown;
  const isDamage = thrown instanceof AppError;
  // A deadline that ran out before a write was sent; later ones come as AppErrors.
  const isTimeout = thrown instanceof Error && ["TimeoutError", "AbortError"].includes(thrown.name);
  if (!isDamage && !isTimeout) return undefined;
  const detail = isTimeout ? "the time for this request ran out" : "what is stored could not be read";
  const error = new AppError("unavailable", detail, { cause: thrown });
  return isPublic(error) ? error : undefined;
}

function isPublic(error: AppError): error is AppError & { code: PublicCode } {
  return error.code !== "corrupt";
}

function problemOf({ code, message, errors }: AppError & { code: PublicCode }): Problem {
  const [status, title] = PROBLEMS[code];
  return { type: `/problems/${code}`, title, status, detail: message, code, errors };
}

function bug(requestId: string): Problem {
  const detail = `something went wrong on our side; it is logged under request ${requestId}`;
  return { type: "/problems/internal", title: "Internal error", status: 500, detail, code: "internal", errors: [] };
}

function problemHeaders(c: RequestContext, { code, details }: AppError): Record<string, string> {
  const { etag, id, allow, retryAfterSeconds = RETRY_AFTER_SECONDS } = details;
  const mayRetry = RETRYABLE.has(code) || (code === "outcome_unknown" && isRepeatable(c));
  return {
    ...(mayRetry ? { "Retry-After": String(retryAfterSeconds) } : {}),
    ...(code === "precondition_failed" && etag !== undefined ? { ETag: etag } : {}),
    ...(code === "conflict" && id !== undefined ? { Location: `${boardRoot(c)}/listings/${id}` } : {}),
    ...(code === "method_not_allowed" && allow !== undefined ? { Allow: allow.join(", ") } : {}),
    ...(code === "unauthenticated" ? { "WWW-Authenticate": challenge(c) } : {}),
  };
}

/** RFC 6750, section 3: who has shown nothing is told nothing of an error. */
function challenge(c: RequestContext): string {
  const scheme = 'Bearer realm="rolecall"';
  return c.req.header("Authorization") === undefined ? scheme : `${scheme}, error="invalid_token"`;
}

/** Whether the same request once more cannot do more than the first one did. */
function isRepeatable(c: RequestContext): boolean {
  const has = (name: string) => c.req.header(name) !== undefined;
  switch (c.req.method) {
    case "PUT":
    case "DELETE":
      return true;
    case "PATCH":
      return has("If-Match");
    default:
      return has("Idempotency-Key");
  }
}

function logFailure(c: RequestContext, env: Env, thrown: unknown): void {
  env.log("request_failed", {
    requestId: c.get("requestId"),
    method: c.req.method,
    // The route's pattern, not the caller's text.
    route: c.req.routePath,
    error: thrown instanceof Error ? (thrown.stack ?? String(thrown)) : String(thrown),
  });
}
