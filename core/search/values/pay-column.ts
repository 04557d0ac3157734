/** What every document pays a year: any number of ranges, each in its currency. */
import type { Facts } from "../facts.ts";
import { Float64List, Uint32List } from "../growable.ts";
import type { Renumbering } from "../renumbering.ts";
import type { Needs, SectionWriter } from "../sections.ts";
import type { YearlyRange } from "./yearly-range.ts";

const NAME = "values.pay";

export class PayColumn {
  readonly #facts: Facts;
  readonly #ends: Uint32Array;
  readonly #currency: Uint16Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #tailEnds = new Uint32List();
  readonly #tailCurrency = new Uint32List();
  readonly #tailMin = new Float64List();
  readonly #tailMax = new Float64List();

  constructor(facts: Facts) {
    this.#facts = facts;
    this.#ends = facts.base.u32(`${NAME}.ends`);
    this.#currency = facts.base.u16(`${NAME}.currency`);
    this.#min = facts.base.f64(`${NAME}.min`);
    this.#max = facts.base.f64(`${NAME}.max`);
  }

  need(needs: Needs): void {
    needs.add(this.#ends).add(this.#currency).add(this.#min).add(this.#max);
  }

  append(ranges: readonly YearlyRange[]): void {
    for (const { currency, min, max } of ranges) {
      this.#tailCurrency.push(currency);
      this.#tailMin.push(min);
      this.#tailMax.push(max);
    }
    this.#tailEnds.push(this.#tailCurrency.length);
  }

  /** Numbers of the ranges of a document, up to, not including, `end`. */
  start(doc: number): number {
    if (doc < this.#facts.baseCount) return doc === 0 ? 0 : (this.#ends[doc - 1] ?? 0);
    const at = doc - this.#facts.tailStart;
    return this.#currency.length + (at === 0 ? 0 : this.#tailEnds.at(at - 1));
  }

  end(doc: number): number {
    if (doc < this.#facts.baseCount) return this.#ends[doc] ?? 0;
    return this.#currency.length + this.#tailEnds.at(doc - this.#facts.tailStart);
  }

  currencyAt(range: number): number {
    const tail = range - this.#currency.length;
    return tail < 0 ? (this.#currency[range] ?? 0) : this.#tailCurrency.at(tail);
  }

  minAt(range: number): number {
    const tail = range - this.#min.length;
    return tail < 0 ? (this.#min[range] ?? 0) : this.#tailMin.at(tail);
  }

  maxAt(range: number): number {
    const tail = range - this.#max.length;
    return tail < 0 ? (this.#max[range] ?? 0) : this.#tailMax.at(tail);
  }

  write({ count, from }: Renumbering, out: SectionWriter): void {
    const ends = new Uint32Array(count);
    const ranges: number[] = [];
    for (let i = 0; i < count; i++) {
      const doc = from[i] ?? 0;
      for (let range = this.start(doc), end = this.end(doc); range < end; range++) ranges.push(range);
      ends[i] = ranges.length;
    }
    if (ranges.length === 0) return;
    out.add(`${NAME}.ends`, ends);
    out.add(
      `${NAME}.currency`,
      Uint16Array.from(ranges, (range) => this.currencyAt(range)),
    );
    out.add(
      `${NAME}.min`,
      Float64Array.from(ranges, (range) => this.minAt(range)),
    );
    out.add(
      `${NAME}.max`,
      Float64Array.from(ranges, (range) => this.maxAt(range)),
    );
  }
}
