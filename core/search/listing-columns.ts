/** All columns of an index, and which values of a listing go into which. */
import type { ApplicantLocation, ListingContent } from "../listing/content.ts";
import type { Bitmap } from "./bitmap.ts";
import { NumberColumn, ValueColumn } from "./columns.ts";
import { PlaceColumn } from "./place-column.ts";
import type { PlaceFilter, ValueFilter } from "./request.ts";

const COLUMNS = [
  "workplaceType",
  "employmentType",
  "company",
  "tag",
  "skill",
  "seniority",
  "category",
  "language",
  "source",
  "applicantCountry",
  "attribute",
] as const satisfies readonly (Exclude<ValueFilter, PlaceFilter> | "applicantCountry" | "attribute")[];
export type ColumnName = (typeof COLUMNS)[number];

export class ListingColumns {
  readonly values: Readonly<Record<ColumnName, ValueColumn>>;
  readonly places: PlaceColumn;
  readonly numbers: NumberColumn;

  constructor(
    values: Readonly<Record<ColumnName, ValueColumn>> = eachColumn(() => new ValueColumn()),
    places = new PlaceColumn(),
    numbers = new NumberColumn(),
  ) {
    this.values = values;
    this.places = places;
    this.numbers = numbers;
  }

  append(content: ListingContent): void {
    const isPublished = content.state === "published";
    const values = columnValues(content);
    for (const name of COLUMNS) this.values[name].append(values[name].filter(isFilled), isPublished);
    this.places.append(content.locations, isPublished);
    this.numbers.append(Object.entries(content.numbers ?? {}).map(([name, decimal]) => [name, Number(decimal)]));
  }

  release(doc: number, isPublished: boolean): void {
    for (const name of COLUMNS) this.values[name].release(doc, isPublished);
    this.places.release(doc, isPublished);
  }

  compacted(live: Bitmap, isPublished: (doc: number) => boolean): ListingColumns {
    return new ListingColumns(
      eachColumn((name) => this.values[name].compacted(live, isPublished)),
      this.places.compacted(live, isPublished),
      this.numbers.compacted(live),
    );
  }
}

/** How an attribute stands in its column; keys hold no colon. */
export function attributeEntry(key: string, value: string): string {
  return `${key}:${value}`;
}

function columnValues(content: ListingContent): Readonly<Record<ColumnName, readonly string[]>> {
  return {
    workplaceType: optional(content.workplaceType),
    employmentType: content.employmentTypes,
    company: optional(content.company?.name),
    tag: content.tags,
    skill: content.skills,
    seniority: optional(content.seniority),
    category: optional(content.category),
    language: content.language === undefined ? [] : languageRanges(content.language),
    source: optional(content.source?.name),
    applicantCountry: content.applicantLocations.flatMap(countriesOf),
    attribute: Object.entries(content.attributes ?? {}).flatMap(([key, values]) =>
      values.map((value) => attributeEntry(key, value)),
    ),
  };
}

/** "en-GB" is found by "en" too (basic filtering, RFC 4647 section 3.3.1), and counts under both. */
function languageRanges(tag: string): string[] {
  const subtags = tag.split("-");
  return subtags.map((_, i) => subtags.slice(0, i + 1).join("-"));
}

/** By name and by code; of a state or city the country is known only from an ISO 3166-2 code such as "US-CA". */
function countriesOf({ type, name, code }: ApplicantLocation): string[] {
  if (type === "country") return code === undefined ? [name] : [name, code];
  const country = /^([A-Za-z]{2})-/.exec(code ?? "")?.[1];
  return country === undefined ? [] : [country];
}

function optional(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

function isFilled(value: string): boolean {
  return value !== "";
}

function eachColumn(make: (name: ColumnName) => ValueColumn): Readonly<Record<ColumnName, ValueColumn>> {
  // The keys are exactly the names that were mapped.
  return Object.fromEntries(COLUMNS.map((name) => [name, make(name)])) as unknown as Record<ColumnName, ValueColumn>;
}
