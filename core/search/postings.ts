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

export type PostingRun = (docs: Uint32Array, impacts: Uint8Array, from: number, to: number) => void;

export class Postings {
  readonly #ordinals = new Map<string, number>();
  readonly #first = new Uint32List();
  readonly #slice = new Uint32List();
  readonly #sliceSize = new Uint32List();
  readonly #next = new Uint32List();
  readonly #length = new Uint32List();
  /** Removed documents of a list, and how many removals there had been when they were counted. */
  readonly #removed = new Uint32List();
  readonly #removedAsOf = new Uint32List();
  #docs = new Uint32Array(1 << 12);
  #impacts = new Uint8Array(1 << 12);
  /** Offset 0 is no slice, so that 0 can say "none". */
  #used = 1;

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

  /** Visits the list of a term run by run; the arrays are valid until the next `add`. */
  forEachRun(term: string, visit: PostingRun): void {
    const ordinal = this.#ordinals.get(term);
    if (ordinal !== undefined) this.#visitRuns(ordinal, visit);
  }

  /** How many of `live` hold the term. `removals` counts the removals so far: while it stands still nothing is recounted. */
  liveCount(term: string, live: Bitmap, removals: number): number {
    const ordinal = this.#ordinals.get(term);
    if (ordinal === undefined) return 0;
    if (this.#removedAsOf.at(ordinal) !== removals) {
      let removed = 0;
      this.#visitRuns(ordinal, (docs, _, from, to) => {
        for (let i = from; i < to; i++) if (!live.has(docs[i] ?? 0)) removed++;
      });
      this.#removed.set(ordinal, removed);
      this.#removedAsOf.set(ordinal, removals);
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
