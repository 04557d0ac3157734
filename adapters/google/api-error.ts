import { AppError, isAppError } from "../../core/errors.ts";
import { type HttpAnswer, HttpFailure } from "./http-client.ts";

/** The services' canonical codes (https://cloud.google.com/apis/design/errors) by the HTTP status they come with. */
const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ABORTED",
  412: "FAILED_PRECONDITION",
  413: "INVALID_ARGUMENT",
  429: "RESOURCE_EXHAUSTED",
  499: "CANCELLED",
  500: "INTERNAL",
  501: "UNIMPLEMENTED",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

/** With any other code (UNAVAILABLE, INTERNAL, DEADLINE_EXCEEDED, CANCELLED, UNKNOWN …) a write may have been applied. */
const REFUSALS: ReadonlySet<string> = new Set([
  "INVALID_ARGUMENT",
  "UNAUTHENTICATED",
  "PERMISSION_DENIED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "ABORTED",
  "FAILED_PRECONDITION",
  "OUT_OF_RANGE",
  "RESOURCE_EXHAUSTED",
  "UNIMPLEMENTED",
]);

/** The service answered, and the answer is an error. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  /** Canonical, e.g. `RESOURCE_EXHAUSTED`; `UNKNOWN` when neither body nor status tell. */
  readonly code: string;
  /** The answer itself names the code. Otherwise it goes by the HTTP status, which any front end or wrong host may have sent. */
  readonly isNamed: boolean;

  constructor(status: number, code: string, message: string, isNamed: boolean) {
    super(message);
    this.status = status;
    this.code = code;
    this.isNamed = isNamed;
  }
}

/** The error of an answer that is not 2xx, whoever wrote it: the service in JSON, or a front end in text. */
export function apiError({ status, body }: HttpAnswer): ApiError {
  const text = Buffer.from(body).toString();
  const said = `${status} ${text.trim().slice(0, 300)}`;
  return errorOfJson(status, text) ?? new ApiError(status, codeOf(status), said, false);
}

function codeOf(status: number): string {
  return CODE_OF_STATUS[status] ?? "UNKNOWN";
}

function errorOfJson(status: number, text: string): ApiError | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    // A streaming method wraps even its error into a list.
    return errorOfValue(status, Array.isArray(parsed) ? parsed[0] : parsed);
  } catch {
    return undefined;
  }
}

/** The `error` member of a value, if it has one: in a list it stands where a result was expected. */
export function errorOfValue(status: number, value: unknown): ApiError | undefined {
  if (typeof value !== "object" || value === null || !("error" in value)) return undefined;
  // Checked member by member below.
  const { error } = value as { readonly error: { code?: unknown; status?: unknown; message?: unknown } | null };
  const httpStatus = typeof error?.code === "number" ? error.code : status;
  const isNamed = typeof error?.status === "string";
  const code = isNamed ? String(error.status) : codeOf(httpStatus);
  const message = `${code}: ${String(error?.message ?? described(error)).slice(0, 500)}`;
  return new ApiError(httpStatus, code, message, isNamed);
}

function described(error: unknown): string {
  return typeof error === "string" ? error : JSON.stringify(error);
}

/** What a failed call can have done. */
export type Effect = "read" | "write";

/**
 * The port's error for a failed call: `unavailable` when surely nothing was applied, `outcome_unknown` otherwise. `advise`
 * says in words what to do, where there is something.
 */
export function toAppError(
  service: string,
  effect: Effect,
  cause: unknown,
  advise: (cause: ApiError | HttpFailure) => string | undefined,
): AppError {
  if (isAppError(cause)) return cause;
  const isKnown = cause instanceof ApiError || cause instanceof HttpFailure;
  const advice = isKnown ? advise(cause) : undefined;
  const what = cause instanceof Error ? cause.message : String(cause);
  const message = `${service}: ${what}${advice === undefined ? "" : `; ${advice}`}`;
  return new AppError(appCode(effect, cause), message, { cause });
}

function appCode(effect: Effect, cause: unknown): "unavailable" | "outcome_unknown" | "too_large" {
  if (effect === "read") return "unavailable";
  if (cause instanceof ApiError && cause.status === 413) return "too_large";
  if (cause instanceof ApiError) return REFUSALS.has(cause.code) ? "unavailable" : "outcome_unknown";
  return cause instanceof HttpFailure && !cause.isSent ? "unavailable" : "outcome_unknown";
}
