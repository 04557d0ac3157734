/**
 * The order of relevance: the best so many by score, then promotion, date and id. What cannot be kept is not looked at: by block,
 * and in a list of its own by posting.
 */
import type { Bitmap } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import { BLOCK_DOCS, WORDS_PER_BLOCK } from "../terms/list-layout.ts";
import { BestHits } from "./best-hits.ts";
import { isBehind, type Ranked, type SortKey } from "./order.ts";
import type { PostingCursor } from "./posting-cursor.ts";
import type { Scorer } from "./scorer.ts";

/** Half a unit of the last decimal of a score, twice: what rounding may add. */
const ROUNDING = 1e-6;

/** Without a scorer every score is 0. */
export function byRelevance(
  facts: Facts,
  scorer: Scorer | undefined,
  docs: Bitmap,
  count: number,
  after?: SortKey,
): Ranked[] {
  const ranking = new Ranking(facts, docs, count, after);
  if (scorer === undefined) ranking.offerUnscored();
  else ranking.offerScored(scorer);
  return ranking.best.ranked();
}

class Ranking {
  readonly best: BestHits;
  readonly #facts: Facts;
  readonly #docs: Bitmap;
  readonly #after: SortKey | undefined;

  constructor(facts: Facts, docs: Bitmap, count: number, after: SortKey | undefined) {
    this.#facts = facts;
    this.#docs = docs;
    this.#after = after;
    this.best = new BestHits(count, (a, b) => {
      const [promotionA, promotionB] = [facts.promotion(a), facts.promotion(b)];
      return promotionA === promotionB ? facts.isNewer(a, b) : promotionA > promotionB;
    });
  }

  offerUnscored(): void {
    this.#docs.forEach((doc) => {
      this.#offer(doc, 0);
    });
  }

  offerScored(scorer: Scorer): void {
    const { only } = scorer;
    if (only?.cursor === undefined) this.#offerBlocks(scorer);
    else this.#offerList(scorer, only.cursor, only.worth);
    const { tailStart, end } = this.#facts;
    if (end === tailStart) return;
    const texts = scorer.tailTexts();
    for (let doc = tailStart; doc < end; doc++) {
      if (this.#docs.has(doc)) this.#offer(doc, scorer.score(doc, texts[doc - tailStart] ?? 0));
    }
  }

  /** Of one list: its postings are read once, and of those that cannot be kept only the impact. */
  #offerList(scorer: Scorer, cursor: PostingCursor, worth: Float64Array): void {
    const selected = { places: new Uint8Array(BLOCK_DOCS), impacts: new Uint8Array(BLOCK_DOCS) };
    for (let block = 0; block * BLOCK_DOCS < this.#facts.baseCount; block++) {
      const boost = scorer.highestBoost(block);
      const least = leastImpact(worth, boost, this.best.worst, cursor.maximum(block));
      const count = least === undefined ? 0 : cursor.select(block, least, selected);
      for (let i = 0; i < count; i++) {
        const doc = block * BLOCK_DOCS + (selected.places[i] ?? 0);
        if (this.#docs.has(doc)) this.#offer(doc, scorer.score(doc, worth[selected.impacts[i] ?? 0] ?? 0));
      }
    }
  }

  #offerBlocks(scorer: Scorer): void {
    const { words } = this.#docs;
    const end = Math.min(words.length, this.#facts.tailStart / 32);
    for (let start = 0, block = 0; start < end; start += WORDS_PER_BLOCK, block++) {
      const blockEnd = Math.min(end, start + WORDS_PER_BLOCK);
      if (!isEmpty(words, start, blockEnd) && scorer.bound(block) >= this.best.worst) {
        this.#offerBlock(scorer, block, start, blockEnd);
      }
    }
  }

  #offerBlock(scorer: Scorer, block: number, start: number, end: number): void {
    const { words } = this.#docs;
    const texts = scorer.texts(block, words);
    const boost = scorer.highestBoost(block);
    let { worst } = this.best;
    for (let i = start; i < end; i++) {
      for (let word = words[i] ?? 0; word !== 0; word &= word - 1) {
        const doc = (i << 5) + 31 - Math.clz32(word & -word);
        const text = texts[doc % BLOCK_DOCS] ?? 0;
        if (text * boost + ROUNDING < worst) continue;
        this.#offer(doc, scorer.score(doc, text));
        worst = this.best.worst;
      }
    }
  }

  #offer(doc: number, score: number): void {
    if (score < this.best.worst) return;
    const facts = this.#facts;
    const after = this.#after;
    if (after !== undefined && !isBehind(facts, doc, [score, facts.promotion(doc), facts.postedAt(doc)], after)) return;
    this.best.offer(doc, score);
  }
}

/** The lowest impact that can still be kept, if the highest of the block can. */
function leastImpact(worth: Float64Array, boost: number, worst: number, highest: number): number | undefined {
  let least = highest;
  while (least > 0 && (worth[least] ?? 0) * boost + ROUNDING >= worst) least--;
  return least === highest ? undefined : least + 1;
}

function isEmpty(words: Uint32Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (words[i] !== 0) return false;
  return true;
}
