/** Reads one term's postings of a snapshot block by block, in place: what scoring does most. */
import { lowerBound } from "../bisect.ts";
import { bitsIn } from "../bitmap.ts";
import type { BaseTerms } from "../terms/base-terms.ts";
import type { DocumentLists } from "../terms/document-lists.ts";
import { BITMAP, BLOCK_DOCS, BLOCKED, SPARSE, WORDS_PER_BLOCK } from "../terms/list-layout.ts";

const BLOCKS_PER_CHUNK = 65_536 / BLOCK_DOCS;

/** Cheapest in ascending order of blocks. */
export interface PostingCursor {
  /** No posting of the block has a higher impact byte; 0: perhaps none at all. */
  maximum(block: number): number;
  /** Adds `worth[impact]` to the document's place of the block in `sums`; at least for the documents `of` this set. */
  add(block: number, worth: Float64Array, sums: Float64Array, of: Uint32Array): void;
  /** Raises the document's place in `best` to `worth[impact]`; as `add`. */
  raise(block: number, worth: Float64Array, best: Float64Array, of: Uint32Array): void;
  /** Takes the postings with an impact byte of at least `least`; says how many. */
  select(block: number, least: number, into: Selected): number;
}

/** Postings of one block, the first so many: the document's place in the block, and the impact byte. */
export interface Selected {
  readonly places: Uint8Array;
  readonly impacts: Uint8Array;
}

export function postingCursor(base: BaseTerms, ordinal: number): PostingCursor {
  switch (base.lists.kindOf(ordinal)) {
    case BITMAP:
      return new BitmapCursor(base, ordinal);
    case BLOCKED:
      return new BlockedCursor(base, ordinal);
    case SPARSE:
      return new SparseCursor(base, ordinal);
  }
}

class BitmapCursor implements PostingCursor {
  readonly #words: Uint32Array;
  readonly #ranks: Uint32Array;
  readonly #maxima: Uint8Array;
  readonly #impacts: Uint8Array;

  constructor(base: BaseTerms, ordinal: number) {
    this.#words = base.lists.bitmapOf(ordinal);
    this.#ranks = base.lists.ranksOf(ordinal);
    this.#maxima = base.maximaOf(ordinal);
    this.#impacts = base.impactsOf(ordinal);
  }

  maximum(block: number): number {
    return this.#maxima[block] ?? 0;
  }

