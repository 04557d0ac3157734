/**
 * The short way into a front matter whose every line is `key: value` with the value in JSON, as scrapers and Rolecall
 * write them: nine times faster than the YAML library, and JSON is YAML, so both read the same (a property test compares
 * them). Anything else, even one comment, is the library's.
 */
import { isAppError } from "../errors.ts";
import type { JsonValue } from "../listing/content.ts";
import { readJson } from "../listing/json.ts";
import { FIRST_LINE, type FrontMatterEntry } from "./front-matter-entry.ts";
import { isPlainKey, yamlFlow } from "./yaml-writer.ts";

const LINE = /^( {2})?([A-Za-z_][\w-]*):(?: (.+))?$/;

/** `undefined` when a line is anything else; whether keys repeat is not looked at here. */
export function readPlainLines(source: string): readonly FrontMatterEntry[] | undefined {
  const entries: FrontMatterEntry[] = [];
  const lines = source.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    if (lines[index] === "") continue;
    const read = lineOf(lines[index]);
    if (read === undefined || read.isIndented) return undefined;
    if (read.value !== undefined) {
      entries.push(entryOf(read.key, index + FIRST_LINE, read.value));
      continue;
    }
    const block = blockBelow(lines, index + 1);
    if (block === undefined) return undefined;
    entries.push(entryOf(read.key, index + FIRST_LINE, block.value));
    index = block.last;
  }
  return entries;
}

interface Line {
  readonly isIndented: boolean;
  readonly key: string;
  /** `undefined` when there is nothing behind the colon. */
  readonly value: JsonValue | undefined;
}

function lineOf(text = ""): Line | undefined {
  const [isLine, indent, key = "", literal] = LINE.exec(text) ?? [];
  if (isLine === undefined || !isPlainKey(key)) return undefined;
  const value = literal === undefined ? undefined : jsonValue(literal);
  return literal !== undefined && value === undefined ? undefined : { isIndented: indent !== undefined, key, value };
}

/** The indented lines that are a key's value, at least one; `last` is the last of them. */
function blockBelow(lines: readonly string[], first: number): { value: JsonValue; last: number } | undefined {
  const fields = new Map<string, JsonValue>();
  let last = first;
  for (let index = first; index < lines.length; index++) {
    if (lines[index] === "") continue;
    if (!lines[index]?.startsWith(" ")) break;
    const read = lineOf(lines[index]);
    if (read?.value === undefined || fields.has(read.key) || read.key === "__proto__") return undefined;
    fields.set(read.key, read.value);
    last = index;
  }
  return fields.size === 0 ? undefined : { value: Object.fromEntries(fields), last };
}

function entryOf(key: string, line: number, value: JsonValue): FrontMatterEntry {
  const isScalar = value !== null && typeof value !== "object";
  if (!isScalar) return { key, line, value };
  // As it is written: 1e-7 is `1.0e-7` there (`yamlFlow`).
  return { key, line, value, text: typeof value === "string" ? value : yamlFlow(value) };
}

/** `undefined` for what is no JSON, or JSON in another spelling than ours, whose source has to be kept. */
function jsonValue(literal: string): JsonValue | undefined {
  if (!/^["\d\-[{tfn]/.test(literal)) return undefined;
  try {
    const value = readJson(literal) as JsonValue;
    return typeof value === "string" || yamlFlow(value) === literal ? value : undefined;
  } catch (error) {
    if (isAppError(error, "invalid_json")) return undefined;
    throw error;
  }
}
