/** What a source has on the board, as an index knows it. */
import type { ListingIndex } from "./listing-index.ts";

/**
 * Ids of the listings of a source that readers can see at `now`, milliseconds since 1970, in no particular order.
 * @throws NotLoaded
 */
export function publishedOfSource(index: ListingIndex, source: string, now: number): string[] {
  const { facts, values, visibility } = index;
  const column = values.column("source");
  const needs = facts.base.needs();
  column.needValues(needs);
  visibility.need(needs);
  facts.needIds(needs);
  needs.settle();
  const docs = index.visible(now, ["published"]).and(column.holding([source]));
  return Array.from(docs.toArray(), (doc) => facts.idOf(doc));
}

/**
 * Those of the ids whose listing is on the board, in whatever state.
 * @throws NotLoaded
 */
export function listedOf({ facts }: ListingIndex, ids: Iterable<string>): ReadonlySet<string> {
  const needs = facts.base.needs();
  facts.needIds(needs);
  needs.settle();
  return new Set(Array.from(ids).filter((id) => facts.find(id) !== undefined));
}
