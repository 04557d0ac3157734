/**
 * The board's own attributes, inverted: for every pair of a key and a value the documents that have it, so that a filter or
 * a facet costs what its key holds, whatever the other keys hold. The pairs of a key are neighbours.
 */

import { lowerBound } from "../bisect.ts";
import { Bitmap } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import { foldValue } from "../fold.ts";
import { Uint32List } from "../growable.ts";
import { GONE, type Renumbering } from "../renumbering.ts";
import type { Needs, Ordinals, SectionWriter } from "../sections.ts";
import { attributeText, type ColumnValues } from "./column-values.ts";
import type { ResultSet } from "./result-set.ts";
import { Spellings } from "./spellings.ts";
import { writeSpellings } from "./spellings-writer.ts";
import { UseCounts } from "./use-counts.ts";
import type { Counts } from "./value-column.ts";

const NAME = "values.attribute";

export class AttributeColumn {
  readonly #facts: Facts;
  readonly #tail: readonly ColumnValues[];
  readonly #docs: Ordinals;
  readonly #ends: Uint32Array;
  readonly #spellings: Spellings;
  readonly #use: UseCounts;
  /** Documents of the tail by spelling, ascending; the documents that are in it. */
  readonly #tailDocs = new Map<number, Uint32List>();
  readonly #tailRows: (readonly number[])[] = [];
  readonly #masked = new Map<number, MaskedCount>();

  constructor(facts: Facts, tail: readonly ColumnValues[]) {
    this.#facts = facts;
    this.#tail = tail;
    this.#docs = facts.base.ordinals(`${NAME}.docs`);
    this.#ends = facts.base.u32(`${NAME}.ends`);
    this.#spellings = new Spellings(facts.base, NAME, foldPair);
    this.#use = new UseCounts(
      NAME,
      facts,
      this.#spellings,
      (spelling) => this.#maskedUse(spelling),
      (doc, visit) => {
        for (const spelling of this.#tailRows[doc - facts.tailStart] ?? []) visit(spelling);
      },
    );
  }

