/** Where the log ends, for requests that name a place in it: however many ask, the store is asked five times a second. */
import type { Env } from "../../core/env.ts";
import type { Board } from "../../core/store/board.ts";

/** Between two looks: `minPosition` may cause at most 5 a second (design, section 5), and anyone may send one. */
const LOOK_INTERVAL_MS = 200;

export interface LogEnd {
  /** Whether the log has that entry; asks the store only when this process has not met one as new. */
  includes(seq: number, signal: AbortSignal): Promise<boolean>;
}

interface LogEndOptions {
  readonly board: Pick<Board, "head" | "lastKnown">;
  readonly env: Pick<Env, "monotonic" | "sleep">;
  /** Until a look is given up. It is nobody's own, so no single request's deadline ends it. */
  readonly timeoutMs: number;
}

export function logEnd({ board, env, timeoutMs }: LogEndOptions): LogEnd {
  let lastLookAt = Number.NEGATIVE_INFINITY;
  let running: Promise<unknown> = Promise.resolve();
  let coming: Promise<number> | undefined;

  /** A look that begins after the call: one already under way may have missed what was acknowledged since. */
  const look = (): Promise<number> => {
    coming ??= (async () => {
      await running.catch(() => undefined);
      const wait = lastLookAt + LOOK_INTERVAL_MS - env.monotonic();
      if (wait > 0) await env.sleep(wait);
      coming = undefined;
      lastLookAt = env.monotonic();
      const looking = board.head({ signal: AbortSignal.timeout(timeoutMs) });
      running = looking;
      return looking;
    })();
    return coming;
  };

  return {
    async includes(seq, signal) {
      if (seq <= board.lastKnown()) return true;
      signal.throwIfAborted();
      return seq <= (await withDeadline(look(), signal));
    },
  };
}

/** Stops waiting, and leaves the work to whoever shares it. */
async function withDeadline<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = Promise.withResolvers<never>();
  const stop = () => over.reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
