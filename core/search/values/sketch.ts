/**
 * A listing's words in 128 bits, such that near-equal texts have near-equal bits: one-bit minwise hashing (Li and König,
 * b-Bit Minwise Hashing, WWW 2010) over the distinct terms of title, summary and description. Of two texts that share a
 * fraction J of their terms, a bit is equal with probability (1 + J) / 2: 106 of 128 stand for two thirds. One hash a term
 * serves all bits (Li, Owen, Zhang: One Permutation Hashing, NIPS 2012); a bit that no term falls to borrows another's least term
 * (Shrivastava: Optimal Densification, ICML 2017).
 */
import type { ListingContent } from "../../listing/content.ts";
import { bodyText } from "../body-text.ts";
import { forEachToken } from "../tokenize.ts";

const SKETCH_BITS = 128;
/** Bits in which near duplicates may differ. */
export const MAX_DIFFERING_BITS = SKETCH_BITS - 106;
/** 32-bit words of what `sketchOf` returns: the sketch, and the hash of the requisition id. */
export const SKETCH_WORDS = SKETCH_BITS / 32 + 2;
/** The first word of the hash, and how many the sketch has. */
export const REQUISITION = SKETCH_BITS / 32;

/** Bits of a term's hash that say which bit of the sketch it falls to; the others order the terms of one bit. */
const PLACE_SHIFT = 32 - 7;
const NO_TERM = 2 ** PLACE_SHIFT;

/** Four words of sketch, then 64 bits for the requisition id, which are 0 when there is none. `terms` may repeat. */
export function sketchOf(terms: Iterable<string>, requisitionId: string | undefined): Uint32Array {
  const least = new Int32Array(SKETCH_BITS).fill(NO_TERM);
  for (const term of terms) {
    const hash = hashOf(term);
    const bit = hash >>> PLACE_SHIFT;
    const rest = hash & (NO_TERM - 1);
    if (rest < (least[bit] ?? 0)) least[bit] = rest;
  }
  const words = new Uint32Array(SKETCH_WORDS);
  const isEmpty = least.every((term) => term === NO_TERM);
  for (let bit = 0; bit < SKETCH_BITS && !isEmpty; bit++) {
    const set = mixed(leastFor(bit, least) + bit * NO_TERM) & 1;
    words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (set << (bit & 31));
  }
  if (requisitionId !== undefined) words.set(hash64(requisitionId), REQUISITION);
  return words;
}

/** The bit's own least term, or that of the first other bit, in an order of the bit's own, which has one. */
function leastFor(bit: number, least: Int32Array): number {
  let from = bit;
  for (let attempt = 1; least[from] === NO_TERM; attempt++) {
    from = mixed(attempt * SKETCH_BITS + bit) & (SKETCH_BITS - 1);
  }
  return least[from] ?? NO_TERM;
}

/** What a sketch is made of. */
export function sketchedTerms({ title, summary, description }: ListingContent): string[] {
  const terms: string[] = [];
  for (const text of [title, summary, description === undefined ? undefined : bodyText(description)]) {
    if (text !== undefined) forEachToken(text, (term) => terms.push(term));
  }
  return terms;
}

/** FNV-1a over UTF-16 units, and then every bit of it into every other. */
function hashOf(term: string): number {
  let hash = 0x811c_9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x0100_0193);
  return mixed(hash);
}

/** The finalizer of MurmurHash3 (Austin Appleby, public domain). */
function mixed(number: number): number {
  let hash = number;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}

/** FNV-1a of 64 bits over UTF-16 units, low word first; never 0. */
function hash64(text: string): [low: number, high: number] {
  let [low, high] = [0x8422_2325, 0xcbf2_9ce4];
  for (let i = 0; i < text.length; i++) {
    low = (low ^ text.charCodeAt(i)) >>> 0;
    // Times 2^40 + 0x1b3, in halves: the product of the low word with 0x1b3 fits a double.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return low === 0 && high === 0 ? [1, 0] : [low, high];
}
