/**
 * The terms of the next snapshot: the base's lists without what was masked, and the tail's postings among them. Term by term
 * in the order of their bytes, so that equal listings give equal sections whatever was base and what was tail.
 */

import { ByteList, grown, Uint16List } from "../growable.ts";
import { GONE, type Renumbering } from "../renumbering.ts";
import type { SectionWriter } from "../sections.ts";
import { LISTED_SCOPES, type ListedScope, RUNS_PER_BLOCK } from "./base-terms.ts";
import { compareTerms, writeFences, writeTerms } from "./dictionary.ts";
import { DocumentListsWriter } from "./document-lists-writer.ts";
import { BLOCK_DOCS } from "./list-layout.ts";
import { byPosition, LAST, laterRun, POSITION } from "./positions.ts";
import type { TermIndex } from "./term-index.ts";

/** Postings merged before others get a turn of the event loop: some 10 ms of work. */
const POSTINGS_PER_TURN = 400_000;

const encoder = new TextEncoder();

export interface MergedTerms {
  /** What every look-up reads, small. */
  writeDirectory(out: SectionWriter): void;
  writeLists(out: SectionWriter): void;
  /** What phrases and scopes read. */
  writePositions(out: SectionWriter): void;
}

/** A term of either side; one of both has both. */
interface TermSource {
  readonly bytes: Uint8Array;
  readonly ordinal?: number;
  readonly term?: string;
}

/** Everything of the base must be loaded (`BaseTerms.needAll`). */
export async function mergeTerms(
  index: TermIndex,
  tailStart: number,
  renumbering: Renumbering,
  pause: () => Promise<void>,
): Promise<MergedTerms> {
  const merger = new Merger(index, tailStart, renumbering);
  let postings = 0;
  for (const source of sourcesOf(index)) {
    postings += merger.add(source);
    if (postings < POSTINGS_PER_TURN) continue;
    postings = 0;
    await pause();
  }
  return merger;
}

class Merger implements MergedTerms {
  readonly #index: TermIndex;
  readonly #tailStart: number;
  readonly #to: Uint32Array;
  readonly #blocks: number;
  readonly #terms: Uint8Array[] = [];
  readonly #lists: DocumentListsWriter;
  readonly #impacts = new ByteList(1 << 16);
  readonly #maxima = new ByteList(1 << 12);
  readonly #positions = new Uint16List(1 << 16);
  readonly #positionBlocks: number[] = [];
  readonly #postings = new Postings();
  readonly #scopes: readonly ScopeTerms[];

