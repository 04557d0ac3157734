/**
 * A search: a pure function of the request, the listings at the index's position, the minute and the engine's version. How the
 * index came to be, and so the numbers of its documents, never shows. What the words mean is in docs/search.md.
 */
import { AppError } from "../errors.ts";
import type { Card } from "../listing/view.ts";
import type { Bitmap } from "./bitmap.ts";
import { type CompiledLeaf, corrections, type ExpandedClause, expandQuery } from "./compiled-query.ts";
import { type Cursor, type CursorContext, cursorFor, queryHash, writeCursor } from "./cursor.ts";
import { type Explained, explainHit, explainListing, type HitExplanation } from "./explain.ts";
import { type Highlight, highlightsOf } from "./highlight.ts";
import { ENGINE_VERSION } from "./impact.ts";
import type { ListingIndex } from "./listing-index.ts";
import { findMatches, type Matches } from "./matches.ts";
import { minuteOf } from "./minute.ts";
import { parseQuery } from "./query/parse.ts";
import type { Ranked, SortKey } from "./rank/order.ts";
import { type ResultOrder, resultOrder } from "./rank/result-order.ts";
import { Scorer } from "./rank/scorer.ts";
import type { SearchRequest, Sort } from "./request.ts";
import { type Needs, together } from "./sections.ts";
import { distanceOf, needDistances } from "./values/distance.ts";
import { collapsed, needDuplicates } from "./values/duplicates.ts";
import { type Facet, facetsOf, needFacets } from "./values/facets.ts";
import { allBut, needFilters } from "./values/filter.ts";

export interface SearchContext extends CursorContext {
  /** The request's one reading of the clock, milliseconds since 1970. */
  readonly now: number;
  /** Postings that a query may read; default `WORK_LIMIT`. */
  readonly workLimit?: number;
}

export interface Hit {
  readonly id: string;
  /** Comparable within one answer only; 0 without a query. */
  readonly score: number;
  /** Read from `SearchAnswer.cards` each time it is asked for. */
  readonly listing: Card;
  readonly highlights?: readonly Highlight[];
  readonly explain?: HitExplanation;
  /** To the nearest of its places, if the request says near what. */
  readonly distanceKm?: number;
}

export interface SearchAnswer {
  readonly total: number;
  readonly items: readonly Hit[];
  /** The cards of the items as JSON, as they are stored: parsing them takes longer than most searches. */
  readonly cards: readonly string[];
  readonly facets: readonly Facet[];
  readonly nextCursor: string | null;
  /** The query would pass the work limit: only the newest listings were searched, `total` is a lower bound, facets are left out. */
  readonly partial: boolean;
  readonly broadened: boolean;
  /** By relevance: the listings, or the clock, and so perhaps the order, changed since the page before. */
  readonly viewChanged: boolean;
  readonly corrections: readonly { readonly from: string; readonly to: string }[];
  readonly explained?: Explained;
  /** Number of the last log entry that the answer reflects. */
  readonly position: number;
}

/**
 * Postings that a search may read, about 0.2 s of work. Ten terms that are each in all of 800,000 listings, or a hundred in
 * 80,000, are still searched in full.
 */
const WORK_LIMIT = 25_000_000;

/** How many values the key of a sort has, beside the id. */
const KEY_LENGTHS: Readonly<Record<Sort, number>> = { relevance: 3, newest: 1, salary: 2, distance: 2 };

/**
 * @throws NotLoaded until everything that the answer needs is in memory; AppError `invalid_cursor` and `cursor_expired` as
 * `cursor.ts` says, `behind` when the index has not reached the position of the cursor (see `requiredPosition`), and
 * `not_found` for an `explainId` that the index lacks.
 */
