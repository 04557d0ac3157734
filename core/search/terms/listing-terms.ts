/** Cuts a listing into the terms that it is found by, with the impact and the positions of each. */
import type { ListingContent } from "../../listing/content.ts";
import { bodyText } from "../body-text.ts";
import { grown, type Uint16List } from "../growable.ts";
import { type FieldWeight, impactOf, occurrenceWeight } from "../impact.ts";
import type { Scope } from "../query/query.ts";
import { regionWords } from "../query/regions.ts";
import { forEachTerm } from "../tokenize.ts";
import { byPosition, pushRun, SCOPES_BY_POSITION, scopeEnd, scopeStart } from "./positions.ts";

/** Fields that ranking tells apart, in the order in which their weights are added. */
const FIELDS = ["title", "company", "tag", "location", "body"] as const;
type Field = (typeof FIELDS)[number];

/**
 * Weights set by hand: a title says what the job is, tags and the company are chosen, a body mentions. Lengths hardly count
 * in lists: a listing in thirty cities is in each of them.
 */
const FIELD_WEIGHTS: Readonly<Record<Field, FieldWeight>> = {
  title: { weight: 5, lengthEffect: 0.5, usualLength: 3 },
  company: { weight: 3, lengthEffect: 0.3, usualLength: 1 },
  tag: { weight: 3, lengthEffect: 0.2, usualLength: 8 },
  location: { weight: 2, lengthEffect: 0.1, usualLength: 3 },
  body: { weight: 1, lengthEffect: 0.75, usualLength: 600 },
};

const FIELD_OF_SCOPE: Readonly<Record<Scope, number>> = {
  title: FIELDS.indexOf("title"),
  company: FIELDS.indexOf("company"),
  tag: FIELDS.indexOf("tag"),
  skill: FIELDS.indexOf("tag"),
  location: FIELDS.indexOf("location"),
  body: FIELDS.indexOf("body"),
};

/** The texts of every scope; words of two texts are never neighbours. */
function textsOf(content: ListingContent): Readonly<Record<Scope, readonly string[]>> {
  const { title, company, category, summary, description, workplaceType } = content;
  return {
    title: present(title),
    company: present(company?.name),
    tag: [...content.tags, ...present(category)],
    skill: content.skills,
    location: [
      ...new Set(content.locations.flatMap(({ raw, city, region, country }) => present(raw, city, region, country))),
      ...content.applicantLocations.map((location) => location.name),
      ...present(workplaceType),
    ],
    body: [...present(summary), ...(description === undefined ? [] : [bodyText(description)])],
  };
}

/** Countries and what they belong to, so that "Germany" and "Europe" find a place that only says DE. */
function regionTextsOf({ locations, applicantLocations }: ListingContent): string[] {
  const countries = new Set([
    ...locations.map(({ country }) => country),
    ...applicantLocations.map(({ type, code }) => (type === "country" ? code : undefined)),
  ]);
  return [...countries].flatMap((country) => (country === undefined ? [] : regionWords(country)));
}

/** A listing as postings: by place in `terms`, the term's number, the impact and where the run of positions starts. */
export interface ListingTerms {
  readonly terms: readonly number[];
  readonly impacts: readonly number[];
  /** Where in the list that was given. */
  readonly runs: readonly number[];
  /** Numbers of those that are in the title or the body: what near duplicates are told by. */
  readonly ofText: readonly number[];
}

/** Numbers for terms, from 0 without gaps. */
interface Numbers {
  numberOf(term: string): number;
  /** Of a word of ASCII letters, as it stands in a text. */
  numberOfWord(text: string, start: number, end: number): number;
}

/** Keeps its memory from listing to listing, since a board has millions of words. */
export class TermCutter {
  readonly #numbers: Numbers;
  /** By number of a term, 1 + its place in the listing; 0 between listings. */
  readonly #placeOf: number[] = [];
  /** Numbers of the terms of the listing. */
  readonly #terms: number[] = [];
  /** Of every word of the listing: its position, the next word of the same term. */
  readonly #position: number[] = [];
  readonly #next: number[] = [];
  /** First and last word of a term. */
  readonly #first: number[] = [];
  readonly #last: number[] = [];
  readonly #occurrences = new Float64Array(FIELDS.length);
  #run = new Int32Array(64);

