/**
 * Term to the documents that hold it, each with its impact, in two arrays for all terms together. A list is a chain of
 * slices, each twice as long as the one before (Lucene's in-memory index does the same): no object for a term, at most
 * half of a list unused, and long runs for the loops of a search.
 *
 * A slice is one word with the offset of the next one (0: none yet), then its documents, ascending. The impact of the
 * document at offset i is the byte at offset i. A removed document stays until `compacted` leaves it out.
 */
import type { Bitmap } from "./bitmap.ts";
import { grown, Uint32List } from "./growable.ts";

const FIRST_SLICE = 2;
/** Documents; bounds what the last slice of a broad term leaves unused to 64 KB. */
const LARGEST_SLICE = 1 << 14;
/** Strings from this length on are cut out of their text by V8 without a copy, and keep the whole text in memory. */
const SLICED_STRING = 13;

/** Of `lookUp`: 1, steps of 1, 4, 16 up to the largest slice (8), and its largest step by halves (14), rounded up. */
export const READS_PER_LOOK_UP = 24;

/** What a look-up found: places in the list of documents asked for, with the impacts; the first `count` of each. */
export interface Found {
  readonly places: Uint32Array;
  readonly impacts: Uint8Array;
  count: number;
}

export function roomFor(count: number): Found {
  return { places: new Uint32Array(count), impacts: new Uint8Array(count), count: 0 };
}

type PostingRun = (docs: Uint32Array, impacts: Uint8Array, from: number, to: number) => void;

export class Postings {
  readonly #ordinals = new Map<string, number>();
  readonly #first = new Uint32List();
  readonly #slice = new Uint32List();
  readonly #sliceSize = new Uint32List();
  readonly #next = new Uint32List();
  readonly #length = new Uint32List();
  /** Removed documents of a list, and how many documents had been removed when they were counted. */
  readonly #removed = new Uint32List();
  readonly #removedAsOf = new Uint32List();
  #docs = new Uint32Array(1 << 12);
  #impacts = new Uint8Array(1 << 12);
  /** Offset 0 is no slice, so that 0 can say "none". */
  #used = 1;
  #read = 0;

  /** Terms so far, also those that no document holds any more. */
  get count(): number {
    return this.#length.length;
  }

  /** The number of a term, a new one if it was never seen. */
  numberOf(term: string): number {
    return this.#ordinals.get(term) ?? this.#addTerm(term);
  }

