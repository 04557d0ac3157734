/** The keys of the front matter that stand for a field of a listing, in the order in which they are written. */
import { canonicalJson } from "../listing/canonical.ts";
import type { JsonValue, ListingContent } from "../listing/content.ts";
import { normalInstant, precisionOf, startOf, toInstant } from "../listing/time.ts";
import type { FrontMatterEntry } from "./front-matter-entry.ts";

/** Everything without a key of its own goes under this one. */
export const OWN_KEY = "rolecall";
/** Where `extra` keeps what the file has beyond its values; see `layout.ts`. */
export const LAYOUT_KEY = "frontMatter";

export interface FieldKey {
  readonly key: string;
  /** Plain scalars are read as their source text. */
  readonly isText: boolean;
  /** The field's value when a file says nothing of it. */
  readonly usual?: JsonValue;
  fieldOf(content: Partial<ListingContent>): JsonValue | undefined;
  /** The field's value; `undefined` when the key sets nothing; a `Refusal` when it makes no sense. */
  read(value: JsonValue): JsonValue | undefined | Refusal;
  /** The one spelling of the field's value; `undefined` when the key is left out, as it cannot say it or need not. */
  write(field: JsonValue): JsonValue | undefined;
}

/** What a value must be and is not. */
export interface Refusal {
  readonly must: string;
}

export function isRefusal(result: JsonValue | undefined | Refusal): result is Refusal {
  return typeof result === "object" && result !== null && "must" in result;
}

/** Year 1 to 9999, as everywhere. */
const MIN_MS = -62_135_596_800_000;
const MAX_MS = 253_402_300_799_999;

export const FIELD_KEYS: readonly FieldKey[] = [
  textKey("title", ({ title }) => title),
  textKey("location", ({ locations }) => locations?.[0]?.raw),
  textKey("host", ({ source }) => source?.hubUrl),
  textKey("companyName", ({ company }) => company?.name),
  textKey("url", ({ url }) => url),
  textKey("applyUrl", ({ apply }) => apply?.url),
  { key: "timestamp", isText: false, fieldOf: ({ datePosted }) => datePosted, read: readTime, write: writeTime },
  { key: "hashtags", isText: true, usual: [], fieldOf: ({ tags }) => tags, read: readHashtags, write: writeHashtags },
  textKey("jobType", ({ category }) => category),
  textKey("logoUrl", ({ company }) => company?.logoUrl),
  textKey("companyWebsite", ({ company }) => company?.website),
  textKey("summary", ({ summary }) => summary),
  { key: "featured", isText: false, usual: 0, fieldOf: ({ promotion }) => promotion, read: readRank, write: writeRank },
  {
    key: "archived",
    isText: false,
    usual: "published",
    fieldOf: ({ state }) => state,
    read: readFlag,
    write: writeFlag,
  },
  // No field: a file's own key of this name is kept beside the others that are kept raw.
  { key: LAYOUT_KEY, isText: false, fieldOf: () => undefined, read: () => undefined, write: () => undefined },
];

const BY_NAME: ReadonlyMap<string, FieldKey> = new Map(FIELD_KEYS.map((field) => [field.key, field]));

/** `undefined` for a key that is kept in `extra`. */
export function fieldKey(name: string): FieldKey | undefined {
  return BY_NAME.get(name);
}

// The sample has it between two fields, and a summary is text whatever it looks like.
const SUMMARY_BACKUP = "summaryBackup";
const ORDER = FIELD_KEYS.flatMap(({ key }) => (key === "summary" ? [key, SUMMARY_BACKUP] : [key]));

/** The order of writing when a file says no other: the known keys as in the sample, then the unknown by name. */
export function inUsualOrder(keys: readonly string[]): readonly string[] {
  const known = ORDER.filter((key) => keys.includes(key));
  return [...known, ...keys.filter((key) => !ORDER.includes(key)).sort()];
}

