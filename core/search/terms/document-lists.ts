/**
 * Lists of documents in a snapshot, one for each ordinal, in the form that takes the fewest bytes: a bitmap; by blocks of 256
 * documents, of each its lowest 8 bits; or, of a sparse one, the lower 16 bits of each, with the places where the upper ones
 * change. The first two know how many of their documents come before every block. Nothing is decoded: a search reads all
 * three as they are.
 *
 * Sections, by name of the lists: `.sizes` (u32); `.ranks` (u32, documents before each block, of the bitmaps and blocked lists
 * in order); `.bitmaps` (u32); `.blocked` (u8); `.sparse` (u16); `.chunks` (u32: of every sparse list, where each further
 * 65,536 documents begin; of small snapshots none).
 */
import { lowerBound } from "../bisect.ts";
import { Bitmap, bitsIn } from "../bitmap.ts";
import type { Needs, Sections } from "../sections.ts";
import {
  BITMAP,
  BLOCK_DOCS,
  BLOCKED,
  blocksFor,
  CHUNK_BITS,
  chunkEndsFor,
  directoryOf,
  type Kind,
  type ListDirectory,
  SPARSE,
  WORDS_PER_BLOCK,
  wordsFor,
} from "./list-layout.ts";

export class DocumentLists {
  readonly #sizes: Uint32Array;
  readonly #ranks: Uint32Array;
  readonly #bitmaps: Uint32Array;
  readonly #blocked: Uint8Array;
  readonly #sparse: Uint16Array;
  readonly #chunks: Uint32Array;
  readonly #documents: number;
  readonly #words: number;
  readonly #chunkEnds: number;
  #directory: ListDirectory | undefined;

  constructor(sections: Sections, name: string, documents: number) {
    this.#sizes = sections.u32(`${name}.sizes`);
    this.#ranks = sections.u32(`${name}.ranks`);
    this.#bitmaps = sections.u32(`${name}.bitmaps`);
    this.#blocked = sections.u8(`${name}.blocked`);
    this.#sparse = sections.u16(`${name}.sparse`);
    this.#chunks = sections.u32(`${name}.chunks`);
    this.#documents = documents;
    this.#words = wordsFor(documents);
    this.#chunkEnds = chunkEndsFor(documents);
  }

  /** Lists. */
  get count(): number {
    return this.#sizes.length;
  }

