/** The orders of results. Each is total: what is equal in everything else is ordered by id, never by luck. */
import type { Bitmap } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import { BLOCK_DOCS } from "../terms/document-lists.ts";
import { BestHits } from "./best-hits.ts";
import type { PostingCursor } from "./posting-cursor.ts";
import type { Scorer } from "./scorer.ts";

export interface Ranked {
  readonly doc: number;
  /** Of the sort by relevance; 0 in the others. */
  readonly score: number;
}

/** The sort values of a hit, the most important first, and its id: where a page ended. */
export interface SortKey {
  readonly key: readonly number[];
  readonly id: string;
}

const WORDS_PER_BLOCK = BLOCK_DOCS / 32;
/** Half a unit of the last decimal of a score, twice: what rounding may add. */
const ROUNDING = 1e-6;

/** By score, promotion, date and id. Without a scorer every score is 0. */
export function byRelevance(
  facts: Facts,
  scorer: Scorer | undefined,
  docs: Bitmap,
  count: number,
  after?: SortKey,
): Ranked[] {
  const isFirst = (a: number, b: number) => {
    const [promotionA, promotionB] = [facts.promotion(a), facts.promotion(b)];
    return promotionA === promotionB ? facts.isNewer(a, b) : promotionA > promotionB;
  };
  const best = new BestHits(count, isFirst);
  const offer = (doc: number, score: number) => {
    if (score < best.worst) return;
    if (after !== undefined && !isBehind(facts, doc, [score, facts.promotion(doc), facts.postedAt(doc)], after)) return;
    best.offer(doc, score);
  };
  if (scorer === undefined) docs.forEach((doc) => offer(doc, 0));
  else offerScored(facts, scorer, docs, best, offer);
  return best.ranked();
}

function offerScored(
  facts: Facts,
  scorer: Scorer,
  docs: Bitmap,
  best: BestHits,
  offer: (doc: number, score: number) => void,
): void {
  const { only } = scorer;
  if (only?.cursor !== undefined) offerOnly(facts, scorer, only.cursor, only.worth, docs, best, offer);
  else offerBlocks(facts, scorer, docs, best, offer);
  if (facts.end === facts.tailStart) return;
  const texts = scorer.tailTexts();
  for (let doc = facts.tailStart; doc < facts.end; doc++) {
    if (docs.has(doc)) offer(doc, scorer.score(doc, texts[doc - facts.tailStart] ?? 0));
  }
}

/** Of one list: its postings are read once, and of those that cannot be kept only the impact. */
function offerOnly(
  facts: Facts,
  scorer: Scorer,
  cursor: PostingCursor,
  worth: Float64Array,
  docs: Bitmap,
  best: BestHits,
  offer: (doc: number, score: number) => void,
): void {
  const selected = { places: new Uint8Array(BLOCK_DOCS), impacts: new Uint8Array(BLOCK_DOCS) };
  for (let block = 0; block * BLOCK_DOCS < facts.baseCount; block++) {
    const highest = scorer.highestBoost(block);
    const least = leastImpact(worth, highest, best.worst, cursor.maximum(block));
    const count = least === undefined ? 0 : cursor.select(block, least, selected);
    for (let i = 0; i < count; i++) {
      const doc = block * BLOCK_DOCS + (selected.places[i] ?? 0);
      if (docs.has(doc)) offer(doc, scorer.score(doc, worth[selected.impacts[i] ?? 0] ?? 0));
    }
  }
}

/** The lowest impact that can still be kept, if the highest of the block can. */
function leastImpact(worth: Float64Array, boost: number, worst: number, highest: number): number | undefined {
  let least = highest;
  while (least > 0 && (worth[least] ?? 0) * boost + ROUNDING >= worst) least--;
  return least === highest ? undefined : least + 1;
}

