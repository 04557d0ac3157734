/**
 * The fault matrix: what can go wrong, and the tests that show what then happens. `test/faults/matrix.test.ts` looks for each of them
 * where it is said to be.
 */
import { OF_SERVICE } from "./matrix-service.ts";
import { OF_STORES } from "./matrix-stores.ts";

/** File, all of its describes (none for a test of its own), and the test's title as the source has it. */
export type NamedTest = readonly [file: string, ...titles: string[]];

export interface FaultRow {
  readonly id: string;
  readonly fault: string;
  readonly tests: readonly NamedTest[];
  /** Why a row, or a part of it, does not apply here. */
  readonly except?: string;
}

export const MATRIX: readonly FaultRow[] = [...OF_STORES, ...OF_SERVICE];
