/**
 * Listings for the search bench with the shape of real ones: number `i` of a seed is the same on every machine, whatever
 * came before it. Real: 993 Markdown files. Measured with our own tokenizer over title, tags, summary and body:
 *
 * | | real | 993 generated, `length: 1` | 10,000 generated, as they are |
 * |---|---|---|---|
 * | words of a body, 5 / 50 / 95 % | 269 / 590 / 1,182 | 286 / 614 / 1,411 | 124 / 267 / 526 |
 * | distinct terms of a listing, 5 / 50 / 95 % | 182 / 322 / 552 | 177 / 301 / 526 | 102 / 170 / 276 |
 * | distinct terms of the first 100 / 400 / 993 | 5,333 / 9,957 / 13,953 | 5,227 / 9,725 / 14,543 | 3,693 / 7,277 / 10,992 |
 * | … of 10,000 | | | 29,369 |
 * | in so many listings the term of rank 10 / 100 / 1,000 | 99 / 45 / 7.7 % | 99 / 54 / 6.8 % | 99 / 31 / 3.2 % |
 * | engineer, senior, design, python | 37, 34, 53, 15 % | 56, 25, 74, 20 % | 53, 25, 59, 15 % |
 * | tags of a listing, 5 / 50 / 95 %; distinct | 3 / 8 / 10; 169 | 3 / 7 / 10; 1,093 | 2 / 7 / 10; 2,087 |
 * | JSON, mean | | 5.4 KB | 2.9 KB |
 *
 * Bodies are shorter than real ones by `DEFAULT_LENGTH`: a listing then has nearly the 184 distinct terms of the corpus by
 * which the goals of the bench were set. `length: 1` gives the real lengths. The long tail of tags is more than 993 real
 * listings have; a board of 100,000 has it.
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "../core/listing/canonical.ts";
import type { EmploymentType, ListingContent, Seniority, WorkplaceType } from "../core/listing/content.ts";
import { ID_ALPHABET, ID_LENGTH } from "../core/listing/id.ts";
import type { ListingRecord } from "../core/listing/record.ts";
import { mulberry32 } from "./generator.ts";
import { fromQuantiles, zipf } from "./search/distribution.ts";
import { companyName, placesOf } from "./search/places.ts";
import { description, summary } from "./search/prose.ts";
import { FAMILIES, type Family, syntheticWord, TAGS, TECHNOLOGIES } from "./search/words.ts";

export interface CorpusOptions {
  readonly seed?: number;
  readonly length?: number;
}

export interface CorpusListing {
  readonly id: string;
  /** Milliseconds since 1970 UTC, as are the others. */
  readonly postedAt: number;
  readonly visibleUntil?: number;
  readonly content: ListingContent;
}

/** The instant at which the bench searches. */
export const CORPUS_NOW = Date.UTC(2026, 10, 1);

const DAY = 86_400_000;
/** Of a body, as a part of a real one's. */
export const DEFAULT_LENGTH = 0.42;
/** Words of a real body, by twentieths. */
const BODY_WORDS = [
  113, 269, 342, 389, 414, 448, 472, 508, 534, 561, 590, 619, 647, 682, 715, 755, 815, 899, 998, 1182, 2803,
];
const TAG_COUNTS = [2, 3, 5, 6, 7, 8, 8, 9, 10, 10, 10, 12];
/** Real boards have a long tail of tags that hardly anyone uses. */
const tags = zipf(2_000, 1.1);
const LEVELS: readonly (readonly [title: string, seniority: Seniority | undefined])[] = [
  ["", undefined],
  ["", undefined],
  ["", "mid"],
  ["Senior ", "senior"],
  ["Senior ", "senior"],
  ["Lead ", "lead"],
  ["Junior ", "entry"],
  ["Principal ", "principal"],
];
const WORKPLACES: readonly (WorkplaceType | undefined)[] = [
  "remote",
  "remote",
  "remote",
  "hybrid",
  "onsite",
  undefined,
];
const EMPLOYMENT: readonly EmploymentType[] = [
  "full_time",
  "full_time",
  "full_time",
  "full_time",
  "contractor",
  "part_time",
  "intern",
];
const SALARIES = [35_000, 48_000, 60_000, 75_000, 90_000, 110_000, 130_000, 160_000, 240_000];
const CURRENCIES = ["USD", "USD", "EUR", "EUR", "GBP", "CHF"];
const DEPARTMENTS = ["Engineering", "Product", "Design", "Marketing", "Sales", "People", "Finance", "Operations"];

/** Without making the rest of the listing: what lets a corpus be made in the order in which it was posted. */
export function postedAtOf(i: number, { seed = 1 }: CorpusOptions = {}): number {
  return CORPUS_NOW - 1 - Math.floor(stream(seed, i, 1)() * 730 * DAY);
}