function offerBlocks(
  facts: Facts,
  scorer: Scorer,
  docs: Bitmap,
  best: BestHits,
  offer: (doc: number, score: number) => void,
): void {
  const { words } = docs;
  const baseWords = Math.min(words.length, facts.tailStart / 32);
  for (let block = 0; block * WORDS_PER_BLOCK < baseWords; block++) {
    const [start, end] = [block * WORDS_PER_BLOCK, Math.min(baseWords, (block + 1) * WORDS_PER_BLOCK)];
    if (isEmpty(words, start, end) || scorer.bound(block) < best.worst) continue;
    const texts = scorer.texts(block);
    const highest = scorer.highestBoost(block);
    let worst = best.worst;
    for (let i = start; i < end; i++) {
      for (let word = words[i] ?? 0; word !== 0; word &= word - 1) {
        const doc = (i << 5) + 31 - Math.clz32(word & -word);
        const text = texts[doc % BLOCK_DOCS] ?? 0;
        if (text * highest + ROUNDING < worst) continue;
        offer(doc, scorer.score(doc, text));
        worst = best.worst;
      }
    }
  }
}

/** By date and id: the order of the base's documents, with the tail's among them. */
export function byDate(facts: Facts, docs: Bitmap, count: number, after?: SortKey): Ranked[] {
  const added: number[] = [];
  for (let doc = facts.tailStart; doc < facts.end; doc++) {
    if (docs.has(doc) && (after === undefined || isBehind(facts, doc, [facts.postedAt(doc)], after))) added.push(doc);
  }
  added.sort((a, b) => (facts.isNewer(a, b) ? -1 : 1));
  const { words } = docs;
  const baseWords = Math.min(words.length, facts.tailStart / 32);
  const first = after === undefined ? 0 : firstBehind(facts, after);
  const page: Ranked[] = [];
  const take = (doc: number) => page.push({ doc, score: 0 });
  let next = 0;
  for (let i = first >>> 5; i < baseWords && page.length < count; i++) {
    const from = i === first >>> 5 ? 0xffff_ffff << (first & 31) : 0xffff_ffff;
    for (let word = (words[i] ?? 0) & from; word !== 0 && page.length < count; word &= word - 1) {
      const doc = (i << 5) + 31 - Math.clz32(word & -word);
      while (next < added.length && page.length < count && facts.isNewer(added[next] ?? 0, doc))
        take(added[next++] ?? 0);
      if (page.length < count) take(doc);
    }
  }
  while (next < added.length && page.length < count) take(added[next++] ?? 0);
  return page;
}

/** By a value, the highest first, then date and id. `valuesOf` gives one for each document. */
export function byValue(
  facts: Facts,
  docs: Bitmap,
  count: number,
  valuesOf: (docs: Uint32Array) => Float64Array,
  after?: SortKey,
): Ranked[] {
  const best = new BestHits(count, (a, b) => facts.isNewer(a, b));
  const all = docs.toArray();
  const values = valuesOf(all);
  for (let i = 0; i < all.length; i++) {
    const [doc, value] = [all[i] ?? 0, values[i] ?? 0];
    if (value < best.worst) continue;
    if (after === undefined || isBehind(facts, doc, [value, facts.postedAt(doc)], after)) best.offer(doc, value);
  }
  return best.ranked().map(({ doc }) => ({ doc, score: 0 }));
}

/** Whether a document comes after the hit at which a page ended. Of equal values it needs the document's id. */
function isBehind(facts: Facts, doc: number, key: readonly number[], after: SortKey): boolean {
  for (const [i, value] of key.entries()) {
    const last = after.key[i] ?? 0;
    if (value !== last) return value < last;
  }
  return facts.idOf(doc) < after.id;
}

/** The first document of the base that comes after the hit; all behind it do too. */
function firstBehind(facts: Facts, after: SortKey): number {
  let [low, high] = [0, facts.baseCount];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(facts, middle, [facts.postedAt(middle)], after)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isEmpty(words: Uint32Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (words[i] !== 0) return false;
  return true;
}
