/**
 * Finding the words of a long list that are within a few edits of one: most are ruled out by four numbers of each, made
 * when they are first asked for. An edit takes away one letter and brings one, and breaks three pairs of neighbours at most
 * (a swap does); what is left is compared by code points, in a band of the table and only until it is out of reach.
 */
import { bitsIn } from "../bitmap.ts";
import { Uint32List } from "../growable.ts";
import { EditTable } from "../query/edits.ts";

/** Words as bytes one behind the other, and where each ends. */
export interface WordBytes {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  readonly count: number;
}

const PAIRS_PER_EDIT = 3;
/** Of every word: letters, pairs of neighbours as 64 bits, length in code points. */
const NUMBERS = 4;
/** UTF-16 units; a term has 64 at most, and two signs. */
const LONGEST = 128;

const encoder = new TextEncoder();
const codes = new Uint32Array(LONGEST);

export class NearWords {
  readonly #signatures = new Uint32List();

  /** Visits the words within `edits`, whatever script they are in. */
  forEach(words: WordBytes, word: string, edits: 1 | 2, visit: (place: number) => void): void {
    this.#sign(words);
    const { bytes, ends, count } = words;
    const asked = encoder.encode(word);
    const length = readCodes(asked, 0, asked.length, codes);
    const letters = lettersOf(codes, length);
    const [low, high] = [pairsOf(codes, length, 0), pairsOf(codes, length, 1)];
    const table = new EditTable(word, edits);
    const signatures = this.#signatures.values;
    for (let place = 0; place < count; place++) {
      const at = NUMBERS * place;
      const longer = (signatures[at + 3] ?? 0) - length;
      if (longer > edits || longer < -edits || bitsIn((signatures[at] ?? 0) ^ letters) > 2 * edits) continue;
      const broken = bitsIn(low & ~(signatures[at + 1] ?? 0)) + bitsIn(high & ~(signatures[at + 2] ?? 0));
      if (broken > PAIRS_PER_EDIT * edits) continue;
      const other = readCodes(bytes, place === 0 ? 0 : (ends[place - 1] ?? 0), ends[place] ?? 0, table.room);
      if (table.distance(other) <= edits) visit(place);
    }
  }

  #sign({ bytes, ends, count }: WordBytes): void {
    for (let place = this.#signatures.length / NUMBERS; place < count; place++) {
      const length = readCodes(bytes, place === 0 ? 0 : (ends[place - 1] ?? 0), ends[place] ?? 0, codes);
      this.#signatures.push(lettersOf(codes, length));
      this.#signatures.push(pairsOf(codes, length, 0));
      this.#signatures.push(pairsOf(codes, length, 1));
      this.#signatures.push(length);
    }
  }
}

/** The code points of well-formed UTF-8 (RFC 3629); returns how many. */
function readCodes(bytes: Uint8Array, start: number, end: number, into: Uint32Array): number {
  let count = 0;
  for (let i = start; i < end && count < into.length; ) {
    const byte = bytes[i++] ?? 0;
    if (byte < 0x80) {
      into[count++] = byte;
      continue;
    }
    const more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
    let code = byte & (0x3f >> more);
    for (const last = i + more; i < last; i++) code = (code << 6) | ((bytes[i] ?? 0) & 0x3f);
    into[count++] = code;
  }
  return count;
}

/** A bit for each letter of ASCII; the others share six. */
function lettersOf(word: Uint32Array, length: number): number {
  let letters = 0;
  for (let i = 0; i < length; i++) {
    const code = word[i] ?? 0;
    letters |= 1 << (code >= 0x61 && code <= 0x7a ? code - 0x61 : 26 + (code % 6));
  }
  return letters;
}

/** The lower or the upper 32 of 64 bits, one for each pair of neighbours; the ends of a word are neighbours of nothing. */
function pairsOf(word: Uint32Array, length: number, half: 0 | 1): number {
  let [pairs, before] = [0, 0];
  for (let i = 0; i <= length; i++) {
    const code = i === length ? 0 : (word[i] ?? 0);
    const hash = Math.imul(before * 0x101 + code, 0x9e37_79b1) >>> 26;
    if (hash >>> 5 === half) pairs |= 1 << (hash & 31);
    before = code;
  }
  return pairs;
}
