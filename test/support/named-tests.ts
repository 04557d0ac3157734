/** Tests that tables name, looked for where they are said to be. */
import { existsSync, readFileSync } from "node:fs";

const ROOT = new URL("../../", import.meta.url);

/** File, describe (none for a test of its own), and the test's title as the source has it. */
export type NamedTest = readonly [file: string, ...titles: string[]];

/** What of a named test is not where it is said to be. */
export function missingOf([file, ...titles]: NamedTest): string[] {
  const path = new URL(file, ROOT);
  if (!existsSync(path)) return [`there is no ${file}`];
  const source = readFileSync(path, "utf8");
  const isThere = (title: string) => ['"', "'", "`"].some((quote) => source.includes(quote + title + quote));
  return titles.filter((title) => !isThere(title)).map((title) => `${file} has no test ${JSON.stringify(title)}`);
}
