/**
 * Which values every document has, as ordinals: 0 for none, else a spelling + 1. The base keeps one ordinal for each
 * document if none has more than one, else the values of all documents one behind the other and where each document's end;
 * the tail always the latter. A document has no ordinal twice, but rows that belong to places may: those of each place.
 */
import { lowerBound } from "../bisect.ts";
import type { Bitmap } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import { Uint32List } from "../growable.ts";
import type { Needs, Ordinals } from "../sections.ts";

/** The number of the tail's first row: above all rows of a base, and a small integer to the engine. */
export const TAIL_ROWS = 0x4000_0000;

interface RowsOptions {
  /** Of the section with the ordinals. */
  readonly name: string;
  /** Of the section with the ends, which columns of places share. */
  readonly ends: string;
  /** One row for each place, so that 0 and repeated ordinals occur. */
  readonly areOfPlaces: boolean;
}

export class Rows {
  readonly #facts: Facts;
  readonly #base: Ordinals;
  readonly #baseEnds: Uint32Array;
  readonly #areOfPlaces: boolean;
  readonly #tail = new Uint32List();
  readonly #tailEnds = new Uint32List();
  constructor(facts: Facts, { name, ends, areOfPlaces }: RowsOptions) {
    this.#facts = facts;
    this.#base = facts.base.ordinals(name);
    this.#baseEnds = facts.base.u32(ends);
    this.#areOfPlaces = areOfPlaces;
  }

  need(needs: Needs): void {
    needs.add(this.#base).add(this.#baseEnds);
  }

  needEnds(needs: Needs): void {
    needs.add(this.#baseEnds);
  }

  /** Documents of the tail so far. */
  get tailDocs(): number {
    return this.#tailEnds.length;
  }

  push(ordinal: number): void {
    this.#tail.push(ordinal);
  }

  /** Ends the row of the next document of the tail. */
  endDocument(): void {
    this.#tailEnds.push(this.#tail.length);
  }

  /** Numbers of the rows of a document, up to, not including, `end`. */
  start(doc: number): number {
    if (doc < this.#facts.baseCount) {
      if (this.#baseEnds.length === 0) return doc;
      return doc === 0 ? 0 : (this.#baseEnds[doc - 1] ?? 0);
    }
    const at = doc - this.#facts.tailStart;
    return TAIL_ROWS + (at === 0 ? 0 : this.#tailEnds.at(at - 1));
  }

  end(doc: number): number {
    if (doc < this.#facts.baseCount) return this.#baseEnds.length === 0 ? doc + 1 : (this.#baseEnds[doc] ?? 0);
    return TAIL_ROWS + this.#tailEnds.at(doc - this.#facts.tailStart);
  }

  at(row: number): number {
    return row < TAIL_ROWS ? (this.#base[row] ?? 0) : this.#tail.at(row - TAIL_ROWS);
  }

  /** Whether no row before this one has its ordinal for the document. */
  isFirst(doc: number, row: number): boolean {
    if (!this.#areOfPlaces) return true;
    const ordinal = this.at(row);
    for (let before = this.start(doc); before < row; before++) if (this.at(before) === ordinal) return false;
    return true;
  }

  /** Adds the documents up by ordinal, `docs` ascending. Returns how many have no value. */
  count(docs: Uint32Array, counts: Uint32Array): number {
    const { tailStart } = this.#facts;
    const split = lowerBound(docs, tailStart);
    return this.#countBase(docs.subarray(0, split), counts) + this.#countTail(docs.subarray(split), counts);
  }

  /** Adds the base's documents with an ordinal above `from` and not above `to`. */
  addBaseBetween(from: number, to: number, words: Uint32Array): void {
    const rows = this.#base;
    if (rows.length === 0) return;
    const ends = this.#baseEnds;
    if (ends.length === 0) {
      for (let doc = 0; doc < rows.length; doc++) {
        const ordinal = rows[doc] ?? 0;
        if (ordinal > from && ordinal <= to) words[doc >>> 5] = (words[doc >>> 5] ?? 0) | (1 << (doc & 31));
      }
      return;
    }
    for (let doc = 0, row = 0; doc < ends.length; doc++) {
      for (const end = ends[doc] ?? 0; row < end; row++) {
        const ordinal = rows[row] ?? 0;
        if (ordinal > from && ordinal <= to) words[doc >>> 5] = (words[doc >>> 5] ?? 0) | (1 << (doc & 31));
      }
    }
  }

  /** Adds the tail's documents from number `from` on whose ordinals are accepted. */
  addTail(from: number, accepts: (ordinal: number) => boolean, into: Bitmap): void {
    const { tailStart } = this.#facts;
    for (let at = from; at < this.#tailEnds.length; at++) {
      const end = this.#tailEnds.at(at);
      for (let row = at === 0 ? 0 : this.#tailEnds.at(at - 1); row < end; row++) {
        if (accepts(this.#tail.at(row))) into.add(tailStart + at);
      }
    }
  }

  #countBase(docs: Uint32Array, counts: Uint32Array): number {
    if (this.#base.length === 0) return docs.length;
    if (this.#baseEnds.length === 0) return countSingle(this.#base, docs, counts);
    if (this.#areOfPlaces) return countPlaces(this.#base, this.#baseEnds, docs, 0, counts);
    return countMany(this.#base, this.#baseEnds, docs, counts);
  }

  #countTail(docs: Uint32Array, counts: Uint32Array): number {
    return countPlaces(this.#tail.values, this.#tailEnds.values, docs, this.#facts.tailStart, counts);
  }
}

function countSingle(rows: Ordinals, docs: Uint32Array, counts: Uint32Array): number {
  for (let i = 0; i < docs.length; i++) {
    const ordinal = rows[docs[i] ?? 0] ?? 0;
    counts[ordinal] = (counts[ordinal] ?? 0) + 1;
  }
  const missing = counts[0] ?? 0;
  counts[0] = 0;
  return missing;
}

function countMany(rows: Ordinals, ends: Uint32Array, docs: Uint32Array, counts: Uint32Array): number {
  let missing = 0;
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] ?? 0;
    const end = ends[doc] ?? 0;
    let row = doc === 0 ? 0 : (ends[doc - 1] ?? 0);
    if (row === end) missing++;
    for (; row < end; row++) {
      const ordinal = rows[row] ?? 0;
      counts[ordinal] = (counts[ordinal] ?? 0) + 1;
    }
  }
  return missing;
}

/** Rows of the document `docs[i]` are those of number `docs[i] - first`; each ordinal counts once, and 0 not at all. */
function countPlaces(rows: Ordinals, ends: Uint32Array, docs: Uint32Array, first: number, counts: Uint32Array): number {
  let missing = 0;
  for (let i = 0; i < docs.length; i++) {
    const at = (docs[i] ?? 0) - first;
    const end = ends[at] ?? 0;
    const start = at === 0 ? 0 : (ends[at - 1] ?? 0);
    let found = 0;
    for (let row = start; row < end; row++) {
      const ordinal = rows[row] ?? 0;
      if (ordinal === 0 || isRepeated(rows, start, row)) continue;
      counts[ordinal] = (counts[ordinal] ?? 0) + 1;
      found++;
    }
    if (found === 0) missing++;
  }
  return missing;
}

function isRepeated(rows: Ordinals, start: number, row: number): boolean {
  for (let before = start; before < row; before++) if (rows[before] === rows[row]) return true;
  return false;
}