export function search(index: ListingIndex, request: SearchRequest, context: SearchContext): SearchAnswer {
  const cursor = cursorFor(context, request, KEY_LENGTHS[request.sort]);
  if (cursor !== undefined && index.position < cursor.position) {
    throw new AppError("behind", `the index is at ${index.position}, the cursor needs ${cursor.position}`);
  }
  const now = instantOf(context, cursor);
  const expanded = prepared(index, request, now);
  const matches = findMatches(index, request, expanded, now, context.workLimit ?? WORK_LIMIT);
  const leaves = countingLeaves(matches);
  const scorer = leaves.length === 0 ? undefined : new Scorer(index.terms, index.facts, leaves, now);
  const order = resultOrder(index, request, scorer);
  const distinct = (docs: Bitmap) => (request.collapse === undefined ? docs : withoutDuplicates(index, docs, order));
  const results = distinct(allBut(matches.set));
  const isElsewhere = request.sort === "relevance" && cursor !== undefined && isOtherView(index, cursor, now);
  // A scorer of its own: each reads its blocks in ascending order, once.
  const again = () => new Scorer(index.terms, index.facts, leaves, now);
  const after = isElsewhere && scorer !== undefined ? scoredAgain(index, cursor, results, order, again) : cursor;
  const { page, last } = pageOf(order, results, request, after);
  const hits = hitsOf(index, request, page, leaves, scorer, now);
  // Behind the cards, for which a cold search may have to start again.
  const facets = matches.partial ? [] : facetsOf(index, matches.set, request, now, distinct);
  const explained = explainListing(index, request, matches, results, (doc) => rankOf(order, results, doc), now);
  return {
    total: results.size,
    ...hits,
    facets,
    nextCursor: last === undefined ? null : nextCursor(index, request, context, now, sortKeyOf(index, order, last)),
    partial: matches.partial,
    broadened: matches.broadened,
    viewChanged: isElsewhere,
    corrections: corrections(index, matches.expanded, matches.scope),
    ...(explained === undefined ? {} : { explained }),
    position: index.position,
  };
}

/** Asks for all that the search reads before it ranks, so that a cold index fetches it in one go; answers the expanded query. */
function prepared(index: ListingIndex, request: SearchRequest, now: number): ExpandedClause[] | undefined {
  const { q, typo, effectiveStates } = request;
  const needs = index.facts.base.needs();
  needColumns(index, needs, request);
  if (q === undefined) {
    needs.settle();
    return undefined;
  }
  index.terms.needDirectory(needs);
  let expanded: ExpandedClause[] = [];
  together(
    () => needs.settle(),
    () => {
      expanded = expandQuery(index, parseQuery(q), { typo, visible: () => index.visible(now, effectiveStates) });
    },
  );
  return expanded;
}

/** What a search reads whatever its words are. */
function needColumns(index: ListingIndex, needs: Needs, request: SearchRequest): void {
  const { cursor, effectiveStates, near, collapse, sort } = request;
  needFilters(index, needs, request);
  needFacets(index, needs, request);
  if (near !== undefined) needDistances(index, needs);
  if (collapse !== undefined) needDuplicates(index, needs);
  if (sort === "salary") index.values.pay.need(needs);
  index.visibility.need(needs);
  index.facts.needRanks(needs);
  index.facts.needCardFences(needs);
  // A cursor is compared with ids where dates are equal, and so are documents of the tail with those of the base.
  if (cursor !== undefined || index.facts.end > index.facts.tailStart) index.facts.needIds(needs);
  if (effectiveStates.some((state) => state !== "published")) index.facts.needStates(needs);
}

/** A walk sees the board of its first page's minute, but a made-up cursor cannot look into the future. */
function instantOf({ now }: SearchContext, cursor: Cursor | undefined): number {
  return minuteOf(Math.min(now, cursor?.now ?? now));
}

/** Scores are of an instant too: a process whose clock is behind that of the page before gives others. */
function isOtherView(index: ListingIndex, cursor: Cursor, now: number): boolean {
  return cursor.position !== index.position || cursor.engineVersion !== ENGINE_VERSION || cursor.now !== now;
}

