/**
 * The parameters of `GET /v1/search`, `POST /v1/search` and `GET /v1/listings`: contract, sections 1, 3 and 5. Values are
 * taken whole, enumerations in any case, and everything that is wrong is reported at once. Written by hand and not with
 * zod, because one table has to read two notations with the same meaning and name each fault by its place in either.
 */
import { ID_PATTERN, isListingId } from "../../core/listing/id.ts";
import { EFFECTIVE_STATES } from "../../core/listing/lifecycle.ts";
import { utf8Length } from "../../core/ports.ts";
import { MAX_QUERY_BYTES } from "../../core/search/query/parse.ts";
import {
  type FacetRequest,
  NO_FILTERS,
  SEARCH_LIMITS,
  type SearchRequest,
  SORTS,
  TYPO_MODES,
  VALUE_FILTERS,
  VIEWS,
} from "../../core/search/request.ts";
import {
  defined,
  fromBody,
  fromEntries,
  type Given,
  type GivenParameters,
  type ParameterShape,
  type ParameterShapes,
  shown,
} from "./given-parameters.ts";
import { FILTER_PARAMETERS, readCurrency, readFilters, readNear } from "./search-filters.ts";

const ONE: ParameterShape = { type: "string", repeats: false, most: 1 };
const MANY: ParameterShape = { type: "string", repeats: true, most: SEARCH_LIMITS.values };
const INTEGER: ParameterShape = { type: "integer", repeats: false, most: 1 };
const BOOLEAN: ParameterShape = { type: "boolean", repeats: false, most: 1 };

const COLLAPSES = ["duplicates"] as const;

const PAGING = {
  limit: { ...INTEGER, schema: { maximum: SEARCH_LIMITS.pageSize, default: SEARCH_LIMITS.defaultPageSize } },
  cursor: ONE,
  minPosition: ONE,
  view: { ...ONE, schema: { enum: VIEWS, default: "public" } },
} as const;
export const LIST_PARAMETERS: ParameterShapes = {
  ...PAGING,
  effectiveState: { ...MANY, schema: { enum: EFFECTIVE_STATES } },
};
export const SEARCH_PARAMETERS: ParameterShapes = {
  ...PAGING,
  ...FILTER_PARAMETERS,
  q: { ...ONE, schema: { maxLength: MAX_QUERY_BYTES } },
  typo: { ...ONE, schema: { enum: TYPO_MODES, default: "auto" } },
  collapse: { ...ONE, schema: { enum: COLLAPSES } },
  facet: { ...MANY, most: SEARCH_LIMITS.facets },
  sort: { ...ONE, schema: { enum: SORTS } },
  page: { ...INTEGER, schema: { maximum: SEARCH_LIMITS.pagedHits } },
  highlight: BOOLEAN,
  explain: BOOLEAN,
  explainId: { ...ONE, schema: { pattern: ID_PATTERN } },
};

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
    highlight: false,
    explain: false,
  };
}

function searchRequest(reading: GivenParameters): SearchRequest {
  const q = readQuery(reading);
  const sort = reading.choiceOf("sort", SORTS) ?? (q === undefined ? "newest" : "relevance");
  const filters = readFilters(reading);
  const facets = readFacets(reading);
  const pages = paging(reading);
  const request: SearchRequest = {
    ...defined("q", q),
    typo: reading.choiceOf("typo", TYPO_MODES) ?? "auto",
    filters,
    ...defined("currency", readCurrency(reading, aboutSalaries(reading, sort, facets))),
    ...defined("near", readNear(reading, aboutDistances(reading, sort))),
    ...defined("collapse", reading.choiceOf("collapse", COLLAPSES)),
    facets,
    sort,
    ...pages,
    ...defined("page", readPage(reading, pages.limit)),
    effectiveStates: ["published"],
    highlight: reading.boolean("highlight") ?? false,
    explain: reading.boolean("explain") ?? false,
    ...defined("explainId", readExplainId(reading)),
  };
  reading.throwFaults();
  return request;
}

/** Of any syntax: the parser makes a query of every text. */
export function readQuery(reading: GivenParameters): string | undefined {
  const q = reading.one("q");
  if (q === undefined) return undefined;
  const bytes = utf8Length(q.value);
  if (bytes <= MAX_QUERY_BYTES) return q.value;
  reading.fault(q, "too_large", `has ${bytes} bytes of UTF-8, the limit is ${MAX_QUERY_BYTES}`);
  return undefined;
}

/** What asks for amounts, as the request writes it. */
function aboutSalaries(reading: GivenParameters, sort: string, facets: readonly FacetRequest[]): string[] {
  return [
    ...["salaryMin", "salaryMax"].filter((name) => reading.one(name) !== undefined),
    ...(sort === "salary" ? ["sort=salary"] : []),
    ...(facets.some(({ name }) => name === "salary") ? ["facet=salary"] : []),
  ];
}

function aboutDistances(reading: GivenParameters, sort: string): string[] {
  return [
    ...(reading.one("radiusKm") === undefined ? [] : ["radiusKm"]),
    ...(sort === "distance" ? ["sort=distance"] : []),
  ];
}

function readExplainId(reading: GivenParameters): string | undefined {
  const given = reading.one("explainId");
  if (given === undefined || isListingId(given.value)) return given?.value;
  reading.fault(given, "invalid_value", `is ${shown(given)}, which is no id of a listing`);
  return undefined;
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
  const known = [...VALUE_FILTERS, "salary" as const, "posted" as const].find(
    (name) => name.toLowerCase() === text.toLowerCase(),
  );
  // The pattern is that of the type.
  const name = known ?? (ATTRIBUTE_FACET.test(text) ? (text as `attribute.${string}`) : undefined);
  if (name === undefined) {
    const names = `${VALUE_FILTERS.join(", ")}, salary, posted or attribute.key, with a size behind a colon if wanted`;
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
    view: reading.choiceOf("view", VIEWS) ?? "public",
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
