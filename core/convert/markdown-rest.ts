/**
 * What a file's keys leave unsaid of a listing, for the key `rolecall`: the inverse of `withOwn` in `markdown-body.ts`.
 * A field that the keys and the text determine is never repeated; one that they would get wrong is corrected, with null
 * where the listing has nothing.
 */
import { canonicalJson } from "../listing/canonical.ts";
import type { JsonObject, JsonValue, ListingContent, Place } from "../listing/content.ts";
import { isObject } from "../listing/is-object.ts";
import type { Candidate } from "./markdown-body.ts";

/** Members under `rolecall`, by name of the field. */
export type Rest = Readonly<Record<string, JsonValue>>;

/** `derived` is what a reader makes of the file without `rolecall`. */
export function restOf(id: string, content: ListingContent, derived: Candidate): Rest {
  const rest: Record<string, JsonValue> = {};
  // Without a source only its id finds the listing again.
  if (content.source === undefined) rest.id = id;
  const fields = new Set([...Object.keys(content), ...Object.keys(derived)]);
  for (const field of [...fields].sort()) {
    const unsaid = unsaidOf(field as keyof ListingContent, content, derived);
    if (unsaid !== undefined) rest[field] = unsaid;
  }
  return rest;
}

function unsaidOf(field: keyof ListingContent, content: ListingContent, derived: Candidate): JsonValue | undefined {
  const held = fieldValue(content[field]);
  const said = fieldValue(derived[field]);
  switch (field) {
    case "promotion":
      return isEqual(held, said ?? 0) ? undefined : held;
    case "state":
      return isEqual(held, said ?? "published") ? undefined : held;
    case "locations":
      return unsaidPlaces(content.locations, said);
    case "extra":
      return members(held, said, []);
    case "source":
      return members(held, said, ["name", "externalId"]);
    case "company":
    case "apply":
    case "description":
      return members(held, said, []);
    default:
      return isEqual(held, said) ? undefined : (held ?? null);
  }
}

/** Content is JSON by construction; empty lists say as much as none. */
function fieldValue(value: unknown): JsonValue | undefined {
  return Array.isArray(value) && value.length === 0 ? undefined : (value as JsonValue | undefined);
}

/** `together`: members that make one identity, so that all are said as soon as one differs. */
function members(
  held: JsonValue | undefined,
  said: JsonValue | undefined,
  together: readonly string[],
): JsonValue | undefined {
  if (!isObject(said)) return held;
  if (!isObject(held)) return null;
  const keys = [...new Set([...Object.keys(held), ...Object.keys(said)])];
  // Null in `extra` is a value: a member that is there differs from one that is not.
  const differing = keys.filter(
    (key) => Object.hasOwn(held, key) !== Object.hasOwn(said, key) || !isEqual(held[key], said[key]),
  );
  const isSplit = differing.some((key) => together.includes(key));
  const unsaid = keys.filter((key) => differing.includes(key) || (isSplit && together.includes(key)));
  return unsaid.length === 0 ? undefined : Object.fromEntries(unsaid.map((key) => [key, held[key] ?? null]));
}

/** The key `location` has the text of the first place, and nothing of the others. */
function unsaidPlaces(places: readonly Place[], said: JsonValue | undefined): JsonValue | undefined {
  const all = places.map((place): JsonObject => ({ ...place }));
  const [first, ...others] = all;
  if (said === undefined || first === undefined) return all.length === 0 ? undefined : all;
  const { raw: _raw, ...unsaid } = first;
  return others.length === 0 && Object.keys(unsaid).length === 0 ? undefined : [unsaid, ...others];
}

function isEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
