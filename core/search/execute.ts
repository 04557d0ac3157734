/**
 * A search: a pure function of the request, the listings at the index's position, the minute and the engine's version.
 * Document numbers, and so the history of the index, never show.
 */
import { AppError } from "../errors.ts";
import type { Card } from "../listing/view.ts";
import { Bitmap } from "./bitmap.ts";
import { type Cursor, type CursorContext, cursorFor, queryHash, writeCursor } from "./cursor.ts";
import { type Facet, facetsOf } from "./facets.ts";
import { allBut, filtered } from "./filter.ts";
import { ENGINE_VERSION } from "./impact.ts";
import type { ListingIndex } from "./listing-index.ts";
import { answerable, lookUpsOf, match, workOf } from "./match.ts";
import { minuteOf } from "./minute.ts";
import { newestOf } from "./newest.ts";
import { READS_PER_LOOK_UP } from "./postings.ts";
import { type Clause, parseQuery } from "./query.ts";
import { KEY_LENGTHS, type Ranking, ranked, rankingBy, sortKeyOf } from "./ranking.ts";
import type { SearchRequest } from "./request.ts";

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
  readonly listing: Card;
}

export interface SearchAnswer {
  readonly total: number;
  readonly items: readonly Hit[];
  readonly facets: readonly Facet[];
  readonly nextCursor: string | null;
  /** The query would pass the work limit: only the newest listings were searched, `total` is a lower bound, facets are left out. */
  readonly partial: boolean;
  readonly broadened: boolean;
  /** By relevance: the listings, and so perhaps the order, changed since the page before. */
  readonly viewChanged: boolean;
  readonly corrections: readonly { readonly from: string; readonly to: string }[];
  /** Number of the last log entry that the answer reflects. */
  readonly position: number;
}

/**
 * Postings that a search reads at most, beside one of every slice of a list, and beside those of documents that were
 * removed since a term was last counted. About 0.2 s at the 5 to 20 ns that a posting takes with its score (200,000
 * listings, November 2026). Ten terms that are each in all of 800,000 listings, or a hundred in 80,000, are still searched
 * in full: in such lists a third of what is allowed for is read.
 */
const WORK_LIMIT = 25_000_000;

/**
 * Throws `invalid_cursor` and `cursor_expired` as `cursor.ts` says, and `behind` when the index has not reached the
 * position of the cursor: see `requiredPosition`.
 */
export function search(index: ListingIndex, request: SearchRequest, context: SearchContext): SearchAnswer {
  const cursor = cursorFor(context, request, KEY_LENGTHS[request.sort]);
  if (cursor !== undefined && index.position < cursor.position) {
    throw new AppError("behind", `the index is at ${index.position}, the cursor needs ${cursor.position}`);
  }
  const now = instantOf(context, cursor);
  const clauses = request.q === undefined ? [] : answerable(index, parseQuery(request.q));
  const { scope, partial } = searchScope(index, request, clauses, context.workLimit ?? WORK_LIMIT, now);
  const { docs, scores } = match(index, clauses, scope);
  const set = filtered(index, docs, request.filters, now);
  const results = allBut(set);
  const ranking = rankingBy(request.sort, index.documents, scores);
  const page = pageOf(ranking, results, request, cursor);
  return {
    total: results.size,
    items: page.docs.map((doc) => hitOf(index, doc, scores[doc] ?? 0)),
    facets: partial ? [] : facetsOf(index, set, request.facets, now),
    nextCursor:
      page.last === undefined ? null : nextCursor(index, request, context, now, sortKeyOf(ranking, page.last)),
    partial,
    broadened: false,
    viewChanged: request.sort === "relevance" && cursor !== undefined && isOtherView(index, cursor),
    corrections: [],
    position: index.position,
  };
}

/** A walk sees the board of its first page's minute, but a made-up cursor cannot look into the future. */
function instantOf({ now }: SearchContext, cursor: Cursor | undefined): number {
  return minuteOf(Math.min(now, cursor?.now ?? now));
}

function isOtherView(index: ListingIndex, cursor: Cursor): boolean {
  return cursor.position !== index.position || cursor.engineVersion !== ENGINE_VERSION;
}

/** The documents to search: none for a query that nothing can meet, or that is of signs alone and so asks for nothing. */
function searchScope(
  index: ListingIndex,
  request: SearchRequest,
  clauses: readonly Clause[],
  workLimit: number,
  now: number,
): { scope: Bitmap; partial: boolean } {
  if (request.q !== undefined && clauses.length === 0) return { scope: new Bitmap(), partial: false };
  const visible = index.visible(now, request.effectiveStates);
  if (workOf(index, clauses, visible.size) <= workLimit) return { scope: visible, partial: false };
  // Each is read once at most to find it, and looked up once for every term.
  const count = Math.floor(workLimit / (lookUpsOf(clauses) * READS_PER_LOOK_UP + 1));
  return { scope: newestOf(index.documents, visible, count), partial: true };
}

/** `last` is the last document of the page if more follow. */
function pageOf(ranking: Ranking, results: Bitmap, { page = 1, limit }: SearchRequest, after: Cursor | undefined) {
  const skipped = (page - 1) * limit;
  const { docs, available } = ranked(ranking, results, skipped + limit, after);
  return {
    docs: docs.slice(skipped),
    last: available > skipped + limit ? docs.at(-1) : undefined,
  };
}

function nextCursor(
  index: ListingIndex,
  request: SearchRequest,
  context: SearchContext,
  now: number,
  key: Pick<Cursor, "key" | "id">,
): string {
  const query = queryHash(context.env, request);
  return writeCursor(context, { query, position: index.position, engineVersion: ENGINE_VERSION, now, ...key });
}

function hitOf(index: ListingIndex, doc: number, score: number): Hit {
  return { id: index.documents.idOf(doc), score, listing: index.documents.cardOf(doc) };
}