  /** Blocks of documents. */
  get blocks(): number {
    return blocksFor(this.#documents);
  }

  needSizes(needs: Needs): void {
    needs.add(this.#sizes);
  }

  /** What reading a list reads; the sizes must be there. */
  needList(needs: Needs, ordinal: number): void {
    const start = this.#startOf(ordinal);
    const place = this.#places().place[ordinal] ?? 0;
    const kind = this.kindOf(ordinal);
    if (kind === SPARSE) {
      needs.add(this.#sparse, start, start + this.size(ordinal));
      needs.add(this.#chunks, place * this.#chunkEnds, (place + 1) * this.#chunkEnds);
      return;
    }
    if (kind === BITMAP) needs.add(this.#bitmaps, start, start + this.#words);
    else needs.add(this.#blocked, start, start + this.size(ordinal));
    needs.add(this.#ranks, place * this.blocks, (place + 1) * this.blocks);
  }

  needAll(needs: Needs): void {
    needs.add(this.#sizes).add(this.#ranks).add(this.#bitmaps).add(this.#blocked).add(this.#sparse).add(this.#chunks);
  }

  size(ordinal: number): number {
    return this.#sizes[ordinal] ?? 0;
  }

  /** Sizes of the lists before it: where its postings are in sections that go along with the lists. */
  before(ordinal: number): number {
    return this.#places().before[ordinal] ?? 0;
  }

  kindOf(ordinal: number): Kind {
    // The directory holds only values of the type.
    return (this.#places().kind[ordinal] ?? SPARSE) as Kind;
  }

  /** Its place among the lists with ranks; `undefined` of a sparse one. */
  rankedPlace(ordinal: number): number | undefined {
    return this.kindOf(ordinal) === SPARSE ? undefined : this.#places().place[ordinal];
  }

  /** Sets the documents of the list in `words`; those below `upTo` at least. */
  addTo(ordinal: number, words: Uint32Array, upTo = this.#documents): void {
    switch (this.kindOf(ordinal)) {
      case BITMAP:
        this.#addBitmap(ordinal, words, upTo);
        break;
      case BLOCKED:
        this.#addBlocked(ordinal, words, upTo);
        break;
      case SPARSE:
        this.#addSparse(ordinal, words, upTo);
    }
  }

  #addBitmap(ordinal: number, words: Uint32Array, upTo: number): void {
    const start = this.#startOf(ordinal);
    const end = Math.min(this.#words, Math.ceil(upTo / 32));
    for (let i = 0; i < end; i++) words[i] = (words[i] ?? 0) | (this.#bitmaps[start + i] ?? 0);
  }

  #addBlocked(ordinal: number, words: Uint32Array, upTo: number): void {
    const [bytes, ranks, start] = [this.#blocked, this.ranksOf(ordinal), this.#startOf(ordinal)];
    const size = this.size(ordinal);
    const blocks = Math.ceil(upTo / BLOCK_DOCS);
    for (let block = 0; block < blocks; block++) {
      const base = block * WORDS_PER_BLOCK;
      const end = start + (ranks[block + 1] ?? size);
      for (let i = start + (ranks[block] ?? 0); i < end; i++) {
        const low = bytes[i] ?? 0;
        const word = base + (low >>> 5);
        words[word] = (words[word] ?? 0) | (1 << (low & 31));
      }
    }
  }

  #addSparse(ordinal: number, words: Uint32Array, upTo: number): void {
    const docs = this.#sparse;
    for (let chunk = 0; chunk << CHUNK_BITS < upTo; chunk++) {
      const base = chunk << (CHUNK_BITS - 5);
      const end = this.chunkStart(ordinal, chunk + 1);
      for (let i = this.chunkStart(ordinal, chunk); i < end; i++) {
        const low = docs[i] ?? 0;
        const word = base + (low >>> 5);
        words[word] = (words[word] ?? 0) | (1 << (low & 31));
      }
    }
  }

  /** All documents, ascending. */
  toArray(ordinal: number): Uint32Array {
    switch (this.kindOf(ordinal)) {
      case BITMAP:
        return Bitmap.over(this.bitmapOf(ordinal)).toArray();
      case BLOCKED:
        return this.#readBlocked(ordinal);
      case SPARSE:
        return this.#readSparse(ordinal);
    }
  }

  #readBlocked(ordinal: number): Uint32Array {
    const docs = new Uint32Array(this.size(ordinal));
    const [bytes, ranks] = [this.blockedOf(ordinal), this.ranksOf(ordinal)];
    for (let block = 0; block < ranks.length; block++) {
      const end = ranks[block + 1] ?? docs.length;
      for (let i = ranks[block] ?? 0; i < end; i++) docs[i] = block * BLOCK_DOCS + (bytes[i] ?? 0);
    }
    return docs;
  }

  #readSparse(ordinal: number): Uint32Array {
    const docs = new Uint32Array(this.size(ordinal));
    let next = 0;
    for (let chunk = 0; chunk <= this.#chunkEnds; chunk++) {
      const end = this.chunkStart(ordinal, chunk + 1);
      for (let i = this.chunkStart(ordinal, chunk); i < end; i++) {
        docs[next++] = (chunk << CHUNK_BITS) + (this.#sparse[i] ?? 0);
      }
    }
    return docs;
  }

  /** The place of a document in the list, from 0; -1 when the list lacks it. */
  indexOf(ordinal: number, doc: number): number {
    switch (this.kindOf(ordinal)) {
      case BITMAP:
        return this.#indexInBitmap(ordinal, doc);
      case BLOCKED:
        return this.#indexInBlocked(ordinal, doc);
      case SPARSE:
        return this.#indexInSparse(ordinal, doc);
    }
  }

  #indexInBitmap(ordinal: number, doc: number): number {
    const start = this.#startOf(ordinal);
    const [word, bit] = [start + (doc >>> 5), 1 << (doc & 31)];
    if (((this.#bitmaps[word] ?? 0) & bit) === 0) return -1;
    const block = Math.floor(doc / BLOCK_DOCS);
    let index = this.#rank(ordinal, block);
    for (let i = start + block * WORDS_PER_BLOCK; i < word; i++) index += bitsIn(this.#bitmaps[i] ?? 0);
    return index + bitsIn((this.#bitmaps[word] ?? 0) & (bit - 1));
  }

  #indexInBlocked(ordinal: number, doc: number): number {
    const start = this.#startOf(ordinal);
    const block = Math.floor(doc / BLOCK_DOCS);
    const end = block + 1 < this.blocks ? this.#rank(ordinal, block + 1) : this.size(ordinal);
    const low = doc % BLOCK_DOCS;
    const at = lowerBound(this.#blocked, low, start + this.#rank(ordinal, block), start + end);
    return at < start + end && this.#blocked[at] === low ? at - start : -1;
  }

  #indexInSparse(ordinal: number, doc: number): number {
    const chunk = doc >>> CHUNK_BITS;
    const low = doc & 0xffff;
    const end = this.chunkStart(ordinal, chunk + 1);
    const at = lowerBound(this.#sparse, low, this.chunkStart(ordinal, chunk), end);
    return at < end && this.#sparse[at] === low ? at - this.#startOf(ordinal) : -1;
  }

  /** Of a list with ranks: how many of its documents are before each block. For scorers, which read lists in place. */
  ranksOf(ordinal: number): Uint32Array {
    const place = this.#places().place[ordinal] ?? 0;
    return this.#ranks.subarray(place * this.blocks, (place + 1) * this.blocks);
  }

  bitmapOf(ordinal: number): Uint32Array {
    const start = this.#startOf(ordinal);
    return this.#bitmaps.subarray(start, start + this.#words);
  }

  /** Of a blocked list: the place of each document in its block. */
  blockedOf(ordinal: number): Uint8Array {
    const start = this.#startOf(ordinal);
    return this.#blocked.subarray(start, start + this.size(ordinal));
  }

  /** Of all sparse lists: the lower 16 bits of their documents. */
  get sparseDocs(): Uint16Array {
    return this.#sparse;
  }

  #rank(ordinal: number, block: number): number {
    return this.#ranks[(this.#places().place[ordinal] ?? 0) * this.blocks + block] ?? 0;
  }

  #startOf(ordinal: number): number {
    return this.#places().start[ordinal] ?? 0;
  }

  /** Where in `sparseDocs` the documents from `chunk * 65,536` on begin. */
  chunkStart(ordinal: number, chunk: number): number {
    const from = this.#startOf(ordinal);
    if (chunk === 0) return from;
    if (chunk > this.#chunkEnds) return from + this.size(ordinal);
    const place = this.#places().place[ordinal] ?? 0;
    return from + (this.#chunks[place * this.#chunkEnds + chunk - 1] ?? 0);
  }

  #places(): ListDirectory {
    this.#directory ??= directoryOf(this.#sizes, this.#documents);
    return this.#directory;
  }
}
