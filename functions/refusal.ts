/** An answer to what never becomes a request: with the headers and the problem that the routes would give it. */
import type { AppError } from "../core/errors.ts";
import { COMMON_HEADERS } from "./http/common-headers.ts";
import { problemOf } from "./http/problem.ts";

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @param status in place of the code's own, where HTTP has a closer one. */
export function refusalOf(error: AppError, requestId: string, status?: number): Refusal {
  const { retryAfterSeconds } = error.details;
  const own = problemOf(error);
  const problem = { ...own, status: status ?? own.status };
  const headers = {
    ...COMMON_HEADERS,
    "X-Request-Id": requestId,
    ...(retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) }),
    "Content-Type": "application/problem+json",
  };
  return { status: problem.status, headers, body: JSON.stringify(problem) };
}
