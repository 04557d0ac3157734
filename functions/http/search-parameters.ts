/**
 * The parameters of `GET /v1/search`, `POST /v1/search` and `GET /v1/listings`: contract, sections 1, 3 and 5. Values are
 * taken whole, enumerations in any case, and everything that is wrong is reported at once. Written by hand and not with
 * zod, because one table has to read two notations with the same meaning and name each fault by its place in either.
 */
import { isCountry } from "../../core/listing/codes.ts";
import { EMPLOYMENT_TYPES, SENIORITIES, WORKPLACE_TYPES } from "../../core/listing/content.ts";
import { isListingId } from "../../core/listing/id.ts";
import { EFFECTIVE_STATES } from "../../core/listing/lifecycle.ts";
import { dateMs, instantMs } from "../../core/listing/time.ts";
import { utf8Length } from "../../core/ports.ts";
import { MAX_QUERY_BYTES, queryFault } from "../../core/search/query.ts";
import {
  type FacetRequest,
  NO_FILTERS,
  SEARCH_LIMITS,
  type SearchFilters,
  type SearchRequest,
  SORTS,
  TYPO_MODES,
  VALUE_FILTERS,
  type ValueFilter,
  VIEWS,
} from "../../core/search/request.ts";
import {
  fromBody,
  fromEntries,
  type Given,
  type GivenParameters,
  type ParameterShape,
  type ParameterShapes,
  shown,
} from "./given-parameters.ts";

const ONE: ParameterShape = { type: "string", repeats: false, most: 1 };
const MANY: ParameterShape = { type: "string", repeats: true, most: SEARCH_LIMITS.values };
const INTEGER: ParameterShape = { type: "integer", repeats: false, most: 1 };

const PAGING = { limit: INTEGER, cursor: ONE, minPosition: ONE, view: ONE } as const;
const LIST_PARAMETERS: ParameterShapes = { ...PAGING, effectiveState: MANY };
const SEARCH_PARAMETERS: ParameterShapes = {
  ...PAGING,
  ...Object.fromEntries(VALUE_FILTERS.map((name) => [name, MANY])),
  q: ONE,
  typo: ONE,
  tagAll: MANY,
  skillAll: MANY,
  applicantCountry: MANY,
  postedWithin: ONE,
  postedAfter: ONE,
  attribute: MANY,
  number: MANY,
  id: MANY,
  excludeId: MANY,
  facet: { ...MANY, most: SEARCH_LIMITS.facets },
  sort: ONE,
  page: INTEGER,
};

const HOUR_MS = 3_600_000;
const WITHIN = /^([1-9]\d{0,3})([hd])$/i;
const ATTRIBUTE = /^([a-z][a-z0-9_]{0,39}):(.+)$/s;
const NUMBER_RANGE = /^([a-z][a-z0-9_]{0,39}):(-?\d{1,15}(?:\.\d{1,6})?)?\.\.(-?\d{1,15}(?:\.\d{1,6})?)?$/;
const ATTRIBUTE_FACET = /^attribute\.[a-z][a-z0-9_]{0,39}$/;

/** From the address. Throws `invalid_parameter` with a fault for each thing that is wrong. */
export function readSearchParameters(entries: Iterable<readonly [string, string]>): SearchRequest {
  return searchRequest(fromEntries(entries, SEARCH_PARAMETERS));
}

/** From a JSON body; null equals absent. Throws `invalid_body` with a pointer for each thing that is wrong. */
export function readSearchBody(body: unknown): SearchRequest {
  return searchRequest(fromBody(body, SEARCH_PARAMETERS));
}

/** Of `GET /v1/listings`; who may ask for other states than `published` is for the caller to check. */
export function readListParameters(entries: Iterable<readonly [string, string]>): SearchRequest {
  const reading = fromEntries(entries, LIST_PARAMETERS);
  const given = reading.all("effectiveState");
  const states = given.map((state) => reading.choice(state, EFFECTIVE_STATES)).filter((state) => state !== undefined);
  const pages = paging(reading);
  reading.throwFaults();
  return {
    typo: "auto",
    filters: NO_FILTERS,
    facets: [],
    sort: "newest",
    ...pages,
    effectiveStates: states.length === 0 ? ["published"] : states,
  };
}

