/** Tests that tables name, looked for where they are said to be. */
import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { type TitlePath, testsIn } from "./tests-in.ts";

const ROOT = new URL("../../", import.meta.url);

/** File, all of its describes (none for a test of its own), and the test's title as the source has it. */
export type NamedTest = readonly [file: string, ...titles: string[]];

const known = new Map<string, readonly TitlePath[]>();

/** What of a named test is not where it is said to be. */
export function missingOf([file, ...titles]: NamedTest): string[] {
  const path = new URL(file, ROOT);
  if (!existsSync(path)) return [`there is no ${file}`];
  const tests = known.get(file) ?? testsIn(readFileSync(path, "utf8"));
  known.set(file, tests);
  if (tests.some((found) => isDeepStrictEqual(found, titles))) return [];
  return [`${file} has no test ${titles.map((title) => JSON.stringify(title)).join(" > ")}`];
}
