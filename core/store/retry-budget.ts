/**
 * What repeating may cost a store that is failing. Every repetition of a failed call is paid from one bucket of the process,
 * and only successes fill it: a store that is down meets one call a request, not eight.
 */
import type { Env } from "../env.ts";

/** What a process may spend at once: a short fault costs nobody an answer. */
const FULL = 100;
/** So that a store of which a tenth fails for long is asked at most a tenth more (SRE book, "Handling Overload"). */
const FOR_A_SUCCESS = 0.1;

export interface RetryBudget {
  /** Pays for one repetition; false when there is nothing left to pay with. */
  take(): boolean;
  succeeded(): void;
}

const budgets = new WeakMap<object, RetryBudget>();

/** The budget of a process, which is known by its `Env`. */
export function retryBudget(env: Pick<Env, "sleep">): RetryBudget {
  const known = budgets.get(env);
  if (known !== undefined) return known;
  const made = newBudget();
  budgets.set(env, made);
  return made;
}

function newBudget(): RetryBudget {
  let left = FULL;
  return {
    take() {
      if (left < 1) return false;
      left--;
      return true;
    },
    succeeded() {
      left = Math.min(FULL, left + FOR_A_SUCCESS);
    },
  };
}
