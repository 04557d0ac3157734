/**
 * The terms of the next snapshot: the base's lists without what was masked, and the tail's postings among them. Term by term
 * in the order of their bytes, so that equal listings give equal sections whatever was base and what was tail.
 */

import { ByteList } from "../growable.ts";
import { GONE, type Renumbering } from "../renumbering.ts";
import type { SectionWriter } from "../sections.ts";
import { LISTED_SCOPES, type ListedScope, RUNS_PER_BLOCK } from "./base-terms.ts";
import { compareTerms, writeFences, writeTerms } from "./dictionary.ts";
import { DocumentListsWriter } from "./document-lists-writer.ts";
import { BLOCK_DOCS } from "./list-layout.ts";
import { Run, runEnd, scopeEnd, scopeStart } from "./positions.ts";
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
  readonly #positions = new ByteList(1 << 16);
  readonly #positionBlocks: number[] = [];
  readonly #run = new Run();
  readonly #scopes: ReadonlyMap<ListedScope, { readonly terms: number[]; readonly lists: DocumentListsWriter }>;

  constructor(index: TermIndex, tailStart: number, { count, to }: Renumbering) {
    this.#index = index;
    this.#tailStart = tailStart;
    this.#to = to;
    this.#blocks = Math.ceil(count / BLOCK_DOCS);
    this.#lists = new DocumentListsWriter(count);
    this.#scopes = new Map(LISTED_SCOPES.map((scope) => [scope, { terms: [], lists: new DocumentListsWriter(count) }]));
  }

  /** Returns how many postings it has read. */
  add(source: TermSource): number {
    const { base, tail } = this.#index;
    const postings = new Postings();
    if (source.ordinal !== undefined) {
      const docs = base.lists.toArray(source.ordinal);
      const [before, runs] = [base.lists.before(source.ordinal), base.runs(source.ordinal)];
      for (let i = 0; i < docs.length; i++) {
        const doc = this.#to[docs[i] ?? 0] ?? GONE;
        if (doc !== GONE) postings.add(doc, base.impacts[before + i] ?? 0, runs.at(i));
      }
    }
    const inBase = postings.count;
    if (source.term !== undefined) {
      tail.forEach(source.term, (old, impact, run) => {
        const doc = this.#to[this.#tailStart + old] ?? GONE;
        if (doc !== GONE) postings.add(doc, impact, run);
      });
    }
    if (postings.count > 0) this.#write(source, postings, inBase);
    return postings.count;
  }

  #write({ bytes, ordinal }: TermSource, postings: Postings, inBase: number): void {
    const { base, tail } = this.#index;
    const order = postings.order(inBase);
    const docs = Uint32Array.from(order, (at) => postings.docs[at] ?? 0);
    const maxima = this.#lists.add(docs) ? new Uint8Array(this.#blocks) : undefined;
    for (let i = 0; i < order.length; i++) {
      const at = order[i] ?? 0;
      const impact = postings.impacts[at] ?? 0;
      this.#impacts.push(impact);
      const block = Math.floor((docs[i] ?? 0) / BLOCK_DOCS);
      if (maxima !== undefined && (maxima[block] ?? 0) < impact) maxima[block] = impact;
      if (i % RUNS_PER_BLOCK === 0) this.#positionBlocks.push(this.#positions.length);
      const from = at < inBase ? base.positions : tail.positions.values;
      const run = postings.runs[at] ?? 0;
      this.#positions.copy(from, run, runEnd(from, run));
    }
    if (maxima !== undefined) this.#maxima.copy(maxima, 0, maxima.length);
    this.#terms.push(bytes);
    this.#addScopes(ordinal, postings, inBase);
  }

  /** The base knows its scopes; of the tail's postings the positions tell. */
  #addScopes(ordinal: number | undefined, postings: Postings, inBase: number): void {
    const byScope = new Map<ListedScope, number[]>();
    for (const scope of LISTED_SCOPES) byScope.set(scope, ordinal === undefined ? [] : this.#baseScope(scope, ordinal));
    for (let at = inBase; at < postings.count; at++) {
      this.#run.read(this.#index.tail.positions.values, postings.runs[at] ?? 0);
      for (const [scope, docs] of byScope) {
        if (this.#run.meets(scopeStart(scope), scopeEnd(scope))) docs.push(postings.docs[at] ?? 0);
      }
    }
    for (const [scope, docs] of byScope) {
      const own = this.#scopes.get(scope);
      if (docs.length === 0 || own === undefined) continue;
      own.terms.push(this.#terms.length - 1);
      own.lists.add(Uint32Array.from(docs).sort());
    }
  }

  #baseScope(scope: ListedScope, ordinal: number): number[] {
    const { base } = this.#index;
    const at = base.ordinalIn(scope, ordinal);
    const docs: number[] = [];
    if (at === undefined) return docs;
    for (const old of base.scope(scope).lists.toArray(at)) {
      const doc = this.#to[old] ?? GONE;
      if (doc !== GONE) docs.push(doc);
    }
    return docs;
  }

  writeDirectory(out: SectionWriter): void {
    writeFences(this.#terms, out);
    this.#lists.writeSizes("lists", out);
  }

  writeLists(out: SectionWriter): void {
    writeTerms(this.#terms, out);
    out.add("impacts.maxima", this.#maxima.filled);
    this.#lists.writeLists("lists", out);
    out.add("impacts.bytes", this.#impacts.filled);
  }

  writePositions(out: SectionWriter): void {
    for (const [scope, { terms, lists }] of this.#scopes) {
      out.add(`scopes.${scope}.terms`, Uint32Array.from(terms));
      lists.writeSizes(`scopes.${scope}`, out);
      lists.writeLists(`scopes.${scope}`, out);
    }
    out.add("positions.blocks", Float64Array.from(this.#positionBlocks));
    out.add("positions.bytes", this.#positions.filled);
  }
}

/** The postings of one term: those of the base first, ascending, then the tail's. */
class Postings {
  readonly docs: number[] = [];
  readonly impacts: number[] = [];
  readonly runs: number[] = [];

  get count(): number {
    return this.docs.length;
  }

  add(doc: number, impact: number, run: number): void {
    this.docs.push(doc);
    this.impacts.push(impact);
    this.runs.push(run);
  }

  /** Places of all postings by document, ascending; the first `sorted` are in order. */
  order(sorted: number): Uint32Array {
    const order = new Uint32Array(this.count);
    const added = Uint32Array.from({ length: this.count - sorted }, (_, i) => sorted + i);
    added.sort((a, b) => (this.docs[a] ?? 0) - (this.docs[b] ?? 0));
    let [next, count] = [0, 0];
    for (let at = 0; at < sorted; at++) {
      while (next < added.length && (this.docs[added[next] ?? 0] ?? 0) < (this.docs[at] ?? 0)) {
        order[count++] = added[next++] ?? 0;
      }
      order[count++] = at;
    }
    while (next < added.length) order[count++] = added[next++] ?? 0;
    return order;
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
