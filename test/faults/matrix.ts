/**
 * The fault matrix: what can go wrong, and the tests that show what then happens. `test/faults/matrix.test.ts` looks for each of them
 * where it is said to be.
 */
import type { NamedTest } from "../support/named-tests.ts";
import { OF_SERVICE } from "./matrix-service.ts";
import { OF_STORES } from "./matrix-stores.ts";

export interface FaultRow {
  readonly id: string;
  readonly fault: string;
  readonly tests: readonly NamedTest[];
  /** Why a row, or a part of it, does not apply here. */
  readonly except?: string;
}

export const MATRIX: readonly FaultRow[] = [...OF_STORES, ...OF_SERVICE];
