/** Words that must stand beside each other: documents that hold them all, then their positions. */
import { Bitmap, bitsIn } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import type { FormTerm, Scope } from "../query/query.ts";
import { LAST, POSITION, scopeEnd, scopeStart } from "./positions.ts";
import type { TermIndex } from "./term-index.ts";

/** Positions of one word in one document after the other, which ascend. */
interface WordPositions {
  /** Words behind the first of the phrase. */
  readonly at: number;
  readonly units: Uint16Array;
  /** Where the run of a document begins that holds the word. */
  runIn(doc: number): number;
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
  const [start, end] = scope === undefined ? [0, POSITION + 1] : [scopeStart(scope), scopeEnd(scope)];
  const runs = new Uint32Array(words.length);
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] ?? 0;
    for (let word = 0; word < words.length; word++) runs[word] = words[word]?.runIn(doc) ?? 0;
    if (standTogether(words, runs, start, end)) into.add(doc);
  }
}

/** @param runs where each word's positions are; moved forward */
function standTogether(words: readonly WordPositions[], runs: Uint32Array, start: number, end: number): boolean {
  const first = words[0];
  if (first === undefined) return false;
  for (let at = runs[0] ?? 0; ; at++) {
    const unit = first.units[at] ?? LAST;
    const position = unit & POSITION;
    if (position >= end) return false;
    if (position >= start && othersStand(words, runs, position - first.at)) return true;
    if (unit >= LAST) return false;
  }
}

/** Whether all words but the first stand at their distances behind `origin`, which ascends from call to call. */
function othersStand(words: readonly WordPositions[], runs: Uint32Array, origin: number): boolean {
  for (let word = 1; word < words.length; word++) {
    const other = words[word];
    if (other === undefined) return false;
    const wanted = origin + other.at;
    let at = runs[word] ?? 0;
    let unit = other.units[at] ?? LAST;
    while ((unit & POSITION) < wanted && unit < LAST) unit = other.units[++at] ?? LAST;
    runs[word] = at;
    if ((unit & POSITION) !== wanted) return false;
  }
  return true;
}

function basePositions(terms: TermIndex, term: string, at: number): WordPositions {
  const ordinal = terms.ordinalOf(term);
  const { base } = terms;
  if (ordinal === undefined) return { at, units: base.positions, runIn: () => 0 };
  const { words } = terms.documents(term);
  const ranks = ranksOf(words);
  const runs = base.runs(ordinal);
  return {
    at,
    units: base.positions,
    runIn(doc) {
      const word = doc >>> 5;
      return runs.at((ranks[word] ?? 0) + bitsIn((words[word] ?? 0) & ((1 << (doc & 31)) - 1)));
    },
  };
}

/** Documents before each word of a set. */
function ranksOf(words: Uint32Array): Uint32Array {
  const ranks = new Uint32Array(words.length);
  let count = 0;
  for (let i = 0; i < words.length; i++) {
    ranks[i] = count;
    count += bitsIn(words[i] ?? 0);
  }
  return ranks;
}

function tailPositions(terms: TermIndex, { tailStart }: Facts, term: string, at: number): WordPositions {
  const runs = terms.tail.runsOf(term);
  return { at, units: terms.tail.positions.values, runIn: (doc) => runs.get(doc - tailStart) ?? 0 };
}
