/**
 * What a person may be about to type: values of listings whose words include all words of a text, the last one as the start
 * of a longer word. Nothing is kept between two questions.
 */
import { Bitmap } from "./bitmap.ts";
import type { ListingIndex } from "./listing-index.ts";
import { minuteOf } from "./minute.ts";
import { wordsOf as wordsIn } from "./query/forms.ts";
import type { Scope } from "./query/query.ts";
import { forEachToken } from "./tokenize.ts";
import { ResultSet } from "./values/result-set.ts";

/** In their own order, which is that of equal suggestions. */
export const SUGGESTION_KINDS = ["company", "location", "tag", "title"] as const;
export type SuggestionKind = (typeof SUGGESTION_KINDS)[number];

export interface SuggestRequest {
  readonly q: string;
  readonly kinds: readonly SuggestionKind[];
  readonly limit: number;
}

export interface Suggestion {
  readonly kind: SuggestionKind;
  /** In its commonest spelling. */
  readonly value: string;
  /** Listings that are published now and have it. */
  readonly count: number;
}

/** A word that is asked for: all terms of one of its forms, or any that begins with `prefix`. */
interface Word {
  readonly forms: readonly (readonly string[])[];
  readonly prefix?: string | undefined;
}

/**
 * The commonest first, then by value and kind; `now` in milliseconds since 1970. None for a text without a letter or digit.
 * @throws NotLoaded
 */
export function suggest(index: ListingIndex, { q, kinds, limit }: SuggestRequest, now: number): Suggestion[] {
  const words = wordsOf(q);
  if (words.length === 0) return [];
  const visible = index.visible(minuteOf(now), ["published"]);
  const found = [...new Set(kinds)].flatMap((kind) => {
    const docs = holding(index, words, kind, visible);
    return docs.isEmpty ? [] : commonest(index, kind, docs, words, limit);
  });
  return found.sort(inOrder).slice(0, limit);
}

/** Nothing here has a syntax: who has typed `-go` or `title:` has only begun to. Known skills, too, begin longer words. */
function wordsOf(q: string): Word[] {
  const words = wordsIn(q).flat();
  return words.map(({ forms, isUnspaced }, i) => {
    const [whole = []] = forms;
    const isStart = i === words.length - 1 && !isUnspaced && whole.length === 1;
    return {
      forms: forms.map((form) => form.map(({ term }) => term)),
      prefix: isStart ? whole[0]?.term : undefined,
    };
  });
}

/** The documents that may have such a value, so that few values have to be looked at: those with the words in its scope. */
function holding(index: ListingIndex, words: readonly Word[], scope: Scope, visible: Bitmap): Bitmap {
  let docs = visible;
  for (const { forms, prefix } of words) {
    let any = new Bitmap(index.facts.end);
    for (const form of forms) {
      const all = form.map((term) => index.terms.documents(term, scope)).reduce((both, other) => both.and(other));
      any = any.or(all);
    }
    if (prefix !== undefined) {
      const all = Number.POSITIVE_INFINITY;
      index.terms.forEachWithPrefix(prefix, scope, all, (term) => index.terms.addDocuments(term, scope, any));
    }
    docs = docs.and(any);
  }
  return docs;
}

/** Looks at the values from the commonest on, and no further than to the last that may be among the first `limit`. */
function commonest(
  index: ListingIndex,
  kind: SuggestionKind,
  docs: Bitmap,
  words: readonly Word[],
  limit: number,
): Suggestion[] {
  const column = index.values.column(kind === "location" ? "place" : kind);
  const needs = index.facts.base.needs();
  column.needCounts(needs);
  needs.settle();
  const { byKey } = column.count(new ResultSet(docs));
  const countOf = (key: number) => byKey[key] ?? 0;
  const keys = Uint32Array.from(byKey.keys()).filter((key) => countOf(key) > 0);
  keys.sort((a, b) => countOf(b) - countOf(a));
  const found: Suggestion[] = [];
  for (const key of keys) {
    const count = countOf(key);
    // Values that are equally common are ordered by their text, so all of them have to be seen.
    if (found.length >= limit && count < (found.at(-1)?.count ?? 0)) break;
    const value = column.valueOf(key);
    if (holdsAll(value, words)) found.push({ kind, value, count });
  }
  return found;
}

function holdsAll(value: string, words: readonly Word[]): boolean {
  const terms: string[] = [];
  forEachToken(value, (term) => terms.push(term));
  return words.every(({ forms, prefix }) => {
    if (forms.some((form) => form.every((term) => terms.includes(term)))) return true;
    return prefix !== undefined && terms.some((term) => term.startsWith(prefix));
  });
}

function inOrder(a: Suggestion, b: Suggestion): number {
  return b.count - a.count || compare(a.value, b.value) || compare(a.kind, b.kind);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
