/**
 * A key space as weak as the port permits: calls finish in any order, answers get lost, commits are applied late or twice,
 * conflicts say little, and the process that calls may die before or after any call.
 */
import { AppError } from "../../core/errors.ts";
import type { CommitResult, KeySpace } from "../../core/ports.ts";

export const FAULTS = [
  "none",
  "throttled",
  "contention",
  "never sent",
  "answer lost",
  "applied late",
  "delivered twice",
  "crash before",
  "crash after",
] as const;
export type FaultKind = (typeof FAULTS)[number];

export interface WeakSpaceOptions {
  /** What happens to each call, in the order of the calls; then nothing. */
  readonly nextFault: () => FaultKind;
  /** Resolves when the scheduler lets the call go on. */
  readonly turn: (label: string) => Promise<unknown>;
  /** Called when the process dies; none of its calls ever comes back. */
  readonly onCrash: () => void;
  readonly isDead: () => boolean;
}

export function weakSpace(space: KeySpace, options: WeakSpaceOptions): KeySpace {
  const { nextFault, turn, onCrash, isDead } = options;

  /** Reads can only be refused or cut off; they have no effect to lose. */
  async function read<T>(label: string, call: () => Promise<T>): Promise<T> {
    const fault = nextFault();
    await turn(label);
    if (isDead()) return never();
    if (fault === "throttled") throw new AppError("unavailable", "throttled");
    if (fault === "crash before") return die();
    const answer = await call();
    await turn(`${label} answers`);
    return isDead() ? never() : answer;
  }

  function die(): Promise<never> {
    onCrash();
    return never();
  }

  return {
    get: (partition, keys, signal) => read(`get ${keys}`, () => space.get(partition, keys, signal)),
    range: (partition, range, signal) => read(`range ${range.after}`, () => space.range(partition, range, signal)),
    async commit(partition, writes) {
      const fault = nextFault();
      const label = `commit ${writes.map(({ key }) => key)}`;
      await turn(label);
      if (isDead()) return never();
      const apply = () => space.commit(partition, writes);
      switch (fault) {
        case "throttled":
          throw new AppError("unavailable", "throttled");
        case "contention":
          return { committed: false, found: new Map() };
        case "never sent":
          throw lost();
        case "answer lost":
          await apply();
          throw lost();
        case "applied late":
          void turn(`${label} applies late`).then(apply);
          throw lost();
        case "delivered twice":
          void turn(`${label} applies again`).then(apply);
          return answered(await apply());
        case "crash before":
          return die();
        case "crash after":
          await apply();
          return die();
        case "none":
          return answered(await apply());
      }

      async function answered(result: CommitResult): Promise<CommitResult> {
        await turn(`${label} answers`);
        return isDead() ? never() : result;
      }
    },
    close: () => space.close(),
  };
}

function lost(): AppError {
  return new AppError("outcome_unknown", "no answer");
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
