/**
 * Scores of documents, a block of 256 at a time: every term of the query adds what it is worth to the places of the block. A
 * block that cannot reach the worst hit kept so far, by the highest impacts and boosts in it, is skipped (block-max pruning:
 * Ding and Suel, SIGIR 2011; Tantivy and Lucene do it for lists, here it is done for blocks of documents, which are ordered by date, so
 * that the recency of a block is that of its first document).
 */
import { Bitmap } from "../bitmap.ts";
import type { CompiledAlternative, CompiledLeaf } from "../compiled-query.ts";
import type { Facts } from "../facts.ts";
import { IMPACTS } from "../impact.ts";
import { BLOCK_DOCS, WORDS_PER_BLOCK } from "../terms/list-layout.ts";
import type { TermIndex } from "../terms/term-index.ts";
import { boostOf, roundedScore } from "./boost.ts";
import { type PostingCursor, postingCursor } from "./posting-cursor.ts";

export interface TermScorer {
  readonly term: string;
  readonly cursor: PostingCursor | undefined;
  /** By impact byte. */
  readonly worth: Float64Array;
}

interface AlternativeScorer {
  readonly terms: readonly TermScorer[];
  readonly weight: number;
  readonly alternative: CompiledAlternative;
}

/** Alternatives of one leaf; the best that holds counts. */
type LeafScorer = readonly AlternativeScorer[];

export class Scorer {
  readonly #terms: TermIndex;
  readonly #facts: Facts;
  readonly #now: number;
  readonly #leaves: readonly LeafScorer[];
  /** By place in the block. */
  readonly #sums = new Float64Array(BLOCK_DOCS);
  readonly #best = new Float64Array(BLOCK_DOCS);
  readonly #whole = new Float64Array(BLOCK_DOCS);
  #block = -1;
  #of: Uint32Array | undefined;
  #tail: Float64Array | undefined;

  constructor(terms: TermIndex, facts: Facts, leaves: readonly CompiledLeaf[], now: number) {
    this.#terms = terms;
    this.#facts = facts;
    this.#now = now;
    this.#leaves = leaves.map(({ compiled }) => compiled.map((alternative) => this.#alternative(alternative)));
  }