function searchRequest(reading: GivenParameters): SearchRequest {
  const q = readQuery(reading);
  const sort = choiceOf(reading, "sort", SORTS) ?? (q === undefined ? "newest" : "relevance");
  const typo = choiceOf(reading, "typo", TYPO_MODES) ?? "auto";
  const filters = readFilters(reading);
  const facets = readFacets(reading);
  const pages = paging(reading);
  const page = readPage(reading, pages.limit);
  reading.throwFaults();
  return {
    ...defined("q", q),
    typo,
    filters,
    facets,
    sort,
    ...pages,
    ...defined("page", page),
    effectiveStates: ["published"],
  };
}

function readQuery(reading: GivenParameters): string | undefined {
  const q = reading.one("q");
  if (q === undefined) return undefined;
  const bytes = utf8Length(q.value);
  if (bytes > MAX_QUERY_BYTES) {
    reading.fault(q, "too_large", `has ${bytes} bytes of UTF-8, the limit is ${MAX_QUERY_BYTES}`);
    return undefined;
  }
  const message = queryFault(q.value);
  if (message !== undefined) reading.fault(q, "unsupported_query", `cannot be understood: ${message}`);
  return q.value;
}

function readFilters(reading: GivenParameters): SearchFilters {
  const values = Object.fromEntries(VALUE_FILTERS.map((name) => [name, readValues(reading, name)]));
  return {
    // The keys are exactly the names that were mapped.
    values: values as unknown as SearchFilters["values"],
    tagAll: reading.all("tagAll").map(({ value }) => value),
    skillAll: reading.all("skillAll").map(({ value }) => value),
    applicantCountry: reading.all("applicantCountry").map(({ value }) => value),
    ...defined("postedWithinMs", readWithin(reading)),
    ...defined("postedAfter", readAfter(reading)),
    attributes: reading.all("attribute").flatMap((given) => readAttribute(given, reading)),
    numbers: reading.all("number").flatMap((given) => readNumberRange(given, reading)),
    ids: reading.all("id").flatMap((given) => readId(given, reading)),
    excludeIds: reading.all("excludeId").flatMap((given) => readId(given, reading)),
  };
}

function readValues(reading: GivenParameters, name: ValueFilter): string[] {
  const given = reading.all(name);
  const read = (value: Given) => {
    switch (name) {
      case "workplaceType":
        return reading.choice(value, WORKPLACE_TYPES);
      case "employmentType":
        return reading.choice(value, EMPLOYMENT_TYPES);
      case "seniority":
        return reading.choice(value, SENIORITIES);
      case "country":
        return readCountry(value, reading);
      default:
        return value.value;
    }
  };
  return given.map(read).filter((value) => value !== undefined);
}

function readCountry(given: Given, reading: GivenParameters): string | undefined {
  const code = given.value.toUpperCase();
  if (isCountry(code)) return code;
  reading.fault(given, "invalid_value", `is ${shown(given)}, and must be an ISO 3166-1 alpha-2 code such as DE`);
  return undefined;
}

function readWithin(reading: GivenParameters): number | undefined {
  const given = reading.one("postedWithin");
  if (given === undefined) return undefined;
  const [, count, unit = "h"] = WITHIN.exec(given.value) ?? [];
  if (count !== undefined) return Number(count) * HOUR_MS * (unit.toLowerCase() === "d" ? 24 : 1);
  reading.fault(given, "invalid_value", `is ${shown(given)}, and must be 1 to 9999 and d or h, such as 7d or 24h`);
  return undefined;
}

function readAfter(reading: GivenParameters): number | undefined {
  const given = reading.one("postedAfter");
  if (given === undefined) return undefined;
  const ms = dateMs(given.value) ?? instantMs(given.value);
  if (ms !== undefined) return ms;
  reading.fault(given, "invalid_value", `is ${shown(given)}, and must be an RFC 3339 instant or a date that exists`);
  return undefined;
}

