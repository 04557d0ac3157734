import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withSection } from "../support/receipts.ts";
import { PARTS } from "./parts.ts";
import { isClean, notRun, type ReportRow, tableOf } from "./report.ts";

const CLEAN: ReportRow = { fault: "SIGKILL", rounds: 3, acknowledged: 9, lost: 0, doubled: 0, wrong: 0, notes: [] };

describe("the table of npm run faults", () => {
  it("says of a fault that could not be tried why, and does not count it as clean", () => {
    const row = notRun("one sync fails", "strace is missing");
    expect(tableOf([CLEAN, row])).toContain("\n| one sync fails | not run: strace is missing | – | – | – | – | – |");
    expect([CLEAN, row].map(isClean)).toEqual([true, false]);
  });

  it.each(["lost", "doubled", "wrong"] as const)("is not clean with one write or answer %s", (kind) => {
    expect(isClean({ ...CLEAN, [kind]: 1 })).toBe(false);
  });
});

describe("the page of receipts", () => {
  const page = readFileSync(new URL("../../docs/fault-receipts.md", import.meta.url), "utf8");

  it.each(Object.keys(PARTS))("has a place for %s alone", (name) => {
    const other = withSection(page, `faults: ${name}`, "anew");
    expect(other).toContain(`<!-- faults: ${name} -->\n\nanew\n\n<!-- /faults: ${name} -->`);
    const [begin, end] = [`<!-- faults: ${name} -->`, `<!-- /faults: ${name} -->`];
    expect(other.split(begin)[0]).toBe(page.split(begin)[0]);
    expect(other.split(end)[1]).toBe(page.split(end)[1]);
  });

  it("has no place for what it does not name", () => {
    expect(() => withSection(page, "faults: nothing", "anew")).toThrow("no place for faults: nothing");
  });
});
