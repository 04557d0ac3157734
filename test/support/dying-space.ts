/** A key space whose process dies at one of its commits: before it is applied, or after, without having heard the answer. */
import type { CommitResult, KeySpace } from "../../core/ports.ts";

export class ProcessDied extends Error {
  override readonly name = "ProcessDied";
}

export interface Death {
  /** The commit, counted from 1. */
  readonly at: number;
  readonly isApplied: boolean;
}

export function dyingSpace(space: KeySpace, { at, isApplied }: Death): KeySpace {
  let commits = 0;
  let isDead = false;
  const alive = () => {
    if (isDead) throw new ProcessDied();
  };
  return {
    ...space,
    async get(partition, keys, signal) {
      alive();
      return space.get(partition, keys, signal);
    },
    async range(partition, options, signal) {
      alive();
      return space.range(partition, options, signal);
    },
    async commit(partition, writes, signal): Promise<CommitResult> {
      alive();
      isDead = ++commits === at;
      if (!isDead) return space.commit(partition, writes, signal);
      if (isApplied) await space.commit(partition, writes, signal);
      throw new ProcessDied();
    },
  };
}

/**
 * Runs work once for every commit that it makes, each time dying there, before and after. `fresh` gives a new start,
 * `work` gets the space that dies, `check` looks at what is left. Answers how many deaths there were.
 */
export async function dieEverywhere<S>(
  fresh: () => Promise<S>,
  work: (state: S, dying: (space: KeySpace) => KeySpace) => Promise<unknown>,
  check: (state: S, death: Death) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at++) {
    for (const isApplied of [false, true]) {
      const state = await fresh();
      const hasDied = await work(state, (space) => dyingSpace(space, { at, isApplied })).then(
        () => false,
        (error: unknown) => {
          if (error instanceof ProcessDied) return true;
          throw error;
        },
      );
      if (!hasDied) return 2 * (at - 1);
      await check(state, { at, isApplied });
    }
  }
}
