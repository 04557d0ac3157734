/** The words of a listing, scope by scope, and what each says about it. Kept as lists; nothing is looked up fast. */
import type { ListingRecord } from "../../../../core/listing/record.ts";
import { bodyText } from "../../../../core/search/body-text.ts";
import { type FieldWeight, IMPACTS, impactOf, occurrenceWeight } from "../../../../core/search/impact.ts";
import { SCOPES, type Scope } from "../../../../core/search/query/query.ts";
import { regionWords } from "../../../../core/search/query/regions.ts";
import { forEachToken } from "../../../../core/search/tokenize.ts";

export interface Word {
  readonly term: string;
  readonly position: number;
}

/** Each text is a list of its own: words of two texts are never neighbours. */
export type ListingText = Readonly<Record<Scope, readonly (readonly Word[])[]>>;

/** Weight and length effects of the ranked fields, as the page on search and the engine's constants have them. */
const FIELDS: readonly { readonly scopes: readonly Scope[]; readonly weight: FieldWeight }[] = [
  { scopes: ["title"], weight: { weight: 5, lengthEffect: 0.5, usualLength: 3 } },
  { scopes: ["company"], weight: { weight: 3, lengthEffect: 0.3, usualLength: 1 } },
  { scopes: ["tag", "skill"], weight: { weight: 3, lengthEffect: 0.2, usualLength: 8 } },
  { scopes: ["location"], weight: { weight: 2, lengthEffect: 0.1, usualLength: 3 } },
  { scopes: ["body"], weight: { weight: 1, lengthEffect: 0.75, usualLength: 600 } },
];

/** Cut once for every record, which never changes. */
export function listingText(record: ListingRecord): ListingText {
  const text = cutTexts.get(record) ?? cutText(record);
  cutTexts.set(record, text);
  return text;
}

const cutTexts = new WeakMap<ListingRecord, ListingText>();

function cutText(record: ListingRecord): ListingText {
  const texts = textsOf(record);
  const cut = (scope: Scope) => [...texts[scope], ...addedTexts(record, scope)].map((text) => wordsOf(text).words);
  return {
    title: cut("title"),
    company: cut("company"),
    location: cut("location"),
    tag: cut("tag"),
    skill: cut("skill"),
    body: cut("body"),
  };
}

/** Whether the listing has the term, in the scope if there is one. */
export function hasTerm(text: ListingText, term: string, scope?: Scope): boolean {
  return textsIn(text, scope).some((words) => words.some((word) => word.term === term));
}

export function textsIn(text: ListingText, scope?: Scope): readonly (readonly Word[])[] {
  return scope === undefined ? SCOPES.flatMap((each) => text[each]) : text[scope];
}

/** Impacts of all terms, before they are rounded to a byte: what BM25F itself would say. */
export function exactImpacts(record: ListingRecord): Map<string, number> {
  return new Map([...weightedFrequencies(record)].map(([term, frequency]) => [term, frequency / (1.2 + frequency)]));
}

export function impactsOf(record: ListingRecord): Map<string, number> {
  return new Map(
    [...weightedFrequencies(record)].map(([term, frequency]) => [term, IMPACTS[impactOf(frequency)] ?? 0]),
  );
}

function weightedFrequencies(record: ListingRecord): Map<string, number> {
  const texts = textsOf(record);
  const sums = new Map<string, number>();
  for (const { scopes, weight } of FIELDS) {
    const own = scopes.flatMap((scope) => texts[scope]).map(wordsOf);
    const length = own.reduce((sum, text) => sum + text.length, 0);
    const added = scopes.flatMap((scope) => addedTexts(record, scope)).map(wordsOf);
    for (const { term } of [...own, ...added].flatMap(({ words }) => words)) {
      sums.set(term, (sums.get(term) ?? 0) + occurrenceWeight(weight, length));
    }
  }
  return sums;
}

function textsOf({ content }: ListingRecord): Record<Scope, readonly string[]> {
  const places = content.locations.flatMap(({ raw, city, region, country }) => [raw, city, region, country]);
  const applicants = content.applicantLocations.map(({ name }) => name);
  return {
    title: given([content.title]),
    company: given([content.company?.name]),
    tag: given([...content.tags, content.category]),
    skill: given(content.skills),
    location: [...new Set(given(places)), ...given([...applicants, content.workplaceType])],
    body: given([content.summary, content.description && bodyText(content.description)]),
  };
}

/** Texts that are found but do not count for the length of their field. */
function addedTexts({ content }: ListingRecord, scope: Scope): string[] {
  if (scope !== "location") return [];
  const codes = [
    ...content.locations.map(({ country }) => country),
    ...content.applicantLocations.map(({ type, code }) => (type === "country" ? code : undefined)),
  ];
  return [...new Set(given(codes))].flatMap((code) => [...regionWords(code)]);
}

function wordsOf(text: string): { words: Word[]; length: number } {
  const words: Word[] = [];
  const length = forEachToken(text, (term, _start, _end, position) => words.push({ term, position }));
  return { words, length };
}

function given(texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text): text is string => text !== undefined && text !== "");
}
