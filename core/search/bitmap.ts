/** A set of document numbers, 32 to a word; it grows with the largest number set. */
import { grown } from "./growable.ts";

export class Bitmap {
  #words: Uint32Array;

  /** Holds numbers below `capacity` without growing. */
  constructor(capacity = 0) {
    this.#words = new Uint32Array((capacity + 31) >>> 5);
  }

  /** A set over the words themselves, not a copy. */
  static over(words: Uint32Array): Bitmap {
    const set = new Bitmap();
    set.#words = words;
    return set;
  }

  /** The numbers below `count`, with room for those below `capacity`. */
  static first(count: number, capacity = count): Bitmap {
    const set = new Bitmap(capacity);
    set.#words.fill(0xffff_ffff, 0, count >>> 5);
    if ((count & 31) !== 0) set.#words[count >>> 5] = (1 << (count & 31)) - 1;
    return set;
  }

  /** Document `d` is bit `d & 31` of word `d >>> 5`; numbers behind the last word are not in the set. */
  get words(): Uint32Array {
    return this.#words;
  }

  has(doc: number): boolean {
    return (((this.#words[doc >>> 5] ?? 0) >>> (doc & 31)) & 1) === 1;
  }

  add(doc: number): void {
    const word = doc >>> 5;
    if (word >= this.#words.length) this.#words = grown(this.#words, new Uint32Array(Math.max(2 * word, 16)));
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (doc & 31));
  }

  remove(doc: number): void {
    const word = doc >>> 5;
    if (word < this.#words.length) this.#words[word] = (this.#words[word] ?? 0) & ~(1 << (doc & 31));
  }

  get size(): number {
    let size = 0;
    for (let i = 0; i < this.#words.length; i++) size += bitsIn(this.#words[i] ?? 0);
    return size;
  }

  get isEmpty(): boolean {
    return !this.#words.some((word) => word !== 0);
  }

  /** A new set with the same members. */
  copy(): Bitmap {
    return Bitmap.over(this.#words.slice());
  }

  /** A new set of what both hold. */
  and(other: Bitmap): Bitmap {
    const words = Math.min(this.#words.length, other.#words.length);
    const both = new Bitmap(words << 5);
    for (let i = 0; i < words; i++) both.#words[i] = (this.#words[i] ?? 0) & (other.#words[i] ?? 0);
    return both;
  }

  /** A new set of what this one holds and the other does not. */
  andNot(other: Bitmap): Bitmap {
    const rest = this.copy();
    const words = Math.min(this.#words.length, other.#words.length);
    for (let i = 0; i < words; i++) rest.#words[i] = (this.#words[i] ?? 0) & ~(other.#words[i] ?? 0);
    return rest;
  }

  /** A new set of what either holds. */
  or(other: Bitmap): Bitmap {
    const [longer, shorter] = this.#words.length < other.#words.length ? [other, this] : [this, other];
    const either = longer.copy();
    either.addAll(shorter);
    return either;
  }

  /** Takes in a set that has no more words. */
  addAll({ words }: Bitmap): void {
    for (let i = 0; i < words.length; i++) this.#words[i] = (this.#words[i] ?? 0) | (words[i] ?? 0);
  }

  /** How many numbers both hold. */
  sharedWith(other: Bitmap): number {
    const words = Math.min(this.#words.length, other.#words.length);
    let shared = 0;
    for (let i = 0; i < words; i++) shared += bitsIn((this.#words[i] ?? 0) & (other.#words[i] ?? 0));
    return shared;
  }

  /** A new set of what `accepts` lets through. */
  filter(accepts: (doc: number) => boolean): Bitmap {
    const kept = new Bitmap(this.#words.length << 5);
    for (let i = 0; i < this.#words.length; i++) {
      let bits = 0;
      for (let word = this.#words[i] ?? 0; word !== 0; word &= word - 1) {
        const lowest = word & -word;
        if (accepts((i << 5) + 31 - Math.clz32(lowest))) bits |= lowest;
      }
      kept.#words[i] = bits;
    }
    return kept;
  }

  /** The numbers, ascending: what a loop that runs more than once over a set should run over. */
  toArray(): Uint32Array {
    const docs = new Uint32Array(this.size);
    let length = 0;
    for (let i = 0; i < this.#words.length; i++) {
      for (let word = this.#words[i] ?? 0; word !== 0; word &= word - 1) {
        docs[length++] = (i << 5) + 31 - Math.clz32(word & -word);
      }
    }
    return docs;
  }

  /** Ascending. */
  forEach(visit: (doc: number) => void): void {
    for (let i = 0; i < this.#words.length; i++) {
      for (let word = this.#words[i] ?? 0; word !== 0; word &= word - 1) {
        visit((i << 5) + 31 - Math.clz32(word & -word));
      }
    }
  }
}

/** Hacker's Delight, 5-1. */
export function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
