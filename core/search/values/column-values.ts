/** What a listing puts into the columns. */
import type { ApplicantLocation, ListingContent, Place } from "../../listing/content.ts";
import { verdictOf } from "../../listing/readiness.ts";
import type { ListingRecord } from "../../listing/record.ts";
import { foldValue } from "../fold.ts";
import type { PlaceFilter, ValueFilter } from "../request.ts";
import { sketchedTerms, sketchOf } from "./sketch.ts";
import { type YearlyRange, yearlyRangeOf } from "./yearly-range.ts";

/** Columns whose values are the listing's, not a place's; `title` and `place` are there for suggestions. */
export const COLUMNS = [
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
  "jsonld",
  "title",
  "place",
] as const satisfies readonly (Exclude<ValueFilter, PlaceFilter> | "applicantCountry" | "title" | "place")[];
export type ColumnName = (typeof COLUMNS)[number];

/** A place with at least one of them; a part that is not known is "", a coordinate NaN. */
export interface PlaceValues extends Readonly<Record<PlaceFilter, string>> {
  readonly lat: number;
  readonly lng: number;
}

export interface ColumnValues {
  /** No value is empty, and none folds as another one before it. */
  readonly values: Readonly<Record<ColumnName, readonly string[]>>;
  /** A part is spelt as in the first place of the listing with the same one. */
  readonly places: readonly PlaceValues[];
  readonly pay: readonly YearlyRange[];
  /** `attributeText` of every value. */
  readonly attributes: readonly string[];
  /** As doubles: beyond 15 digits neighbours become equal. */
  readonly numbers: readonly (readonly [name: string, value: number])[];
  readonly sketch: Uint32Array;
}

/**
 * Throws whatever reading the listing throws; what it returns can be appended. `terms`: those of title, summary and
 * description, which whoever indexes the listing has cut already.
 */
export function columnValuesOf(
  { content }: ListingRecord,
  terms: Iterable<string> = sketchedTerms(content),
): ColumnValues {
  return {
    values: valuesOf(content),
    places: placesOf(content.locations),
    pay: content.compensation.map(yearlyRangeOf).filter((range) => range !== undefined),
    attributes: Object.entries(content.attributes ?? {}).flatMap(([key, values]) =>
      distinct(values).map((value) => attributeText(key, value)),
    ),
    numbers: Object.entries(content.numbers ?? {}).map(([name, decimal]) => [name, Number(decimal)]),
    sketch: sketchOf(terms, content.requisitionId),
  };
}

/** Keys have no colon. */
export function attributeText(key: string, value: string): string {
  return `${key}:${value}`;
}

function valuesOf(content: ListingContent): Readonly<Record<ColumnName, readonly string[]>> {
  return {
    workplaceType: optional(content.workplaceType),
    employmentType: distinct(content.employmentTypes),
    company: optional(content.company?.name),
    tag: distinct(content.tags),
    skill: distinct(content.skills),
    seniority: optional(content.seniority),
    category: optional(content.category),
    language: content.language === undefined ? [] : distinct(languageRanges(content.language)),
    source: optional(content.source?.name),
    applicantCountry: distinct(content.applicantLocations.flatMap(countriesOf)),
    jsonld: [verdictOf(content)],
    title: optional(content.title),
    place: distinct(content.locations.map(({ city, raw }) => city || raw || "")),
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

function placesOf(locations: readonly Place[]): PlaceValues[] {
  const country = firstSpelling();
  const region = firstSpelling();
  const city = firstSpelling();
  return locations
    .map((place) => ({
      country: country(place.country),
      region: region(place.region),
      city: city(place.city),
      ...coordinatesOf(place),
    }))
    .filter((place) => place.country !== "" || place.region !== "" || place.city !== "" || !Number.isNaN(place.lat));
}

/** Half a coordinate is none. */
function coordinatesOf({ lat, lng }: Place): { readonly lat: number; readonly lng: number } {
  return lat === undefined || lng === undefined ? { lat: Number.NaN, lng: Number.NaN } : { lat, lng };
}

/** Of values that fold to the same text, always the one that came first. */
function firstSpelling(): (text: string | undefined) => string {
  const first = new Map<string, string>();
  return (text = "") => {
    if (text === "") return "";
    const folded = foldValue(text);
    const known = first.get(folded);
    if (known === undefined) first.set(folded, text);
    return known ?? text;
  };
}

function distinct(texts: readonly string[]): readonly string[] {
  const filled = texts.filter((text) => text !== "");
  if (filled.length < 2) return filled;
  const seen = new Set<string>();
  return filled.filter((text) => {
    const folded = foldValue(text);
    return !seen.has(folded) && seen.add(folded);
  });
}

function optional(value: string | undefined): readonly string[] {
  return value === undefined || value === "" ? [] : [value];
}
