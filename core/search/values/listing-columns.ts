/** All columns of an index. A cold index loads only those that a request uses. */
import type { Facts } from "../facts.ts";
import type { Renumbering } from "../renumbering.ts";
import type { PlaceFilter } from "../request.ts";
import type { Needs, SectionWriter } from "../sections.ts";
import { AttributeColumn } from "./attribute-column.ts";
import { BitmapCache } from "./bitmap-cache.ts";
import { COLUMNS, type ColumnName, type ColumnValues } from "./column-values.ts";
import { NumberColumn } from "./number-column.ts";
import { PayColumn } from "./pay-column.ts";
import { PlaceColumns } from "./place-columns.ts";
import { SketchColumn } from "./sketch-column.ts";
import { ValueColumn } from "./value-column.ts";

/** Sets of documents by value: 640 of a board of 100,000 listings. */
const CACHE_BYTES = 8 << 20;

/** What filters, facets and sorts read of an index. */
export interface ValuesIndex {
  readonly facts: Facts;
  readonly values: ListingColumns;
}

export class ListingColumns {
  readonly #tail: ColumnValues[] = [];
  readonly #columns: Readonly<Record<ColumnName, ValueColumn>>;
  readonly places: PlaceColumns;
  readonly attributes: AttributeColumn;
  readonly numbers: NumberColumn;
  readonly pay: PayColumn;
  readonly sketches: SketchColumn;
  readonly #facts: Facts;

  constructor(facts: Facts) {
    const tail = this.#tail;
    const cache = new BitmapCache(CACHE_BYTES);
    this.#columns = eachColumn((name) => {
      const textsOf = (at: number) => tail[at]?.values[name] ?? [];
      return new ValueColumn({ name, facts, cache, tail, textsOf });
    });
    this.places = new PlaceColumns(facts, tail, cache);
    this.attributes = new AttributeColumn(facts, tail);
    this.numbers = new NumberColumn(facts, tail);
    this.pay = new PayColumn(facts);
    this.sketches = new SketchColumn(facts, tail);
    this.#facts = facts;
  }

  /** The values of the document that `facts` was given last. Needs nothing to be loaded. */
  append(values: ColumnValues): void {
    this.#tail.push(values);
    this.places.append(values.places);
    this.pay.append(values.pay);
  }

  column(name: ColumnName | PlaceFilter): ValueColumn {
    switch (name) {
      case "country":
      case "region":
      case "city":
        return this.places.parts[name];
      default:
        return this.#columns[name];
    }
  }

  needToWrite(needs: Needs): void {
    this.#facts.needStates(needs);
    for (const name of COLUMNS) this.#columns[name].needValues(needs);
    this.places.needToWrite(needs);
    this.attributes.needValues(needs);
    this.numbers.need(needs);
    this.pay.need(needs);
    this.sketches.need(needs);
  }

  /** The same bytes for the same live listings, whatever their history; `pause` is awaited between columns. */
  async write(renumbering: Renumbering, out: SectionWriter, pause: () => Promise<void>): Promise<void> {
    for (const name of COLUMNS) {
      if (name === "title") this.#writeOthers(renumbering, out);
      this.#writeColumn(this.#columns[name], renumbering, out);
      await pause();
    }
    this.sketches.write(renumbering, out);
  }

  #writeOthers(renumbering: Renumbering, out: SectionWriter): void {
    this.places.write(renumbering, out);
    this.attributes.write(renumbering, out);
    this.numbers.write(renumbering, out);
    this.pay.write(renumbering, out);
  }

  #writeColumn(column: ValueColumn, renumbering: Renumbering, out: SectionWriter): void {
    const layout = column.layout(renumbering);
    if (layout.rows.length === 0) return;
    if (!layout.isSingle) out.add(`${column.name}.ends`, layout.ends);
    column.write(renumbering, layout, out);
  }
}

function eachColumn<T>(make: (name: ColumnName) => T): Readonly<Record<ColumnName, T>> {
  // The keys are exactly the names that were mapped.
  return Object.fromEntries(COLUMNS.map((name) => [name, make(name)])) as unknown as Record<ColumnName, T>;
}
