/** docs/fault-receipts.md, of which each command writes its own part: a receipt is what it printed, not what somebody remembers. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(new URL("../../docs/fault-receipts.md", import.meta.url));

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. @throws Error if the page has no such place. */
export function writeReceipt(name: string, markdown: string): void {
  const page = readFileSync(FILE, "utf8");
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(begin) + begin.length, page.indexOf(end)];
  if (from < begin.length || to < from) throw new Error(`docs/fault-receipts.md has no place for ${name}`);
  writeFileSync(FILE, `${page.slice(0, from)}\n${markdown.trim()}\n\n${page.slice(to)}`);
}

/** The day and the commit that a receipt is of. */
export function receiptHead(): string {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  return `${new Date().toISOString().slice(0, 10)}, commit ${commit}, Node ${process.version}.`;
}
