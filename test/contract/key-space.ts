import { describe, it } from "vitest";
import { batchCases } from "./key-space-batches.ts";
import type { KeySpaceCase, KeySpaceHarness } from "./key-space-case.ts";
import { conditionCases } from "./key-space-conditions.ts";
import { lifecycleCases } from "./key-space-lifecycle.ts";
import { limitCases } from "./key-space-limits.ts";
import { nameCases } from "./key-space-names.ts";
import { raceCases } from "./key-space-races.ts";
import { rangeCases } from "./key-space-ranges.ts";
import { readCases } from "./key-space-reads.ts";
import { valueCases } from "./key-space-values.ts";

/** What `KeySpace` promises, case by case. No case is optional; names are stable, since liars are reported by them. */
export const keySpaceCases: readonly KeySpaceCase[] = [
  ...readCases,
  ...valueCases,
  ...nameCases,
  ...limitCases,
  ...conditionCases,
  ...batchCases,
  ...raceCases,
  ...rangeCases,
  ...lifecycleCases,
];

/** Declares the whole suite for one adapter. */
export function keySpaceContract(name: string, harness: KeySpaceHarness): void {
  describe(`${name} keeps the contract of KeySpace`, () => {
    for (const contractCase of keySpaceCases) it(contractCase.name, () => contractCase.run(harness));
  });
}
