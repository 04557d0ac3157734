/**
 * What must hold before a front matter meets the YAML library, whose work grows faster than its input: 8,000 keys took it
 * 16 s, 16 KB of `[` more than one. Its lexer alone is linear (at most 90 ms for any 64 KB that was tried) and tells
 * structure from quoted text, so the bounds are exact and nothing legal is refused by accident.
 */
import { CST, Lexer } from "yaml";
import { type AppError, faultError } from "../errors.ts";
import { LISTING_LIMITS } from "../listing/limits.ts";
import { utf8Length } from "../ports.ts";
import { FIRST_LINE, frontMatterError } from "./front-matter-entry.ts";

/** Limits of a front matter, in UTF-8 bytes and in keys at the top. */
export const FRONT_MATTER_LIMITS = { bytes: 64 * 1024, keys: 200 } as const;

/** About 75 ms in the library. What Rolecall writes does not come here (`plain-lines.ts`), however long it is. */
const MAX_TOKENS = 20_000;

const TOP_LEVEL = /(?:^|\n)[^\s#]/g;

/** @throws AppError `too_large` over 64 KB, `invalid_body` with more than 200 keys. One pass, before any parsing. */
export function assertBounded(source: string): void {
  // A UTF-16 unit is at least one byte, so a longer text need not be counted.
  const bytes = source.length > FRONT_MATTER_LIMITS.bytes ? source.length : utf8Length(source);
  if (bytes > FRONT_MATTER_LIMITS.bytes) {
    const detail = `the front matter has ${bytes} bytes, the limit is ${FRONT_MATTER_LIMITS.bytes}`;
    throw faultError("too_large", { code: "too_large", detail, pointer: "" });
  }
  const keys = source.match(TOP_LEVEL)?.length ?? 0;
  if (keys > FRONT_MATTER_LIMITS.keys) {
    const problem = `the front matter has ${keys} keys, the limit is ${FRONT_MATTER_LIMITS.keys}`;
    throw frontMatterError(problem, FIRST_LINE, undefined, "too_large");
  }
}

/** @throws AppError `invalid_body` on anchors, aliases, tags, `?` keys, and on too much nesting or too many tokens. */
export function assertSimple(source: string): void {
  let line = FIRST_LINE;
  let tokens = 0;
  const depth = { ofFlow: 0, ofLine: 0 };
  for (const { type, text } of tokensOf(source)) {
    if (++tokens > MAX_TOKENS) throw frontMatterError("the front matter is too complex", line);
    const refused = REFUSED[type];
    if (refused !== undefined) throw frontMatterError(`${refused} are not allowed`, line);
    deepen(depth, type);
    if (Math.max(depth.ofFlow, depth.ofLine) > LISTING_LIMITS.jsonDepth) throw tooDeep(line);
    line += text.split("\n").length - 1;
  }
}

function* tokensOf(source: string): Generator<{ readonly type: string; readonly text: string }> {
  // The lexer announces a plain or block scalar, whose text may look like any other token.
  let isScalar = false;
  for (const text of new Lexer().lex(source)) {
    yield { type: isScalar ? "scalar" : (CST.tokenType(text) ?? ""), text };
    isScalar = text === CST.SCALAR && !isScalar;
  }
}

/** Nesting in brackets, and by `- - -` within a line; nesting by lines is bounded by the 64 KB to some 360 levels. */
function deepen(depth: { ofFlow: number; ofLine: number }, type: string): void {
  if (type === "flow-map-start" || type === "flow-seq-start") depth.ofFlow++;
  if (type === "flow-map-end" || type === "flow-seq-end") depth.ofFlow--;
  if (type === "seq-item-ind") depth.ofLine++;
  if (type === "newline") depth.ofLine = 0;
}

const REFUSED: { readonly [type: string]: string | undefined } = {
  anchor: "anchors (&)",
  alias: "aliases (*)",
  tag: "tags (!)",
  "explicit-key-ind": "explicit keys (?)",
  "doc-start": "further documents (---)",
  "doc-end": "document ends (...)",
};

export function tooDeep(line: number): AppError {
  return frontMatterError(`the front matter is nested deeper than ${LISTING_LIMITS.jsonDepth}`, line);
}