export function corpusListing(i: number, options: CorpusOptions = {}): CorpusListing {
  const { seed = 1, length = DEFAULT_LENGTH } = options;
  const random = stream(seed, i, 0);
  const postedAt = postedAtOf(i, options);
  const endsAfter = random() < 0.2 ? Math.floor((30 + random() * 900) * DAY) : undefined;
  const visibleUntil = endsAfter === undefined ? undefined : postedAt + endsAfter;
  return {
    id: Array.from({ length: ID_LENGTH }, () => ID_ALPHABET[Math.floor(random() * ID_ALPHABET.length)]).join(""),
    postedAt,
    ...(visibleUntil === undefined ? {} : { visibleUntil }),
    content: contentOf(i, random, { postedAt, visibleUntil, length }),
  };
}

/** As a board stores it. */
export function corpusRecord({ id, postedAt, visibleUntil, content }: CorpusListing, revision: number): ListingRecord {
  return {
    kind: "listing",
    id,
    revision,
    createdBy: { operation: "bench", requestHash: "" },
    changedBy: "bench",
    content,
    contentHash: createHash("sha256").update(canonicalJson(content)).digest("hex"),
    createdAt: postedAt,
    updatedAt: postedAt,
    visibleFrom: postedAt,
    ...(visibleUntil === undefined ? {} : { visibleUntil }),
  };
}

interface Frame {
  readonly postedAt: number;
  readonly visibleUntil: number | undefined;
  readonly length: number;
}

function contentOf(i: number, random: () => number, { postedAt, visibleUntil, length }: Frame): ListingContent {
  const family = pick(random, FAMILIES, 1.6);
  const [level, seniority] = pick(random, LEVELS);
  const workplaceType = pick(random, WORKPLACES);
  const company = companyName(random);
  const listed = tagsOf(random, family);
  const skills = random() < 0.4 ? distinct(2 + Math.floor(random() * 6), () => pick(random, TECHNOLOGIES, 1.2)) : [];
  const topic = { own: [...family.words, ...listed.slice(0, 4), ...skills], company };
  const url = `https://jobs.example.com/${i}`;
  return {
    title: `${level}${pick(random, family.titles)}`,
    company: { name: company, website: `https://company-${i % 8_000}.example.com/` },
    description: {
      format: "markdown",
      value: description(random, fromQuantiles(BODY_WORDS, random()) * length, topic),
    },
    summary: summary(random, topic),
    locations: placesOf(random, workplaceType === "remote"),
    ...(workplaceType === undefined ? {} : { workplaceType }),
    applicantLocations: [],
    employmentTypes: [pick(random, EMPLOYMENT)],
    ...(seniority === undefined ? {} : { seniority }),
    category: family.category,
    language: random() < 0.9 ? "en" : pick(random, ["de", "fr", "es"]),
    tags: listed,
    skills,
    compensation: random() < 0.4 ? [pay(random)] : [],
    apply: { url: `${url}/apply` },
    url,
    source: { name: "bench", externalId: String(i) },
    promotion: random() < 0.5 ? 0 : Math.floor(random() * 20),
    state: "published",
    datePosted: new Date(postedAt).toISOString(),
    ...(visibleUntil === undefined ? {} : { validThrough: new Date(visibleUntil).toISOString() }),
    ...(random() < 0.3
      ? {
          attributes: { department: [pick(random, DEPARTMENTS)] },
          numbers: { experience: String(Math.floor(random() * 12)) },
        }
      : {}),
  };
}

function tagsOf(random: () => number, family: Family): string[] {
  const count = Math.round(fromQuantiles(TAG_COUNTS, random()));
  return distinct(count, () => {
    if (random() < 0.25) return pick(random, family.words);
    const number = tags.draw(random());
    return TAGS[number] ?? syntheticWord(4 * (number + 40_000));
  });
}

function pay(random: () => number) {
  const min = Math.round(fromQuantiles(SALARIES, random()) / 500) * 500;
  const max = min + Math.round(random() * 60) * 500;
  const currency = pick(random, CURRENCIES);
  if (random() < 0.1) return { currency, min: String(Math.round(min / 2_080)), unit: "hour" as const };
  return { currency, min: String(min), max: String(max), unit: "year" as const };
}

/** An exponent above 1 favours the first. */
function pick<T>(random: () => number, items: readonly T[], exponent = 1): T {
  return items[Math.floor(random() ** exponent * items.length)] as T;
}

function distinct(count: number, make: () => string): string[] {
  return [...new Set(Array.from({ length: count }, make))];
}

/** Independent random numbers for each of a listing's parts. */
function stream(seed: number, i: number, part: number): () => number {
  return mulberry32(Math.imul(seed, 0x9e37_79b1) ^ Math.imul(2 * i + part, 0x85eb_ca6b));
}
