/**
 * Finding the words of a long list that are within a few edits of one: most are ruled out by three numbers of each, made
 * when they are first asked for. An edit takes away one letter and brings one, and breaks three pairs of neighbours at most
 * (a swap does); what is left is compared, in a band of the table and only until it is out of reach.
 */
import { bitsIn } from "../bitmap.ts";
import { Uint32List } from "../growable.ts";

/** Words as bytes one behind the other, and where each ends. */
export interface WordBytes {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  readonly count: number;
}

/** Of UTF-8. */
const MAX_LETTER_BYTES = 4;
const BEYOND_ASCII = 1 << 30;
const PAIRS_PER_EDIT = 3;

const encoder = new TextEncoder();

export class NearWords {
  /** Of every word: letters, and pairs of neighbours as 64 bits. */
  readonly #signatures = new Uint32List();

  /** Visits the words within `edits`; where letters beyond ASCII are involved, also others of nearly the same letters. */
  forEach(words: WordBytes, word: string, edits: number, visit: (place: number) => void): void {
    this.#sign(words);
    const { bytes, ends, count } = words;
    const wanted = encoder.encode(word);
    const [letters, low, high] = [
      lettersOf(wanted, 0, wanted.length),
      pairsOf(wanted, 0, wanted.length, 0),
      pairsOf(wanted, 0, wanted.length, 1),
    ];
    const signatures = this.#signatures.values;
    const reach = edits * MAX_LETTER_BYTES;
    for (let place = 0, start = 0, end = 0; place < count; place++, start = end) {
      end = ends[place] ?? 0;
      const longer = end - start - wanted.length;
      if (longer > reach || longer < -reach) continue;
      const own = signatures[3 * place] ?? 0;
      if (bitsIn(own ^ letters) > 2 * edits) continue;
      if (((own | letters) & BEYOND_ASCII) !== 0) {
        visit(place);
        continue;
      }
      const broken = bitsIn(low & ~(signatures[3 * place + 1] ?? 0)) + bitsIn(high & ~(signatures[3 * place + 2] ?? 0));
      if (broken <= PAIRS_PER_EDIT * edits && isWithin(bytes, start, end, wanted, edits)) visit(place);
    }
  }

  #sign({ bytes, ends, count }: WordBytes): void {
    for (let place = this.#signatures.length / 3; place < count; place++) {
      const [start, end] = [place === 0 ? 0 : (ends[place - 1] ?? 0), ends[place] ?? 0];
      this.#signatures.push(lettersOf(bytes, start, end));
      this.#signatures.push(pairsOf(bytes, start, end, 0));
      this.#signatures.push(pairsOf(bytes, start, end, 1));
    }
  }
}

/** A bit for each letter, four for the other signs of ASCII, one for all of the rest: a letter of theirs has several bytes. */
function lettersOf(bytes: Uint8Array, start: number, end: number): number {
  let letters = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    letters |= byte >= 0x80 ? BEYOND_ASCII : 1 << (byte >= 0x61 && byte <= 0x7a ? byte - 0x61 : 26 + (byte & 3));
  }
  return letters;
}

/** The lower or the upper 32 of 64 bits, one for each pair of neighbours; the ends of a word are neighbours of nothing. */
function pairsOf(bytes: Uint8Array, start: number, end: number, half: 0 | 1): number {
  let [pairs, before] = [0, 0];
  for (let i = start; i <= end; i++) {
    const byte = i === end ? 0 : (bytes[i] ?? 0);
    const hash = Math.imul(before * 256 + byte, 0x9e37_79b1) >>> 26;
    if (hash >>> 5 === half) pairs |= 1 << (hash & 31);
    before = byte;
  }
  return pairs;
}

/** Longer words than terms can be never get here. */
const ROW = 512;
const first = new Int32Array(ROW);
const second = new Int32Array(ROW);
const third = new Int32Array(ROW);

/** Optimal string alignment, given up at the first row without a way on. */
function isWithin(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array, edits: number): boolean {
  const [length, width] = [end - start, wanted.length];
  const over = edits + 1;
  if (length - width > edits || width - length > edits || width >= ROW) return false;
  let [before, above, row] = [first, second, third];
  for (let j = 0; j <= width && j <= over; j++) above[j] = j;
  for (let i = 1; i <= length; i++) {
    if (fillRow(i, bytes, start, wanted, edits, before, above, row) > edits) return false;
    const oldest = before;
    before = above;
    above = row;
    row = oldest;
  }
  return (above[width] ?? over) <= edits;
}

/** Row `i` of the table from the two above it, as far as `edits` reach; returns its least value. */
function fillRow(
  i: number,
  bytes: Uint8Array,
  start: number,
  wanted: Uint8Array,
  edits: number,
  before: Int32Array,
  above: Int32Array,
  row: Int32Array,
): number {
  const over = edits + 1;
  const [from, to] = [Math.max(1, i - edits), Math.min(wanted.length, i + edits)];
  const letter = bytes[start + i - 1];
  let least = from === 1 ? i : over;
  row[from - 1] = least;
  for (let j = from; j <= to; j++) {
    let value = (above[j - 1] ?? over) + (letter === wanted[j - 1] ? 0 : 1);
    if (j < i + edits) value = Math.min(value, (above[j] ?? over) + 1);
    value = Math.min(value, (row[j - 1] ?? over) + 1);
    if (i > 1 && j > 1 && letter === wanted[j - 2] && bytes[start + i - 2] === wanted[j - 1]) {
      value = Math.min(value, (before[j - 2] ?? over) + 1);
    }
    row[j] = value;
    if (value < least) least = value;
  }
  return least;
}
