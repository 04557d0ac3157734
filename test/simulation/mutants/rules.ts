/**
 * Every rule that a board's log and its snapshots rest on, and what shows it: what breaks when it is bent, and the tests of it alone.
 * `rules.test.ts` keeps this and `docs/rules.md` true.
 */
import type { NamedTest } from "../../support/named-tests.ts";
import { OF_THE_LOG } from "./rules-of-log.ts";
import { OF_SNAPSHOTS } from "./rules-of-snapshots.ts";

export interface Rule {
  readonly rule: string;
  /** Bent in the simulation: names of `table.ts`. */
  readonly bent: readonly string[];
  /** Why it is bent there in no way, or what else there is to know. */
  readonly note?: string;
  /** Taken out under the tests of core: names of `bench/mutants.ts`. */
  readonly takenOut: readonly string[];
  readonly tests: readonly NamedTest[];
}

export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly Rule[];
}

export const RULES: readonly RuleGroup[] = [
  { title: "The log and its listings", rules: OF_THE_LOG },
  { title: "Snapshots, indexes, publishing", rules: OF_SNAPSHOTS },
];
