/**
 * How many results each value of a filter would give: counted over the full result, without the facet's own filter, so
 * that a reader can add a second one.
 */

import { lowerBound } from "../bisect.ts";
import type { Bitmap } from "../bitmap.ts";
import {
  type FacetRequest,
  PLACE_FILTERS,
  type PlaceFilter,
  type SearchFilters,
  type SearchRequest,
} from "../request.ts";
import type { Needs } from "../sections.ts";
import { allBut, basePostedSince, type FilteredSet, groupOf, isPlaceFilter } from "./filter.ts";
import { largestKeys } from "./largest-keys.ts";
import type { ValuesIndex } from "./listing-columns.ts";
import { ResultSet } from "./result-set.ts";
import { salarySteps } from "./salary.ts";
import type { Counts } from "./value-column.ts";

/** `value` can be sent back as a filter; of `posted` as `postedWithin`. Ends are for facets of numbers, `to` exclusive. */
export interface Bucket {
  readonly value: string;
  readonly count: number;
  readonly from?: number;
  readonly to?: number;
}

export interface Facet {
  readonly name: string;
  readonly buckets: readonly Bucket[];
  /** Results that have no value. */
  readonly missing: number;
}

type FacetsRequest = Pick<SearchRequest, "facets" | "currency" | "filters">;

const ATTRIBUTE = "attribute.";
const DAY_MS = 86_400_000;
const POSTED_DAYS = [1, 7, 30] as const;

/** What `facetsOf` reads, beside what `needFilters` names. */
export function needFacets({ facts, values }: ValuesIndex, needs: Needs, { facets }: FacetsRequest): void {
  for (const { name } of facets) {
    if (name === "posted") facts.needRanks(needs);
    else if (name === "salary") values.pay.need(needs);
    else if (isAttributeFacet(name)) values.attributes.needCounts(needs);
    else values.column(name).needCounts(needs);
  }
}

/**
 * In the order of the request. `resultsOf` makes results of what the filters let through: those that are live, visible and
 * found are in the set already; near duplicates are left out here. By default all are results.
 */
export function facetsOf(
  index: ValuesIndex,
  set: FilteredSet,
  { facets, currency, filters }: FacetsRequest,
  now: number,
  resultsOf: (docs: Bitmap) => Bitmap = (docs) => docs,
): Facet[] {
  // Facets without a filter of their own are counted over one and the same set.
  const sets = new Map<string | undefined, ResultSet>();
  return facets.map(({ name, size }) => {
    if (isPlaceFilter(name) && isPlaceAsked(filters, name)) {
      return placeFacet(index, set, { name, size }, filters, resultsOf);
    }
    const group = set.groups.has(groupOf(name)) ? groupOf(name) : undefined;
    const results = sets.get(group) ?? new ResultSet(resultsOf(allBut(set, group)));
    sets.set(group, results);
    if (name === "posted") return { name, buckets: largest(postedBuckets(index, results.docs, now), size), missing: 0 };
    if (name === "salary") return salaryFacet(index, results.docs, currency, size);
    return valueFacet(index, results, name, size);
  });
}

function valueFacet(
  { values }: ValuesIndex,
  results: ResultSet,
  name: Exclude<FacetRequest["name"], "salary" | "posted">,
  size: number,
): Facet {
  if (!isAttributeFacet(name)) {
    const column = values.column(name);
    return { name, ...bucketsOf(column, column.count(results), size) };
  }
  const counts = values.attributes.count(name.slice(ATTRIBUTE.length), results);
  return { name, ...bucketsOf(values.attributes, counts, size) };
}

/** Whether other parts of the place are asked for than the facet's own. */
function isPlaceAsked(filters: SearchFilters, own: PlaceFilter): boolean {
  return PLACE_FILTERS.some((part) => part !== own && filters.values[part].length > 0);
}

/** Of results in places that the other parts' filters accept, and of those places only. */
function placeFacet(
  { values }: ValuesIndex,
  set: FilteredSet,
  { name, size }: { readonly name: PlaceFilter; readonly size: number },
  filters: SearchFilters,
  resultsOf: (docs: Bitmap) => Bitmap,
): Facet {
  const wishes = { ...filters.values, [name]: [] };
  const others = allBut(set, groupOf(name));
  const docs = resultsOf(others.and(values.places.holding(wishes, others))).toArray();
  return { name, ...bucketsOf(values.column(name), values.places.countAccepted(name, wishes, docs), size) };
}

/** A column that names its keys. */
interface NamedKeys {
  valueOf(key: number): string;
  isBefore(a: number, b: number): boolean;
}

function bucketsOf(column: NamedKeys, { byKey, missing }: Counts, size: number) {
  const keys = largestKeys(byKey, size, (a, b) => column.isBefore(a, b));
  return { buckets: keys.map((key) => ({ value: column.valueOf(key), count: byKey[key] ?? 0 })), missing };
}

/** A listing of today is in all three buckets, as it is found by all three filters. */
function postedBuckets({ facts }: ValuesIndex, docs: Uint32Array, now: number): Bucket[] {
  const tail = lowerBound(docs, facts.tailStart);
  return POSTED_DAYS.map((days) => {
    const earliest = now - days * DAY_MS;
    let count = Math.min(tail, lowerBound(docs, basePostedSince(facts.basePostedAt, earliest)));
    for (let i = tail; i < docs.length; i++) if (facts.postedAt(docs[i] ?? 0) >= earliest) count++;
    return { value: `${days}d`, count };
  });
}

function salaryFacet(index: ValuesIndex, docs: Uint32Array, currency = "", size: number): Facet {
  const { steps, missing } = salarySteps(index, docs, currency);
  const buckets = steps.map((step) => ({ value: String(step.from), ...step }));
  return { name: "salary", buckets: largest(buckets, size), missing };
}

/** Of few buckets. */
function largest(buckets: readonly Bucket[], size: number): Bucket[] {
  return buckets
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, size);
}

function isAttributeFacet(name: FacetRequest["name"]): name is `attribute.${string}` {
  return name.startsWith(ATTRIBUTE);
}