/** The value that counts: the source text of a scalar where the key is text. */
export function entryValue({ key, value, text }: FrontMatterEntry): JsonValue {
  return text !== undefined && (BY_NAME.get(key)?.isText ?? key === SUMMARY_BACKUP) ? text : value;
}

/** Whether unusual scalars of the key are written from their source: they are where no field gives them a meaning. */
export function keepsSource(key: string): boolean {
  return (!BY_NAME.has(key) || key === LAYOUT_KEY) && key !== SUMMARY_BACKUP;
}

/** Whether the key with this value says what the field holds. */
export function says({ read, usual = null }: FieldKey, value: JsonValue, held: JsonValue | undefined): boolean {
  const said = read(value);
  return !isRefusal(said) && canonicalJson(said ?? usual) === canonicalJson(held ?? usual);
}

function textKey(key: string, fieldOf: FieldKey["fieldOf"]): FieldKey {
  return { key, isText: true, fieldOf, read: readText, write: (field) => field };
}

function readText(value: JsonValue): JsonValue | undefined | Refusal {
  if (isNothing(value)) return undefined;
  return typeof value === "string" ? value : { must: "must be text" };
}

function isNothing(value: JsonValue): boolean {
  return value === null || value === "";
}

/** Milliseconds since 1970, as a number or in digits; or a date or an instant as text. */
function readTime(value: JsonValue): JsonValue | undefined | Refusal {
  if (isNothing(value)) return undefined;
  const ms = Math.floor(Number(typeof value === "string" && !/^-?\d{1,15}$/.test(value) ? Number.NaN : value));
  if ((typeof value === "number" || typeof value === "string") && ms >= MIN_MS && ms <= MAX_MS) return toInstant(ms);
  if (typeof value === "string" && precisionOf(value) !== undefined) return normalInstant(value);
  return { must: "must be milliseconds since 1970, a date (YYYY-MM-DD) or an RFC 3339 instant that exists" };
}

/** A date counts as its first instant in UTC: sites sort by the key. `rolecall.datePosted` then says what it really is. */
function writeTime(field: JsonValue): JsonValue | undefined {
  return typeof field === "string" ? startOf(field, "UTC") : undefined;
}

/** `#a,#b`; also what hands have made of it: blanks, stray commas, `##a`, tags without `#`, and YAML lists. */
function readHashtags(value: JsonValue): JsonValue | undefined | Refusal {
  if (isNothing(value)) return undefined;
  const items = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(items) || !items.every((item) => item === null || typeof item !== "object")) {
    return { must: 'must be text such as "#a,#b"' };
  }
  return items.map((item) => (item === null ? "" : tagOf(String(item)))).filter((tag) => tag !== "");
}

function tagOf(item: string): string {
  return item.trim().replace(/^#+/, "").trim();
}

function writeHashtags(field: JsonValue): JsonValue | undefined {
  if (!Array.isArray(field) || field.length === 0) return undefined;
  const text = field.map((tag) => `#${tag}`).join(",");
  // A tag with a comma, a blank at its end or a `#` of its own would come back as another.
  return canonicalJson(readHashtags(text)) === canonicalJson(field) ? text : undefined;
}

function readRank(value: JsonValue): JsonValue | undefined | Refusal {
  if (isNothing(value)) return undefined;
  const rank = typeof value === "string" && /^[-+]?\d{1,6}$/.test(value) ? Number(value) : value;
  return typeof rank === "number" && Number.isInteger(rank) ? rank : { must: "must be a whole number" };
}

function writeRank(field: JsonValue): JsonValue | undefined {
  return field === 0 ? undefined : field;
}

/** "false" is how a person takes an archived listing back. */
function readFlag(value: JsonValue): JsonValue | undefined | Refusal {
  if (isNothing(value)) return undefined;
  const flag = String(value).toLowerCase();
  if (flag === "true") return "archived";
  return flag === "false" ? "published" : { must: 'must be "true" or "false"' };
}

function writeFlag(field: JsonValue): JsonValue | undefined {
  return field === "archived" ? "true" : undefined;
}
