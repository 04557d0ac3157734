/** Words that must stand beside each other: documents that hold them all, then their positions. */
import { lowerBound } from "../bisect.ts";
import { Bitmap } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import type { FormTerm, Scope } from "../query/query.ts";
import { Run, scopeEnd, scopeStart } from "./positions.ts";
import type { TermIndex } from "./term-index.ts";

/** Positions of one word in one document after the other, which ascend. */
interface WordPositions {
  /** Words behind the first of the phrase. */
  readonly at: number;
  /** Of the document that was read last. */
  readonly run: Run;
  /** Reads the positions in a document that holds the word. */
  read(doc: number): void;
}

/** Those of `candidates`, which hold all words, in which the words stand at their distances. */
export function phraseDocuments(
  terms: TermIndex,
  facts: Facts,
  words: readonly FormTerm[],
  scope: Scope | undefined,
  candidates: Bitmap,
): Bitmap {
  const found = new Bitmap(facts.end);
  const all = candidates.toArray();
  const inBase = all.findIndex((doc) => !facts.isBase(doc));
  const base = inBase === -1 ? all : all.subarray(0, inBase);
  if (base.length > 0) {
    // Every candidate holds every word, so the base has them all.
    terms.needPositions(words.flatMap(({ term }) => terms.ordinalOf(term) ?? []));
    addPhrases(
      words.map(({ term, at }) => basePositions(terms, term, at)),
      base,
      scope,
      found,
    );
  }
  const tail = all.subarray(base.length);
  if (tail.length > 0)
    addPhrases(
      words.map(({ term, at }) => tailPositions(terms, facts, term, at)),
      tail,
      scope,
      found,
    );
  return found;
}

function addPhrases(words: readonly WordPositions[], docs: Uint32Array, scope: Scope | undefined, into: Bitmap): void {
  const [start, end] = scope === undefined ? [0, 0x7fff_ffff] : [scopeStart(scope), scopeEnd(scope)];
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] ?? 0;
    for (let word = 0; word < words.length; word++) words[word]?.read(doc);
    if (standTogether(words, start, end)) into.add(doc);
  }
}

function standTogether(words: readonly WordPositions[], start: number, end: number): boolean {
  const first = words[0];
  if (first === undefined) return false;
  for (let i = 0; i < first.run.count; i++) {
    const position = first.run.positions[i] ?? 0;
    if (position < start || position >= end) continue;
    let word = 1;
    for (; word < words.length; word++) {
      const other = words[word];
      if (other?.run.has(position - first.at + other.at) !== true) break;
    }
    if (word === words.length) return true;
  }
  return false;
}

function basePositions(terms: TermIndex, term: string, at: number): WordPositions {
  const ordinal = terms.ordinalOf(term);
  const run = new Run();
  if (ordinal === undefined) return { at, run, read: () => undefined };
  const { base } = terms;
  const docs = base.lists.toArray(ordinal);
  const runs = base.runs(ordinal);
  let index = 0;
  return {
    at,
    run,
    read(doc) {
      index = indexFrom(docs, index, doc);
      run.read(base.positions, runs.at(index));
    },
  };
}

/** The first place from `from` on whose document is not below `doc`, by growing steps. */
function indexFrom(docs: Uint32Array, from: number, doc: number): number {
  let [low, step] = [from, 1];
  while (low + step < docs.length && (docs[low + step] ?? 0) < doc) {
    low += step;
    step *= 2;
  }
  return lowerBound(docs, doc, low, Math.min(low + step, docs.length));
}

function tailPositions(terms: TermIndex, { tailStart }: Facts, term: string, at: number): WordPositions {
  const run = new Run();
  const runs = terms.tail.runsOf(term);
  return {
    at,
    run,
    read: (doc) => run.read(terms.tail.positions.values, runs.get(doc - tailStart) ?? 0),
  };
}
