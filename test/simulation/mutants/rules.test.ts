/** `UPDATE_GOLDEN=1` writes the tables of docs/rules.md anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MUTANTS as TAKEN_OUT } from "../../../bench/mutants.ts";
import { missingOf } from "../../support/named-tests.ts";
import { withSection } from "../../support/receipts.ts";
import { NAIVE_DESIGNS } from "../naive/designs.ts";
import { rulesPage } from "./page.ts";
import { RULES } from "./rules.ts";
import { caughtBefore } from "./search.ts";
import { MUTANTS } from "./table.ts";

const PAGE = new URL("../../../docs/rules.md", import.meta.url);

const rules = RULES.flatMap((group) => group.rules);
const bent = MUTANTS.map(({ rule }) => rule);
const takenOut = TAKEN_OUT.map(({ rule }) => rule);

/** What is in the one and not in the other. */
function without(names: readonly string[], known: readonly string[]): string[] {
  return names.filter((name) => !known.includes(name));
}

describe("the map of the rules", () => {
  it("has each rule once, and each bent one", () => {
    expect(new Set(rules.map(({ rule }) => rule)).size).toBe(rules.length);
    expect(
      without(
        bent,
        rules.flatMap((rule) => rule.bent),
      ),
    ).toEqual([]);
    expect(
      without(
        takenOut,
        rules.flatMap((rule) => rule.takenOut),
      ),
    ).toEqual([]);
  });

  it.each(rules)("$rule: is shown by what is there", (rule) => {
    expect(without(rule.bent, bent)).toEqual([]);
    expect(without(rule.takenOut, takenOut)).toEqual([]);
    expect(rule.tests.flatMap(missingOf)).toEqual([]);
    expect(rule.tests.length).toBeGreaterThan(0);
    expect(rule.bent.length > 0 || rule.note !== undefined).toBe(true);
  });

  it.each(TAKEN_OUT)("$rule: what is taken out is in the code, once", ({ file, from }) => {
    expect(readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8").split(from)).toHaveLength(2);
  });

  it("notices a name that nothing has", () => {
    expect(without(["a slot is taken only if it is free", "nobody's"], bent)).toEqual(["nobody's"]);
  });

  it("knows what caught each bent rule and each naive design, and of nothing else", () => {
    const known = [...bent, ...NAIVE_DESIGNS.filter((design) => design !== "one transaction")];
    expect(Object.keys(caughtBefore()).sort()).toEqual([...known].sort());
  });

  it("is what docs/rules.md says", () => {
    const page = readFileSync(PAGE, "utf8");
    const tables = rulesPage(RULES, caughtBefore());
    const current = withSection(withSection(page, "rules", tables.rules), "caught", tables.caught);
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(PAGE, current);
    else expect(page).toBe(current);
  });
});
