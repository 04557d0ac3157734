/** The layout record, as the one thing that all work on a whole board goes through. */
import type { Env } from "../env.ts";
import { AppError } from "../errors.ts";
import type { KeySpace, Write } from "../ports.ts";
import { decodeLayout, encodeLayout } from "./codec.ts";
import { LAYOUT_KEY } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { assertInTime, MAX_ATTEMPTS, mayRepeat, pause, retryRead } from "./retry.ts";

/** One board in one store. */
export interface BoardPlace {
  readonly space: KeySpace;
  readonly env: Env;
  readonly board: string;
  readonly signal?: AbortSignal | undefined;
}

export async function readLayout({ space, env, board, signal }: BoardPlace): Promise<Layout | undefined> {
  const [item] = await retryRead(env, signal, () => space.get(board, [LAYOUT_KEY], signal));
  return item === undefined ? undefined : decodeLayout(item);
}

export interface LayoutUpdate<T> {
  /** The new layout, or the old one for writes that must not land once it has changed; absent: nothing is written. */
  readonly layout?: Layout | undefined;
  /** What else goes into the commit: at most `LIMITS.writesPerCommit - 1`. */
  readonly writes?: readonly Write[];
  readonly result: T;
}

/**
 * Commits what `plan` makes of the layout together with the layout, under the token that it was read with; plans anew after
 * a lost race, an outage or a lost answer, so `plan` has to find its own work done. Several processes that do the same
 * work all write the layout, so each commit rests on all before it, and none lands behind the one that ends the work.
 * @throws AppError what `plan` throws; `unavailable` and `outcome_unknown` only after `MAX_ATTEMPTS`, or when there is no budget to repeat.
 */
export async function updateLayout<T>(
  on: BoardPlace,
  plan: (layout: Layout | undefined) => Promise<LayoutUpdate<T>>,
): Promise<T> {
  const { env, board, signal } = on;
  for (let attempt = 1; ; attempt++) {
    assertInTime(signal);
    try {
      const done = await attemptUpdate(on, plan);
      if (done !== undefined) return done.result;
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !mayRepeat(env, error)) throw error;
    }
    if (attempt >= MAX_ATTEMPTS) throw new AppError("unavailable", `others keep changing board ${board}: try again`);
    await pause(env, attempt, signal);
  }
}

async function attemptUpdate<T>(
  { space, board, signal }: BoardPlace,
  plan: (layout: Layout | undefined) => Promise<LayoutUpdate<T>>,
): Promise<LayoutUpdate<T> | undefined> {
  const [item] = await space.get(board, [LAYOUT_KEY], signal);
  const update = await plan(item === undefined ? undefined : decodeLayout(item));
  const { layout, writes = [] } = update;
  if (layout === undefined) return update;
  const condition = item === undefined ? "absent" : { token: item.token };
  const own: Write = { key: LAYOUT_KEY, value: encodeLayout(layout), condition };
  const { committed } = await space.commit(board, [own, ...writes], signal);
  return committed ? update : undefined;
}
