/**
 * The short way into a front matter whose every line is `key: value` with the value in JSON, as scrapers and Rolecall
 * write them: 25 times faster than the YAML library, and JSON is YAML, so both read the same (a property test compares
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
  // A key without a value on its line, and the indented lines below it.
  let block: Map<string, JsonValue> | undefined;
  const closeBlock = () => {
    const open = entries.at(-1);
    if (block === undefined || open === undefined) return true;
    entries[entries.length - 1] = { ...open, value: Object.fromEntries(block) };
    const isFilled = block.size > 0;
    block = undefined;
    return isFilled;
  };
  for (const [index, text] of source.split(/\r?\n/).entries()) {
    if (text === "") continue;
    const [isLine, indent, key = "", literal] = LINE.exec(text) ?? [];
    if (isLine === undefined || !isPlainKey(key)) return undefined;
    const value = literal === undefined ? undefined : jsonValue(literal);
    if (indent !== undefined) {
      if (block === undefined || value === undefined || block.has(key) || key === "__proto__") return undefined;
      block.set(key, value);
      continue;
    }
    if (!closeBlock() || (literal !== undefined && value === undefined)) return undefined;
    if (literal === undefined) block = new Map();
    entries.push(entryOf(key, index + FIRST_LINE, value ?? null));
  }
  return closeBlock() ? entries : undefined;
}

function entryOf(key: string, line: number, value: JsonValue): FrontMatterEntry {
  const isScalar = value !== null && typeof value !== "object";
  return isScalar ? { key, line, value, text: String(value) } : { key, line, value };
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
