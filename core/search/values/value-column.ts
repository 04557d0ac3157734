/**
 * The values that a filter tests and a facet counts, of every document. Documents of the tail are kept as texts until the
 * column is first asked, so that a change needs nothing of a snapshot that may not be loaded.
 */
import { Bitmap } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import { foldValue } from "../fold.ts";
import type { Renumbering } from "../renumbering.ts";
import type { Needs, SectionWriter } from "../sections.ts";
import type { BitmapCache } from "./bitmap-cache.ts";
import { MaskedUse } from "./masked-use.ts";
import type { ResultSet } from "./result-set.ts";
import { layoutOf, NO_ROW, type RowLayout } from "./row-layout.ts";
import { Rows } from "./rows.ts";
import { Spellings } from "./spellings.ts";
import { type SpellingUse, writeSpellings } from "./spellings-writer.ts";
import { UseCounts } from "./use-counts.ts";

/** Results by key, and those without a value. */
export interface Counts {
  readonly byKey: Uint32Array;
  readonly missing: number;
}

/** Sets of values that are few enough to be counted by bits are made for at most so many. */
const MAX_COUNTED_BY_BITS = 32;

interface ValueColumnOptions {
  /** Sections are `values.` and the name, and what they hold. */
  readonly name: string;
  readonly facts: Facts;
  readonly cache: BitmapCache;
  /**
   * Texts of every document of the tail, in its order; it grows. No text folds as another of the document; "" is none. Of
   * a column of places one text for each place, the same one for the same key.
   */
  readonly tail: readonly unknown[];
  readonly textsOf: (at: number) => readonly string[];
  /** Section of the ends of the rows; `PLACE_ENDS` of a column of places. Default: its own. */
  readonly ends?: string;
}

/** Shared by the columns of places, which have a row for each. */
export const PLACE_ENDS = "values.places.ends";

export class ValueColumn {
  readonly name: string;
  readonly rows: Rows;
  readonly #spellings: Spellings;
  readonly #use: UseCounts;
  readonly #facts: Facts;
  readonly #cache: BitmapCache;
  readonly #tail: readonly unknown[];
  readonly #textsOf: (at: number) => readonly string[];
  #wasCounted = false;

