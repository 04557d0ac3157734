/** A query against an index: which documents hold each part of it, and what each term is worth. */
import { Bitmap } from "./bitmap.ts";
import { inverseDocumentFrequency } from "./impact.ts";
import type { ListingIndex } from "./listing-index.ts";
import { correctionsOf, expandLeaf, type SeenOf } from "./query/expand.ts";
import type { Alternative, Clause, ExpandedLeaf, MatchKind, Query, Scope } from "./query/query.ts";
import { synonymsOf } from "./query/synonyms.ts";
import { phraseDocuments } from "./terms/phrase.ts";
import type { ScopedTerm } from "./terms/term-index.ts";

export interface CompiledTerm {
  readonly term: string;
  readonly rarity: number;
}

export interface CompiledAlternative {
  readonly kind: MatchKind;
  readonly weight: number;
  readonly terms: readonly CompiledTerm[];
  /** Which documents hold it; `undefined` when they are just those that hold the one term. */
  readonly docs: Bitmap | undefined;
}

export interface CompiledLeaf extends ExpandedLeaf {
  readonly docs: Bitmap;
  readonly compiled: readonly CompiledAlternative[];
}

export interface CompiledClause {
  readonly clause: Clause;
  readonly leaves: readonly CompiledLeaf[];
  readonly docs: Bitmap;
}

export interface ExpandedClause {
  readonly clause: Clause;
  readonly leaves: readonly ExpandedLeaf[];
}

export interface ExpandContext {
  readonly typo: "auto" | "off";
  /** The documents that the search may find. @throws NotLoaded */
  visible(): Bitmap;
}

/** Every way to hold each word in this index, with all that matching and scoring them reads. @throws NotLoaded */
export function expandQuery(index: ListingIndex, query: Query, { typo, visible }: ExpandContext): ExpandedClause[] {
  // Together, so that a cold index fetches what they read together.
  index.terms.prepareFrequencies(query.clauses.flatMap(typedTerms));
  const seenOf = seenAmong(index, visible);
  const expanded = query.clauses.map((clause) => ({
    clause,
    leaves: clause.leaves.map((leaf) => expandLeaf(leaf, index.terms, { typo, seenOf })),
  }));
  index.terms.prepare(expanded.flatMap(expandedTerms));
  return expanded;
}

/** A term of more listings than are hidden is held by one that is not: only the lists of rarer ones are read. */
function seenAmong(index: ListingIndex, visible: () => Bitmap): SeenOf {
  let hidden: number | undefined;
  return (terms, leafScope) => {
    hidden ??= index.listings - visible().size;
    const scoped = terms.map((each) => ({ each, term: each.term, scope: each.scope ?? leafScope }));
    const most = hidden;
    const isRare = ({ term, scope }: ScopedTerm) => index.documentFrequency(term, scope) <= most;
    const rare = new Set(most === 0 ? [] : scoped.filter(isRare));
    index.terms.prepare([...rare]);
    const isSeen = ({ term, scope }: ScopedTerm) => index.terms.documents(term, scope).sharedWith(visible()) > 0;
    return scoped.filter((one) => !rare.has(one) || isSeen(one)).map(({ each }) => each);
  };
}

function typedTerms({ leaves }: Clause): ScopedTerm[] {
  return leaves.flatMap((leaf) =>
    [...leaf.forms, ...synonymsOf(leaf)].flat().map(({ term, scope = leaf.scope }) => ({ term, scope })),
  );
}

/** Misspelt words and what was taken for them, as far as the documents that were searched hold it. */
export function corrections(
  index: ListingIndex,
  clauses: readonly ExpandedClause[],
  searched: Bitmap,
): readonly { readonly from: string; readonly to: string }[] {
  return correctionsOf(
    clauses.flatMap(({ leaves }) => leaves),
    ({ term, scope: own }, scope) => index.terms.documents(term, own ?? scope).sharedWith(searched) > 0,
  );
}

/** Reading the positions of a posting costs about so many postings. */
const READS_PER_POSITIONS = 8;

/**
 * Frequencies of all terms that answering reads, those of a phrase eightfold: what the work limit bounds. Frequencies over all scopes,
 * since that is what is read at worst.
 */
