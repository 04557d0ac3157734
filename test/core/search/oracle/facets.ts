/** Counts of values over results that were taken without the facet's own filter. */
import type { ListingRecord } from "../../../../core/listing/record.ts";
import type { FacetRequest, SearchFilters, SearchRequest } from "../../../../core/search/request.ts";
import { acceptedPlaces, isPlaceFilter } from "./filters.ts";
import { yearlyRanges } from "./salary.ts";
import { compare, fold, postedMs, valuesOf } from "./values.ts";

const DAY = 86_400_000;
const STEP = 20_000;
const LAST_STEP = 1_000_000;

export interface ExpectedBucket {
  readonly value: string;
  readonly count: number;
  readonly from?: number;
  readonly to?: number;
}

export interface ExpectedFacet {
  readonly name: string;
  readonly buckets: readonly ExpectedBucket[];
  readonly missing: number;
}

/** `records` are all that are not deleted: they decide how a value is spelt. `asked` lacks the facet's own filter. */
export function expectedFacet(
  records: readonly ListingRecord[],
  results: readonly ListingRecord[],
  { name, size }: FacetRequest,
  { currency, filters }: Pick<SearchRequest, "currency" | "filters">,
  now: number,
): ExpectedFacet {
  const { buckets, missing } =
    name === "posted"
      ? postedCounts(results, now)
      : name === "salary"
        ? salaryCounts(results, currency)
        : valueCounts(records, results, name, filters);
  const largest = buckets
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || compare(a.value, b.value));
  return { name, buckets: largest.slice(0, size), missing };
}

interface Counts {
  readonly buckets: ExpectedBucket[];
  readonly missing: number;
}

function valueCounts(
  records: readonly ListingRecord[],
  results: readonly ListingRecord[],
  name: string,
  filters: SearchFilters,
): Counts {
  // Of places only those count that the filters on the other parts accept.
  const countedOf = (record: ListingRecord) =>
    isPlaceFilter(name)
      ? acceptedPlaces(record, filters).flatMap((place) => place[name] || [])
      : valuesOf(record, name);
  const keysOf = (record: ListingRecord) => new Set(countedOf(record).map(fold));
  const keys = new Set(results.flatMap((record) => [...keysOf(record)]));
  return {
    buckets: [...keys].map((key) => ({
      value: commonestSpelling(records, name, key),
      count: results.filter((record) => keysOf(record).has(key)).length,
    })),
    missing: results.filter((record) => keysOf(record).size === 0).length,
  };
}

function commonestSpelling(records: readonly ListingRecord[], name: string, key: string): string {
  const counts = new Map<string, number>();
  for (const record of records) {
    const spelling = valuesOf(record, name).find((value) => fold(value) === key);
    if (spelling === undefined) continue;
    counts.set(spelling, (counts.get(spelling) ?? 0) + (record.content.state === "published" ? 1 : 0));
  }
  return [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))[0]?.[0] ?? "";
}

function postedCounts(results: readonly ListingRecord[], now: number): Counts {
  const count = (days: number) => results.filter((record) => postedMs(record) >= now - days * DAY).length;
  return { buckets: [1, 7, 30].map((days) => ({ value: `${days}d`, count: count(days) })), missing: 0 };
}

function salaryCounts(results: readonly ListingRecord[], currency: string | undefined): Counts {
  const ranges = results.map((record) => yearlyRanges(record, currency));
  const buckets: ExpectedBucket[] = [];
  for (let from = 0; from <= LAST_STEP; from += STEP) {
    const to = from === LAST_STEP ? Number.POSITIVE_INFINITY : from + STEP;
    const count = ranges.filter((own) => own.some(({ min, max }) => max >= from && min < to)).length;
    buckets.push({ value: String(from), count, from, ...(from === LAST_STEP ? {} : { to }) });
  }
  return { buckets, missing: ranges.filter((own) => own.length === 0).length };
}
