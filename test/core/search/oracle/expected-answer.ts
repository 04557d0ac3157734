/**
 * What a search must answer, by a plain scan over the records, written from docs/search.md: no index, no columns, no
 * bitmaps, and folding of values by the runtime. Shared with the engine are the cutting of text into terms, the reading of
 * a query with its tables, the arithmetic of one impact, and the sketch of a listing.
 */
import { effectiveState } from "../../../../core/listing/lifecycle.ts";
import type { ListingRecord } from "../../../../core/listing/record.ts";
import type { SearchRequest } from "../../../../core/search/request.ts";
import { metresTo } from "./distance.ts";
import { type ExpectedFacet, expectedFacet } from "./facets.ts";
import { passes, withoutFacet } from "./filters.ts";
import { firstOfEachGroup } from "./near-duplicates.ts";
import { highestPay } from "./salary.ts";
import { type ExpectedMatch, expectedQuery, type MatchOptions } from "./text-match.ts";
import { compare, postedMs } from "./values.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

export interface ExpectedHit {
  readonly id: string;
  readonly score: number;
  readonly distanceKm?: number;
  /** What it is sorted by before its id, each larger first. */
  readonly key: readonly number[];
}

export interface Expected {
  readonly total: number;
  /** All results in their order, not a page of them. */
  readonly ranked: readonly ExpectedHit[];
  readonly facets: readonly ExpectedFacet[];
  readonly broadened: boolean;
  readonly partial: boolean;
  readonly corrections: readonly { readonly from: string; readonly to: string }[];
}

export interface ExpectedOptions {
  readonly workLimit?: number;
  readonly impacts?: MatchOptions["impacts"];
}

export function expectedAnswer(
  records: readonly ListingRecord[],
  request: SearchRequest,
  clock: number,
  { workLimit = 25_000_000, impacts }: ExpectedOptions = {},
): Expected {
  const now = Math.floor(clock / MINUTE) * MINUTE;
  const mayBeFound = (record: ListingRecord) => request.effectiveStates.includes(effectiveState(record, now));
  const query =
    request.q === undefined
      ? undefined
      : expectedQuery(records, request.q, { typo: request.typo, mayBeFound, ...(impacts && { impacts }) });
  const partial = query !== undefined && query.work > workLimit;
  const newest = partial ? Math.floor(workLimit / query.termsRead) : records.length;
  const searched = records
    .filter(mayBeFound)
    .sort((a, b) => postedMs(b) - postedMs(a) || compare(b.id, a.id))
    .slice(0, newest);
  const seen = new Set(searched.filter((record) => passes(record, request, now)));
  const match: ExpectedMatch = query?.match((record) => seen.has(record)) ?? { scoreOf: () => 0, broadened: false };
  const scores = new Map(searched.map((record) => [record, scoreOf(record, match, now)]));
  const resultsOf = (asked: SearchRequest) => {
    const found = searched
      .filter((record) => passes(record, asked, now))
      .flatMap((record) => {
        const score = scores.get(record);
        return score === undefined ? [] : [{ record, ...hitOf(record, asked, score) }];
      })
      .sort(inOrder);
    return asked.collapse === "duplicates" ? firstOfEachGroup(found) : found;
  };
  const ranked = resultsOf(request);
  return {
    total: ranked.length,
    ranked: ranked.map(({ record: _record, ...hit }) => hit),
    facets: (partial ? [] : request.facets).map((facet) => {
      const asked = withoutFacet(request, facet.name);
      const results = resultsOf(asked).map(({ record }) => record);
      return expectedFacet(records, results, facet, asked, now);
    }),
    broadened: match.broadened,
    corrections: query?.corrections(searched) ?? [],
    partial,
  };
}

function hitOf(record: ListingRecord, request: SearchRequest, score: number): ExpectedHit {
  const metres = request.near === undefined ? undefined : metresTo(record, request.near);
  const distance = metres === undefined ? {} : { distanceKm: metres / 1_000 };
  return { id: record.id, score, ...distance, key: keyOf(record, request, score) };
}

/** To six decimals, half up. */
function scoreOf(record: ListingRecord, match: ExpectedMatch, now: number): number | undefined {
  const text = match.scoreOf(record);
  if (text === undefined) return undefined;
  const { promotion } = record.content;
  const promotionBoost = (0.25 * promotion) / (Math.abs(promotion) + 20);
  const days = Math.max(0, (now - postedMs(record)) / DAY);
  const recencyBoost = (0.15 * 30) / (30 + days);
  return Math.floor(text * (1 + promotionBoost + recencyBoost) * 1e6 + 0.5) / 1e6;
}

function keyOf(record: ListingRecord, { sort, currency, near }: SearchRequest, score: number): number[] {
  const posted = postedMs(record);
  switch (sort) {
    case "relevance":
      return [score, record.content.promotion, posted];
    case "newest":
      return [posted];
    case "salary":
      return [highestPay(record, currency), posted];
    case "distance":
      return [-((near && metresTo(record, near)) ?? Number.POSITIVE_INFINITY), posted];
  }
}

/** What hits that were found and hits that are expected have in common. */
export function shown(hits: readonly Pick<ExpectedHit, "id" | "score" | "distanceKm">[]) {
  return hits.map(({ id, score, distanceKm }) => ({ id, score, ...(distanceKm === undefined ? {} : { distanceKm }) }));
}

/** Below 0 if `a` comes first. */
export function inOrder(a: Pick<ExpectedHit, "key" | "id">, b: Pick<ExpectedHit, "key" | "id">): number {
  const difference = a.key.findIndex((value, i) => value !== b.key[i]);
  if (difference === -1) return compare(b.id, a.id);
  return (a.key[difference] ?? 0) > (b.key[difference] ?? 0) ? -1 : 1;
}
