/** Which listings hold a query, and what their words are worth: every clause tried on every listing. */
import type { ListingRecord } from "../../../../core/listing/record.ts";
import { inverseDocumentFrequency } from "../../../../core/search/impact.ts";
import { parseQuery } from "../../../../core/search/query/parse.ts";
import type { Alternative, FormTerm, Leaf } from "../../../../core/search/query/query.ts";
import { correctionsOf, type Expansion, expansionOf, frequency } from "./expansion.ts";
import { hasTerm, impactsOf, type ListingText, listingText, textsIn } from "./listing-text.ts";

export interface ExpectedMatch {
  /** What the text of a listing is worth; undefined where the query does not hold. */
  scoreOf(record: ListingRecord): number | undefined;
  readonly broadened: boolean;
}

interface ExpandedClause {
  readonly isExcluded: boolean;
  readonly leaves: readonly Expansion[];
}

export interface MatchOptions {
  readonly typo: "auto" | "off";
  /** In one of the states that are asked for: what no other listing has is misspelt. */
  readonly mayBeFound: (record: ListingRecord) => boolean;
  /** Impacts of a listing's terms; by default those that the engine keeps. */
  readonly impacts?: (record: ListingRecord) => ReadonlyMap<string, number>;
}

/** A query against the listings that are not deleted. */
export interface ExpectedQuery {
  corrections(searched: readonly ListingRecord[]): readonly { readonly from: string; readonly to: string }[];
  /** Postings of all terms that are read, whatever their scope, a phrase's eightfold. */
  readonly work: number;
  readonly termsRead: number;
  /** `isSeen`: among which listings it is decided whether any holds all clauses. */
  match(isSeen: (record: ListingRecord) => boolean): ExpectedMatch;
}

export function expectedQuery(
  records: readonly ListingRecord[],
  q: string,
  { typo, mayBeFound, impacts = impactsOf }: MatchOptions,
): ExpectedQuery {
  const texts = new Map(records.map((record) => [record, listingText(record)]));
  const all = [...texts.values()];
  const found = [...texts].filter(([record]) => mayBeFound(record)).map(([, text]) => text);
  const clauses = parseQuery(q).clauses.map(({ isExcluded, leaves }) => ({
    isExcluded,
    leaves: leaves.map((leaf) => expansionOf(leaf, all, found, typo)),
  }));
  const wanted = clauses.filter(({ isExcluded }) => !isExcluded);
  const unwanted = clauses.filter(({ isExcluded }) => isExcluded);
  const textOf = (record: ListingRecord) => texts.get(record) ?? listingText(record);
  const holdsAll = (record: ListingRecord) => wanted.every((clause) => holds(clause, textOf(record)));
  const holdsNone = (record: ListingRecord) => !unwanted.some((clause) => holds(clause, textOf(record)));
  const rarityOf = rarities(all);
  const expansions = clauses.flatMap(({ leaves }) => leaves);
  const read = expansions.flatMap(({ leaf, alternatives }) =>
    alternatives.flatMap((alternative) => {
      const terms = alternative.terms.map(({ term, at }) => frequency(all, { term, at }, undefined));
      return hasPlaces(leaf, alternative) ? Array.from({ length: 8 }, () => terms).flat() : terms;
    }),
  );
  return {
    corrections: (searched) => correctionsOf(expansions, searched.map(textOf)),
    work: sum(read),
    termsRead: read.length,
    match(isSeen) {
      const isFound = (record: ListingRecord) => isSeen(record) && holdsAll(record) && holdsNone(record);
      const broadened = wanted.length >= 2 && !records.some(isFound);
      return {
        broadened,
        scoreOf(record) {
          if (clauses.length === 0 || !holdsNone(record)) return undefined;
          const held = wanted.filter((clause) => holds(clause, textOf(record)));
          if (held.length < wanted.length && !(broadened && held.length > 0)) return undefined;
          return sum(held.map((clause) => worthOfClause(clause, textOf(record), impacts(record), rarityOf)));
        },
      };
    },
  };
}

function holds({ leaves }: ExpandedClause, text: ListingText): boolean {
  return leaves.some(({ leaf, alternatives }) => alternatives.some((each) => holdsAlternative(leaf, each, text)));
}

/** Whether words must be beside each other: those of a phrase, or of another name of several words. */
function hasPlaces({ isPhrase }: Leaf, { terms }: Alternative): boolean {
  return terms.length > 1 && (isPhrase || terms.some(({ at }) => at !== 0));
}

function holdsAlternative(leaf: Leaf, alternative: Alternative, text: ListingText): boolean {
  const { scope } = leaf;
  const { terms } = alternative;
  if (!hasPlaces(leaf, alternative)) {
    return terms.every(({ term, scope: own }) => hasTerm(text, term, own ?? scope));
  }
  const [first] = terms;
  return textsIn(text, scope).some((words) =>
    words
      .filter(({ term }) => term === first?.term)
      .some(({ position: start }) =>
        terms.every(({ term, at }) => words.some((word) => word.term === term && word.position === start + at)),
      ),
  );
}

function worthOfClause(
  { leaves }: ExpandedClause,
  text: ListingText,
  impacts: ReadonlyMap<string, number>,
  rarityOf: RarityOf,
): number {
  return sum(
    leaves.map((expansion) => {
      const { leaf, alternatives } = expansion;
      const held = alternatives.filter((alternative) => holdsAlternative(leaf, alternative, text));
      const worth = held.map((alternative) => {
        const terms = alternative.terms.map(
          (term) => (impacts.get(term.term) ?? 0) * rarityOf(expansion, alternative, term),
        );
        return alternative.weight * sum(terms);
      });
      return Math.max(0, ...worth);
    }),
  );
}

type RarityOf = (expansion: Expansion, alternative: Alternative, term: FormTerm) => number;

/** Each is counted once. What one prefix found is as rare as listings are that hold any of it. */
function rarities(texts: readonly ListingText[]): RarityOf {
  const known = new Map<string, number>();
  const remembered = (key: string, count: () => number) => {
    const rarity = known.get(key) ?? inverseDocumentFrequency(texts.length, count());
    known.set(key, rarity);
    return rarity;
  };
  return ({ leaf, alternatives }, { terms: own }, term) => {
    if (own.length > 1) return inverseDocumentFrequency(texts.length, frequency(texts, term, leaf.scope));
    // Every single word that the leaf may be held by, in the scope that counts for it.
    const words = alternatives.filter(({ terms }) => terms.length === 1).flatMap(({ terms }) => terms);
    const holdsAny = (text: ListingText) => words.some((each) => hasTerm(text, each.term, each.scope ?? leaf.scope));
    const key = JSON.stringify(words.map((each) => [each.term, each.scope ?? leaf.scope]));
    return remembered(key, () => texts.filter(holdsAny).length);
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
