/**
 * Splits a Markdown file into front matter and body, and reads the front matter: YAML 1.2 with the core schema, one
 * mapping, without tags, anchors, aliases, merge keys, `?` keys and further documents. Nothing in it is ever executed.
 */
import { type FrontMatterEntry, frontMatterError } from "./front-matter-entry.ts";
import { readPlainLines } from "./plain-lines.ts";
import { assertBounded } from "./yaml-guard.ts";
import { readYaml } from "./yaml-reader.ts";

export interface SplitFile {
  /** The lines between the two `---`, with their line ends. */
  readonly frontMatter: string;
  /** Everything behind the line end of the closing `---`, byte for byte. */
  readonly body: string;
}

const OPENING = /^---[ \t]*(?:\r?\n|$)/;
// No `m` flag: its `^` also matches behind U+2028, which is no line end in YAML.
const CLOSING = /\n---[ \t]*(?:\r?\n|$)/g;

/**
 * LF and CRLF are accepted, and a byte order mark before the first line.
 * @throws AppError `invalid_body` without an opening and a closing line that is exactly `---`.
 */
export function splitFrontMatter(file: string): SplitFile {
  const text = file.charCodeAt(0) === 0xfeff ? file.slice(1) : file;
  const opening = OPENING.exec(text);
  if (opening === null) {
    throw frontMatterError("the file must start with front matter, its first line being exactly ---", 1);
  }
  const start = opening[0].length;
  // The opening line's own newline counts: the closing line may follow at once.
  CLOSING.lastIndex = start - 1;
  const closing = CLOSING.exec(text);
  if (closing === null) throw frontMatterError("the front matter has no closing line that is exactly ---", 1);
  return {
    frontMatter: text.slice(start, closing.index + 1),
    body: text.slice(closing.index + closing[0].length),
  };
}

/**
 * The entries in the order of the file.
 * @throws AppError `invalid_body` naming line and key; `too_large` over 64 KB.
 */
export function readFrontMatter(source: string): readonly FrontMatterEntry[] {
  assertBounded(source);
  const entries = readPlainLines(source) ?? readYaml(source);
  const seen = new Set<string>();
  for (const { key, line } of entries) {
    if (key === "__proto__") throw frontMatterError("is a key that is not allowed", line, key);
    if (seen.has(key)) throw frontMatterError("is there twice", line, key, "duplicate_key");
    seen.add(key);
  }
  return entries;
}
