import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { MATRIX, type NamedTest } from "./matrix.ts";
import { testsIn } from "./tests-in.ts";

const ROOT = new URL("../../", import.meta.url);
const IDS = ["T1", "T1b", "T1c", "T1d", ...Array.from({ length: 24 }, (_, i) => `T${i + 2}`)];

/** What of a named test is not where it is said to be. */
function missingOf([file, ...titles]: NamedTest): string[] {
  const path = new URL(file, ROOT);
  if (!existsSync(path)) return [`there is no ${file}`];
  const isThere = testsIn(readFileSync(path, "utf8")).some((found) => isDeepStrictEqual(found, titles));
  return isThere ? [] : [`${file} has no test ${titles.map((title) => JSON.stringify(title)).join(" > ")}`];
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
    expect(missingOf(["test/faults/matrix.test.ts", "a test that nobody wrote"])).toHaveLength(1);
    expect(missingOf(["test/faults/nowhere.test.ts", "x"])).toEqual(["there is no test/faults/nowhere.test.ts"]);
    // Of this file, under another describe, and without one.
    for (const titles of [["the tests in a file", "has every row, once"], ["has every row, once"]])
      expect(missingOf(["test/faults/matrix.test.ts", ...titles])).toHaveLength(1);
  });
});

describe("the tests in a file", () => {
  it("are calls with a title and something to run, by their describes", () => {
    const source = `
      it("alone", () => {});
      describe("outer", { timeout: 1 }, () => {
        describe.each([1])("inner %s", (n) => {
          for (const name of names) it(\`of \${name}\`, GENEROUS, async () => n);
          it.each<string>([])("each %s", run);
          it.skipIf(n > 1)("now and then", () => {});
        });
        test('quoted "so"', () => {});
      });
      suite(kind, () => void it("in a suite of its own", () => {}));
    `;
    expect(testsIn(source)).toEqual([
      ["alone"],
      ["outer", "inner %s", `of \${name}`],
      ["outer", "inner %s", "each %s"],
      ["outer", "inner %s", "now and then"],
      ["outer", 'quoted "so"'],
      ["in a suite of its own"],
    ]);
  });

  it.each([
    ["in a comment", '// it("a", () => {});\n/* it("a", () => {}) */'],
    ["in a list", 'const titles = ["a"]; it("b", () => {});'],
    ["in a text", "const source = 'it(\"a\", () => {})';"],
    ["of another function", 'commit("a", () => {}); iterate("a", () => {});'],
    ["without anything to run", 'it("a"); it.todo("a");'],
    ["that are left out", 'it.skip("a", () => {}); describe.skip("x", () => { it("a", () => {}); });'],
  ])("are none %s", (_where, source) => {
    expect(testsIn(source).map((path) => path.at(-1))).not.toContain("a");
  });
});
