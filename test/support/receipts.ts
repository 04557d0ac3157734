/** docs/fault-receipts.md, of which each command writes its own part: a receipt is what it printed, not what somebody remembers. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(new URL("../../docs/fault-receipts.md", import.meta.url));

/** Writes what stands between `<!-- name -->` and `<!-- /name -->` of the page anew. @throws Error if it has no such place. */
export function writeReceipt(name: string, markdown: string): void {
  writeFileSync(FILE, withSection(readFileSync(FILE, "utf8"), name, markdown));
}

/** The page with another text in one of its places; the others stay as they are. @throws Error if it has no such place. */
export function withSection(page: string, name: string, markdown: string): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(begin) + begin.length, page.indexOf(end)];
  if (from < begin.length || to < from) throw new Error(`the page has no place for ${name}`);
  return `${page.slice(0, from)}\n${markdown.trim()}\n\n${page.slice(to)}`;
}

/** What receipts are written into: it differs from its commit as soon as the first one is. */
const WRITTEN = ["docs/fault-receipts.md", "docs/soak.svg"];

/** The day and the commit that a receipt is of, and whether the files were others than that commit's. */
export function receiptHead(folder: string = process.cwd()): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
  const others = git("status", "--porcelain", "--", ":/", ...WRITTEN.map((path) => `:(top,exclude)${path}`));
  const commit = `${git("rev-parse", "--short", "HEAD")}${others === "" ? "" : ", with changes"}`;
  return `${new Date().toISOString().slice(0, 10)}, commit ${commit}, Node ${process.version}.`;
}
