/** The one place that repeats calls to a store: adapters and SDKs do not. */
import type { Env } from "../env.ts";
import { AppError, isAppError } from "../errors.ts";
import { StoreResting } from "./breaker.ts";
import { retryBudget } from "./retry-budget.ts";

/** Attempts of one operation before it gives up. With the pauses below they take half a second, or some 5 of a slow store. */
export const MAX_ATTEMPTS = 8;

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): writers that lost to each other should not meet
 * again. Grows with every attempt, and with what an attempt takes: a pause that is shorter than the winner's next commit only
 * loses again. With 16 writers of 40 listings each on DynamoDB Local, where such a commit takes 200 ms, 490 of 800 writes gave up
 * without that (`npm run bench -- writers`).
 * @param attemptMs what the attempt that was lost took.
 */
export function pauseMs(env: Env, attempt: number, attemptMs = 0): number {
  const ceiling = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, attemptMs) * 2 ** attempt);
  const [high = 0, low = 0] = env.randomBytes(2);
  return (ceiling * (high * 256 + low)) / 65_536;
}

/**
 * Whether a call that failed so may be made again, which this pays for. Losing a race is no failure and costs nothing: the
 * store answered, and somebody got on.
 */
export function mayRepeat(env: Env, error: unknown): boolean {
  const isPassing = isAppError(error, "unavailable") || isAppError(error, "outcome_unknown");
  return isPassing && !(error instanceof StoreResting) && retryBudget(env).take();
}

/** Repeats a read while the store says `unavailable`; a read has no effect, so that is always safe. */
export async function retryRead<T>(
  env: Env,
  signal: AbortSignal | undefined,
  read: () => Promise<T>,
  attempts: number = MAX_ATTEMPTS,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    assertInTime(signal);
    try {
      const result = await read();
      retryBudget(env).succeeded();
      return result;
    } catch (error) {
      if (!isAppError(error, "unavailable") || attempt >= attempts || !mayRepeat(env, error)) throw error;
    }
    await pause(env, attempt, signal);
  }
}

export async function pause(
  env: Env,
  attempt: number,
  signal: AbortSignal | undefined,
  attemptMs?: number,
): Promise<void> {
  try {
    await env.sleep(pauseMs(env, attempt, attemptMs), signal);
  } catch (cause) {
    throw new AppError("unavailable", "the time for this request ran out while the store was busy", { cause });
  }
}

/** Lets others have their turn. @throws AppError `unavailable` when the time is over. */
export async function turn(env: Env, signal: AbortSignal | undefined): Promise<void> {
  assertInTime(signal);
  await env.sleep(0);
}

export function assertInTime(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new AppError("unavailable", "the time for this request ran out", { cause: signal.reason });
}
