/**
 * docs/ranking.md is run as it stands: its board is imported, its commands are answered at the hour that it names.
 * `UPDATE_GOLDEN=1` writes the answers anew; then read the page: the sentences below them must still be true.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { importListings } from "../functions/cli/import.ts";
import { searchListings } from "../functions/cli/search.ts";

const PAGE = new URL("../docs/ranking.md", import.meta.url);
const NOW = new Date("2026-11-22T12:00:00Z");

/** A command, and what the page says that it prints. */
const EXAMPLE = /^\$ rolecall search (.+)\n([\s\S]*?)^```$/gm;

const text = readFileSync(PAGE, "utf8");
const examples = [...text.matchAll(EXAMPLE)].map(([, command = "", printed = ""]) => ({ command, printed }));
const folder = mkdtempSync(join(tmpdir(), "rolecall-"));

beforeAll(async () => {
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  vi.stubEnv("ROLECALL_STORE", `sqlite:${join(folder, "board.db")}`);
  vi.stubEnv("ROLECALL_BLOBS", `file:${join(folder, "blobs")}`);
  const file = join(folder, "board.ndjson");
  writeFileSync(file, text.match(/^\{.*$/gm)?.join("\n") ?? "");
  expect(await printedBy(() => importListings([file]))).toBe("12 created, 0 updated, 0 unchanged, 0 rejected\n");
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

describe("docs/ranking.md", () => {
  it("has ten queries", () => {
    expect(examples).toHaveLength(10);
  });

  it.each(examples)("shows what is printed for $command", async ({ command, printed }) => {
    const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
    const answer = await printedBy(() => searchListings(words));
    if (process.env.UPDATE_GOLDEN === "1") rewrite(command, printed, answer);
    else expect(answer).toBe(printed);
  });
});

function rewrite(command: string, printed: string, answer: string): void {
  const before = `$ rolecall search ${command}\n`;
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(
    PAGE,
    page.replace(`${before}${printed}`, () => `${before}${answer}`),
  );
}

async function printedBy(command: () => Promise<number>): Promise<string> {
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  expect(await command()).toBe(0);
  return printed;
}
