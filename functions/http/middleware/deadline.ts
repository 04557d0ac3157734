/** Every request ends: what it asks of the store is given up together with it. */
import type { Env } from "../../../core/env.ts";
import { AppError } from "../../../core/errors.ts";
import type { RequestLimits } from "../../request-limits.ts";
import { boardPath } from "../board-root.ts";
import { isRead } from "../is-read.ts";
import type { Middleware, RequestContext } from "../services.ts";

/** The platform ends the process at its own limit, and with it the answer: so much earlier we do. */
const PLATFORM_RESERVE_MS = 500;
/** What a handler has, once its time is over, to say so itself. Whoever waits for something that heeds no signal is not waited for. */
const GRACE_MS = 50;
/** Requests whose time is over within so much of each other share a signal, and are given up together. */
const STEP_MS = 16;
/** They go through all that a board has, which takes the time of an import. */
const OF_WHOLE_BOARD: ReadonlySet<string> = new Set(["/v1/maintenance", "/v1/verify"]);

interface DeadlineOptions {
  readonly env: Pick<Env, "monotonic">;
  readonly limits: RequestLimits;
}

export function deadline(options: DeadlineOptions): Middleware {
  const endingIn = deadlines();
  return async (c, next) => {
    const path = boardPath(c.req.path);
    const { signal, giveUp } = endingIn(leftMs(c, path, options));
    c.set("deadline", signal);
    // An import has a time of its own, and answers as it goes.
    if (path === "/v1/imports") return next();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const end = () => reject(timeIsOver(c, path));
    giveUp.add(end);
    try {
      next().then(resolve, reject);
      await promise;
    } finally {
      giveUp.delete(end);
    }
  };
}

interface Deadline {
  readonly signal: AbortSignal;
  /** Called once the time is over, and the grace with it. */
  readonly giveUp: Set<() => void>;
}

/** A signal for each request would be a timer for each that outlives it by seconds: thousands of them in a busy server. */
function deadlines(): (ms: number) => Deadline {
  let newest: (Deadline & { readonly step: number }) | undefined;
  return (ms) => {
    // Not the clock of `Env`: the timer is the host's.
    const now = performance.now();
    const step = Math.ceil((now + ms) / STEP_MS);
    if (newest?.step !== step) newest = { step, ...startDeadline(Math.ceil(step * STEP_MS - now)) };
    return newest;
  };
}

function startDeadline(ms: number): Deadline {
  const signal = AbortSignal.timeout(ms);
  const giveUp = new Set<() => void>();
  const end = () => {
    for (const one of giveUp) one();
  };
  const endLater = () => void (giveUp.size > 0 && setTimeout(end, GRACE_MS));
  signal.addEventListener("abort", endLater, { once: true });
  return { signal, giveUp };
}

function leftMs(c: RequestContext, path: string, { env, limits }: DeadlineOptions): number {
  const wholeMs = OF_WHOLE_BOARD.has(path) ? limits.importTimeoutMs : limits.timeoutMs;
  const { arrivedAt, remainingMs = Number.POSITIVE_INFINITY } = c.env ?? {};
  const usedMs = arrivedAt === undefined ? 0 : env.monotonic() - arrivedAt;
  return Math.max(0, Math.floor(Math.min(wholeMs, remainingMs - PLATFORM_RESERVE_MS) - usedMs));
}

function timeIsOver(c: RequestContext, path: string): AppError {
  if (isRead(c.req.method, path)) return new AppError("unavailable", "the time for this request ran out");
  return new AppError("outcome_unknown", "the time for this request ran out; it may have been applied");
}