  constructor({ name, facts, cache, tail, textsOf, ends = `values.${name}.ends` }: ValueColumnOptions) {
    this.name = `values.${name}`;
    this.#facts = facts;
    this.#cache = cache;
    this.#tail = tail;
    this.#textsOf = textsOf;
    this.rows = new Rows(facts, { name: `${this.name}.rows`, ends, areOfPlaces: ends === PLACE_ENDS });
    this.#spellings = new Spellings(facts.base, this.name);
    const masked = new MaskedUse(facts, (doc, visit) => this.#forEachSpelling(doc, visit));
    this.#use = new UseCounts(
      this.name,
      facts,
      this.#spellings,
      (spelling) => masked.of(spelling, this.#spellings.baseCount),
      (doc, visit) => this.#forEachSpelling(doc, visit),
    );
  }

  /** What `keyOf`, `holding` and `ordinalsOf` read. */
  needValues(needs: Needs): void {
    this.#spellings.need(needs);
    this.rows.need(needs);
  }

  /** What `count`, `valueOf` and `ranksBefore` read. */
  needCounts(needs: Needs): void {
    this.needValues(needs);
    this.#use.need(needs);
  }

  /** The key of a value in whatever way it is written; `undefined` if no listing ever had it. */
  keyOf(value: string): number | undefined {
    this.catchUp();
    return this.#spellings.find(value);
  }

  /** Key of an ordinal of `rows`, which is not 0. */
  keyAt(ordinal: number): number {
    return this.#spellings.keyOf(ordinal - 1);
  }

  /** Documents with one of the values, whether they are live or not; not to be changed. */
  holding(values: readonly string[]): Bitmap {
    const keys = values.map((value) => this.keyOf(value)).filter((key) => key !== undefined);
    const [first, ...others] = new Set(keys);
    if (first === undefined) return new Bitmap();
    return others.reduce((docs, key) => docs.or(this.#holdingKey(key)), this.#holdingKey(first));
  }

  /** Brings `rows` up to the tail's last document. */
  catchUp(): void {
    for (let at = this.rows.tailDocs; at < this.#tail.length; at++) {
      for (const text of this.#textsOf(at)) this.rows.push(text === "" ? 0 : this.#spellings.intern(text) + 1);
      this.rows.endDocument();
    }
  }

  count(results: ResultSet): Counts {
    this.catchUp();
    const { keys } = this.#spellings;
    const isFirst = !this.#wasCounted;
    this.#wasCounted = true;
    // A word of bits costs about as much as a value of a row, and holds 32 documents.
    const isCheapByBits = keys <= MAX_COUNTED_BY_BITS && keys * (this.#facts.end >>> 5) < results.size;
    // The sets of bits have to be made, which takes as long as several counts: a function that answers once has no use for them.
    return isCheapByBits && !isFirst ? this.#countByBits(results) : this.#countByRows(results.docs);
  }

  /** Keys so far: every key is below. */
  get keys(): number {
    this.catchUp();
    return this.#spellings.keys;
  }

  /** The value of a key as it is shown: its commonest spelling. */
  valueOf(key: number): string {
    return this.#spellings.textOf(this.#use.commonest(key));
  }

  /** Whether the value of a key comes before another's, by UTF-16 units. */
  isBefore(a: number, b: number): boolean {
    return this.#spellings.isBefore(this.#use.commonest(a), this.#use.commonest(b));
  }

  /** The rows that the next snapshot keeps. */
  layout(renumbering: Renumbering): RowLayout {
    this.catchUp();
    return layoutOf(renumbering, this.rows, (row) => this.rows.at(row) !== 0);
  }

  /** Writes nothing if no listing has a value. Ends are the caller's to write. */
  write(renumbering: Renumbering, { rows }: RowLayout, out: SectionWriter): void {
    this.catchUp();
    const use = this.#useBy(renumbering);
    if (use === undefined) return;
    const { from, to } = writeSpellings(this.name, this.#spellings, use, foldValue, out);
    const ordinals = new Uint32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? NO_ROW;
      const ordinal = row === NO_ROW ? 0 : this.rows.at(row);
      ordinals[i] = ordinal === 0 ? 0 : (to[ordinal - 1] ?? 0);
    }
    out.addOrdinals(`${this.name}.rows`, ordinals, from.length + 1);
  }

  /** Listings by spelling; `undefined` if there is no value at all. */
  #useBy({ count, from }: Renumbering): SpellingUse | undefined {
    const listings = new Uint32Array(this.#spellings.count);
    const published = new Uint32Array(this.#spellings.count);
    let values = 0;
    for (let i = 0; i < count; i++) {
      const doc = from[i] ?? 0;
      const ifPublished = this.#facts.isPublished(doc) ? 1 : 0;
      for (let row = this.rows.start(doc), end = this.rows.end(doc); row < end; row++) {
        const spelling = this.rows.at(row) - 1;
        if (spelling < 0 || !this.rows.isFirst(doc, row)) continue;
        listings[spelling] = (listings[spelling] ?? 0) + 1;
        published[spelling] = (published[spelling] ?? 0) + ifPublished;
        values++;
      }
    }
    return values === 0 ? undefined : { listings, published };
  }

  #countByRows(docs: Uint32Array): Counts {
    const counts = new Uint32Array(this.#spellings.count + 1);
    const missing = this.rows.count(docs, counts);
    if (this.#spellings.haveOwnKeys) return { byKey: counts.subarray(1), missing };
    const byKey = new Uint32Array(this.#spellings.keys);
    for (let spelling = 0; spelling + 1 < counts.length; spelling++) {
      const count = counts[spelling + 1] ?? 0;
      if (count === 0) continue;
      const key = this.#spellings.keyOf(spelling);
      byKey[key] = (byKey[key] ?? 0) + count;
    }
    return { byKey, missing };
  }

  #countByBits(results: ResultSet): Counts {
    const byKey = new Uint32Array(this.#spellings.keys);
    for (let key = 0; key < byKey.length; key++) byKey[key] = results.bits.sharedWith(this.#holdingKey(key));
    return { byKey, missing: results.size - results.bits.sharedWith(this.#holdingAny()) };
  }

  #holdingKey(key: number): Bitmap {
    const { from, to } = this.#spellings.baseRange(key);
    return this.#holding(String(key), from, to, (ordinal) => ordinal !== 0 && this.keyAt(ordinal) === key);
  }

  #holdingAny(): Bitmap {
    return this.#holding("any", 0, this.#spellings.baseCount, (ordinal) => ordinal !== 0);
  }

  /** Rows never change, so a set only has to be told of the documents that came since it was last asked for. */
  #holding(which: string, from: number, to: number, accepts: (ordinal: number) => boolean): Bitmap {
    const name = `${this.name} ${which}`;
    const docs = this.#cache.get(name, () => {
      const words = new Uint32Array((this.#facts.end + 31) >>> 5);
      this.rows.addBaseBetween(from, to, words);
      return { docs: Bitmap.over(words), tailDocs: 0 };
    });
    this.rows.addTail(docs.tailDocs, accepts, docs.docs);
    docs.tailDocs = this.rows.tailDocs;
    return docs.docs;
  }

  #forEachSpelling(doc: number, visit: (spelling: number) => void): void {
    for (let row = this.rows.start(doc), end = this.rows.end(doc); row < end; row++) {
      const ordinal = this.rows.at(row);
      if (ordinal !== 0 && this.rows.isFirst(doc, row)) visit(ordinal - 1);
    }
  }
}
