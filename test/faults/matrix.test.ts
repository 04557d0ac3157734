import { describe, expect, it } from "vitest";
import { missingOf } from "../support/named-tests.ts";
import { MATRIX } from "./matrix.ts";

const IDS = ["T1", "T1b", "T1c", "T1d", ...Array.from({ length: 24 }, (_, i) => `T${i + 2}`)];

describe("the fault matrix", () => {
  it("has every row, once", () => {
    expect(MATRIX.map(({ id }) => id)).toEqual(IDS);
  });

  it.each(MATRIX)("$id, $fault: has its tests where they are said to be", ({ tests, except }) => {
    expect(tests.length > 0 || except !== undefined).toBe(true);
    expect(tests.flatMap(missingOf)).toEqual([]);
  });
});
