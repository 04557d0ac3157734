/**
 * Values as YAML that any parser of YAML 1.2 reads alike: keys and strings in double quotes with JSON's escapes, which
 * are YAML's too; lists and maps in flow style on one line.
 */
import { parseDocument } from "yaml";
import type { JsonValue } from "../listing/content.ts";
import { pointerTo } from "../listing/faults.ts";

/** Source texts to write in place of what they parse to, by JSON Pointer; `FrontMatterEntry.sources`. */
export type Sources = Readonly<Record<string, unknown>>;

// Not printable in YAML, or a line break to one version of it (U+0085, U+2028, U+2029), or a byte order mark.
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
// Within the 1,024 characters that YAML allows a key without `?`.
const PLAIN_KEY = /^[A-Za-z_][\w-]{0,199}$/;
// Words that a parser of YAML 1.1 or 1.2 takes for null or a truth value.
const RESERVED = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
// Plain strings that YAML 1.1 takes for numbers, dates, times or truth values.
const AMBIGUOUS = /^(?:[-+.\d<=]|(?:yes|no|on|off|y|n)$)/i;
/** Safe within flow style, and no more than numbers, dates and words need. */
const KEEPABLE = /^[\w.+:/-]{1,100}$/;

/** A key at the start of a line or in a block; plain where no parser can mistake it. */
export function yamlKey(key: string): string {
  return isPlainKey(key) ? key : yamlString(key);
}

export function isPlainKey(key: string): boolean {
  return PLAIN_KEY.test(key) && !RESERVED.test(key);
}

function yamlString(text: string): string {
  return JSON.stringify(text).replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** On one line. A scalar with a kept source is written as that source while it still reads as the value. */
export function yamlFlow(value: JsonValue, sources: Sources = {}, path: readonly (string | number)[] = []): string {
  if (typeof value === "object" && value !== null) {
    if (isList(value)) return `[${value.map((item, index) => yamlFlow(item, sources, [...path, index])).join(", ")}]`;
    const fields = Object.entries(value).map(
      ([key, field]) => `${yamlString(key)}: ${yamlFlow(field, sources, [...path, key])}`,
    );
    return `{${fields.join(", ")}}`;
  }
  const source = path.length === 0 ? undefined : sources[pointerTo(path)];
  if (typeof source === "string" && isWorthKeeping(source, value) && readsAs(source, value)) return source;
  return typeof value === "string" ? yamlString(value) : jsonText(value);
}

/** JSON, with a point in every number with an exponent: without one YAML 1.1 takes it for text. */
function jsonText(value: JsonValue): string {
  return JSON.stringify(value).replace(/^(-?\d+)e/, "$1.0e");
}

/** Whether a plain scalar's source says more than the value's usual spelling: `0x1F`, `1.10`, a date. */
export function isWorthKeeping(source: string, value: JsonValue): boolean {
  if (!KEEPABLE.test(source) || value === null || typeof value === "object") return false;
  return typeof value === "string" ? AMBIGUOUS.test(source) : jsonText(value) !== source;
}

/** Sources may come from a client: only what the library reads as that one value is written. */
function readsAs(source: string, value: JsonValue): boolean {
  const document = parseDocument(`[${source}]`, { version: "1.2", schema: "core", logLevel: "silent" });
  if (document.errors.length > 0) return false;
  const [read] = document.toJS() as readonly unknown[];
  // `.nan` and `1e400` are kept as their source text.
  return typeof read === "number" && !Number.isFinite(read) ? source === value : read === value;
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
