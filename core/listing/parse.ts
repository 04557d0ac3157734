/**
 * Untrusted JSON to a listing's normal form. All faults are found in one pass and reported together, each with a JSON
 * Pointer. Null equals absent; read-only fields are accepted and dropped, so that GET, edit, PUT works; unknown ones are
 * refused.
 */
import type * as z from "zod";
import type { Fault } from "../errors.ts";
import { EMPLOYMENT_TYPES } from "./content.ts";
import { describeIssue, pointerTo } from "./faults.ts";
import { invalid, type ListingInput, missingFields } from "./input.ts";
import { isObject } from "./is-object.ts";
import { LISTING_LIMITS } from "./limits.ts";
import { listingSchema, READ_ONLY } from "./schema.ts";

/** Faults reported for one input; a body with a thousand wrong fields needs no longer answer. */
const MAX_FAULTS = 100;

/**
 * What an absent `state` will mean: a new listing is published, an existing one stays what it is. A draft may lack title
 * and company; where that cannot be known yet, `assertSound` judges the outcome.
 */
export type AbsentState = "published" | "kept";

/** @throws AppError `invalid_body` with every fault (at most 100) and its pointer. */
export function parseListing(body: unknown, absentState: AbsentState = "published"): ListingInput {
  const parsed = listingSchema.safeParse(withoutNulls(body), { reportInput: true });
  const issues = parsed.success ? [] : parsed.error.issues;
  const faults = [...crowdFaults(body), ...issues.flatMap((issue) => describeIssue(issue, MAX_FAULTS))];
  // Beside other faults also where a stored draft might excuse it: whoever mends the body should do it once.
  const isExcused = isObject(body) && mayBeDraft(body.state, faults.length > 0 ? "published" : absentState);
  if (isObject(body) && !isExcused) faults.push(...missingFields(body));
  if (!parsed.success || faults.length > 0) throw invalid(faults.slice(0, MAX_FAULTS));
  return normalForm(parsed.data);
}

function mayBeDraft(state: unknown, absentState: AbsentState): boolean {
  return state === "draft" || (absentState === "kept" && (state === undefined || state === null));
}

/** No list and no object of a listing may have as many; two megabytes of them took a second to copy, check and describe. */
const CROWD = 200;
/** Counted here: a record checks every member before it counts them. */
const RECORDS = ["attributes", "numbers"] as const;

function crowdFaults(body: unknown): Fault[] {
  if (!isObject(body)) return [];
  return RECORDS.filter((name) => isCrowd(body[name])).map((name) => {
    const detail = `${name} has more than ${CROWD} keys, the limit is ${LISTING_LIMITS.attributeKeys}`;
    return { code: "too_large", detail, pointer: pointerTo([name]) };
  });
}

function isCrowd(value: unknown): boolean {
  if (!isObject(value)) return false;
  let count = 0;
  for (const member of Object.values(value)) if (member !== null && ++count > CROWD) return true;
  return false;
}

/** Null equals absent, except inside `extra`, which is kept verbatim. Of a crowd no more is kept than refuses it. */
function withoutNulls(value: unknown, depth = 0): unknown {
  // A list of too many is refused by its length alone.
  if (Array.isArray(value)) return value.length > CROWD ? value : value.map((item) => withoutNulls(item, depth + 1));
  if (!isObject(value)) return value;
  const fields: [key: string, field: unknown][] = [];
  for (const [key, field] of Object.entries(value)) {
    // More of them are unknown than are reported.
    if (fields.length === CROWD) break;
    if (field === null || (depth === 0 && isRecord(key) && isCrowd(field))) continue;
    fields.push([key, depth === 0 && key === "extra" ? field : withoutNulls(field, depth + 1)]);
  }
  return Object.fromEntries(fields);
}

function isRecord(key: string): boolean {
  return RECORDS.some((name) => name === key);
}

type Parsed = z.output<typeof listingSchema>;

function normalForm(parsed: Parsed): ListingInput {
  const { locations, applicantLocations, employmentTypes, tags, skills, compensation: pay, ...rest } = parsed;
  // Of a description of no text only the format would be left.
  if (rest.description?.value === "") delete rest.description;
  // Emptied first and judged then, so that the normal form of a normal form is itself.
  const kept = Object.entries(rest)
    .filter(([key]) => !isReadOnly(key))
    .map(([key, value]) => [key, withoutEmpty(key, value)] as const)
    .filter(([key, value]) => !isEmpty(value, key));
  return {
    ...(Object.fromEntries(kept) as Partial<ListingInput>),
    locations: locations.map((item) => withoutEmpty("locations", item)).filter((item) => !isEmpty(item)),
    applicantLocations: applicantLocations.map((item) => withoutEmpty("applicantLocations", item)),
    employmentTypes: EMPLOYMENT_TYPES.filter((type) => employmentTypes.includes(type)),
    tags,
    skills,
    compensation: pay.map((item) => withoutEmpty("compensation", item)),
    // The schema above has made sure of every field's type; only the optionality of absent fields is restated here.
  } as ListingInput;
}

function isReadOnly(key: string): boolean {
  return (READ_ONLY as readonly string[]).includes(key);
}

/** Empty texts, lists and objects say nothing; `extra` is verbatim inside. */
function withoutEmpty(key: string, value: unknown): unknown {
  if (key === "extra" || !isObject(value)) return value;
  const fields = Object.entries(value);
  // Most listings have none, and are not worth a copy.
  return fields.some(([, field]) => isEmpty(field))
    ? Object.fromEntries(fields.filter(([, field]) => !isEmpty(field)))
    : value;
}

function isEmpty(value: unknown, key?: string): boolean {
  if (value === undefined || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  const fields = Object.entries(value);
  // `extra` of empty texts is verbatim too: the keys of a file, say.
  if (fields.length === 0 || key === "extra") return fields.length === 0;
  return fields.every(([, field]) => field === "");
}
