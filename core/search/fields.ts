/** Which text of a listing is searched, in which field, and what a word is worth there. */
import type { ListingContent } from "../listing/content.ts";
import { bodyText } from "./body-text.ts";
import { grown } from "./growable.ts";
import { type FieldWeight, impactOf, occurrenceWeight } from "./impact.ts";
import { forEachToken } from "./tokenize.ts";

const FIELDS = ["title", "company", "tag", "location", "body"] as const;
type Field = (typeof FIELDS)[number];

/**
 * Weights set by hand: a title says what the job is, tags and the company are chosen, a body mentions. Lengths hardly count
 * in lists: a listing in thirty cities is in each of them.
 */
const WEIGHTS: Readonly<Record<Field, FieldWeight>> = {
  title: { weight: 5, lengthEffect: 0.5, usualLength: 3 },
  company: { weight: 3, lengthEffect: 0.3, usualLength: 1 },
  tag: { weight: 3, lengthEffect: 0.2, usualLength: 8 },
  location: { weight: 2, lengthEffect: 0.1, usualLength: 3 },
  body: { weight: 1, lengthEffect: 0.75, usualLength: 600 },
};

/** The texts of every field; words of two texts are never neighbours. */
export function textsOf(content: ListingContent): Readonly<Record<Field, readonly string[]>> {
  const { title, company, category, summary, description, workplaceType } = content;
  return {
    title: present(title),
    company: present(company?.name),
    tag: [...content.tags, ...content.skills, ...present(category)],
    location: [
      ...new Set(content.locations.flatMap(({ raw, city, region, country }) => present(raw, city, region, country))),
      ...content.applicantLocations.map((location) => location.name),
      ...present(workplaceType),
    ],
    body: [...present(summary), ...(description === undefined ? [] : [bodyText(description)])],
  };
}

/** Weighs the terms of one listing after the other; keeps its memory, since a board has millions of terms. */
export class TermWeigher {
  readonly #terms: TermNumbers;
  #weights = new Float64Array(1 << 10);

  constructor(terms: TermNumbers) {
    this.#terms = terms;
  }

  /** Every term of a listing with its impact, each once; whatever reading it throws comes before the first visit. */
  forEachImpact(content: ListingContent, visit: (term: number, impact: number) => void): void {
    const texts = textsOf(content);
    // All texts are cut before a weight is touched: one that a throw left behind would count for the next listing.
    const cut = FIELDS.map((field) => ({ weight: WEIGHTS[field], ...this.#cut(texts[field]) }));
    if (this.#terms.count > this.#weights.length) {
      this.#weights = grown(this.#weights, new Float64Array(2 * this.#terms.count));
    }
    const found: number[] = [];
    for (const { terms, length, weight } of cut) this.#weigh(terms, occurrenceWeight(weight, length), found);
    for (const term of found) {
      const weighted = this.#weights[term] ?? 0;
      this.#weights[term] = 0;
      visit(term, impactOf(weighted));
    }
  }

  /** The terms of a field, and its length in words. */
  #cut(texts: readonly string[]): { terms: readonly number[]; length: number } {
    const terms: number[] = [];
    let length = 0;
    for (const text of texts) {
      length += forEachToken(text, (term) => {
        terms.push(this.#terms.numberOf(term));
      });
    }
    return { terms, length };
  }

  /** Adds a field's terms up, and the new ones to `found`. */
  #weigh(terms: readonly number[], weight: number, found: number[]): void {
    for (const term of terms) {
      const before = this.#weights[term] ?? 0;
      if (before === 0) found.push(term);
      this.#weights[term] = before + weight;
    }
  }
}

/** Numbers for terms, from 0 without gaps. */
interface TermNumbers {
  readonly count: number;
  numberOf(term: string): number;
}

function present(...texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text): text is string => text !== undefined && text !== "");
}
