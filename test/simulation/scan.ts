/** What a search must answer: a plain scan over the listings, for the few kinds of requests that clients of a simulation make. */
import { effectiveState } from "../../core/listing/lifecycle.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import { datePostedOf } from "../../core/listing/view.ts";
import type { SearchRequest } from "../../core/search/request.ts";

export interface Scanned {
  /** All results, in their order. */
  readonly ids: readonly string[];
  readonly facets: readonly { readonly name: string; readonly counts: ReadonlyMap<string, number> }[];
}

/** Newest first; one word at most, which titles hold as it is; filters and facets by tag. */
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
    .sort(newestFirst)
    .map(({ id }) => id);
  // Counted without the facet's own filter.
  const counts = new Map<string, number>();
  for (const { content } of found) for (const tag of content.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return { ids, facets: request.facets.map(({ name }) => ({ name, counts })) };
}

function newestFirst(a: ListingRecord, b: ListingRecord): number {
  return Date.parse(datePostedOf(b)) - Date.parse(datePostedOf(a)) || (a.id < b.id ? 1 : -1);
}

export function matches(listing: ListingRecord | undefined, request: SearchRequest, minute: number): boolean {
  return listing !== undefined && scan([listing], request, minute).ids.length === 1;
}
