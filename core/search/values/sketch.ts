/**
 * A listing's words in 128 bits, such that near-equal texts have near-equal bits: one-bit minwise hashing (Li and König,
 * b-Bit Minwise Hashing, WWW 2010) over the distinct terms of title, summary and description. Of two texts that share a
 * fraction J of their terms, a bit is equal with probability (1 + J) / 2: 106 of 128 stand for two thirds.
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

/** One order of all terms for each bit; a round of multiplying and shifting more would not tell texts apart better. */
const multipliers = new Int32Array(SKETCH_BITS);
const offsets = new Int32Array(SKETCH_BITS);
for (let bit = 0; bit < SKETCH_BITS; bit++) {
  multipliers[bit] = mixed(2 * bit + 1) | 1;
  offsets[bit] = mixed(2 * bit + 2);
}

/** Four words of sketch, then 64 bits for the requisition id, which are 0 when there is none. `terms` may repeat. */
export function sketchOf(terms: Iterable<string>, requisitionId: string | undefined): Uint32Array {
  const least = new Int32Array(SKETCH_BITS).fill(0x7fff_ffff);
  const seen = new Set<string>();
  for (const term of terms) {
    if (seen.has(term)) continue;
    seen.add(term);
    takeLeast(hashOf(term), least);
  }
  const words = new Uint32Array(SKETCH_WORDS);
  for (let bit = 0; bit < SKETCH_BITS; bit++) {
    words[bit >>> 5] = (words[bit >>> 5] ?? 0) | ((mixed(least[bit] ?? 0) & 1) << (bit & 31));
  }
  if (requisitionId !== undefined) words.set(hash64(requisitionId), REQUISITION);
  return words;
}

/** What a sketch is made of. */
export function sketchedTerms({ title, summary, description }: ListingContent): string[] {
  const terms: string[] = [];
  for (const text of [title, summary, description === undefined ? undefined : bodyText(description)]) {
    if (text !== undefined) forEachToken(text, (term) => terms.push(term));
  }
  return terms;
}

function takeLeast(hash: number, least: Int32Array): void {
  for (let bit = 0; bit < SKETCH_BITS; bit++) {
    const place = Math.imul(hash ^ (offsets[bit] ?? 0), multipliers[bit] ?? 0);
    if (place < (least[bit] ?? 0)) least[bit] = place;
  }
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
