import { describe, expect, it } from "vitest";
import { missingOf } from "./named-tests.ts";
import { testsIn } from "./tests-in.ts";

const TITLE = "is found where it is";

describe("a named test", () => {
  it("is found where it is", () => {
    expect(missingOf(["test/support/named-tests.test.ts", "a named test", TITLE])).toEqual([]);
  });

  it("notices a test that is not there, and a file that is not", () => {
    expect(missingOf(["test/support/named-tests.test.ts", "a test that nobody wrote"])).toHaveLength(1);
    expect(missingOf(["test/faults/nowhere.test.ts", "x"])).toEqual(["there is no test/faults/nowhere.test.ts"]);
    // Of this file, under another describe, and without one.
    for (const titles of [["the tests in a file", TITLE], [TITLE]])
      expect(missingOf(["test/support/named-tests.test.ts", ...titles])).toHaveLength(1);
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
