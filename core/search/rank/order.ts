/** The orders of results. Each is total: what is equal in everything else is ordered by id, never by luck. */
import { firstPlace } from "../bisect.ts";
import type { Bitmap } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import { merged } from "../merged.ts";
import { BestHits } from "./best-hits.ts";

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

/** By date and id: the order of the base's documents, with the tail's among them. */
export function byDate(facts: Facts, docs: Bitmap, count: number, after?: SortKey): Ranked[] {
  const base = firstOfBase(docs.words, facts, after === undefined ? 0 : firstBehind(facts, after), count);
  const added = firstOfTail(facts, docs, count, after);
  return merged(base, added, (a, b) => facts.isNewer(a, b), count).map((doc) => ({ doc, score: 0 }));
}

/** The first so many documents of the base from `first` on that are in the set. */
function firstOfBase(words: Uint32Array, { tailStart }: Facts, first: number, count: number): number[] {
  const found: number[] = [];
  const end = Math.min(words.length, tailStart / 32);
  for (let i = first >>> 5; i < end && found.length < count; i++) {
    const mask = i === first >>> 5 ? 0xffff_ffff << (first & 31) : 0xffff_ffff;
    for (let word = (words[i] ?? 0) & mask; word !== 0 && found.length < count; word &= word - 1) {
      found.push((i << 5) + 31 - Math.clz32(word & -word));
    }
  }
  return found;
}

function firstOfTail(facts: Facts, docs: Bitmap, count: number, after: SortKey | undefined): number[] {
  const found: number[] = [];
  if (facts.end === facts.tailStart) return found;
  for (const doc of facts.tailByDate()) {
    if (found.length === count) break;
    if (docs.has(doc) && (after === undefined || isBehind(facts, doc, [facts.postedAt(doc)], after))) found.push(doc);
  }
  return found;
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
export function isBehind(facts: Facts, doc: number, key: readonly number[], after: SortKey): boolean {
  for (const [i, value] of key.entries()) {
    const last = after.key[i] ?? 0;
    if (value !== last) return value < last;
  }
  return facts.idOf(doc) < after.id;
}

/** The first document of the base that comes after the hit; all behind it do too. */
function firstBehind(facts: Facts, after: SortKey): number {
  return firstPlace(0, facts.baseCount, (doc) => isBehind(facts, doc, [facts.postedAt(doc)], after));
}
