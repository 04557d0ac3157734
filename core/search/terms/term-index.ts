/** All terms of an index, of the snapshot and of the tail, as one vocabulary over one space of document numbers. */

import type { ListingContent } from "../../listing/content.ts";
import { lowerBound } from "../bisect.ts";
import { Bitmap } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import type { Scope, Vocabulary } from "../query/query.ts";
import type { Needs } from "../sections.ts";
import { BaseTerms, type ListedScope } from "./base-terms.ts";
import type { DocumentLists } from "./document-lists.ts";
import { type ListingTerms, TermCutter } from "./listing-terms.ts";
import { runMeets, scopeEnd, scopeStart } from "./positions.ts";
import { TailTerms } from "./tail-terms.ts";

/** How many live documents of the base hold a term, when so many documents were masked. */
interface LiveCount {
  readonly asOf: number;
  readonly live: number;
}

/** A term, in one scope if one is named. */
export interface ScopedTerm {
  readonly term: string;
  readonly scope: Scope | undefined;
}

export class TermIndex implements Vocabulary {
  readonly base: BaseTerms;
  readonly tail = new TailTerms();
  readonly #facts: Facts;
  readonly #cutter = new TermCutter(this.tail);
  /** By ordinal; of a scope by its name and the ordinal. */
  readonly #live = new Map<number | string, LiveCount>();

  constructor(facts: Facts) {
    this.#facts = facts;
    this.base = new BaseTerms(facts.base, facts.baseCount);
  }

  /** Throws whatever reading the listing throws; what it returns can be appended, before another is cut. */
  cut(content: ListingContent): ListingTerms {
    return this.#cutter.cut(content, this.tail.positions);
  }

  /** The terms of title and body. */
  textOf({ ofText }: ListingTerms): readonly string[] {
    return ofText.map((number) => this.tail.terms[number] ?? "");
  }

  /** Takes the terms of the document that `Facts.append` just numbered. */
  append(doc: number, terms: ListingTerms): void {
    this.tail.append(doc - this.#facts.tailStart, terms);
  }

  /** What every query starts from; to be loaded together with whatever else it needs first. */
  needDirectory(needs: Needs): void {
    this.base.dictionary.needFences(needs);
    this.base.lists.needSizes(needs);
  }

  /** Loads what is needed to find these terms, and to say how many listings hold them. */
  prepareFrequencies(terms: readonly ScopedTerm[]): void {
    // Masked documents are taken off list by list, and the body has no sizes.
    const isCounted = this.#facts.masked.length > 0;
    this.#prepare(
      terms,
      terms.filter(({ scope }) => isCounted || scope === "body"),
    );
  }

  /** Loads what is needed to match and score these terms, in as few steps as possible. */
  prepare(terms: readonly ScopedTerm[]): void {
    this.#prepare(terms, terms);
  }