  /** By the term's number. Documents must come in ascending order, and a term once for each. */
  add(ordinal: number, doc: number, impact: number): void {
    let next = this.#next.at(ordinal);
    if (next > this.#slice.at(ordinal) + this.#sliceSize.at(ordinal)) next = this.#addSlice(ordinal);
    this.#docs[next] = doc;
    this.#impacts[next] = impact;
    this.#next.set(ordinal, next + 1);
    this.#length.set(ordinal, this.#length.at(ordinal) + 1);
  }

  /** Postings that were read so far to search and to count: what the work limit bounds. */
  get read(): number {
    return this.#read;
  }

  /** Visits all documents of a term, ascending. */
  forEach(term: string, visit: (doc: number) => void): void {
    const ordinal = this.#ordinals.get(term);
    if (ordinal === undefined) return;
    this.#visitRuns(ordinal, (docs, _, from, to) => {
      for (let i = from; i < to; i++) visit(docs[i] ?? 0);
    });
    this.#read += this.#length.at(ordinal);
  }

  /**
   * Finds those of the first `count` of `docs`, which ascend, that hold the term. Reads at most `READS_PER_LOOK_UP`
   * documents of the list for each, at most twice the list and once `docs` in all, and one more for every slice.
   */
  lookUp(term: string, docs: Uint32Array, count: number, found: Found): void {
    found.count = 0;
    const ordinal = this.#ordinals.get(term);
    if (ordinal === undefined) return;
    let at = 0;
    this.#visitRuns(ordinal, (held, impacts, from, to) => {
      const last = held[to - 1] ?? 0;
      // Variables of this function alone: ones that it shared with the outer function would not be kept in registers.
      let [here, next, hits, read] = [at, from, found.count, 1];
      for (; here < count; here++) {
        const doc = docs[here] ?? 0;
        if (doc > last) break;
        read++;
        if ((held[next] ?? 0) < doc) next = this.#seek(held, next, to, doc);
        if (held[next] !== doc) continue;
        found.places[hits] = here;
        found.impacts[hits++] = impacts[next++] ?? 0;
      }
      at = here;
      found.count = hits;
      this.#read += read;
    });
  }

  /** How many documents hold the term that are not in `removed`, which only grows: counted are those that are new in it. */
  liveCount(term: string, removed: Uint32List): number {
    const ordinal = this.#ordinals.get(term);
    if (ordinal === undefined) return 0;
    const asOf = this.#removedAsOf.at(ordinal);
    if (asOf !== removed.length) {
      const added = removed.values.slice(asOf, removed.length).sort();
      const found = roomFor(added.length);
      this.lookUp(term, added, added.length, found);
      this.#removed.set(ordinal, this.#removed.at(ordinal) + found.count);
      this.#removedAsOf.set(ordinal, removed.length);
    }
    return this.#length.at(ordinal) - this.#removed.at(ordinal);
  }

  /** Without the documents that `live` lacks, the others renumbered; terms that nothing holds any more are forgotten. */
  compacted(live: Bitmap, renumbered: Uint32Array): Postings {
    const kept = new Postings();
    for (const [term, ordinal] of this.#ordinals) {
      this.#visitRuns(ordinal, (docs, impacts, from, to) => {
        for (let i = from; i < to; i++) {
          const doc = docs[i] ?? 0;
          if (live.has(doc)) kept.add(kept.numberOf(term), renumbered[doc] ?? 0, impacts[i] ?? 0);
        }
      });
    }
    return kept;
  }

  /** The first place whose document is not below `doc`; the one at `from` is, the last one of the run is not. */
  #seek(held: Uint32Array, from: number, to: number, doc: number): number {
    let [low, high, read] = [from, Math.min(from + 1, to - 1), 0];
    for (let step = 4; high < to - 1; step *= 4) {
      read++;
      if ((held[high] ?? 0) >= doc) break;
      low = high;
      high = Math.min(low + step, to - 1);
    }
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      read++;
      if ((held[middle] ?? 0) < doc) low = middle;
      else high = middle;
    }
    this.#read += read;
    return high;
  }

  #visitRuns(ordinal: number, visit: PostingRun): void {
    let size = FIRST_SLICE;
    let remaining = this.#length.at(ordinal);
    for (let slice = this.#first.at(ordinal); remaining > 0; slice = this.#docs[slice] ?? 0) {
      const filled = Math.min(size, remaining);
      visit(this.#docs, this.#impacts, slice + 1, slice + 1 + filled);
      remaining -= filled;
      size = Math.min(2 * size, LARGEST_SLICE);
    }
  }

  #addTerm(term: string): number {
    const ordinal = this.#length.length;
    this.#ordinals.set(term.length < SLICED_STRING ? term : copied(term), ordinal);
    const slice = this.#reserve(FIRST_SLICE);
    this.#first.push(slice);
    this.#slice.push(slice);
    this.#sliceSize.push(FIRST_SLICE);
    this.#next.push(slice + 1);
    this.#length.push(0);
    this.#removed.push(0);
    this.#removedAsOf.push(0);
    return ordinal;
  }

  #addSlice(ordinal: number): number {
    const size = Math.min(2 * this.#sliceSize.at(ordinal), LARGEST_SLICE);
    const slice = this.#reserve(size);
    this.#docs[this.#slice.at(ordinal)] = slice;
    this.#slice.set(ordinal, slice);
    this.#sliceSize.set(ordinal, size);
    return slice + 1;
  }

  #reserve(size: number): number {
    const slice = this.#used;
    this.#used += size + 1;
    if (this.#used > this.#docs.length) {
      // By half, not twice: these are the largest arrays of the process.
      const capacity = Math.max(this.#used, Math.ceil(this.#docs.length * 1.5));
      this.#docs = grown(this.#docs, new Uint32Array(capacity));
      this.#impacts = grown(this.#impacts, new Uint8Array(capacity));
    }
    return slice;
  }
}

/** A string of its own: what is joined and read again is flat. */
function copied(term: string): string {
  const parts = `${term.slice(0, 1)}${term.slice(1)}`;
  parts.charCodeAt(0);
  return parts;
}
