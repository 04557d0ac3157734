/**
 * What makes long documents of what was read: descriptions as HTML, feeds. One piece at a time, and while searches wait, half of
 * the process's time at most: as long as a piece took, the next one lets them go first. So nobody who asks for feeds in numbers
 * keeps those who search waiting.
 */
import type { Env } from "../../../core/env.ts";
import { overloaded } from "./overloaded.ts";
import type { Turns } from "./turns.ts";

/** Pieces that wait. The longest takes some 50 ms: more would only be made for callers whose time is over by then. */
const MAX_WAITING = 32;

export interface Renderings {
  /** Does it when its turn has come: at once in an idle process. @throws AppError `overloaded`, and what `render` throws. */
  run<T>(render: () => T, signal: AbortSignal): Promise<T>;
  waiting(): number;
}

export interface RenderingOptions {
  readonly env: Env;
  readonly turns: Pick<Turns, "waiting">;
}

export function renderings({ env, turns }: RenderingOptions): Renderings {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();

  async function rest(ms: number): Promise<void> {
    // Behind what has arrived meanwhile.
    await env.sleep(0);
    if (turns.waiting() > 0) await env.sleep(ms);
  }

  return {
    async run(render, signal) {
      if (waiting >= MAX_WAITING) throw overloaded(env, `${waiting} documents wait here already`);
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      waiting++;
      await before;
      waiting--;
      const startedAt = env.monotonic();
      try {
        signal.throwIfAborted();
        return render();
      } finally {
        rest(env.monotonic() - startedAt).then(resolve, resolve);
      }
    },
    waiting: () => waiting,
  };
}