  add(block: number, worth: Float64Array, sums: Float64Array, of: Uint32Array): void {
    const [words, impacts] = [this.#words, this.#impacts];
    let rank = this.#ranks[block] ?? 0;
    for (let i = 0, at = block * WORDS_PER_BLOCK; i < WORDS_PER_BLOCK && at < words.length; i++, at++) {
      const own = words[at] ?? 0;
      for (let rest = own & (of[at] ?? 0); rest !== 0; rest &= rest - 1) {
        const bit = rest & -rest;
        const place = (i << 5) + 31 - Math.clz32(bit);
        sums[place] = (sums[place] ?? 0) + (worth[impacts[rank + bitsIn(own & (bit - 1))] ?? 0] ?? 0);
      }
      rank += bitsIn(own);
    }
  }

  raise(block: number, worth: Float64Array, best: Float64Array, of: Uint32Array): void {
    const [words, impacts] = [this.#words, this.#impacts];
    let rank = this.#ranks[block] ?? 0;
    for (let i = 0, at = block * WORDS_PER_BLOCK; i < WORDS_PER_BLOCK && at < words.length; i++, at++) {
      const own = words[at] ?? 0;
      for (let rest = own & (of[at] ?? 0); rest !== 0; rest &= rest - 1) {
        const bit = rest & -rest;
        const place = (i << 5) + 31 - Math.clz32(bit);
        const value = worth[impacts[rank + bitsIn(own & (bit - 1))] ?? 0] ?? 0;
        if (value > (best[place] ?? 0)) best[place] = value;
      }
      rank += bitsIn(own);
    }
  }

  select(block: number, least: number, { places, impacts }: Selected): number {
    const words = this.#words;
    let next = this.#ranks[block] ?? 0;
    if (!hasAtLeast(this.#impacts, next, this.#ranks[block + 1] ?? this.#impacts.length, least)) return 0;
    let count = 0;
    for (let i = 0, at = block * WORDS_PER_BLOCK; i < WORDS_PER_BLOCK && at < words.length; i++, at++) {
      for (let word = words[at] ?? 0; word !== 0; word &= word - 1) {
        const impact = this.#impacts[next++] ?? 0;
        if (impact < least) continue;
        places[count] = (i << 5) + 31 - Math.clz32(word & -word);
        impacts[count++] = impact;
      }
    }
    return count;
  }
}

/** Whether any of the bytes is high enough: nine of ten blocks have none. */
function hasAtLeast(impacts: Uint8Array, start: number, end: number, least: number): boolean {
  for (let i = start; i < end; i++) if ((impacts[i] ?? 0) >= least) return true;
  return false;
}

class BlockedCursor implements PostingCursor {
  readonly #places: Uint8Array;
  readonly #ranks: Uint32Array;
  readonly #maxima: Uint8Array;
  readonly #impacts: Uint8Array;

  constructor(base: BaseTerms, ordinal: number) {
    this.#places = base.lists.blockedOf(ordinal);
    this.#ranks = base.lists.ranksOf(ordinal);
    this.#maxima = base.maximaOf(ordinal);
    this.#impacts = base.impactsOf(ordinal);
  }

  maximum(block: number): number {
    return this.#maxima[block] ?? 0;
  }

  add(block: number, worth: Float64Array, sums: Float64Array): void {
    const [places, impacts] = [this.#places, this.#impacts];
    const end = this.#ranks[block + 1] ?? places.length;
    for (let i = this.#ranks[block] ?? 0; i < end; i++) {
      const place = places[i] ?? 0;
      sums[place] = (sums[place] ?? 0) + (worth[impacts[i] ?? 0] ?? 0);
    }
  }

  raise(block: number, worth: Float64Array, best: Float64Array): void {
    const [places, impacts] = [this.#places, this.#impacts];
    const end = this.#ranks[block + 1] ?? places.length;
    for (let i = this.#ranks[block] ?? 0; i < end; i++) {
      const place = places[i] ?? 0;
      const value = worth[impacts[i] ?? 0] ?? 0;
      if (value > (best[place] ?? 0)) best[place] = value;
    }
  }

  select(block: number, least: number, { places, impacts }: Selected): number {
    const end = this.#ranks[block + 1] ?? this.#places.length;
    let count = 0;
    for (let i = this.#ranks[block] ?? 0; i < end; i++) {
      const impact = this.#impacts[i] ?? 0;
      if (impact < least) continue;
      places[count] = this.#places[i] ?? 0;
      impacts[count++] = impact;
    }
    return count;
  }
}

class SparseCursor implements PostingCursor {
  readonly #lists: DocumentLists;
  readonly #ordinal: number;
  readonly #docs: Uint16Array;
  readonly #impacts: Uint8Array;
  /** From a place in `sparseDocs` to that of its impact. */
  readonly #shift: number;
  readonly #highest: number;
  #chunk = -1;
  #block = -1;
  #at = 0;
  #chunkEnd = 0;

  constructor({ lists, impacts }: BaseTerms, ordinal: number) {
    this.#lists = lists;
    this.#ordinal = ordinal;
    this.#docs = lists.sparseDocs;
    const before = lists.before(ordinal);
    this.#impacts = impacts;
    this.#shift = before - lists.chunkStart(ordinal, 0);
    let highest = 0;
    for (let i = before; i < before + lists.size(ordinal); i++) highest = Math.max(highest, impacts[i] ?? 0);
    this.#highest = highest;
  }

  /** Of the whole list: it has few documents in a block, and often none. */
  maximum(block: number): number {
    this.#seek(block);
    const end = ((block % BLOCKS_PER_CHUNK) + 1) * BLOCK_DOCS;
    return this.#at < this.#chunkEnd && (this.#docs[this.#at] ?? 0) < end ? this.#highest : 0;
  }

  add(block: number, worth: Float64Array, sums: Float64Array): void {
    this.#seek(block);
    const start = (block % BLOCKS_PER_CHUNK) * BLOCK_DOCS;
    for (let at = this.#at; at < this.#chunkEnd; at++) {
      const place = (this.#docs[at] ?? 0) - start;
      if (place >= BLOCK_DOCS) break;
      sums[place] = (sums[place] ?? 0) + (worth[this.#impacts[at + this.#shift] ?? 0] ?? 0);
    }
  }

  raise(block: number, worth: Float64Array, best: Float64Array): void {
    this.#seek(block);
    const start = (block % BLOCKS_PER_CHUNK) * BLOCK_DOCS;
    for (let at = this.#at; at < this.#chunkEnd; at++) {
      const place = (this.#docs[at] ?? 0) - start;
      if (place >= BLOCK_DOCS) break;
      const value = worth[this.#impacts[at + this.#shift] ?? 0] ?? 0;
      if (value > (best[place] ?? 0)) best[place] = value;
    }
  }

  select(block: number, least: number, { places, impacts }: Selected): number {
    this.#seek(block);
    const start = (block % BLOCKS_PER_CHUNK) * BLOCK_DOCS;
    let count = 0;
    for (let at = this.#at; at < this.#chunkEnd; at++) {
      const place = (this.#docs[at] ?? 0) - start;
      if (place >= BLOCK_DOCS) break;
      const impact = this.#impacts[at + this.#shift] ?? 0;
      if (impact < least) continue;
      places[count] = place;
      impacts[count++] = impact;
    }
    return count;
  }

  /** To the first posting that is not before the block. */
  #seek(block: number): void {
    const chunk = Math.floor(block / BLOCKS_PER_CHUNK);
    if (chunk !== this.#chunk || block < this.#block) {
      this.#chunk = chunk;
      this.#at = this.#lists.chunkStart(this.#ordinal, chunk);
      this.#chunkEnd = this.#lists.chunkStart(this.#ordinal, chunk + 1);
    }
    this.#block = block;
    const start = (block % BLOCKS_PER_CHUNK) * BLOCK_DOCS;
    if (this.#at < this.#chunkEnd && (this.#docs[this.#at] ?? 0) < start) {
      this.#at = lowerBound(this.#docs, start, this.#at, this.#chunkEnd);
    }
  }
}
