/** Which documents hold all clauses of a query, and how well: BM25F, clause by clause in the order of the query. */
import type { Bitmap } from "./bitmap.ts";
import { IMPACTS, inverseDocumentFrequency } from "./impact.ts";
import type { ListingIndex } from "./listing-index.ts";
import type { Clause } from "./query.ts";

export interface Matches {
  readonly docs: Bitmap;
  /** By document; rounded, so that what is shown as equal ranks as equal. */
  readonly scores: Float64Array;
}

/** Six decimals: far below any difference that means something, far above the noise of a sum of doubles. */
const SCORE_UNITS = 1e6;

/** Postings of all terms, counted without removed documents so that the figure depends on the listings alone. */
export function postingsOf(index: ListingIndex, clauses: readonly Clause[]): number {
  let postings = 0;
  for (const { alternatives } of clauses) {
    for (const term of alternatives.flat()) postings += index.documentFrequency(term);
  }
  return postings;
}

/** The documents of `scope` that hold every clause. Scores are added in the order of the clauses, whatever is fastest. */
export function match(index: ListingIndex, clauses: readonly Clause[], scope: Bitmap): Matches {
  const { count } = index.documents;
  const scores = new Float64Array(count);
  if (clauses.length === 0) return { docs: scope, scores };
  // Clauses that a document has met so far, one more than that while it is in scope: 0 is out.
  const met = new Uint16Array(count);
  scope.forEach((doc) => {
    met[doc] = 1;
  });
  clauses.forEach((clause, i) => {
    const [only] = clause.alternatives;
    if (clause.alternatives.length === 1 && only?.length === 1) addTerm(index, only[0] ?? "", i + 1, met, scores);
    else addClause(index, clause, i + 1, met, scores);
  });
  return { docs: collected(scope, met, scores, clauses.length + 1), scores };
}

function addTerm(index: ListingIndex, term: string, stage: number, met: Uint16Array, scores: Float64Array): void {
  const weights = weightsOf(index, term);
  index.postings.forEachRun(term, (docs, impacts, from, to) => {
    for (let i = from; i < to; i++) {
      const doc = docs[i] ?? 0;
      if (met[doc] !== stage) continue;
      met[doc] = stage + 1;
      scores[doc] = (scores[doc] ?? 0) + (weights[impacts[i] ?? 0] ?? 0);
    }
  });
}

/** A document is worth its best alternative: the sum of the terms, all of which it must hold. */
function addClause(
  index: ListingIndex,
  { alternatives }: Clause,
  stage: number,
  met: Uint16Array,
  scores: Float64Array,
): void {
  const best = new Float64Array(met.length);
  for (const terms of alternatives) {
    const sum = new Float64Array(met.length);
    const held = new Uint16Array(met.length);
    terms.forEach((term, i) => {
      addTerm(index, term, i, held, sum);
    });
    for (let doc = 0; doc < met.length; doc++) {
      // A score is above 0, so 0 can say that no alternative holds.
      if (held[doc] === terms.length) best[doc] = Math.max(best[doc] ?? 0, sum[doc] ?? 0);
    }
  }
  for (let doc = 0; doc < met.length; doc++) {
    if (met[doc] !== stage || best[doc] === 0) continue;
    met[doc] = stage + 1;
    scores[doc] = (scores[doc] ?? 0) + (best[doc] ?? 0);
  }
}

/** What a posting of the term adds, by its impact byte. */
function weightsOf(index: ListingIndex, term: string): Float64Array {
  const rarity = inverseDocumentFrequency(index.listings, index.documentFrequency(term));
  return IMPACTS.map((impact) => impact * rarity);
}

function collected(scope: Bitmap, met: Uint16Array, scores: Float64Array, stage: number): Bitmap {
  return scope.filter((doc) => {
    if (met[doc] !== stage) return false;
    scores[doc] = Math.round((scores[doc] ?? 0) * SCORE_UNITS) / SCORE_UNITS;
    return true;
  });
}
