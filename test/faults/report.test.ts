import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/command-line.ts";
import { receiptHead, withSection } from "../support/receipts.ts";
import { withFloor } from "./floors.ts";
import type { Findings } from "./judge.ts";
import { coldRow, killsRow, PARTS, wireRows } from "./parts.ts";
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

const NOTHING: Findings = {
  ...{ acknowledged: 0, searches: 0, reads: 0 },
  ...{ lost: [], doubled: [], wrong: [], broken: [] },
};

describe("a part of npm run faults", () => {
  it.each(Object.keys(PARTS))("%s is not clean when next to nothing was done in it", (name) => {
    const rows = withFloor(name, [{ ...CLEAN, acknowledged: 0, searches: 0 }]);
    expect(rows.map(isClean)).toEqual([false]);
    expect(tableOf(rows)).toContain("\n- SIGKILL: too little: ");
  });

  it.each(Object.keys(PARTS))("%s is clean with enough, and not without a row that is judged", (name) => {
    const enough = { ...CLEAN, rounds: 50_000, acknowledged: 1_000, searches: 100 };
    expect(withFloor(name, [enough]).map(isClean)).toEqual([true]);
    expect(withFloor(name, []).map(isClean)).toEqual([false]);
  });

  it("on wires has its verdict in its last row, and what was done is asked for there alone", () => {
    const each = { fault: "connections reset", rounds: 1, acknowledged: 0, statuses: new Map(), recoveryMs: 900 };
    const findings = { ...NOTHING, acknowledged: 500, searches: 50, lost: ["w:create:1 is not in the log"] };
    const rows = withFloor("aws", wireRows("Lambda", { rows: [each], findings, hasRefused: true }));
    expect(tableOf(rows)).toContain("\n| Lambda: connections reset | 1 | 0 | – | – | – | 0.9 s |\n");
    expect(rows.map(isClean)).toEqual([true, false]);
    expect(rows.at(-1)).toMatchObject({ lost: 1, doubled: 0, wrong: 0, tooLittle: [] });
  });

  it("on wires is not clean when no request was refused: its faults were not there", () => {
    const report = { rows: [], findings: { ...NOTHING, acknowledged: 500, searches: 50 }, hasRefused: true };
    expect(wireRows("Lambda", report).map(isClean)).toEqual([true]);
    const [whole] = wireRows("Lambda", { ...report, hasRefused: false });
    expect(whole).toMatchObject({ tooLittle: ["no request was refused"] });
    expect(isClean(whole ?? CLEAN)).toBe(false);
  });

  it("that kills has to meet imports and publishes, unless it kills too seldom for that", () => {
    const findings = { ...NOTHING, acknowledged: 500, searches: 50 };
    const report = { findings, slowestMs: 900, answered: new Map([["import", 2]] as const), underWay: new Map() };
    expect(killsRow(20, report).tooLittle).toEqual(["no publish in 20 kills"]);
    expect(isClean(killsRow(20, report))).toBe(false);
    expect(isClean(killsRow(9, report))).toBe(true);
    const both = new Map([...report.answered, ["publish", 1]] as const);
    expect(isClean(killsRow(20, { ...report, answered: both }))).toBe(true);
  });

  it("that starts many processes is not clean with a search or a write that nobody answered", () => {
    const findings = { ...NOTHING, acknowledged: 230, searches: 50 };
    const report = { findings, statuses: new Map([[200, 50]]), sent: 230, repeated: 9, slowestMs: 900 };
    expect(coldRow(report)).toMatchObject({ wrong: 0, notes: [] });
    expect(coldRow({ ...report, sent: 231 })).toMatchObject({ wrong: 1, notes: ["1 writes never acknowledged"] });
    expect(coldRow({ ...report, statuses: new Map([[200, 49]]) })).toMatchObject({ wrong: 1 });
  });
});

describe("the head of a receipt", () => {
  it("tells of files that are not those of the commit, but for those that receipts are written into", () => {
    const folder = temporaryFolder();
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: folder });
    git("init", "--quiet");
    mkdirSync(join(folder, "docs"));
    writeFileSync(join(folder, "code.ts"), "1");
    git("add", ".");
    git("commit", "--quiet", "--no-verify", "--message", "one");
    for (const name of ["fault-receipts.md", "soak.svg"]) writeFileSync(join(folder, "docs", name), "anew");
    expect(receiptHead(join(folder, "docs"))).toMatch(/, commit [0-9a-f]+, Node v/);
    writeFileSync(join(folder, "code.ts"), "2");
    expect(receiptHead(join(folder, "docs"))).toMatch(/, commit [0-9a-f]+, with changes, Node v/);
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
