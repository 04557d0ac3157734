import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MATRIX, type NamedTest } from "./matrix.ts";

const ROOT = new URL("../../", import.meta.url);
const IDS = ["T1", "T1b", "T1c", "T1d", ...Array.from({ length: 24 }, (_, i) => `T${i + 2}`)];

/** What of a named test is not where it is said to be. */
function missingOf([file, ...titles]: NamedTest): string[] {
  const path = new URL(file, ROOT);
  if (!existsSync(path)) return [`there is no ${file}`];
  const source = readFileSync(path, "utf8");
  const isThere = (title: string) => ['"', "'", "`"].some((quote) => source.includes(quote + title + quote));
  return titles.filter((title) => !isThere(title)).map((title) => `${file} has no test ${JSON.stringify(title)}`);
}

describe("the fault matrix", () => {
  it("has every row, once", () => {
    expect(MATRIX.map(({ id }) => id)).toEqual(IDS);
  });

  it.each(MATRIX)("$id, $fault: has its tests where they are said to be", ({ tests, except }) => {
    expect(tests.length > 0 || except !== undefined).toBe(true);
    expect(tests.flatMap(missingOf)).toEqual([]);
  });

  it("notices a test that is not there, and a file that is not", () => {
    expect(missingOf(["test/faults/matrix.test.ts", "a test that nobody" + " wrote"])).toHaveLength(1);
    expect(missingOf(["test/faults/nowhere.test.ts", "x"])).toEqual(["there is no test/faults/nowhere.test.ts"]);
  });
});