function readAttribute(given: Given, reading: GivenParameters): SearchFilters["attributes"] {
  const [, key, value] = ATTRIBUTE.exec(given.value) ?? [];
  if (key !== undefined && value !== undefined && value.trim() !== "") return [{ key, value }];
  reading.fault(given, "invalid_value", `is ${shown(given)}, and must be key:value, the key of a-z 0-9 _`);
  return [];
}

function readNumberRange(given: Given, reading: GivenParameters): SearchFilters["numbers"] {
  const match = NUMBER_RANGE.exec(given.value);
  const [, key, min, max] = match ?? [];
  if (key === undefined) {
    reading.fault(given, "invalid_value", `is ${shown(given)}, and must be key:min..max, where an end may be left out`);
    return [];
  }
  if (min !== undefined && max !== undefined && Number(min) > Number(max)) {
    reading.fault(given, "invalid_value", `is ${shown(given)}, where min is above max`);
    return [];
  }
  return [
    {
      key,
      ...defined("min", min === undefined ? undefined : Number(min)),
      ...defined("max", max === undefined ? undefined : Number(max)),
    },
  ];
}

function readId(given: Given, reading: GivenParameters): string[] {
  if (isListingId(given.value)) return [given.value];
  reading.fault(given, "invalid_value", `is ${shown(given)}, which is no id of a listing`);
  return [];
}

function readFacets(reading: GivenParameters): FacetRequest[] {
  const facets: FacetRequest[] = [];
  for (const given of reading.all("facet")) {
    const facet = readFacet(given, reading);
    if (facet === undefined) continue;
    if (facets.some(({ name }) => name === facet.name)) reading.fault(given, "repeated", `names ${facet.name} again`);
    else facets.push(facet);
  }
  return facets;
}

function readFacet(given: Given, reading: GivenParameters): FacetRequest | undefined {
  const [, text = "", size] = /^([^:]*)(?::(\d{1,4}))?$/.exec(given.value) ?? [];
  const known = [...VALUE_FILTERS, "posted" as const].find((name) => name.toLowerCase() === text.toLowerCase());
  // The pattern is that of the type.
  const name = known ?? (ATTRIBUTE_FACET.test(text) ? (text as `attribute.${string}`) : undefined);
  if (name === undefined) {
    const names = `${VALUE_FILTERS.join(", ")}, posted or attribute.key, with a size behind a colon if wanted`;
    reading.fault(given, "invalid_value", `is ${shown(given)}, and must be one of ${names}`);
    return undefined;
  }
  const count = size === undefined ? SEARCH_LIMITS.defaultFacetSize : Number(size);
  if (count >= 1 && count <= SEARCH_LIMITS.facetSize) return { name, size: count };
  reading.fault(given, "invalid_value", `asks for ${count} values, and may for 1 to ${SEARCH_LIMITS.facetSize}`);
  return undefined;
}

function paging(reading: GivenParameters) {
  return {
    limit: reading.integer("limit", SEARCH_LIMITS.pageSize) ?? SEARCH_LIMITS.defaultPageSize,
    view: choiceOf(reading, "view", VIEWS) ?? "public",
    ...defined("cursor", reading.one("cursor")?.value),
    ...defined("minPosition", reading.one("minPosition")?.value),
  };
}

function readPage(reading: GivenParameters, limit: number): number | undefined {
  const given = reading.one("page");
  const page = reading.integer("page", SEARCH_LIMITS.pagedHits);
  if (given === undefined || page === undefined) return undefined;
  if (reading.one("cursor") !== undefined) reading.fault(given, "conflict", "and cursor exclude each other");
  if (page * limit > SEARCH_LIMITS.pagedHits) {
    const most = `page times limit may be ${SEARCH_LIMITS.pagedHits} at most; a cursor goes further`;
    reading.fault(given, "invalid_value", `is ${page} with a limit of ${limit}: ${most}`);
  }
  return page;
}

function choiceOf<T extends string>(reading: GivenParameters, name: string, choices: readonly T[]): T | undefined {
  const given = reading.one(name);
  return given === undefined ? undefined : reading.choice(given, choices);
}

function defined<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  // An object with one computed key has no better type.
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]?: V });
}
