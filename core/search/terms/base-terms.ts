/** The terms of a snapshot: dictionary, lists of documents, impacts, positions, and the lists of single scopes. */
import { lowerBound } from "../bisect.ts";
import { SCOPES, type Scope } from "../query/query.ts";
import type { Needs, Sections } from "../sections.ts";
import { Dictionary } from "./dictionary.ts";
import { DocumentLists } from "./document-lists.ts";
import { laterRun } from "./positions.ts";

/** Postings whose positions are found through one entry of `positions.blocks`. */
export const RUNS_PER_BLOCK = 16;

/** Scopes with lists of their own; the body's documents are told by their positions. */
export const LISTED_SCOPES = SCOPES.filter((scope) => scope !== "body");
export type ListedScope = Exclude<Scope, "body">;

/** The terms of one scope by their ordinals in the dictionary, ascending, and the documents of each. */
export interface ScopeLists {
  readonly terms: Uint32Array;
  readonly lists: DocumentLists;
}

export class BaseTerms {
  readonly dictionary: Dictionary;
  readonly lists: DocumentLists;
  /** One byte for every posting, in the order of the lists. */
  readonly impacts: Uint8Array;
  /** The highest impact in each block of documents, of every list with ranks. */
  readonly maxima: Uint8Array;
  readonly positions: Uint16Array;
  readonly #positionBlocks: Uint32Array;
  readonly #scopes: ReadonlyMap<Scope, ScopeLists>;
  #blocksBefore: Float64Array | undefined;

  constructor(sections: Sections, documents: number) {
    this.dictionary = new Dictionary(sections);
    this.lists = new DocumentLists(sections, "lists", documents);
    this.impacts = sections.u8("impacts.bytes");
    this.maxima = sections.u8("impacts.maxima");
    this.positions = sections.u16("positions.runs");
    this.#positionBlocks = sections.u32("positions.blocks");
    this.#scopes = new Map(
      LISTED_SCOPES.map((scope) => [
        scope,
        {
          terms: sections.u32(`scopes.${scope}.terms`),
          lists: new DocumentLists(sections, `scopes.${scope}`, documents),
        },
      ]),
    );
  }

  scope(scope: ListedScope): ScopeLists {
    const lists = this.#scopes.get(scope);
    if (lists === undefined) throw new RangeError(`there is no scope ${scope}`);
    return lists;
  }

  /** A term's place among those of a scope. */
  ordinalIn(scope: ListedScope, ordinal: number): number | undefined {
    const { terms } = this.scope(scope);
    const at = lowerBound(terms, ordinal);
    return terms[at] === ordinal ? at : undefined;
  }

  needScope(needs: Needs, scope: ListedScope): void {
    const { terms, lists } = this.scope(scope);
    needs.add(terms);
    lists.needSizes(needs);
  }

  /** A list with its impacts: what matching and scoring read. The sizes must be there. */
  needPostings(needs: Needs, ordinal: number): void {
    this.lists.needList(needs, ordinal);
    const before = this.lists.before(ordinal);
    needs.add(this.impacts, before, before + this.lists.size(ordinal));
    const place = this.lists.rankedPlace(ordinal);
    const { blocks } = this.lists;
    if (place !== undefined) needs.add(this.maxima, place * blocks, (place + 1) * blocks);
  }

  impactsOf(ordinal: number): Uint8Array {
    const before = this.lists.before(ordinal);
    return this.impacts.subarray(before, before + this.lists.size(ordinal));
  }

  /** Of a list with ranks. */
  maximaOf(ordinal: number): Uint8Array {
    const place = this.lists.rankedPlace(ordinal) ?? 0;
    return this.maxima.subarray(place * this.lists.blocks, (place + 1) * this.lists.blocks);
  }

  /** Where the positions of a list are; then `needRuns` can say which they are. */
  needPositionBlocks(needs: Needs, ordinal: number): void {
    const start = this.#firstBlock(ordinal);
    needs.add(this.#positionBlocks, start, Math.min(this.#positionBlocks.length, this.#firstBlock(ordinal + 1) + 1));
  }

  needRuns(needs: Needs, ordinal: number): void {
    const start = this.#positionBlocks[this.#firstBlock(ordinal)];
    const end = this.#positionBlocks[this.#firstBlock(ordinal + 1)] ?? this.positions.length;
    needs.add(this.positions, start, end);
  }

  needAll(needs: Needs): void {
    this.dictionary.needFences(needs);
    this.dictionary.needAll(needs);
    this.lists.needAll(needs);
    needs.add(this.impacts).add(this.maxima).add(this.positions).add(this.#positionBlocks);
    for (const { terms, lists } of this.#scopes.values()) {
      needs.add(terms);
      lists.needAll(needs);
    }
  }

  /** Where the positions of a list's first posting are; the others' follow. */
  firstRun(ordinal: number): number {
    return this.#positionBlocks[this.#firstBlock(ordinal)] ?? 0;
  }

  /** A reader of the runs of one list. */
  runs(ordinal: number): Runs {
    return new Runs(this.positions, this.#positionBlocks, this.#firstBlock(ordinal));
  }

  #firstBlock(ordinal: number): number {
    if (this.#blocksBefore === undefined) {
      const { count } = this.lists;
      this.#blocksBefore = new Float64Array(count + 1);
      let sum = 0;
      for (let i = 0; i < count; i++) {
        sum += Math.ceil(this.lists.size(i) / RUNS_PER_BLOCK);
        this.#blocksBefore[i + 1] = sum;
      }
    }
    return this.#blocksBefore[ordinal] ?? 0;
  }
}

/** Finds the runs of a list's postings; cheapest in ascending order. */
class Runs {
  readonly #units: Uint16Array;
  readonly #blocks: Uint32Array;
  readonly #firstBlock: number;
  #index = -1;
  #at = 0;

  constructor(units: Uint16Array, blocks: Uint32Array, firstBlock: number) {
    this.#units = units;
    this.#blocks = blocks;
    this.#firstBlock = firstBlock;
  }

  /** Where the run of the list's posting number `index` starts. */
  at(index: number): number {
    const block = Math.floor(index / RUNS_PER_BLOCK);
    if (this.#index < block * RUNS_PER_BLOCK || this.#index > index) {
      this.#index = block * RUNS_PER_BLOCK;
      this.#at = this.#blocks[this.#firstBlock + block] ?? 0;
    }
    this.#at = laterRun(this.#units, this.#at, index - this.#index);
    this.#index = index;
    return this.#at;
  }
}
