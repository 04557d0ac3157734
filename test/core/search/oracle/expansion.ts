/** What a leaf of a query stands for on a given board: every way to hold it that some listing has. */
import type { Alternative, FormTerm, Leaf, Scope } from "../../../../core/search/query/query.ts";
import { synonymsOf } from "../../../../core/search/query/synonyms.ts";
import { editDistance } from "./edit-distance.ts";
import { hasTerm, type ListingText, textsIn } from "./listing-text.ts";
import { compare } from "./values.ts";

const SYNONYM_WEIGHT = 0.9;
const PREFIX_WEIGHT = 0.8;
const TYPO_WEIGHTS = [1, 0.6, 0.4];
const MAX_PREFIX_TERMS = 64;
const MAX_TYPO_TERMS = 8;

export interface Expansion {
  readonly leaf: Leaf;
  readonly alternatives: readonly Alternative[];
}

/** `seen`: the texts that the search may find, which decide whether a word is misspelt, and for what. */
export function expansionOf(
  leaf: Leaf,
  texts: readonly ListingText[],
  seen: readonly ListingText[],
  typo: "auto" | "off",
): Expansion {
  const isHeldBy = (some: readonly ListingText[], { terms }: Alternative) =>
    terms.every((term) => frequency(some, term, leaf.scope) > 0);
  const plain = [...exact(leaf), ...synonyms(leaf), ...longer(leaf, texts)].filter((each) => isHeldBy(texts, each));
  const isKnown = plain.some((each) => isHeldBy(seen, each));
  const alternatives = isKnown || typo === "off" ? plain : [...plain, ...misspelt(leaf, texts, seen)];
  return { leaf, alternatives: onceEach(leaf, alternatives) };
}

/** Listings that hold the term, in its own scope, else in that of its leaf, if there is one. */
export function frequency(
  texts: readonly ListingText[],
  { term, scope: own }: FormTerm,
  scope: Scope | undefined,
): number {
  return texts.filter((text) => hasTerm(text, term, own ?? scope)).length;
}

/** What was typed, and what it was taken for in the texts that readers see; the same word twice in a query is taken for it once. */
export function correctionsOf(
  expansions: readonly Expansion[],
  seen: readonly ListingText[],
): { from: string; to: string }[] {
  const corrections = expansions.flatMap(({ leaf, alternatives }) =>
    alternatives
      .filter(({ kind, terms }) => kind === "typo" && terms.every((term) => frequency(seen, term, leaf.scope) > 0))
      .map(({ terms }) => ({ from: leaf.text, to: terms[0]?.term ?? "" })),
  );
  return corrections.filter(({ from, to }, i) => corrections.findIndex((a) => a.from === from && a.to === to) === i);
}

function exact({ forms }: Leaf): Alternative[] {
  return forms.map((terms) => ({ kind: "exact", terms, weight: 1 }));
}

function synonyms(leaf: Leaf): Alternative[] {
  return synonymsOf(leaf).map((terms) => ({ kind: "synonym", terms, weight: SYNONYM_WEIGHT }));
}

function longer({ prefix, scope }: Leaf, texts: readonly ListingText[]): Alternative[] {
  if (prefix === undefined) return [];
  const found = vocabulary(texts, scope).filter((term) => term.startsWith(prefix) && term !== prefix);
  return commonest(found, texts, scope)
    .slice(0, MAX_PREFIX_TERMS)
    .map((term) => ({ kind: "prefix", terms: [{ term, at: 0 }], weight: PREFIX_WEIGHT }));
}

function misspelt(leaf: Leaf, texts: readonly ListingText[], seen: readonly ListingText[]): Alternative[] {
  const typed = leaf.forms[0]?.[0]?.term;
  if (!leaf.mayBeMisspelt || typed === undefined) return [];
  const letters = [...typed].length;
  const allowed = letters >= 8 ? 2 : letters >= 4 ? 1 : 0;
  const near = vocabulary(seen, leaf.scope)
    .map((term) => ({ term, distance: editDistance(typed, term) }))
    .filter(({ distance }) => distance <= allowed);
  const smallest = Math.min(...near.map(({ distance }) => distance));
  const nearest = near.filter(({ distance }) => distance === smallest).map(({ term }) => term);
  return commonest(nearest, texts, leaf.scope)
    .slice(0, MAX_TYPO_TERMS)
    .map((term) => ({ kind: "typo", terms: [{ term, at: 0 }], weight: TYPO_WEIGHTS[smallest] ?? 0 }));
}

function vocabulary(texts: readonly ListingText[], scope: Scope | undefined): string[] {
  return [...new Set(texts.flatMap((text) => textsIn(text, scope).flatMap((words) => words.map(({ term }) => term))))];
}

/** By frequency, then by term. */
function commonest(terms: readonly string[], texts: readonly ListingText[], scope: Scope | undefined): string[] {
  return terms
    .map((term) => ({ term, count: frequency(texts, { term, at: 0 }, scope) }))
    .sort((a, b) => b.count - a.count || compare(a.term, b.term))
    .map(({ term }) => term);
}

/** The same words twice count once, as the closest of the two; who has them beside each other also has them anywhere. */
function onceEach({ isPhrase }: Leaf, alternatives: readonly Alternative[]): Alternative[] {
  const key = (terms: readonly FormTerm[]) =>
    JSON.stringify(terms.map(({ term, at, scope }) => [term, isPhrase ? at : 0, scope]));
  const best = new Map<string, Alternative>();
  for (const each of alternatives) {
    const known = best.get(key(each.terms));
    if (known === undefined || known.weight < each.weight) best.set(key(each.terms), each);
  }
  return [...best.values()];
}
