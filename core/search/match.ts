/**
 * Which documents hold all clauses of a query, and how well: BM25F, clause by clause in the order of the query. What is
 * read depends on the documents that can still match, not on how many there are.
 */
import { Bitmap } from "./bitmap.ts";
import { IMPACTS, inverseDocumentFrequency } from "./impact.ts";
import type { ListingIndex } from "./listing-index.ts";
import { type Found, READS_PER_LOOK_UP, roomFor } from "./postings.ts";
import type { Clause } from "./query.ts";

interface Matches {
  readonly docs: Bitmap;
  /** By document; rounded, so that what is shown as equal ranks as equal. */
  readonly scores: Float64Array;
}

/** The documents that hold all clauses so far, ascending, with their scores: the first `count` of each array. */
interface Candidates {
  readonly docs: Uint32Array;
  readonly scores: Float64Array;
  /** Room for one look-up. */
  readonly found: Found;
  count: number;
}

/** Of one clause with alternatives, by the place of the candidate; kept from clause to clause. */
interface Scratch {
  readonly best: Float64Array;
  readonly sum: Float64Array;
}

/** Six decimals: far below any difference that means something, far above the noise of a sum of doubles. */
const SCORE_UNITS = 1e6;

/** The clauses without the alternatives that no listing can hold; none at all if a clause has no other. */
export function answerable(index: ListingIndex, clauses: readonly Clause[]): readonly Clause[] {
  const answerable: Clause[] = [];
  for (const { alternatives } of clauses) {
    const held = alternatives.filter((terms) => rarity(index, terms) > 0);
    if (held.length === 0) return [];
    answerable.push({ alternatives: held });
  }
  return answerable;
}

/** How often a document is looked up if it holds all clauses. */
export function lookUpsOf(clauses: readonly Clause[]): number {
  return clauses.reduce((sum, { alternatives }) => sum + alternatives.flat().length, 0);
}

/**
 * Postings that `match` may read over a scope of this size. Removed documents are left out, so that the figure depends on
 * the listings alone; they are at most a third of a list of any length.
 */
export function workOf(index: ListingIndex, clauses: readonly Clause[], scopeSize: number): number {
  const [rarest] = byRarity(index, clauses);
  if (rarest === undefined) return 0;
  const candidates = Math.min(rarest.holders, scopeSize);
  let work = candidates;
  for (const term of clauses.flatMap(({ alternatives }) => alternatives.flat())) {
    work += Math.min(2 * index.documentFrequency(term) + candidates, READS_PER_LOOK_UP * candidates);
  }
  return work;
}

/** The documents of `scope` that hold every clause. Scores are added in the order of the clauses, whatever is fastest. */
export function match(index: ListingIndex, clauses: readonly Clause[], scope: Bitmap): Matches {
  const scores = new Float64Array(index.documents.count);
  const [rarest] = byRarity(index, clauses);
  if (rarest === undefined) return { docs: scope, scores };
  const docs = (rarest.holders < scope.size ? holders(index, rarest.clause, scope) : scope).toArray();
  const candidates = { docs, scores: new Float64Array(docs.length), found: roomFor(docs.length), count: docs.length };
  let scratch: Scratch | undefined;
  for (const clause of clauses) {
    const [only, ...others] = clause.alternatives.flat();
    if (only !== undefined && others.length === 0) {
      addTerm(index, only, candidates);
    } else {
      scratch ??= scratchFor(docs.length);
      addClause(index, clause, candidates, scratch);
    }
    if (candidates.count === 0) break;
  }
  return { docs: collected(candidates, scores), scores };
}

/** The clause with the fewest listings first; `holders` is how many hold it at most. */
function byRarity(index: ListingIndex, clauses: readonly Clause[]): { clause: Clause; holders: number }[] {
  return clauses
    .map((clause) => ({ clause, holders: clause.alternatives.reduce((sum, terms) => sum + rarity(index, terms), 0) }))
    .sort((a, b) => a.holders - b.holders);
}

/** Listings that hold the rarest of the terms. */
function rarity(index: ListingIndex, terms: readonly string[]): number {
  return Math.min(...terms.map((term) => index.documentFrequency(term)));
}

/** The documents of `scope` that hold the rarest term of an alternative: all that can hold the clause. */
function holders(index: ListingIndex, { alternatives }: Clause, scope: Bitmap): Bitmap {
  const docs = new Bitmap(index.documents.count);
  for (const terms of alternatives) {
    const fewest = rarity(index, terms);
    const rarest = terms.find((term) => index.documentFrequency(term) === fewest) ?? "";
    index.postings.forEach(rarest, (doc) => {
      if (scope.has(doc)) docs.add(doc);
    });
  }
  return docs;
}

function addTerm(index: ListingIndex, term: string, candidates: Candidates): void {
  const { docs, scores, found } = candidates;
  const weights = weightsOf(index, term);
  index.postings.lookUp(term, docs, candidates.count, found);
  for (let hit = 0; hit < found.count; hit++) {
    const at = found.places[hit] ?? 0;
    docs[hit] = docs[at] ?? 0;
    scores[hit] = (scores[at] ?? 0) + (weights[found.impacts[hit] ?? 0] ?? 0);
  }
  candidates.count = found.count;
}

/** A document is worth its best alternative: the sum of the terms, all of which it must hold. */
function addClause(
  index: ListingIndex,
  { alternatives }: Clause,
  candidates: Candidates,
  { best, sum }: Scratch,
): void {
  const { docs, scores, count } = candidates;
  best.fill(0, 0, count);
  for (const terms of alternatives) {
    sumUp(index, terms, candidates, sum);
    for (let at = 0; at < count; at++) best[at] = Math.max(best[at] ?? 0, sum[at] ?? 0);
  }
  let kept = 0;
  for (let at = 0; at < count; at++) {
    // A score is above 0, so 0 can say that no alternative holds.
    if (best[at] === 0) continue;
    docs[kept] = docs[at] ?? 0;
    scores[kept] = (scores[at] ?? 0) + (best[at] ?? 0);
    kept++;
  }
  candidates.count = kept;
}

/** What holding all terms adds to each candidate; 0 for one that lacks any. */
function sumUp(index: ListingIndex, terms: readonly string[], candidates: Candidates, sum: Float64Array): void {
  const { docs, found, count } = candidates;
  sum.fill(0, 0, count);
  terms.forEach((term, i) => {
    const weights = weightsOf(index, term);
    index.postings.lookUp(term, docs, count, found);
    let next = 0;
    for (let hit = 0; hit < found.count; hit++) {
      const at = found.places[hit] ?? 0;
      while (next < at) sum[next++] = 0;
      if (i === 0 || sum[at] !== 0) sum[at] = (sum[at] ?? 0) + (weights[found.impacts[hit] ?? 0] ?? 0);
      next = at + 1;
    }
    sum.fill(0, next, count);
  });
}

function scratchFor(count: number): Scratch {
  return { best: new Float64Array(count), sum: new Float64Array(count) };
}

/** What a posting of the term adds, by its impact byte. */
function weightsOf(index: ListingIndex, term: string): Float64Array {
  const rarity = inverseDocumentFrequency(index.listings, index.documentFrequency(term));
  return IMPACTS.map((impact) => impact * rarity);
}

function collected({ docs, scores, count }: Candidates, byDoc: Float64Array): Bitmap {
  const found = new Bitmap(byDoc.length);
  for (let at = 0; at < count; at++) {
    const doc = docs[at] ?? 0;
    byDoc[doc] = Math.round((scores[at] ?? 0) * SCORE_UNITS) / SCORE_UNITS;
    found.add(doc);
  }
  return found;
}
