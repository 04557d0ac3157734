import { setTimeout as sleep } from "node:timers/promises";
import { isAppError } from "../../core/errors.ts";
import { assertNotAborted } from "../../core/ports.ts";
import { isBusy } from "./sqlite-error.ts";

const FIRST_PAUSE_MS = 1;
const MAX_PAUSE_MS = 50;

/**
 * Repeats a step that did nothing because another process holds the lock. SQLite can wait by itself, but all of this process
 * would wait with it, and with one long transaction of a backup or a hand at the command line nobody would be answered.
 */
export async function whenUnlocked<Result>(
  timeoutMs: number,
  step: () => Result,
  signal?: AbortSignal,
): Promise<Result> {
  const until = performance.now() + timeoutMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    try {
      return step();
    } catch (error) {
      if (!isAppError(error, "unavailable") || !isBusy(error.cause) || performance.now() >= until) throw error;
    }
    // Whoever else waits shall not come at the same time.
    await sleep(pauseMs * (0.5 + Math.random() / 2));
    assertNotAborted(signal);
  }
}
