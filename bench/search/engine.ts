/** What the bench asks of an engine, ours or another: to be built from the same listings and to answer the same queries. */
import type { ListingContent } from "../../core/listing/content.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import { type Card, cardOf } from "../../core/listing/view.ts";
import { bodyText } from "../../core/search/body-text.ts";
import type { BenchQuery, FacetName } from "./queries.ts";

/** A listing as an engine without our analysis takes it: texts by weight, and values to filter and count by. */
export interface PlainListing {
  readonly id: string;
  readonly title: string;
  readonly company: string;
  readonly tags: string;
  readonly location: string;
  readonly body: string;
  readonly values: Readonly<Record<FacetName, readonly string[]>>;
  readonly postedAt: number;
  readonly card: Card;
}

export const TEXT_FIELDS = ["title", "company", "tags", "location", "body"] as const;
/** Of our own fields (`core/search/fields.ts`). */
export const WEIGHTS: Readonly<Record<(typeof TEXT_FIELDS)[number], number>> = {
  title: 5,
  company: 3,
  tags: 3,
  location: 2,
  body: 1,
};

export interface BenchListing {
  readonly record: ListingRecord;
  /** Not there for what readers cannot see now: other engines need not know of it. */
  readonly plain?: PlainListing;
}

export interface Answer {
  readonly total: number;
  /** Of the page. */
  readonly ids: readonly string[];
  readonly cards: readonly unknown[];
  /** Value and count, the most frequent first. */
  readonly facets?: Readonly<Record<FacetName, readonly (readonly [value: string, count: number])[]>>;
}

export interface Engine {
  /** Listings come oldest first. */
  add(listings: readonly BenchListing[]): void | Promise<void>;
  /** Called once behind the last listing. */
  finish(): void | Promise<void>;
  /** How large the index is as it would be stored, if it can be. */
  bytes(): number | undefined;
  /** Whether it can be asked this at all. */
  answers(query: BenchQuery): boolean;
  query(query: BenchQuery): Answer;
}

/** Made in nobody's time: an engine without our analysis gets text without markup. */
export function plainListing(record: ListingRecord, postedAt: number): PlainListing {
  const { content } = record;
  const company = content.company?.name ?? "";
  const cities = content.locations.flatMap(({ city }) => (city === undefined ? [] : [city]));
  return {
    id: record.id,
    title: content.title ?? "",
    company,
    tags: [...content.tags, content.category ?? "", ...content.skills].join(" | "),
    location: locationText(content),
    body: [content.summary ?? "", content.description === undefined ? "" : bodyText(content.description)].join("\n"),
    values: {
      workplaceType: content.workplaceType === undefined ? [] : [content.workplaceType],
      employmentType: content.employmentTypes,
      company: [company],
      city: [...new Set(cities)],
      tag: [...new Set(content.tags)],
    },
    postedAt,
    card: cardOf(record),
  };
}

function locationText({ locations, workplaceType }: ListingContent): string {
  const texts = locations.flatMap(({ raw, city, region, country }) => [raw, city, region, country]);
  return [...new Set([...texts, workplaceType])].filter((each) => each !== undefined).join(" | ");
}
