/**
 * What must hold before a front matter meets the YAML library, whose work grows faster than its input: 8,000 keys took it
 * 16 s, 16 KB of `[` more than one. Its lexer alone is linear (at most 90 ms for any 64 KB that was tried) and tells
 * structure from quoted text, so the bounds are exact and nothing legal is refused by accident.
 */
import { CST, Lexer } from "yaml";
import { AppError } from "../errors.ts";
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
    throw new AppError("too_large", detail, { errors: [{ code: "too_large", detail, pointer: "" }] });
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
  let flowDepth = 0;
  let itemsOnLine = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(source)) {
    const type = isScalar ? "scalar" : CST.tokenType(token);
    isScalar = token === CST.SCALAR && !isScalar;
    if (++tokens > MAX_TOKENS) throw frontMatterError("the front matter is too complex", line);
    const refused = type === null ? undefined : REFUSED[type];
    if (refused !== undefined) throw frontMatterError(`${refused} are not allowed`, line);
    if (type === "flow-map-start" || type === "flow-seq-start") flowDepth++;
    if (type === "flow-map-end" || type === "flow-seq-end") flowDepth--;
    itemsOnLine = type === "newline" ? 0 : itemsOnLine + (type === "seq-item-ind" ? 1 : 0);
    if (Math.max(flowDepth, itemsOnLine) > LISTING_LIMITS.jsonDepth) throw tooDeep(line);
    line += token.split("\n").length - 1;
  }
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