  #prepare(found: readonly ScopedTerm[], read: readonly ScopedTerm[]): void {
    const { base } = this;
    const needs = this.#facts.base.needs();
    this.needDirectory(needs);
    for (const { scope } of found) if (scope !== undefined && scope !== "body") base.needScope(needs, scope);
    needs.settle();
    base.dictionary.needTerms(
      needs,
      found.map(({ term }) => term),
    );
    needs.settle();
    for (const { term, scope } of read) {
      const ordinal = base.dictionary.find(term);
      if (ordinal !== undefined) this.#needPostings(needs, ordinal, scope);
    }
    needs.settle();
  }

  #needPostings(needs: Needs, ordinal: number, scope: Scope | undefined): void {
    const { base } = this;
    base.needPostings(needs, ordinal);
    if (scope === undefined) return;
    if (scope === "body") {
      base.needPositionBlocks(needs, ordinal);
      return;
    }
    const at = base.ordinalIn(scope, ordinal);
    if (at !== undefined) base.scope(scope).lists.needList(needs, at);
  }

  ordinalOf(term: string): number | undefined {
    this.#needTerm(term);
    return this.base.dictionary.find(term);
  }

  documentFrequency(term: string, scope?: Scope): number {
    const ordinal = this.ordinalOf(term);
    const inBase = ordinal === undefined ? 0 : this.#liveInBase(ordinal, scope);
    return inBase + this.#liveInTail(term, scope);
  }

  /** Documents that hold the term, in the scope if one is given; removed ones may be among them. */
  documents(term: string, scope?: Scope): Bitmap {
    const docs = new Bitmap(this.#facts.end);
    this.addDocuments(term, scope, docs);
    return docs;
  }

  /** As `documents`, into a set that is large enough for all numbers; of the base those below `upTo` at least. */
  addDocuments(term: string, scope: Scope | undefined, into: Bitmap, upTo = this.#facts.baseCount): void {
    const ordinal = this.ordinalOf(term);
    if (ordinal !== undefined) this.#addBase(ordinal, scope, into, upTo);
    const { tailStart } = this.#facts;
    this.#forEachInTail(term, scope, (doc) => into.add(tailStart + doc));
  }

  forEachWithPrefix(
    prefix: string,
    scope: Scope | undefined,
    most: number,
    visit: (term: string, frequency: number) => void,
  ): void {
    const { dictionary } = this.base;
    this.#settle((needs) => this.needDirectory(needs));
    const { from, to } = dictionary.withPrefix(prefix);
    this.#prepareRange(from, to, scope);
    const ordinals = this.#ordinals(from, to, scope);
    const added = this.tail.withPrefix(prefix).filter((term) => !this.#isCounted(term, scope));
    const frequencies = new Uint32Array(ordinals.length + added.length);
    for (let i = 0; i < ordinals.length; i++) frequencies[i] = this.#frequencyAt(ordinals[i] ?? 0, scope);
    for (const [i, term] of added.entries()) frequencies[ordinals.length + i] = this.#liveInTail(term, scope);
    // Only the commonest are worth a string.
    const least = Math.max(1, frequencies.toSorted().at(-most) ?? 0);
    for (let i = 0; i < frequencies.length; i++) {
      const frequency = frequencies[i] ?? 0;
      if (frequency < least) continue;
      visit(i < ordinals.length ? dictionary.termAt(ordinals[i] ?? 0) : (added[i - ordinals.length] ?? ""), frequency);
    }
  }

  /** Of a term of the snapshot. */
  #frequencyAt(ordinal: number, scope: Scope | undefined): number {
    const inBase = this.#liveInBase(ordinal, scope);
    if (this.#facts.end === this.#facts.tailStart) return inBase;
    return inBase + this.#liveInTail(this.base.dictionary.termAt(ordinal), scope);
  }

  forEachNear(term: string, edits: 1 | 2, scope: Scope | undefined, visit: (term: string) => void): void {
    const { dictionary } = this.base;
    this.#settle((needs) => this.needDirectory(needs));
    dictionary.forEachNear(term, edits, (ordinal) => {
      if (scope === undefined || this.#isIn(ordinal, scope)) visit(dictionary.termAt(ordinal));
    });
    this.tail.forEachNear(term, edits, (other) => {
      if (!this.#isCounted(other, scope)) visit(other);
    });
  }

  /** Whether a term of the tail is visited as one of the snapshot. */
  #isCounted(term: string, scope: Scope | undefined): boolean {
    const ordinal = this.ordinalOf(term);
    return ordinal !== undefined && this.#isIn(ordinal, scope);
  }

  #isIn(ordinal: number, scope: Scope | undefined): boolean {
    if (scope === undefined || scope === "body") return true;
    this.#needScope(scope);
    return this.base.ordinalIn(scope, ordinal) !== undefined;
  }

  #ordinals(from: number, to: number, scope: Scope | undefined): Uint32Array {
    if (scope === undefined || scope === "body") return Uint32Array.from({ length: to - from }, (_, i) => from + i);
    this.#needScope(scope);
    const { terms } = this.base.scope(scope);
    return terms.subarray(lowerBound(terms, from), lowerBound(terms, to));
  }

  /** The lists of neighbouring terms lie side by side, so they are loaded at once. */
  #prepareRange(from: number, to: number, scope: Scope | undefined): void {
    if (scope === "body") {
      this.needPositions(this.#ordinals(from, to, scope));
      return;
    }
    // Only masked documents make the lists needed.
    if (this.#facts.masked.length === 0) return;
    if (scope !== undefined) this.#needScope(scope);
    this.#settle((needs) => {
      for (const ordinal of this.#ordinals(from, to, scope)) {
        const list = this.#listOf(ordinal, scope);
        if (list !== undefined) list.lists.needList(needs, list.at);
      }
    });
  }

  #liveInBase(ordinal: number, scope: Scope | undefined): number {
    const { masked } = this.#facts;
    const key = scope === undefined ? ordinal : `${scope} ${ordinal}`;
    const known = this.#live.get(key);
    if (known !== undefined && known.asOf === masked.length) return known.live;
    const live = this.#countLive(ordinal, scope, known);
    this.#live.set(key, { asOf: masked.length, live });
    return live;
  }

  #countLive(ordinal: number, scope: Scope | undefined, known: LiveCount | undefined): number {
    const { masked, live } = this.#facts;
    let count = 0;
    if (scope === "body") {
      this.#forEachInBody(ordinal, this.#facts.baseCount, (doc) => {
        if (live.has(doc)) count++;
      });
      return count;
    }
    const list = this.#listOf(ordinal, scope);
    if (list === undefined) return 0;
    const { lists, at } = list;
    const { asOf, live: before } = known ?? { asOf: 0, live: lists.size(at) };
    if (asOf === masked.length) return before;
    this.#settle((needs) => lists.needList(needs, at));
    if (lists.size(at) < masked.length - asOf) {
      for (const doc of lists.toArray(at)) if (live.has(doc)) count++;
      return count;
    }
    for (let i = asOf; i < masked.length; i++) if (lists.indexOf(at, masked.at(i)) !== -1) count++;
    return before - count;
  }

  /** The list of a term, or of a scope's; `undefined` if the scope lacks it. */
  #listOf(ordinal: number, scope: ListedScope | undefined): { lists: DocumentLists; at: number } | undefined {
    if (scope === undefined) return { lists: this.base.lists, at: ordinal };
    this.#needScope(scope);
    const at = this.base.ordinalIn(scope, ordinal);
    return at === undefined ? undefined : { lists: this.base.scope(scope).lists, at };
  }

  /** Documents of the base below `upTo` that have the term in the body: only positions tell. */
  #forEachInBody(ordinal: number, upTo: number, visit: (doc: number) => void): void {
    this.needPositions([ordinal]);
    const { lists, positions } = this.base;
    const docs = lists.toArray(ordinal);
    const runs = this.base.runs(ordinal);
    for (let i = 0; i < docs.length && (docs[i] ?? 0) < upTo; i++) {
      if (runMeets(positions, runs.at(i), scopeStart("body"), scopeEnd("body"))) visit(docs[i] ?? 0);
    }
  }

  #liveInTail(term: string, scope: Scope | undefined): number {
    const { live, tailStart } = this.#facts;
    let count = 0;
    this.#forEachInTail(term, scope, (doc) => {
      if (live.has(tailStart + doc)) count++;
    });
    return count;
  }

  #forEachInTail(term: string, scope: Scope | undefined, visit: (doc: number) => void): void {
    if (scope === undefined) {
      this.tail.forEach(term, (doc) => visit(doc));
      return;
    }
    const { values: units } = this.tail.positions;
    const [start, end] = [scopeStart(scope), scopeEnd(scope)];
    this.tail.forEach(term, (doc, _impact, run) => {
      if (runMeets(units, run, start, end)) visit(doc);
    });
  }

  #addBase(ordinal: number, scope: Scope | undefined, into: Bitmap, upTo: number): void {
    if (scope === "body") {
      this.#forEachInBody(ordinal, upTo, (doc) => into.add(doc));
      return;
    }
    const list = this.#listOf(ordinal, scope);
    if (list === undefined) return;
    this.#settle((needs) => list.lists.needList(needs, list.at));
    list.lists.addTo(list.at, into.words, upTo);
  }

  /** Lists and positions of terms of the snapshot: what phrases read. */
  needPositions(ordinals: Iterable<number>): void {
    const needs = this.#facts.base.needs();
    for (const ordinal of ordinals) {
      this.base.needPostings(needs, ordinal);
      this.base.needPositionBlocks(needs, ordinal);
    }
    needs.settle();
    for (const ordinal of ordinals) this.base.needRuns(needs, ordinal);
    needs.settle();
  }

  #needScope(scope: ListedScope): void {
    this.#settle((needs) => this.base.needScope(needs, scope));
  }

  #needTerm(term: string): void {
    this.#settle((needs) => this.needDirectory(needs));
    this.#settle((needs) => this.base.dictionary.needTerms(needs, [term]));
  }

  /** @throws NotLoaded when any of what is asked for is not in memory. */
  #settle(ask: (needs: Needs) => void): void {
    const needs = this.#facts.base.needs();
    ask(needs);
    needs.settle();
  }
}
