/**
 * The published listings that have a page of their own (`url`), from the oldest on: what a sitemap is cut into parts of. What
 * is new comes into the last part, and the others stay what they were.
 */
import type { ListingIndex } from "./listing-index.ts";
import { merged } from "./merged.ts";
import { minuteOf } from "./minute.ts";

export interface ListingPage {
  readonly url: string;
  /** Second since 1970 in which the listing was changed last, cut. */
  readonly changed: number;
}

/** Documents with a page, as of the minute of `now` in milliseconds since 1970. @throws NotLoaded */
export function docsWithPage(index: ListingIndex, now: number): readonly number[] {
  const { facts, visibility } = index;
  const needs = facts.base.needs();
  visibility.need(needs);
  facts.needRanks(needs);
  facts.needIds(needs);
  facts.needPages(needs);
  needs.settle();
  const visible = index.visible(minuteOf(now), ["published"]);
  const hasPage = (doc: number) => visible.has(doc) && facts.pageChanged(doc) > 0;
  const base = visible.toArray().filter((doc) => facts.isBase(doc) && hasPage(doc));
  const tail = facts.tailByDate().filter(hasPage);
  return merged(base, tail, (a, b) => facts.isNewer(a, b)).reverse();
}

/** When the newest change of any of these was made, in seconds since 1970. `docsWithPage` has loaded what it reads. */
export function lastChange({ facts }: ListingIndex, docs: readonly number[]): number {
  return docs.reduce((latest, doc) => Math.max(latest, facts.pageChanged(doc)), 0);
}

/** @throws NotLoaded */
export function pagesOf({ facts }: ListingIndex, docs: readonly number[]): ListingPage[] {
  const needs = facts.base.needs();
  facts.needCards(needs, docs);
  needs.settle();
  return docs.map((doc) => {
    // Our own JSON, of a listing that has an address.
    const { url = "" } = JSON.parse(facts.cardOf(doc)) as { readonly url?: string };
    return { url, changed: facts.pageChanged(doc) };
  });
}
