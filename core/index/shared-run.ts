/** Work that several callers wait for, each as long as its own request allows: one run, which ends when nobody waits any more. */
import { assertInTime } from "../store/retry.ts";

/** Ends one caller's wait when its time is over; the work goes on for whoever else waits for it. */
export async function inTime<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  work.catch(() => undefined);
  assertInTime(signal);
  if (signal === undefined) return work;
  const ended = new AbortController();
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true, signal: ended.signal });
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    assertInTime(signal);
    throw error;
  } finally {
    ended.abort();
  }
}

interface Run<T> {
  readonly result: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
}

export interface SharedRun<T> {
  /** A new run, or the one under way. @throws what the work throws; AppError `unavailable` when the caller's time is over. */
  join(signal?: AbortSignal): Promise<T>;
  /** Stops what runs, whoever waits for it, and resolves when nothing does. */
  stop(): Promise<void>;
}

/** `work` is told to stop when its last caller has left. */
export function sharedRun<T>(work: (signal: AbortSignal) => Promise<T>): SharedRun<T> {
  let current: Run<T> | undefined;
  const runs = new Set<Run<T>>();

  function begin(): Run<T> {
    const stop = new AbortController();
    const result = work(stop.signal).finally(() => {
      runs.delete(run);
      if (current === run) current = undefined;
    });
    const run: Run<T> = { result, stop, waiting: 0 };
    runs.add(run);
    return run;
  }

  return {
    async join(signal) {
      current ??= begin();
      const run = current;
      run.waiting++;
      try {
        return await inTime(run.result, signal);
      } finally {
        run.waiting--;
        if (run.waiting === 0) {
          // Whoever comes now begins anew instead of joining what is being stopped.
          if (current === run) current = undefined;
          run.stop.abort();
        }
      }
    },
    async stop() {
      for (const { stop } of runs) stop.abort();
      await Promise.allSettled(Array.from(runs, ({ result }) => result));
    },
  };
}
