/** What a search must answer: a plain scan over the listings, for the few kinds of requests that clients of a simulation make. */
import { effectiveState } from "../../core/listing/lifecycle.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import { datePostedOf } from "../../core/listing/view.ts";
import type { SearchRequest } from "../../core/search/request.ts";

export interface Scanned {
  /** All results; in their order, unless it is for scores to say. */
  readonly ids: readonly string[];
  readonly facets: readonly { readonly name: string; readonly counts: ReadonlyMap<string, number> }[];
}

/** In any order; one word at most, which titles hold as it is; filters and facets by tag. */
export function scan(listings: readonly ListingRecord[], request: SearchRequest, minute: number): Scanned {
  const { q, effectiveStates, filters } = request;
  const found = listings.filter(
    (listing) =>
      effectiveStates.includes(effectiveState(listing, minute)) &&
      (q === undefined || listing.content.title?.split(" ").includes(q) === true),
  );
  const wanted = filters.values.tag;
  const isWanted = ({ content }: ListingRecord) =>
    wanted.length === 0 || content.tags.some((tag) => wanted.includes(tag));
  const ids = found
    .filter(isWanted)
    .sort((a, b) => compared(a, b, request))
    .map(({ id }) => id);
  // Counted without the facet's own filter.
  const counts = new Map<string, number>();
  for (const { content } of found) for (const tag of content.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return { ids, facets: request.facets.map(({ name }) => ({ name, counts })) };
}

/** Below zero when `a` comes first: by what the sort goes by, then date, then id. Of equal scores by relevance. */
export function compared(a: ListingRecord, b: ListingRecord, request: SearchRequest): number {
  const [keysOfA, keysOfB] = [sortValues(a, request), sortValues(b, request)];
  for (const [i, value] of keysOfA.entries()) {
    const other = keysOfB[i] ?? 0;
    if (value !== other) return value > other ? -1 : 1;
  }
  return a.id > b.id ? -1 : 1;
}

/** The highest first. As long as they stay, and the score does, a listing keeps its place in a walk. */
export function sortValues(listing: ListingRecord, { sort, currency = "" }: SearchRequest): readonly number[] {
  const posted = Date.parse(datePostedOf(listing));
  switch (sort) {
    case "relevance":
      return [listing.content.promotion, posted];
    case "newest":
      return [posted];
    case "salary":
      return [yearlyPay(listing, currency), posted];
    case "distance":
      return [-degreesAway(listing), posted];
  }
}

/** Clients pay by the year or by the month, and name the most alone; what nobody knows comes last. */
function yearlyPay({ content }: ListingRecord, currency: string): number {
  const known = content.compensation.filter((pay) => pay.currency === currency);
  return Math.max(-1, ...known.map(({ max, unit }) => Number(max) * (unit === "month" ? 12 : 1)));
}

/** Clients search where their listings' meridian meets the equator: the farther from there, the more degrees of latitude. */
function degreesAway({ content }: ListingRecord): number {
  return Math.min(...content.locations.map(({ lat }) => Math.abs(lat ?? Number.POSITIVE_INFINITY)));
}

export function matches(listing: ListingRecord | undefined, request: SearchRequest, minute: number): boolean {
  return listing !== undefined && scan([listing], request, minute).ids.length === 1;
}
