/** Every request ends: what it asks of the store is given up together with it. */
import type { Env } from "../../../core/env.ts";
import { AppError } from "../../../core/errors.ts";
import type { RequestLimits } from "../../request-limits.ts";
import { boardPath } from "../board-root.ts";
import type { Middleware, RequestContext } from "../services.ts";

/** The platform ends the process at its own limit, and with it the answer: so much earlier we do. */
const PLATFORM_RESERVE_MS = 500;
/** What a handler has, once its time is over, to say so itself. Whoever waits for something that heeds no signal is not waited for. */
const GRACE_MS = 50;

interface DeadlineOptions {
  readonly env: Pick<Env, "monotonic">;
  readonly limits: RequestLimits;
}

export function deadline(options: DeadlineOptions): Middleware {
  return async (c, next) => {
    const signal = AbortSignal.timeout(leftMs(c, options));
    c.set("deadline", signal);
    // An import has a time of its own, and answers as it goes.
    if (boardPath(c.req.path) === "/v1/imports") return next();
    const over = Promise.withResolvers<never>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = () => {
      timer = setTimeout(() => over.reject(timeIsOver(c)), GRACE_MS);
    };
    signal.addEventListener("abort", end, { once: true });
    try {
      await Promise.race([next(), over.promise]);
    } finally {
      // A signal with a listener is kept, with all that hangs on it, until its time comes.
      signal.removeEventListener("abort", end);
      clearTimeout(timer);
    }
  };
}

function leftMs(c: RequestContext, { env, limits }: DeadlineOptions): number {
  const { arrivedAt, remainingMs = Number.POSITIVE_INFINITY } = c.env ?? {};
  const usedMs = arrivedAt === undefined ? 0 : env.monotonic() - arrivedAt;
  return Math.max(0, Math.floor(Math.min(limits.timeoutMs, remainingMs - PLATFORM_RESERVE_MS) - usedMs));
}

function timeIsOver(c: RequestContext): AppError {
  const isRead = c.req.method === "GET" || c.req.method === "HEAD" || boardPath(c.req.path) === "/v1/search";
  if (isRead) return new AppError("unavailable", "the time for this request ran out");
  return new AppError("outcome_unknown", "the time for this request ran out; it may have been applied");
}
