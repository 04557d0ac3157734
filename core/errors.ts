/**
 * The one error type. Callers act on `code`, never on the text; the message names the value and the limit.
 * `functions/http/problem.ts` holds the one table from code to HTTP status.
 */

export type ErrorCode =
  // the caller's input
  | "invalid_json"
  | "invalid_body"
  | "invalid_parameter"
  | "invalid_id"
  | "invalid_cursor"
  | "unsupported_media_type"
  | "too_large"
  | "precondition_required"
  // who asks
  | "unauthenticated"
  | "forbidden"
  | "rate_limited"
  // what is there
  | "not_found"
  | "method_not_allowed"
  | "gone"
  | "conflict"
  | "precondition_failed"
  | "idempotency_mismatch"
  | "cursor_expired"
  // the state of the service: `unavailable` promises that nothing was applied, `outcome_unknown` promises nothing
  | "unavailable"
  | "outcome_unknown"
  | "behind"
  | "publish_behind"
  | "overloaded"
  // a stored thing that fails its own checks; never the caller's fault
  | "corrupt";

/** One fault of an input: `pointer` is a JSON Pointer (RFC 6901) into the body; at most one of the three is set. */
export interface Fault {
  readonly code: string;
  readonly detail: string;
  readonly pointer?: string;
  readonly parameter?: string;
  readonly header?: string;
}

export interface AppErrorOptions {
  readonly cause?: unknown;
  /** All faults of the input, in the order they were found. */
  readonly errors?: readonly Fault[];
  /** What a caller may need beside the text, e.g. the revision that a precondition met. */
  readonly details?: ErrorDetails;
}

/** Facts that travel with an error; each is set only by the codes that its comment names. */
export interface ErrorDetails {
  /** `precondition_failed`: the current full entity tag, quoted. */
  readonly etag?: string;
  /** `conflict` on a source identity: the id of the listing that has it. */
  readonly id?: string;
  /** `method_not_allowed`: the methods that work. */
  readonly allow?: readonly string[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfterSeconds?: number;
}

export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly errors: readonly Fault[];
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.errors = options.errors ?? [];
    this.details = options.details ?? {};
  }
}

/** Faults that one answer, or one row of an input, tells of: with twenty of them nobody needs a twenty-first. */
export const MAX_FAULTS = 20;

/** An error that is one fault, and says just that. */
export function faultError(code: ErrorCode, fault: Fault): AppError {
  return new AppError(code, fault.detail, { errors: [fault] });
}

export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}
