/**
 * The filterable values of every document, as numbers in rows: what filters test and facets count. Documents are appended
 * in order; those that are removed keep their rows until the index is compacted.
 */
import type { Bitmap } from "./bitmap.ts";
import { Float64List, Uint32List } from "./growable.ts";
import { ValueDictionary } from "./value-dictionary.ts";

/** Any number of values for a document, each key once, in the spelling that the listing writes first. */
export class ValueColumn {
  readonly dictionary = new ValueDictionary();
  readonly #ends = new Uint32List();
  readonly #spellings = new Uint32List();

  /** Row of a document: `rows[ends[doc - 1]]` up to `rows[ends[doc]]`, as spellings. */
  get ends(): Uint32Array {
    return this.#ends.values;
  }

  get rows(): Uint32Array {
    return this.#spellings.values;
  }

  append(values: readonly string[], isPublished: boolean): void {
    const start = this.#spellings.length;
    for (const value of values) {
      const spelling = this.dictionary.spelling(value);
      if (!this.#holdsKey(start, this.dictionary.keyOf[spelling] ?? 0)) this.#spellings.push(spelling);
    }
    this.#ends.push(this.#spellings.length);
    this.#count(this.#ends.length - 1, isPublished, 1);
  }

  /** Takes a removed document out of the counts. */
  release(doc: number, isPublished: boolean): void {
    this.#count(doc, isPublished, -1);
  }

  valuesOf(doc: number): string[] {
    const values: string[] = [];
    for (let i = rowStart(this.ends, doc); i < this.#ends.at(doc); i++) {
      values.push(this.dictionary.textOf(this.#spellings.at(i)));
    }
    return values;
  }

  /** Whether the document has one of the accepted spellings. */
  has(doc: number, accepted: Uint8Array): boolean {
    const rows = this.rows;
    for (let i = rowStart(this.ends, doc), end = this.#ends.at(doc); i < end; i++) {
      if (accepted[rows[i] ?? 0] === 1) return true;
    }
    return false;
  }

  compacted(live: Bitmap, isPublished: (doc: number) => boolean): ValueColumn {
    const kept = new ValueColumn();
    live.forEach((doc) => {
      kept.append(this.valuesOf(doc), isPublished(doc));
    });
    return kept;
  }

  #holdsKey(start: number, key: number): boolean {
    for (let i = start; i < this.#spellings.length; i++) {
      if (this.dictionary.keyOf[this.#spellings.at(i)] === key) return true;
    }
    return false;
  }

  #count(doc: number, isPublished: boolean, by: 1 | -1): void {
    for (let i = rowStart(this.ends, doc); i < this.#ends.at(doc); i++) {
      this.dictionary.count(this.#spellings.at(i), isPublished, by);
    }
  }
}

/** Any number of named decimals for a document, as doubles: beyond 15 digits neighbours become equal. */
export class NumberColumn {
  readonly #names = new ValueDictionary();
  readonly #ends = new Uint32List();
  readonly #nameOf = new Uint32List();
  readonly #numbers = new Float64List();

  append(entries: readonly (readonly [name: string, value: number])[]): void {
    for (const [name, value] of entries) {
      this.#nameOf.push(this.#names.spelling(name));
      this.#numbers.push(value);
    }
    this.#ends.push(this.#numbers.length);
  }

  /** The value under a name, if the document has one. */
  valueOf(doc: number, name: string): number | undefined {
    for (let i = rowStart(this.#ends.values, doc); i < this.#ends.at(doc); i++) {
      if (this.#names.textOf(this.#nameOf.at(i)) === name) return this.#numbers.at(i);
    }
    return undefined;
  }

  compacted(live: Bitmap): NumberColumn {
    const kept = new NumberColumn();
    live.forEach((doc) => {
      const entries: [string, number][] = [];
      for (let i = rowStart(this.#ends.values, doc); i < this.#ends.at(doc); i++) {
        entries.push([this.#names.textOf(this.#nameOf.at(i)), this.#numbers.at(i)]);
      }
      kept.append(entries);
    });
    return kept;
  }
}

export function rowStart(ends: Uint32Array, doc: number): number {
  return doc === 0 ? 0 : (ends[doc - 1] ?? 0);
}