export function workOf(index: ListingIndex, clauses: readonly ExpandedClause[]): { work: number; terms: number } {
  let [work, terms] = [0, 0];
  for (const alternative of clauses.flatMap(({ leaves }) => leaves).flatMap(({ alternatives }) => alternatives)) {
    const times = isSequence(alternative) ? READS_PER_POSITIONS : 1;
    for (const { term } of alternative.terms) {
      work += times * index.documentFrequency(term);
      terms += times;
    }
  }
  return { work, terms };
}

/** `upTo`: documents of the base from there on need not be looked at. */
export function compile(index: ListingIndex, clauses: readonly ExpandedClause[], upTo: number): CompiledClause[] {
  return clauses.map(({ clause, leaves }) => {
    const compiled = leaves.map((leaf) => compileLeaf(index, leaf, upTo));
    const [first, ...others] = compiled.map(({ docs }) => docs);
    const docs = others.reduce((either, more) => either.or(more), first ?? new Bitmap(index.facts.end));
    return { clause, leaves: compiled, docs };
  });
}

/** Several words at their distances: of a phrase, or a name of several words. */
function isSequence({ terms }: Alternative): boolean {
  return terms.some(({ at }) => at > 0);
}

function expandedTerms({ leaves }: ExpandedClause): ScopedTerm[] {
  return leaves.flatMap(({ leaf, alternatives }) =>
    alternatives.flatMap((alternative) =>
      alternative.terms.map(({ term }) => ({ term, scope: scopeOf(leaf.scope, alternative) })),
    ),
  );
}

function compileLeaf(index: ListingIndex, expanded: ExpandedLeaf, upTo: number): CompiledLeaf {
  const { leaf, alternatives } = expanded;
  const words = alternatives.filter(isWord);
  const docs = new Bitmap(index.facts.end);
  // Of several words whole, since the rarity that they share is of all listings.
  const wordsUpTo = words.length > 1 ? index.facts.baseCount : upTo;
  for (const alternative of words) {
    index.terms.addDocuments(termOf(alternative), scopeOf(leaf.scope, alternative), docs, wordsUpTo);
  }
  const shared =
    words.length > 1 ? inverseDocumentFrequency(index.listings, docs.sharedWith(index.facts.live)) : undefined;
  const compiled = alternatives.map((alternative): CompiledAlternative => {
    const { kind, weight, terms } = alternative;
    const scope = scopeOf(leaf.scope, alternative);
    const isPlain = isWord(alternative) && scope === undefined;
    const own = isPlain ? undefined : alternativeDocuments(index, alternative, scope, upTo);
    if (own !== undefined && !isWord(alternative)) docs.addAll(own);
    const rarity = isWord(alternative) ? shared : undefined;
    return {
      ...{ kind, weight, docs: own },
      terms: terms.map(({ term }) => ({ term, rarity: rarity ?? rarityOf(index, term, scope) })),
    };
  });
  return { ...expanded, docs, compiled };
}

function isWord({ terms }: Alternative): boolean {
  return terms.length === 1;
}

function termOf({ terms }: Alternative): string {
  return terms[0]?.term ?? "";
}

function rarityOf(index: ListingIndex, term: string, scope: Scope | undefined): number {
  return inverseDocumentFrequency(index.listings, index.documentFrequency(term, scope));
}

function scopeOf(scope: Scope | undefined, alternative: Alternative): Scope | undefined {
  return alternative.scope ?? scope;
}

function alternativeDocuments(
  index: ListingIndex,
  alternative: Alternative,
  scope: Scope | undefined,
  upTo: number,
): Bitmap {
  const { terms } = alternative;
  const inSequence = isSequence(alternative);
  const [first, ...others] = terms.map(({ term }) => {
    const docs = new Bitmap(index.facts.end);
    // A phrase's scope is told by its positions, once all its words are there.
    index.terms.addDocuments(term, inSequence ? undefined : scope, docs, upTo);
    return docs;
  });
  const all = others.reduce((both, more) => both.and(more), first ?? new Bitmap(index.facts.end));
  return inSequence ? phraseDocuments(index.terms, index.facts, terms, scope, all) : all;
}
