/** The one place that repeats calls to a store: adapters and SDKs do not. */
import type { Env } from "../env.ts";
import { AppError, isAppError } from "../errors.ts";

/** Attempts of one operation before it gives up; with the pauses below some 2 seconds of contention. */
export const MAX_ATTEMPTS = 8;

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 500;

/**
 * Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): writers that lost to each other should not meet
 * again. Grows with every attempt.
 */
export function pauseMs(env: Env, attempt: number): number {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
  const [high = 0, low = 0] = env.randomBytes(2);
  return (ceiling * (high * 256 + low)) / 65_536;
}

/** Repeats a read while the store says `unavailable`; a read has no effect, so that is always safe. */
export async function retryRead<T>(env: Env, signal: AbortSignal | undefined, read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    assertInTime(signal);
    try {
      return await read();
    } catch (error) {
      if (!isAppError(error, "unavailable") || attempt >= MAX_ATTEMPTS) throw error;
    }
    await pause(env, attempt, signal);
  }
}

export async function pause(env: Env, attempt: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await env.sleep(pauseMs(env, attempt), signal);
  } catch (cause) {
    throw new AppError("unavailable", "the time for this request ran out while the store was busy", { cause });
  }
}

export function assertInTime(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new AppError("unavailable", "the time for this request ran out", { cause: signal.reason });
}
