/** The entries of a front matter and the text below it to a candidate for `parseListing`. */
import { AppError, type Fault, faultError } from "../errors.ts";
import { canonicalJson } from "../listing/canonical.ts";
import type { JsonObject, JsonValue } from "../listing/content.ts";
import { isObject } from "../listing/is-object.ts";
import { jsonBytes, LISTING_LIMITS } from "../listing/limits.ts";
import { startOf } from "../listing/time.ts";
import { FIRST_LINE, type FrontMatterEntry, keyFault } from "./front-matter-entry.ts";
import { entryValue, fieldKey, isRefusal, LAYOUT_KEY, OWN_KEY } from "./front-matter-keys.ts";
import { layoutFor } from "./layout.ts";
import { workplaceTypeOf } from "./workplace-type.ts";
import { tooDeep } from "./yaml-guard.ts";

/** Source of a listing whose file names none. */
export const MARKDOWN_SOURCE = "markdown";

/** A body for `parseListing`, which judges the fields' values. */
export type Candidate = Record<string, unknown>;

export interface MarkdownParts {
  readonly entries: readonly FrontMatterEntry[];
  readonly text: string;
  readonly fileName: string | undefined;
}

/** @throws AppError `invalid_body` with every fault of the known keys. */
export function candidateOf({ entries, text, fileName }: MarkdownParts): Candidate {
  const own = entries.find(({ key }) => key === OWN_KEY);
  const known = entries.filter(({ key }) => key !== OWN_KEY);
  const { values, raws } = readFields(known);
  const body = { ...fieldsOf(values, text, namesItself(own) ? undefined : fileName), ...extraOf(known, raws) };
  return own === undefined ? body : withOwn(body, own);
}

/** The export of a listing without a source carries its id: whatever the file is called by now, it is that listing. */
function namesItself(own: FrontMatterEntry | undefined): boolean {
  return isObject(own?.value) && typeof own.value.id === "string";
}

interface Fields {
  readonly values: ReadonlyMap<string, JsonValue>;
  readonly raws: JsonObject;
}

function readFields(entries: readonly FrontMatterEntry[]): Fields {
  const values = new Map<string, JsonValue>();
  const raws: Record<string, JsonValue> = {};
  const faults: Fault[] = [];
  for (const entry of entries) {
    const field = fieldKey(entry.key);
    if (field === undefined) continue;
    const value = entryValue(entry);
    const said = field.read(value);
    if (isRefusal(said)) {
      faults.push(keyFault(said.must, entry.line, entry.key));
      continue;
    }
    if (said !== undefined) values.set(entry.key, said);
    const rebuilt = said === undefined ? undefined : field.write(said);
    if (rebuilt === undefined || canonicalJson(rebuilt) !== canonicalJson(value)) raws[entry.key] = value;
  }
  if (faults.length > 0)
    throw new AppError("invalid_body", faults.map(({ detail }) => detail).join("; "), { errors: faults });
  return { values, raws };
}

function fieldsOf(values: Fields["values"], text: string, fileName: string | undefined): Candidate {
  const value = (key: string) => values.get(key);
  const location = value("location");
  const url = value("url");
  const source = present({ externalId: url ?? fileName, hubUrl: value("host") });
  return (
    present({
      title: value("title"),
      company: present({ name: value("companyName"), website: value("companyWebsite"), logoUrl: value("logoUrl") }),
      description: text === "" ? undefined : { format: "markdown", value: text },
      summary: value("summary"),
      locations: location === undefined ? undefined : [{ raw: location }],
      workplaceType: workplaceTypeOf(text, String(location ?? "")),
      category: value("jobType"),
      tags: value("hashtags"),
      apply: present({ url: value("applyUrl") }),
      url,
      source: source === undefined ? undefined : { name: MARKDOWN_SOURCE, ...source },
      promotion: value("featured"),
      state: value("archived"),
      datePosted: value("timestamp"),
    }) ?? {}
  );
}

/** Without what is undefined; itself undefined when nothing is left. */
function present(fields: Candidate): Candidate | undefined {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function extraOf(entries: readonly FrontMatterEntry[], raws: JsonObject): { readonly extra?: JsonObject } {
  const unknown = entries.filter(({ key }) => fieldKey(key) === undefined);
  const layout = layoutFor(entries, raws);
  const extra = {
    ...Object.fromEntries(unknown.map((entry) => [entry.key, entryValue(entry)])),
    ...(layout === undefined ? {} : { [LAYOUT_KEY]: layout }),
  };
  return Object.keys(extra).length === 0 ? {} : { extra };
}

/** The fields without a key, over those that the keys gave. */
function withOwn(body: Candidate, { line, value }: FrontMatterEntry): Candidate {
  if (value === null) return body;
  if (!isObject(value)) {
    const fault = keyFault("must be a mapping of fields", line, OWN_KEY);
    throw new AppError("invalid_body", fault.detail, { errors: [fault] });
  }
  const merged = Object.entries(value).map(([field, own]) => [field, mergedField(field, body[field], own)]);
  return { ...body, ...Object.fromEntries(merged) };
}

function mergedField(field: string, given: unknown, own: unknown): unknown {
  if (given === undefined) return own;
  if (field === "locations") return withFirstPlace(given, own);
  if (field === "datePosted") return isSameInstant(given, own) ? own : given;
  // `company`, `apply`, `source` and `description` have members with and without keys; in `extra` each key is whole.
  return isObject(given) && isObject(own) ? { ...given, ...own } : own;
}

/** The first place has its text in `location`, the rest of it under `rolecall`. */
function withFirstPlace(given: unknown, own: unknown): unknown {
  if (!Array.isArray(given) || !Array.isArray(own)) return own;
  const [first, ...others] = own;
  return first === undefined || isObject(first) ? [{ ...given[0], ...first }, ...others] : own;
}

/** A `timestamp` that was edited since the export counts, not the finer spelling of the one before. */
function isSameInstant(given: unknown, own: unknown): boolean {
  if (typeof given !== "string" || typeof own !== "string") return true;
  const at = startOf(own, "UTC");
  return at === undefined || at === startOf(given, "UTC");
}

/** @throws AppError `invalid_body` when `extra` is over its limit or the listing nests deeper than JSON may. */
export function assertStorable(candidate: Candidate): void {
  const { extra } = candidate;
  const bytes = extra === undefined ? 0 : jsonBytes(extra);
  if (bytes > LISTING_LIMITS.extraBytes) {
    const detail = `what the front matter leaves for extra has ${bytes} bytes as JSON, the limit is ${LISTING_LIMITS.extraBytes}`;
    throw faultError("invalid_body", { code: "too_large", detail, pointer: "/extra" });
  }
  // The file is a level flatter than the listing, which a client may send back as JSON.
  if (isDeeperThan(candidate, LISTING_LIMITS.jsonDepth)) throw tooDeep(FIRST_LINE);
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((item) => isDeeperThan(item, depth - 1));
}