  constructor(numbers: Numbers) {
    this.#numbers = numbers;
  }

  /** Throws whatever reading the listing throws, before anything is added to `positions`. */
  cut(content: ListingContent, positions: Uint16List): ListingTerms {
    this.#reset();
    const texts = textsOf(content);
    const lengths = new Float64Array(FIELDS.length);
    for (const scope of SCOPES_BY_POSITION) {
      const field = FIELD_OF_SCOPE[scope];
      const end = this.#cutTexts(texts[scope], scope, scopeStart(scope), (words) => {
        lengths[field] = (lengths[field] ?? 0) + words;
      });
      if (scope === "location") this.#cutTexts(regionTextsOf(content), scope, end, () => undefined);
    }
    const weights = FIELDS.map((field, i) => occurrenceWeight(FIELD_WEIGHTS[field], lengths[i] ?? 0));
    const runs: number[] = [];
    const impacts = this.#terms.map((_, place) => {
      runs.push(positions.length);
      return this.#write(place, weights, positions);
    });
    const ofText = this.#terms.filter((_, place) => (this.#position[this.#first[place] ?? 0] ?? 0) < TEXT_END);
    return { terms: this.#terms.slice(), impacts, runs, ofText };
  }

  #reset(): void {
    for (const term of this.#terms) this.#placeOf[term] = 0;
    for (const list of [this.#terms, this.#position, this.#next, this.#first, this.#last]) list.length = 0;
  }

  /** Returns the first free position. */
  #cutTexts(texts: readonly string[], scope: Scope, start: number, count: (words: number) => void): number {
    const last = scopeEnd(scope) - 1;
    let at = start;
    for (const text of texts) {
      const words = forEachTerm(
        text,
        (start, end, position) =>
          this.#add(this.#numbers.numberOfWord(text, start, end), Math.min(at + position, last)),
        (term, _start, _end, position) => this.#add(this.#numbers.numberOf(term), Math.min(at + position, last)),
      );
      count(words);
      at += words + 1;
    }
    return at;
  }

  #add(number: number, position: number): void {
    while (this.#placeOf.length <= number) this.#placeOf.push(0);
    const word = this.#position.length;
    const known = this.#placeOf[number] ?? 0;
    const place = known === 0 ? this.#terms.length : known - 1;
    if (known === 0) {
      this.#placeOf[number] = place + 1;
      this.#terms.push(number);
      this.#first.push(word);
      this.#last.push(word);
    } else {
      this.#next[this.#last[place] ?? 0] = word;
      this.#last[place] = word;
    }
    this.#position.push(position);
    this.#next.push(-1);
  }

  /** The positions of a term as a run; returns its impact. */
  #write(place: number, weights: readonly number[], positions: Uint16List): number {
    const occurrences = this.#occurrences.fill(0);
    let count = 0;
    for (let word = this.#first[place] ?? -1; word !== -1; word = this.#next[word] ?? -1) {
      const position = this.#position[word] ?? 0;
      const field = fieldAt(position);
      occurrences[field] = (occurrences[field] ?? 0) + 1;
      if (count === this.#run.length) this.#run = grown(this.#run, new Int32Array(4 * count));
      this.#run[count++] = position;
    }
    pushRun(positions, this.#run, count);
    let sum = 0;
    for (let field = 0; field < FIELDS.length; field++) sum += (occurrences[field] ?? 0) * (weights[field] ?? 0);
    return impactOf(sum);
  }
}

/** Body and title come first. */
const TEXT_END = scopeEnd("title");

const fieldAt = byPosition((scope) => FIELD_OF_SCOPE[scope]);

function present(...texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text): text is string => text !== undefined && text !== "");
}
