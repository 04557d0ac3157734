/**
 * Filters as sets of documents. Those that have a facet are kept apart, so that the facet can be counted without its own
 * filter; the others only narrow the set that all facets share.
 */
import type { Bitmap } from "./bitmap.ts";
import type { ListingIndex } from "./listing-index.ts";
import type { AcceptedPlaces } from "./place-column.ts";
import { PLACE_FILTERS, type PlaceFilter, type SearchFilters, VALUE_FILTERS, type ValueFilter } from "./request.ts";

type DocumentTest = (doc: number) => boolean;

export interface FilteredSet {
  /** Without any filter that has a facet. */
  readonly base: Bitmap;
  /** Of `base`, what each of the other filters lets through, by the facet's name; places together, under `place`. */
  readonly groups: ReadonlyMap<string, Bitmap>;
  readonly places: AcceptedPlaces;
}

/** `now` in milliseconds since 1970: what `postedWithin` counts back from. */
export function filtered(index: ListingIndex, docs: Bitmap, filters: SearchFilters, now: number): FilteredSet {
  const narrowing = narrowingTests(index, filters);
  const base = narrowing.length === 0 ? docs : docs.filter((doc) => narrowing.every((test) => test(doc)));
  const places = acceptedPlaces(index, filters);
  const groups = new Map<string, Bitmap>();
  for (const name of VALUE_FILTERS) {
    const values = filters.values[name];
    if (values.length === 0 || isPlaceFilter(name)) continue;
    groups.set(name, base.filter(valueTest(index, name, values)));
  }
  if (Object.keys(places).length > 0)
    groups.set(
      "place",
      base.filter((doc) => index.columns.places.has(doc, places)),
    );
  for (const [key, attributes] of Map.groupBy(filters.attributes, (attribute) => attribute.key)) {
    const values = attributes.map(({ value }) => value);
    groups.set(`attribute.${key}`, base.and(index.columns.attributes.holding(key, values)));
  }
  const earliest = earliestPosting(filters, now);
  if (earliest !== undefined) {
    const { postedAt } = index.documents;
    groups.set(
      "posted",
      base.filter((doc) => (postedAt[doc] ?? 0) >= earliest),
    );
  }
  return { base, groups, places };
}

/** What all filters let through, or all but the one of a facet. */
export function allBut({ base, groups }: FilteredSet, group?: string): Bitmap {
  let docs = base;
  for (const [name, members] of groups) if (name !== group) docs = docs.and(members);
  return docs;
}

export function isPlaceFilter(name: string): name is PlaceFilter {
  return PLACE_FILTERS.some((filter) => filter === name);
}

/** Tests of the filters without a facet. */
function narrowingTests(index: ListingIndex, filters: SearchFilters): DocumentTest[] {
  const { documents } = index;
  const tests: DocumentTest[] = [];
  if (filters.ids.length > 0) tests.push(memberTest(index, filters.ids));
  for (const tag of filters.tagAll) tests.push(valueTest(index, "tag", [tag]));
  for (const skill of filters.skillAll) tests.push(valueTest(index, "skill", [skill]));
  if (filters.applicantCountry.length > 0) tests.push(valueTest(index, "applicantCountry", filters.applicantCountry));
  tests.push(...numberTests(index, filters));
  if (filters.excludeIds.length > 0) {
    const excluded = new Set(filters.excludeIds.map((id) => documents.find(id)));
    tests.push((doc) => !excluded.has(doc));
  }
  return tests;
}

function memberTest(index: ListingIndex, ids: readonly string[]): DocumentTest {
  const members = new Set(ids.map((id) => index.documents.find(id)));
  return (doc) => members.has(doc);
}

type ValueColumnName = Exclude<ValueFilter, PlaceFilter> | "applicantCountry";

function valueTest(index: ListingIndex, name: ValueColumnName, values: readonly string[]): DocumentTest {
  const column = index.columns.values[name];
  const accepted = column.dictionary.accepted(values);
  return (doc) => column.has(doc, accepted);
}

function acceptedPlaces(index: ListingIndex, filters: SearchFilters): AcceptedPlaces {
  const filtering = PLACE_FILTERS.filter((part) => filters.values[part].length > 0);
  return Object.fromEntries(
    filtering.map((part) => [part, index.columns.places.dictionaryOf(part).accepted(filters.values[part])]),
  );
}

function numberTests(index: ListingIndex, { numbers }: SearchFilters): DocumentTest[] {
  const column = index.columns.numbers;
  return [...Map.groupBy(numbers, ({ key }) => key)].map(([key, ranges]) => (doc: number) => {
    const value = column.valueOf(doc, key);
    if (value === undefined) return false;
    return ranges.some(({ min = value, max = value }) => min <= value && value <= max);
  });
}

function earliestPosting({ postedWithinMs, postedAfter }: SearchFilters, now: number): number | undefined {
  const starts = [postedAfter, postedWithinMs === undefined ? undefined : now - postedWithinMs];
  return starts.reduce((latest, start) => (start === undefined ? latest : Math.max(start, latest ?? start)), undefined);
}
