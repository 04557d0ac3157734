/** Which text of a listing is searched, in which field, and what a word is worth there. */
import type { ListingContent } from "../listing/content.ts";
import { bodyText } from "./body-text.ts";
import { type FieldWeight, impactOf, occurrenceWeight } from "./impact.ts";
import { forEachToken } from "./tokenize.ts";

export const FIELDS = ["title", "company", "tag", "location", "body"] as const;
export type Field = (typeof FIELDS)[number];

/**
 * Weights set by hand: a title says what the job is, tags and the company are chosen, a body mentions. Lengths hardly count
 * in lists: a listing in thirty cities is in each of them.
 */
const WEIGHTS: Readonly<Record<Field, FieldWeight>> = {
  title: { weight: 5, lengthEffect: 0.5, usualLength: 5 },
  company: { weight: 3, lengthEffect: 0.3, usualLength: 2 },
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

/** Every term of a listing with its impact, each once. */
export function forEachImpact(content: ListingContent, visit: (term: string, impact: number) => void): void {
  const texts = textsOf(content);
  const weighted = new Map<string, number>();
  const occurrences = new Map<string, number>();
  for (const field of FIELDS) {
    let length = 0;
    occurrences.clear();
    for (const text of texts[field]) {
      length += forEachToken(text, (term) => {
        occurrences.set(term, (occurrences.get(term) ?? 0) + 1);
      });
    }
    const each = occurrenceWeight(WEIGHTS[field], length);
    for (const [term, count] of occurrences) weighted.set(term, (weighted.get(term) ?? 0) + count * each);
  }
  for (const [term, frequency] of weighted) visit(term, impactOf(frequency));
}

function present(...texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text): text is string => text !== undefined && text !== "");
}
