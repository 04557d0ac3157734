/** A query as the parser understood it, and as the index expanded it. */

/** What `field:` may name; also how the words of a listing are kept apart for it. */
export const SCOPES = ["title", "company", "location", "tag", "skill", "body"] as const;
export type Scope = (typeof SCOPES)[number];

/** One word as it was typed ("full-stack", "k8s", "c++"), or several in quotation marks. */
export interface Leaf {
  /** As typed, without quotation marks, field and minus. */
  readonly text: string;
  readonly scope?: Scope;
  /**
   * Ways in which a listing may have it, the closest first: all terms of one of them. "full-stack": `fullstack`, or `full`
   * and `stack`. Of a phrase, terms with their distance from its first word, which must hold at one place.
   */
  readonly forms: readonly (readonly FormTerm[])[];
  readonly isPhrase: boolean;
  /** The last word of a query, unless it is quoted, excluded or a known skill: also the start of a longer word. */
  readonly prefix?: string;
  /** One word that may be misspelt: not a phrase, not a known skill, and long enough. */
  readonly mayBeMisspelt: boolean;
}

export interface FormTerm {
  readonly term: string;
  /** Words behind the first word of the phrase; 0 outside phrases. */
  readonly at: number;
  /** Only there: of a synonym that is also an ordinary word ("go" for Golang), where the leaf has no scope. */
  readonly scope?: Scope;
}

/** Leaves joined by OR: one of them must hold; with `isExcluded`, none of them may. */
export interface Clause {
  readonly leaves: readonly Leaf[];
  readonly isExcluded: boolean;
}

/** All clauses must hold. Without any, a query of signs alone: it finds nothing. */
export interface Query {
  readonly clauses: readonly Clause[];
}

/** Why a listing holds a leaf. */
export type MatchKind = "exact" | "synonym" | "prefix" | "typo";

/** One way to hold a leaf, against a given index. */
export interface Alternative {
  readonly kind: MatchKind;
  /** All must be there; beside each other, at their distances, if the leaf is a phrase or any of them is not at 0. */
  readonly terms: readonly FormTerm[];
  /** Factor of the score, 0 to 1; 1 for what was typed. */
  readonly weight: number;
  /** Where the terms must be, as each of them says too; absent: in the leaf's scope. */
  readonly scope?: Scope;
}

/** A leaf against a given index: alternatives that some listing holds. Empty: nothing holds it. */
export interface ExpandedLeaf {
  readonly leaf: Leaf;
  readonly alternatives: readonly Alternative[];
}

/** What expansion asks of an index. Frequencies are over the listings of the view that are not deleted. */
export interface Vocabulary {
  documentFrequency(term: string, scope?: Scope): number;
  /**
   * The terms of the scope (of all fields without one) that begin with `prefix`: at least the `most` commonest, and all that
   * are as common. No order is promised, none comes twice.
   */
  forEachWithPrefix(
    prefix: string,
    scope: Scope | undefined,
    most: number,
    visit: (term: string, frequency: number) => void,
  ): void;
  /** At least every term of the scope within `edits` of `term`, each once; the caller judges. */
  forEachNear(term: string, edits: 1 | 2, scope: Scope | undefined, visit: (term: string) => void): void;
}