/**
 * Where a walk by relevance goes on in another view. One listing more or less moves all scores, so the hit at which the page ended is
 * scored anew, and the next page is what comes behind it now. One that is found no more leaves the score that it had.
 */
function scoredAgain(
  { facts }: ListingIndex,
  cursor: Cursor,
  results: Bitmap,
  order: ResultOrder,
  scorer: () => Scorer,
): SortKey {
  const doc = facts.find(cursor.id);
  if (doc === undefined || !results.has(doc)) return cursor;
  const score = scorer().scoresOf([doc]).get(doc) ?? 0;
  return { key: order.keyOf(doc, score), id: cursor.id };
}

/** What adds to a score, in the order of the query. */
function countingLeaves({ clauses }: Matches): CompiledLeaf[] {
  return clauses.flatMap(({ clause, leaves }) => (clause.isExcluded ? [] : leaves));
}

/** Of every group of near duplicates the one that ranks first. */
function withoutDuplicates(index: ListingIndex, docs: Bitmap, order: ResultOrder): Bitmap {
  const ranks = new Map(order.first(docs, docs.size).map(({ doc }, rank) => [doc, rank]));
  return collapsed(index, docs, (a, b) => (ranks.get(a) ?? 0) < (ranks.get(b) ?? 0));
}

/** From 1. */
function rankOf(order: ResultOrder, results: Bitmap, doc: number): number {
  return 1 + order.first(results, results.size).findIndex((ranked) => ranked.doc === doc);
}

/** `last` is the last hit of the page if more follow. */
function pageOf(order: ResultOrder, results: Bitmap, { page = 1, limit }: SearchRequest, after: SortKey | undefined) {
  const skipped = (page - 1) * limit;
  const ranked = order.first(results, skipped + limit + 1, after);
  const hits = ranked.slice(skipped, skipped + limit);
  return { page: hits, last: ranked.length > skipped + limit ? hits.at(-1) : undefined };
}

/** Of a hit of the page, whose id is there. */
function sortKeyOf({ facts }: ListingIndex, order: ResultOrder, { doc, score }: Ranked): SortKey {
  return { key: order.keyOf(doc, score), id: facts.idOf(doc) };
}

function nextCursor(
  index: ListingIndex,
  request: SearchRequest,
  context: SearchContext,
  now: number,
  last: SortKey,
): string {
  const query = queryHash(context.env, request);
  return writeCursor(context, { query, position: index.position, engineVersion: ENGINE_VERSION, now, ...last });
}

function hitsOf(
  index: ListingIndex,
  request: SearchRequest,
  page: readonly Ranked[],
  leaves: readonly CompiledLeaf[],
  scorer: Scorer | undefined,
  now: number,
): Pick<SearchAnswer, "items" | "cards"> {
  const { facts } = index;
  const docs = page.map(({ doc }) => doc);
  const needs = facts.base.needs();
  facts.needCards(needs, docs);
  needs.settle();
  const scores = request.sort === "relevance" ? undefined : scorer?.scoresOf(docs);
  const { near } = request;
  const cards = docs.map((doc) => facts.cardOf(doc));
  const items = page.map(({ doc, score }, i): Hit => {
    // Our own JSON.
    const listing = () => JSON.parse(cards[i] ?? "") as Card;
    const metres = near === undefined ? Number.POSITIVE_INFINITY : distanceOf(index, doc, near);
    return {
      id: facts.idOf(doc),
      score: scores?.get(doc) ?? score,
      get listing() {
        return listing();
      },
      ...(request.highlight ? { highlights: highlightsOf(listing(), leaves) } : {}),
      ...(request.explain ? { explain: explainHit(index, leaves, doc, now) } : {}),
      ...(Number.isFinite(metres) ? { distanceKm: metres / 1_000 } : {}),
    };
  });
  return { items, cards };
}
