/** Whether a listing passes the filters of a request, one after the other. */
import type { ListingRecord } from "../../../../core/listing/record.ts";
import {
  PLACE_FILTERS,
  type PlaceFilter,
  type SearchFilters,
  type SearchRequest,
  VALUE_FILTERS,
} from "../../../../core/search/request.ts";
import { metresTo } from "./distance.ts";
import { paysWithin } from "./salary.ts";
import { fold, postedMs, valuesOf } from "./values.ts";

export function passes(record: ListingRecord, request: SearchRequest, now: number): boolean {
  const { filters } = request;
  return (
    hasValues(record, filters) &&
    hasPlace(record, filters) &&
    hasAny(applicantCountries(record), filters.applicantCountry) &&
    (filters.salary === undefined || paysWithin(record, request.currency, filters.salary)) &&
    isNear(record, request) &&
    isPostedWithin(record, filters, now) &&
    hasAttributes(record, filters) &&
    hasNumbers(record, filters) &&
    (filters.ids.length === 0 || filters.ids.includes(record.id)) &&
    !filters.excludeIds.includes(record.id)
  );
}

/** The request without the filters that belong to a facet. */
export function withoutFacet(request: SearchRequest, name: string): SearchRequest {
  const { salary, postedWithinMs, postedAfter, ...rest } = request.filters;
  const kept = {
    ...(name === "salary" || salary === undefined ? {} : { salary }),
    ...(name === "posted" || postedWithinMs === undefined ? {} : { postedWithinMs }),
    ...(name === "posted" || postedAfter === undefined ? {} : { postedAfter }),
  };
  const values = Object.fromEntries(
    Object.entries(rest.values).map(([filter, wanted]) => [filter, filter === name ? [] : wanted]),
  ) as SearchFilters["values"];
  const attributes = rest.attributes.filter(({ key }) => `attribute.${key}` !== name);
  return { ...request, filters: { ...rest, ...kept, values, attributes } };
}

export function isPlaceFilter(name: string): name is PlaceFilter {
  return PLACE_FILTERS.some((part) => part === name);
}

function hasValues(record: ListingRecord, { values, tagAll, skillAll }: SearchFilters): boolean {
  return (
    VALUE_FILTERS.every((name) => isPlaceFilter(name) || hasAny(valuesOf(record, name), values[name])) &&
    tagAll.every((tag) => hasAny(record.content.tags, [tag])) &&
    skillAll.every((skill) => hasAny(record.content.skills, [skill]))
  );
}

/** One place must have all parts that are asked for. */
function hasPlace(record: ListingRecord, filters: SearchFilters): boolean {
  const isAsked = PLACE_FILTERS.some((part) => filters.values[part].length > 0);
  return !isAsked || acceptedPlaces(record, filters).length > 0;
}

/** The places that have all parts that are asked for. */
export function acceptedPlaces({ content }: ListingRecord, { values }: SearchFilters) {
  const asked = PLACE_FILTERS.filter((part) => values[part].length > 0);
  return content.locations.filter((place) => asked.every((part) => hasAny([place[part] ?? ""], values[part])));
}

function applicantCountries({ content }: ListingRecord): string[] {
  return content.applicantLocations.flatMap(({ type, name, code = "" }) =>
    type === "country" ? [name, code] : [code.includes("-") ? code.slice(0, 2) : ""],
  );
}

function isNear(record: ListingRecord, { near, filters }: SearchRequest): boolean {
  if (filters.radiusKm === undefined || near === undefined) return true;
  const metres = metresTo(record, near);
  return metres !== undefined && metres <= filters.radiusKm * 1_000;
}

function isPostedWithin(record: ListingRecord, { postedWithinMs, postedAfter }: SearchFilters, now: number): boolean {
  const posted = postedMs(record);
  return (
    (postedWithinMs === undefined || posted >= now - postedWithinMs) &&
    (postedAfter === undefined || posted >= postedAfter)
  );
}

function hasAttributes({ content }: ListingRecord, { attributes }: SearchFilters): boolean {
  return attributes.every(({ key }) => {
    const alternatives = attributes.filter((each) => each.key === key).map(({ value }) => value);
    return hasAny(content.attributes?.[key] ?? [], alternatives);
  });
}

function hasNumbers({ content }: ListingRecord, { numbers }: SearchFilters): boolean {
  return numbers.every(({ key }) => {
    const value = Number(content.numbers?.[key] ?? Number.NaN);
    const alternatives = numbers.filter((each) => each.key === key);
    return alternatives.some(
      ({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }) => value >= min && value <= max,
    );
  });
}

function hasAny(held: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((value) => held.some((each) => fold(each) === fold(value)));
}
