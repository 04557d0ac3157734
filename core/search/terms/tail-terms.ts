/**
 * Term to the documents of the tail that hold it, each with its impact and positions, in arrays for all terms together. A
 * list is a chain of slices, each twice as long as the one before (Lucene's in-memory index does the same): no object for a
 * term, at most half of a list unused, and long runs for the loops of a search.
 *
 * A slice is one word with the offset of the next one (0: none yet), then its documents, counted from the tail's first,
 * ascending. Impact and run of positions of the document at offset i are at offset i of their arrays. Removed documents stay:
 * whoever reads a list leaves out what is not live.
 */
import { plainTerm } from "../compound.ts";
import { ByteList, grown, Uint16List, Uint32List } from "../growable.ts";
import type { ListingTerms } from "./listing-terms.ts";
import { NearWords } from "./near.ts";
import { TermNumbers } from "./term-numbers.ts";

const encoder = new TextEncoder();

const FIRST_SLICE = 2;
/** Documents; bounds what the last slice of a broad term leaves unused. */
const LARGEST_SLICE = 1 << 12;

export class TailTerms {
  readonly positions = new Uint16List(1 << 16);
  readonly #numbers = new TermNumbers();
  /** The terms as bytes, up to the last time that a misspelt word was looked for. */
  readonly #wordBytes = new ByteList();
  readonly #wordEnds = new Uint32List();
  readonly #near = new NearWords();
  /** Terms by their first UTF-16 unit, for prefixes. */
  readonly #byStart = new Map<string, string[]>();
  readonly #first = new Uint32List();
  readonly #slice = new Uint32List();
  readonly #sliceSize = new Uint32List();
  readonly #next = new Uint32List();
  readonly #length = new Uint32List();
  #docs = new Uint32Array(1 << 12);
  #impacts = new Uint8Array(1 << 12);
  #runs = new Uint32Array(1 << 12);
  /** Offset 0 is no slice, so that 0 can say "none". */
  #used = 1;

  /** `terms` was cut with `positions` as its list. Documents come in ascending order. */
  append(doc: number, { terms, impacts, runs }: ListingTerms): void {
    for (let i = 0; i < terms.length; i++) this.#add(terms[i] ?? 0, doc, impacts[i] ?? 0, runs[i] ?? 0);
  }

  /** The number of a term, a new one if it was never seen. */
  numberOf(term: string): number {
    return this.#numbers.get(term) ?? this.#addTerm(term);
  }

  /** The same of a plain word in a text. */
  numberOfWord(text: string, start: number, end: number): number {
    return this.#numbers.find(text, start, end) ?? this.#addTerm(plainTerm(text, start, end));
  }

  get terms(): readonly string[] {
    return this.#numbers.terms;
  }

  /** As `NearWords.forEach`, over all terms. */
  forEachNear(word: string, edits: 1 | 2, visit: (term: string) => void): void {
    for (; this.#wordEnds.length < this.terms.length; this.#wordEnds.push(this.#wordBytes.length)) {
      const bytes = encoder.encode(this.terms[this.#wordEnds.length] ?? "");
      this.#wordBytes.copy(bytes, 0, bytes.length);
    }
    const words = { bytes: this.#wordBytes.values, ends: this.#wordEnds.values, count: this.#wordEnds.length };
    this.#near.forEach(words, word, edits, (place) => visit(this.terms[place] ?? ""));
  }

  /** Terms that begin with a prefix of one unit at least. */
  withPrefix(prefix: string): readonly string[] {
    const candidates = this.#byStart.get(prefix.charAt(0)) ?? [];
    return candidates.filter((term) => term.startsWith(prefix));
  }

  /** Postings of a term, those of removed documents among them. */
  count(term: string): number {
    const number = this.#numbers.get(term);
    return number === undefined ? 0 : this.#length.at(number);
  }

  /** Visits the postings of a term, ascending. */
  forEach(term: string, visit: (doc: number, impact: number, run: number) => void): void {
    const number = this.#numbers.get(term);
    if (number === undefined) return;
    let size = FIRST_SLICE;
    let remaining = this.#length.at(number);
    for (let slice = this.#first.at(number); remaining > 0; slice = this.#docs[slice] ?? 0) {
      const filled = Math.min(size, remaining);
      for (let i = slice + 1; i <= slice + filled; i++) {
        visit(this.#docs[i] ?? 0, this.#impacts[i] ?? 0, this.#runs[i] ?? 0);
      }
      remaining -= filled;
      size = Math.min(2 * size, LARGEST_SLICE);
    }
  }

  /** Where the run of each document's positions starts. */
  runsOf(term: string): Map<number, number> {
    const runs = new Map<number, number>();
    this.forEach(term, (doc, _impact, run) => runs.set(doc, run));
    return runs;
  }

  #add(number: number, doc: number, impact: number, run: number): void {
    let next = this.#next.at(number);
    if (next > this.#slice.at(number) + this.#sliceSize.at(number)) next = this.#addSlice(number);
    this.#docs[next] = doc;
    this.#impacts[next] = impact;
    this.#runs[next] = run;
    this.#next.set(number, next + 1);
    this.#length.set(number, this.#length.at(number) + 1);
  }

  #addTerm(term: string): number {
    const number = this.#numbers.add(term);
    const own = this.terms[number] ?? "";
    const alike = this.#byStart.get(own.charAt(0));
    if (alike === undefined) this.#byStart.set(own.charAt(0), [own]);
    else alike.push(own);
    const slice = this.#reserve(FIRST_SLICE);
    this.#first.push(slice);
    this.#slice.push(slice);
    this.#sliceSize.push(FIRST_SLICE);
    this.#next.push(slice + 1);
    this.#length.push(0);
    return number;
  }

  #addSlice(number: number): number {
    const size = Math.min(2 * this.#sliceSize.at(number), LARGEST_SLICE);
    const slice = this.#reserve(size);
    this.#docs[this.#slice.at(number)] = slice;
    this.#slice.set(number, slice);
    this.#sliceSize.set(number, size);
    return slice + 1;
  }

  #reserve(size: number): number {
    const slice = this.#used;
    this.#used += size + 1;
    if (this.#used > this.#docs.length) {
      // By half, not twice: these are the largest arrays of a tail.
      const capacity = Math.max(this.#used, Math.ceil(this.#docs.length * 1.5));
      this.#docs = grown(this.#docs, new Uint32Array(capacity));
      this.#impacts = grown(this.#impacts, new Uint8Array(capacity));
      this.#runs = grown(this.#runs, new Uint32Array(capacity));
    }
    return slice;
  }
}
