/** What the leaves of a query stand for in an index: as typed, by another name, as the start of a word, or misspelt. */
import { editsAllowed, editsTo } from "./edits.ts";
import type { Alternative, ExpandedLeaf, FormTerm, Leaf, MatchKind, Vocabulary } from "./query.ts";
import { synonymsOf } from "./synonyms.ts";
import { TopTerms } from "./top-terms.ts";

export interface ExpandOptions {
  readonly typo: "auto" | "off";
  /**
   * Those of some terms that a listing holds which the search may find: a word that only drafts have is as good as unknown.
   * Asked of all that is in doubt at once, since a cold index then fetches it together. Default: all of them.
   */
  readonly seenOf?: SeenOf;
}

export type SeenOf = (terms: readonly FormTerm[], scope: Leaf["scope"]) => readonly FormTerm[];

/** What was typed, and a term that was taken instead. */
export interface Correction {
  readonly from: string;
  readonly to: string;
}

const EXACT_WEIGHT = 1;
const SYNONYM_WEIGHT = 0.9;
const PREFIX_WEIGHT = 0.8;
/** By edits. */
const TYPO_WEIGHTS = [EXACT_WEIGHT, 0.6, 0.4] as const;

/** Two letters begin thousands of words; those beyond are in few listings. */
const MAX_LONGER_WORDS = 64;
const MAX_CORRECTIONS = 8;

/** All ways to hold a leaf that some listing has, the closest first; throws what the vocabulary throws, and keeps nothing. */
export function expandLeaf(
  leaf: Leaf,
  vocabulary: Vocabulary,
  { typo, seenOf = everything }: ExpandOptions,
): ExpandedLeaf {
  const found = new Alternatives(leaf, vocabulary);
  for (const form of leaf.forms) found.add("exact", form, EXACT_WEIGHT);
  for (const name of synonymsOf(leaf)) found.add("synonym", name, SYNONYM_WEIGHT);
  for (const term of longerWords(leaf, vocabulary)) found.add("prefix", [{ term, at: 0 }], PREFIX_WEIGHT);
  const most = typo === "auto" ? editsOf(leaf) : 0;
  if (most !== 0 && !isAnySeen(found.list, leaf, seenOf)) addCorrections(leaf, most, vocabulary, found, seenOf);
  return { leaf, alternatives: found.list };
}

function everything(terms: readonly FormTerm[]): readonly FormTerm[] {
  return terms;
}

function isAnySeen(alternatives: readonly Alternative[], { scope }: Leaf, seenOf: SeenOf): boolean {
  if (alternatives.length === 0) return false;
  const seen = new Set(
    seenOf(
      alternatives.flatMap(({ terms }) => terms),
      scope,
    ),
  );
  return alternatives.some(({ terms }) => terms.every((term) => seen.has(term)));
}

/** In the order of the leaves, each once. `isSeen`: whether readers see any listing with the term; another's words are not theirs to know. */
export function correctionsOf(
  leaves: readonly ExpandedLeaf[],
  isSeen: (term: FormTerm, scope: Leaf["scope"]) => boolean,
): Correction[] {
  const corrections = leaves.flatMap(({ leaf, alternatives }) =>
    alternatives
      .filter(({ kind, terms }) => kind === "typo" && terms.every((term) => isSeen(term, leaf.scope)))
      .flatMap(({ terms }) => terms.map(({ term }) => ({ from: leaf.text, to: term }))),
  );
  return [...new Map(corrections.map((each) => [JSON.stringify([each.from, each.to]), each])).values()];
}

/** Each once, in the order in which they came: closer ones are added first, and so with their best weight. */
class Alternatives {
  readonly list: Alternative[] = [];
  readonly #leaf: Leaf;
  readonly #vocabulary: Vocabulary;
  readonly #known = new Set<string>();

  constructor(leaf: Leaf, vocabulary: Vocabulary) {
    this.#leaf = leaf;
    this.#vocabulary = vocabulary;
  }

  add(kind: MatchKind, terms: readonly FormTerm[], weight: number): void {
    const key = JSON.stringify(terms.map(({ term, at, scope = null }) => [term, at, scope]));
    if (this.#known.has(key) || !this.#isHeld(terms)) return;
    this.#known.add(key);
    const scope = terms[0]?.scope;
    this.list.push({ kind, terms, weight, ...(scope === undefined ? {} : { scope }) });
  }

  #isHeld(terms: readonly FormTerm[]): boolean {
    return terms.every(({ term, scope }) => this.#vocabulary.documentFrequency(term, scope ?? this.#leaf.scope) > 0);
  }
}

function longerWords({ prefix, scope }: Leaf, vocabulary: Vocabulary): readonly string[] {
  if (prefix === undefined) return [];
  const top = new TopTerms(MAX_LONGER_WORDS);
  // One more, for what was typed.
  vocabulary.forEachWithPrefix(prefix, scope, MAX_LONGER_WORDS + 1, (term, frequency) => {
    if (term !== prefix) top.offer(term, frequency);
  });
  return top.terms;
}

function typedTerm({ forms }: Leaf): string {
  return forms[0]?.[0]?.term ?? "";
}

/** Edits that what was typed may be away from what was meant. */
function editsOf(leaf: Leaf): 0 | 1 | 2 {
  return leaf.mayBeMisspelt ? editsAllowed(typedTerm(leaf)) : 0;
}

/** The terms at the smallest distance at which there are any that a search may find. */
function addCorrections(leaf: Leaf, most: 1 | 2, vocabulary: Vocabulary, found: Alternatives, seenOf: SeenOf): void {
  const { scope } = leaf;
  const near = termsNear(typedTerm(leaf), most, scope, vocabulary);
  for (const edits of [1, 2] as const) {
    const top = new TopTerms(MAX_CORRECTIONS);
    const seen = seenOf(
      near[edits].map((term) => ({ term, at: 0 })),
      scope,
    );
    for (const { term } of seen) top.offer(term, vocabulary.documentFrequency(term, scope));
    for (const term of top.terms) found.add("typo", [{ term, at: 0 }], TYPO_WEIGHTS[edits]);
    if (top.terms.length > 0) return;
  }
}

function termsNear(word: string, most: 1 | 2, scope: Leaf["scope"], vocabulary: Vocabulary) {
  const near: Record<1 | 2, string[]> = { 1: [], 2: [] };
  const distanceOf = editsTo(word, most);
  vocabulary.forEachNear(word, most, scope, (term) => {
    const edits = distanceOf(term);
    if (edits === 1 || (edits === 2 && most === 2)) near[edits].push(term);
  });
  return near;
}