  constructor(index: TermIndex, tailStart: number, { count, to }: Renumbering) {
    this.#index = index;
    this.#tailStart = tailStart;
    this.#to = to;
    this.#blocks = Math.ceil(count / BLOCK_DOCS);
    this.#lists = new DocumentListsWriter(count);
    this.#scopes = LISTED_SCOPES.map((scope) => ({
      scope,
      terms: [],
      lists: new DocumentListsWriter(count),
      docs: [],
    }));
  }

  /** Returns how many postings it has read. */
  add(source: TermSource): number {
    const { base, tail } = this.#index;
    const postings = this.#postings;
    postings.clear();
    if (source.ordinal !== undefined) {
      const docs = base.lists.toArray(source.ordinal);
      const before = base.lists.before(source.ordinal);
      let run = base.firstRun(source.ordinal);
      for (let i = 0; i < docs.length; i++) {
        const doc = this.#to[docs[i] ?? 0] ?? GONE;
        if (doc !== GONE) postings.add(doc, base.impacts[before + i] ?? 0, run);
        run = laterRun(base.positions, run, 1);
      }
    }
    const inBase = postings.count;
    if (source.term !== undefined) {
      tail.forEach(source.term, (old, impact, run) => {
        const doc = this.#to[this.#tailStart + old] ?? GONE;
        if (doc !== GONE) postings.add(doc, impact, run);
      });
    }
    if (postings.count > 0) this.#write(source, inBase);
    return postings.count;
  }

  #write({ bytes, ordinal }: TermSource, inBase: number): void {
    const { base, tail } = this.#index;
    const { docs, impacts, runs, count } = this.#postings;
    const order = this.#postings.order(inBase);
    const ordered = new Uint32Array(count);
    for (let i = 0; i < count; i++) ordered[i] = docs[order[i] ?? 0] ?? 0;
    const maxima = this.#lists.add(ordered) ? new Uint8Array(this.#blocks) : undefined;
    for (let i = 0; i < count; i++) {
      const at = order[i] ?? 0;
      const impact = impacts[at] ?? 0;
      this.#impacts.push(impact);
      const block = Math.floor((ordered[i] ?? 0) / BLOCK_DOCS);
      if (maxima !== undefined && (maxima[block] ?? 0) < impact) maxima[block] = impact;
      if (i % RUNS_PER_BLOCK === 0) this.#positionBlocks.push(this.#positions.length);
      this.#copyRun(at < inBase ? base.positions : tail.positions.values, runs[at] ?? 0);
    }
    if (maxima !== undefined) this.#maxima.copy(maxima, 0, maxima.length);
    this.#terms.push(bytes);
    this.#addScopes(ordinal, inBase);
  }

  #copyRun(from: Uint16Array, run: number): void {
    for (let at = run; ; at++) {
      const unit = from[at] ?? LAST;
      this.#positions.push(unit);
      if (unit >= LAST) return;
    }
  }

  /** The base knows its scopes; of the tail's postings the positions tell. */
  #addScopes(ordinal: number | undefined, inBase: number): void {
    const { docs, runs, count } = this.#postings;
    if (ordinal !== undefined) for (const each of this.#scopes) this.#addBaseScope(each, ordinal);
    const units = this.#index.tail.positions.values;
    for (let at = inBase; at < count; at++) {
      const scopes = scopesOf(units, runs[at] ?? 0);
      if (scopes === 0) continue;
      for (let i = 0; i < this.#scopes.length; i++) {
        if ((scopes & (1 << i)) !== 0) this.#scopes[i]?.docs.push(docs[at] ?? 0);
      }
    }
    for (const { terms, lists, docs } of this.#scopes) {
      if (docs.length === 0) continue;
      terms.push(this.#terms.length - 1);
      lists.add(Uint32Array.from(docs).sort());
      docs.length = 0;
    }
  }

  #addBaseScope({ scope, docs }: ScopeTerms, ordinal: number): void {
    const { base } = this.#index;
    const at = base.ordinalIn(scope, ordinal);
    if (at === undefined) return;
    for (const old of base.scope(scope).lists.toArray(at)) {
      const doc = this.#to[old] ?? GONE;
      if (doc !== GONE) docs.push(doc);
    }
  }

  writeDirectory(out: SectionWriter): void {
    writeFences(this.#terms, out);
    this.#lists.writeSizes("lists", out);
    writeTerms(this.#terms, out);
  }

  writeLists(out: SectionWriter): void {
    out.add("impacts.maxima", this.#maxima.filled);
    this.#lists.writeLists("lists", out);
    out.add("impacts.bytes", this.#impacts.filled);
  }

  writePositions(out: SectionWriter): void {
    for (const { scope, terms, lists } of this.#scopes) {
      out.add(`scopes.${scope}.terms`, Uint32Array.from(terms));
      lists.writeSizes(`scopes.${scope}`, out);
      lists.writeLists(`scopes.${scope}`, out);
    }
    out.add("positions.blocks", Uint32Array.from(this.#positionBlocks));
    out.add("positions.runs", this.#positions.filled);
  }
}

/** The terms of one scope, and its documents of the term that is being written. */
interface ScopeTerms {
  readonly scope: ListedScope;
  readonly terms: number[];
  readonly lists: DocumentListsWriter;
  readonly docs: number[];
}

const scopeBitAt = byPosition((scope) => (scope === "body" ? 0 : 1 << LISTED_SCOPES.indexOf(scope)));

/** A bit for each listed scope that a run has positions of. */
function scopesOf(units: Uint16Array, run: number): number {
  let scopes = 0;
  for (let at = run; ; at++) {
    const unit = units[at] ?? LAST;
    scopes |= scopeBitAt(unit & POSITION);
    if (unit >= LAST) return scopes;
  }
}

/** What a document number and a place fit in together, exactly, as one double. */
const PLACES = 2 ** 24;

/** The postings of one term: those of the base first, ascending, then the tail's. Kept from term to term. */
class Postings {
  docs = new Uint32Array(1 << 10);
  impacts = new Uint8Array(1 << 10);
  runs = new Uint32Array(1 << 10);
  count = 0;
  #order = new Uint32Array(1 << 10);
  #keys = new Float64Array(1 << 10);

  clear(): void {
    this.count = 0;
  }

  add(doc: number, impact: number, run: number): void {
    if (this.count === this.docs.length) this.#grow();
    this.docs[this.count] = doc;
    this.impacts[this.count] = impact;
    this.runs[this.count++] = run;
  }

  /** Places of all postings by document, ascending; the first `sorted` are in order. Good until the next call. */
  order(sorted: number): Uint32Array {
    const { docs, count } = this;
    const added = this.#keys.subarray(0, count - sorted);
    for (let at = sorted; at < count; at++) added[at - sorted] = (docs[at] ?? 0) * PLACES + at;
    added.sort();
    const order = this.#order;
    let [next, length] = [0, 0];
    for (let at = 0; at < sorted; at++) {
      const upTo = (docs[at] ?? 0) * PLACES;
      while (next < added.length && (added[next] ?? 0) < upTo) order[length++] = (added[next++] ?? 0) % PLACES;
      order[length++] = at;
    }
    while (next < added.length) order[length++] = (added[next++] ?? 0) % PLACES;
    return order;
  }

  #grow(): void {
    const length = 2 * this.count;
    this.docs = grown(this.docs, new Uint32Array(length));
    this.impacts = grown(this.impacts, new Uint8Array(length));
    this.runs = grown(this.runs, new Uint32Array(length));
    this.#order = new Uint32Array(length);
    this.#keys = new Float64Array(length);
  }
}

/** All terms of both sides by their bytes, each once. */
function* sourcesOf({ base, tail }: TermIndex): Generator<TermSource> {
  const added = tail.terms.map((term) => ({ term, bytes: encoder.encode(term) }));
  added.sort((a, b) => compareTerms(a.bytes, b.bytes));
  let next = 0;
  for (let ordinal = 0; ordinal < base.dictionary.count; ordinal++) {
    const bytes = base.dictionary.bytesAt(ordinal);
    let order = -1;
    for (; next < added.length; next++) {
      const candidate = added[next];
      if (candidate === undefined) break;
      order = compareTerms(candidate.bytes, bytes);
      if (order >= 0) break;
      yield candidate;
    }
    const same = next < added.length && order === 0 ? added[next++] : undefined;
    yield same === undefined ? { bytes, ordinal } : { bytes, ordinal, term: same.term };
  }
  yield* added.slice(next);
}