  /** No document of the block scores higher. Blocks in ascending order. */
  bound(block: number): number {
    let sum = 0;
    for (const leaf of this.#leaves) sum += boundOf(leaf, block);
    return roundedScore(sum * this.highestBoost(block));
  }

  /** No document of the block is boosted more. */
  highestBoost(block: number): number {
    const newest = this.#facts.basePostedAt[block * BLOCK_DOCS] ?? 0;
    return boostOf(this.#facts.highestPromotion(block), newest, this.#now);
  }

  /** The one list of a query of one word that has no other form: then a score needs no sum. */
  get only(): TermScorer | undefined {
    const [leaf, ...others] = this.#leaves;
    const [alternative, ...more] = leaf ?? [];
    if (others.length > 0 || more.length > 0 || alternative === undefined || !isPlain(alternative)) return undefined;
    return alternative.terms[0];
  }

  /** Scores of the texts of a block's documents, of those `of` a set, by place; not to be kept. Blocks in ascending order. */
  texts(block: number, of: Uint32Array): Float64Array {
    const sums = this.#sums;
    if (block === this.#block && of === this.#of) return sums;
    this.#block = block;
    this.#of = of;
    sums.fill(0);
    for (const leaf of this.#leaves) {
      const [only] = leaf;
      if (only === undefined) continue;
      if (leaf.length === 1 && isPlain(only)) {
        only.terms[0]?.cursor?.add(block, only.terms[0].worth, sums, of);
      } else {
        this.#best.fill(0);
        for (const alternative of leaf) this.#raise(alternative, block, of);
        for (let place = 0; place < BLOCK_DOCS; place++) sums[place] = (sums[place] ?? 0) + (this.#best[place] ?? 0);
      }
    }
    return sums;
  }

  /** Scores of the texts of the tail's documents, from its first. */
  tailTexts(): Float64Array {
    this.#tail ??= this.#scoreTail();
    return this.#tail;
  }

  /** With boosts, rounded. */
  score(doc: number, text: number): number {
    return roundedScore(text * boostOf(this.#facts.promotion(doc), this.#facts.postedAt(doc), this.#now));
  }

  /** Scores of a few documents, in any order. */
  scoresOf(docs: readonly number[]): Map<number, number> {
    const scores = new Map<number, number>();
    const set = new Bitmap(this.#facts.end);
    for (const doc of docs) set.add(doc);
    for (const doc of docs.toSorted((a, b) => a - b)) {
      const text = this.#facts.isBase(doc)
        ? (this.texts(Math.floor(doc / BLOCK_DOCS), set.words)[doc % BLOCK_DOCS] ?? 0)
        : (this.tailTexts()[doc - this.#facts.tailStart] ?? 0);
      scores.set(doc, this.score(doc, text));
    }
    return scores;
  }

  #alternative(alternative: CompiledAlternative): AlternativeScorer {
    const { weight, docs } = alternative;
    const terms = alternative.terms.map(({ term, rarity }) => {
      const ordinal = this.#terms.ordinalOf(term);
      const cursor = ordinal === undefined ? undefined : postingCursor(this.#terms.base, ordinal);
      // Of a plain alternative the weight is in the table; of others it comes behind the sum.
      const factor = docs === undefined ? weight : 1;
      return { term, cursor, worth: IMPACTS.map((impact) => factor * (impact * rarity)) };
    });
    return { terms, weight, alternative };
  }

  #raise(scorer: AlternativeScorer, block: number, of: Uint32Array): void {
    const best = this.#best;
    if (isPlain(scorer)) {
      scorer.terms[0]?.cursor?.raise(block, scorer.terms[0].worth, best, of);
      return;
    }
    const whole = this.#whole.fill(0);
    for (const { cursor, worth } of scorer.terms) cursor?.add(block, worth, whole, of);
    const words = scorer.alternative.docs?.words ?? new Uint32Array();
    for (let i = 0; i < WORDS_PER_BLOCK; i++) {
      for (let word = words[block * WORDS_PER_BLOCK + i] ?? 0; word !== 0; word &= word - 1) {
        const place = (i << 5) + 31 - Math.clz32(word & -word);
        best[place] = Math.max(best[place] ?? 0, scorer.weight * (whole[place] ?? 0));
      }
    }
  }

  #scoreTail(): Float64Array {
    const count = this.#facts.end - this.#facts.tailStart;
    const sums = new Float64Array(count);
    for (const leaf of this.#leaves) {
      const best = new Float64Array(count);
      for (const scorer of leaf) this.#raiseTail(scorer, best);
      for (let i = 0; i < count; i++) sums[i] = (sums[i] ?? 0) + (best[i] ?? 0);
    }
    return sums;
  }

  #raiseTail(scorer: AlternativeScorer, best: Float64Array): void {
    const { tail } = this.#terms;
    const { docs } = scorer.alternative;
    if (docs === undefined) {
      for (const { term, worth } of scorer.terms) {
        tail.forEach(term, (doc, impact) => {
          best[doc] = Math.max(best[doc] ?? 0, worth[impact] ?? 0);
        });
      }
      return;
    }
    const whole = new Float64Array(best.length);
    for (const { term, worth } of scorer.terms) {
      tail.forEach(term, (doc, impact) => {
        whole[doc] = (whole[doc] ?? 0) + (worth[impact] ?? 0);
      });
    }
    for (let doc = 0; doc < best.length; doc++) {
      if (!docs.has(this.#facts.tailStart + doc)) continue;
      best[doc] = Math.max(best[doc] ?? 0, scorer.weight * (whole[doc] ?? 0));
    }
  }
}

function isPlain({ alternative }: AlternativeScorer): boolean {
  return alternative.docs === undefined;
}

function boundOf(leaf: LeafScorer, block: number): number {
  let best = 0;
  for (const scorer of leaf) {
    let sum = 0;
    for (const { cursor, worth } of scorer.terms) sum += worth[cursor?.maximum(block) ?? 0] ?? 0;
    best = Math.max(best, isPlain(scorer) ? sum : scorer.weight * sum);
  }
  return best;
}
