/**
 * The board's own attributes, a column for each key, over the documents that have it alone: a filter or a facet costs what
 * its key holds, whatever the other keys hold. Rows of removed documents stay until the index is compacted.
 */
import { Bitmap } from "./bitmap.ts";
import { rowStart, ValueColumn } from "./columns.ts";
import { Uint32List } from "./growable.ts";

/** The values of one key; row `i` of `values` belongs to the document `docs[i]`, ascending. */
export interface AttributeColumn {
  readonly docs: Uint32List;
  readonly values: ValueColumn;
}

/** Keys with their values; those of a listing as it is indexed. */
export type AttributeValues = readonly (readonly [key: string, values: readonly string[]])[];

export class AttributeColumns {
  readonly #numbers = new Map<string, number>();
  readonly #keys: string[] = [];
  readonly #columns: AttributeColumn[] = [];
  /** Of every document, which keys it has and in which rows, so that its values are found without a search. */
  readonly #ends = new Uint32List();
  readonly #numberOf = new Uint32List();
  readonly #rowOf = new Uint32List();

  /** The column of a key, if a listing ever had it. */
  column(key: string): AttributeColumn | undefined {
    return this.#columns[this.#numbers.get(key) ?? -1];
  }

  append(attributes: AttributeValues, isPublished: boolean): void {
    const doc = this.#ends.length;
    for (const [key, texts] of attributes) {
      if (texts.length === 0) continue;
      const number = this.#numbers.get(key) ?? this.#addKey(key);
      const column = this.#columnAt(number);
      this.#numberOf.push(number);
      this.#rowOf.push(column.docs.length);
      column.docs.push(doc);
      column.values.append(texts, isPublished);
    }
    this.#ends.push(this.#rowOf.length);
  }

  release(doc: number, isPublished: boolean): void {
    this.#forEachRow(doc, (number, row) => this.#columnAt(number).values.release(row, isPublished));
  }

  /** The documents with one of the values under the key. */
  holding(key: string, values: readonly string[]): Bitmap {
    const column = this.column(key);
    const holding = new Bitmap(this.#ends.length);
    if (column === undefined || !values.some((value) => column.values.dictionary.knows(value))) return holding;
    const accepted = column.values.dictionary.accepted(values);
    for (let row = 0; row < column.docs.length; row++) {
      if (column.values.has(row, accepted)) holding.add(column.docs.at(row));
    }
    return holding;
  }

  compacted(live: Bitmap, isPublished: (doc: number) => boolean): AttributeColumns {
    const kept = new AttributeColumns();
    live.forEach((doc) => {
      const attributes: [string, string[]][] = [];
      this.#forEachRow(doc, (number, row) => {
        attributes.push([this.#keys[number] ?? "", this.#columnAt(number).values.valuesOf(row)]);
      });
      kept.append(attributes, isPublished(doc));
    });
    return kept;
  }

  #forEachRow(doc: number, visit: (number: number, row: number) => void): void {
    for (let i = rowStart(this.#ends.values, doc); i < this.#ends.at(doc); i++) {
      visit(this.#numberOf.at(i), this.#rowOf.at(i));
    }
  }

  #columnAt(number: number): AttributeColumn {
    const column = this.#columns[number];
    if (column === undefined) throw new RangeError(`no attribute has the number ${number}`);
    return column;
  }

  #addKey(key: string): number {
    const number = this.#columns.length;
    this.#numbers.set(key, number);
    this.#keys.push(key);
    this.#columns.push({ docs: new Uint32List(), values: new ValueColumn() });
    return number;
  }
}
