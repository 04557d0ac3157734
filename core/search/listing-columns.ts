/** All columns of an index, and which values of a listing go into which. */
import type { ApplicantLocation, ListingContent } from "../listing/content.ts";
import { AttributeColumns, type AttributeValues } from "./attribute-columns.ts";
import type { Bitmap } from "./bitmap.ts";
import { NumberColumn, ValueColumn } from "./columns.ts";
import { PlaceColumn, type PlaceValues } from "./place-column.ts";
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
] as const satisfies readonly (Exclude<ValueFilter, PlaceFilter> | "applicantCountry")[];
export type ColumnName = (typeof COLUMNS)[number];

/** What a listing puts into the columns; no value is empty. */
export interface ColumnValues {
  readonly isPublished: boolean;
  readonly values: Readonly<Record<ColumnName, readonly string[]>>;
  readonly attributes: AttributeValues;
  readonly places: readonly PlaceValues[];
  readonly numbers: readonly (readonly [name: string, value: number])[];
}

export class ListingColumns {
  readonly values: Readonly<Record<ColumnName, ValueColumn>>;
  readonly attributes: AttributeColumns;
  readonly places: PlaceColumn;
  readonly numbers: NumberColumn;

  constructor(
    values: Readonly<Record<ColumnName, ValueColumn>> = eachColumn(() => new ValueColumn()),
    attributes = new AttributeColumns(),
    places = new PlaceColumn(),
    numbers = new NumberColumn(),
  ) {
    this.values = values;
    this.attributes = attributes;
    this.places = places;
    this.numbers = numbers;
  }

  append({ isPublished, values, attributes, places, numbers }: ColumnValues): void {
    for (const name of COLUMNS) this.values[name].append(values[name], isPublished);
    this.attributes.append(attributes, isPublished);
    this.places.append(places, isPublished);
    this.numbers.append(numbers);
  }

  release(doc: number, isPublished: boolean): void {
    for (const name of COLUMNS) this.values[name].release(doc, isPublished);
    this.attributes.release(doc, isPublished);
    this.places.release(doc, isPublished);
  }

  compacted(live: Bitmap, isPublished: (doc: number) => boolean): ListingColumns {
    return new ListingColumns(
      eachColumn((name) => this.values[name].compacted(live, isPublished)),
      this.attributes.compacted(live, isPublished),
      this.places.compacted(live, isPublished),
      this.numbers.compacted(live),
    );
  }
}

/** Throws whatever reading the listing throws; what it returns can be appended. */
export function columnValuesOf(content: ListingContent): ColumnValues {
  return {
    isPublished: content.state === "published",
    values: valuesOf(content),
    attributes: Object.entries(content.attributes ?? {}).map(([key, values]) => [key, values.filter(isFilled)]),
    places: content.locations.map(({ country, region, city }) => ({ country, region, city })),
    numbers: Object.entries(content.numbers ?? {}).map(([name, decimal]) => [name, Number(decimal)]),
  };
}

function valuesOf(content: ListingContent): Readonly<Record<ColumnName, readonly string[]>> {
  const values = {
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
  } satisfies Record<ColumnName, readonly string[]>;
  return eachColumn((name) => values[name].filter(isFilled));
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

function eachColumn<T>(make: (name: ColumnName) => T): Readonly<Record<ColumnName, T>> {
  // The keys are exactly the names that were mapped.
  return Object.fromEntries(COLUMNS.map((name) => [name, make(name)])) as unknown as Record<ColumnName, T>;
}
