/** docs/rules.md, as far as it is made of data: which rule is shown by what, and what caught each bent rule. */
import type { NamedTest } from "../../support/named-tests.ts";
import type { Rule, RuleGroup } from "./rules.ts";
import type { Caught } from "./search.ts";

type CaughtBy = Readonly<Record<string, Caught>>;

/** Both tables, in Markdown. */
export function rulesPage(
  groups: readonly RuleGroup[],
  caught: CaughtBy,
): { readonly rules: string; readonly caught: string } {
  return { rules: groups.map((group) => groupTable(group, caught)).join("\n\n"), caught: caughtTable(caught) };
}

function groupTable({ title, rules }: RuleGroup, caught: CaughtBy): string {
  const head =
    "| Rule | Bent in the simulation (seed) | Taken out under the tests | Tests |\n| --- | --- | --- | --- |";
  return [`### ${title}`, "", head, ...rules.map((rule) => rowOf(rule, caught))].join("\n");
}

function rowOf({ rule, bent, note, takenOut, tests }: Rule, caught: CaughtBy): string {
  const seeds = bent.map((name) => `${name} (${seedOf(caught[name])})`);
  const cells = [[rule], [...seeds, ...(note === undefined ? [] : [`*${note}*`])], takenOut, tests.map(linkOf)];
  return `| ${cells.map((lines) => lines.join("<br>")).join(" | ")} |`;
}

function linkOf([file, ...titles]: NamedTest): string {
  return `[${titles.join(": ")}](../${file})`;
}

/** The slowest first. */
function caughtTable(caught: CaughtBy): string {
  const rows = Object.entries(caught).sort(
    ([one, a], [other, b]) => b.seed - a.seed || (one < other ? -1 : Number(one > other)),
  );
  const lines = rows.map(([name, one]) => `| ${name} | ${seedOf(one)} | ${one.invariant} |`);
  return ["| Bent rule, or naive design | Seed | Broken promise |", "| --- | ---: | --- |", ...lines].join("\n");
}

function seedOf(caught: Caught | undefined): string {
  return caught?.seed.toLocaleString("en") ?? "by no seed";
}