  needValues(needs: Needs): void {
    this.#spellings.need(needs);
    needs.add(this.#docs).add(this.#ends);
  }

  needCounts(needs: Needs): void {
    this.needValues(needs);
    this.#use.need(needs);
  }

  /** Documents with one of the values under the key, live or not. */
  holding(key: string, values: readonly string[]): Bitmap {
    this.#catchUp();
    const docs = new Bitmap(this.#facts.end);
    for (const value of values) {
      const found = this.#spellings.find(attributeText(key, value));
      if (found !== undefined) this.#forEachSpelling(found, (spelling) => this.#addHolding(spelling, docs));
    }
    return docs;
  }

  /** By key of the pairs; those of other attributes are 0. */
  count(key: string, results: ResultSet): Counts {
    this.#catchUp();
    const byKey = new Uint32Array(this.#spellings.keys);
    const holding = new Bitmap(this.#facts.end);
    for (const spelling of this.#pairsOf(key)) {
      const pair = this.#spellings.keyOf(spelling);
      byKey[pair] = (byKey[pair] ?? 0) + this.#countHolding(spelling, results.bits, holding.words);
    }
    return { byKey, missing: results.size - holding.size };
  }

  /** The value of a pair in its commonest spelling. */
  valueOf(pair: number): string {
    const text = this.#spellings.textOf(this.#use.commonest(pair));
    return text.slice(text.indexOf(":") + 1);
  }

  isBefore(a: number, b: number): boolean {
    return this.#spellings.isBefore(this.#use.commonest(a), this.#use.commonest(b));
  }

  write({ count, to }: Renumbering, out: SectionWriter): void {
    this.#catchUp();
    const published = new Uint32Array(this.#spellings.count);
    const listings = new Uint32Array(this.#spellings.count);
    const docsOf: Uint32Array[] = [];
    for (let spelling = 0; spelling < listings.length; spelling++) {
      const kept: number[] = [];
      this.#forEachDoc(spelling, (doc) => {
        const renumbered = to[doc] ?? GONE;
        if (renumbered === GONE) return;
        kept.push(renumbered);
        if (this.#facts.isPublished(doc)) published[spelling] = (published[spelling] ?? 0) + 1;
      });
      listings[spelling] = kept.length;
      docsOf.push(Uint32Array.from(kept).sort());
    }
    const { from } = writeSpellings(NAME, this.#spellings, { listings, published }, foldPair, out);
    const ends = new Uint32Array(from.length);
    for (let i = 0; i < from.length; i++) ends[i] = (ends[i - 1] ?? 0) + (listings[from[i] ?? 0] ?? 0);
    const docs = new Uint32Array(ends.at(-1) ?? 0);
    for (let i = 0; i < from.length; i++) docs.set(docsOf[from[i] ?? 0] ?? [], ends[i - 1] ?? 0);
    out.add(`${NAME}.ends`, ends);
    out.addOrdinals(`${NAME}.docs`, docs, count);
  }

  #catchUp(): void {
    for (let at = this.#tailRows.length; at < this.#tail.length; at++) {
      const row = (this.#tail[at]?.attributes ?? []).map((text) => this.#spellings.intern(text));
      for (const spelling of row) {
        const docs = this.#tailDocs.get(spelling) ?? new Uint32List(4);
        docs.push(this.#facts.tailStart + at);
        this.#tailDocs.set(spelling, docs);
      }
      this.#tailRows.push(row);
    }
  }

  /** Spellings of all values under an attribute. */
  #pairsOf(key: string): number[] {
    const [from, to] = [`${key}:`, `${key};`].map((text) => this.#spellings.lowerBound(text));
    const pairs: number[] = [];
    for (let spelling = from ?? 0; spelling < (to ?? 0); spelling++) pairs.push(spelling);
    for (let spelling = this.#spellings.baseCount; spelling < this.#spellings.count; spelling++) {
      if (this.#spellings.textOf(spelling).startsWith(`${key}:`)) pairs.push(spelling);
    }
    return pairs;
  }

  #forEachSpelling(pair: number, visit: (spelling: number) => void): void {
    const { from, to } = this.#spellings.baseRange(pair);
    for (let spelling = from; spelling < to; spelling++) visit(spelling);
    for (const spelling of this.#spellings.newSpellingsOf(pair)) visit(spelling);
  }

  #forEachDoc(spelling: number, visit: (doc: number) => void): void {
    const { docs, start, end } = this.#baseDocsOf(spelling);
    for (let i = start; i < end; i++) visit(docs[i] ?? 0);
    const added = this.#tailDocs.get(spelling);
    for (let i = 0; i < (added?.length ?? 0); i++) visit(added?.at(i) ?? 0);
  }

  #addHolding(spelling: number, into: Bitmap): void {
    this.#forEachDoc(spelling, (doc) => into.add(doc));
  }

  /** How many of `docs` have the spelling; adds them to `holding`. */
  #countHolding(spelling: number, docs: Bitmap, holding: Uint32Array): number {
    const { docs: own, start, end } = this.#baseDocsOf(spelling);
    const added = this.#tailDocs.get(spelling);
    const { words } = docs;
    let count = countIn(own, start, end, words, holding);
    if (added !== undefined) count += countIn(added.values, 0, added.length, words, holding);
    return count;
  }

  #baseDocsOf(spelling: number): { readonly docs: Ordinals; readonly start: number; readonly end: number } {
    if (spelling >= this.#spellings.baseCount) return { docs: this.#docs, start: 0, end: 0 };
    const start = spelling === 0 ? 0 : (this.#ends[spelling - 1] ?? 0);
    return { docs: this.#docs, start, end: this.#ends[spelling] ?? 0 };
  }

  /** Looks each masked document up once in the documents of a spelling, and only of one that is asked for. */
  #maskedUse(spelling: number): MaskedCount {
    const known = this.#masked.get(spelling) ?? { seen: 0, listings: 0, published: 0 };
    const { masked } = this.#facts;
    const { docs, start, end } = this.#baseDocsOf(spelling);
    const own = docs.subarray(start, end);
    for (; known.seen < masked.length; known.seen++) {
      const doc = masked.at(known.seen);
      if (own[lowerBound(own, doc)] !== doc) continue;
      known.listings++;
      if (this.#facts.isPublished(doc)) known.published++;
    }
    this.#masked.set(spelling, known);
    return known;
  }
}

interface MaskedCount {
  /** Masked documents that were looked up. */
  seen: number;
  listings: number;
  published: number;
}

function countIn(docs: Ordinals, start: number, end: number, among: Uint32Array, found: Uint32Array): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const doc = docs[i] ?? 0;
    const bit = ((among[doc >>> 5] ?? 0) >>> (doc & 31)) & 1;
    count += bit;
    found[doc >>> 5] = (found[doc >>> 5] ?? 0) | (bit << (doc & 31));
  }
  return count;
}

/** The attribute is never folded. */
function foldPair(text: string): string {
  const colon = text.indexOf(":");
  return attributeText(text.slice(0, colon), foldValue(text.slice(colon + 1)));
}
