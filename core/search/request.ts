/** What a search asks for, after parsing: every list is there, every default filled in. */
import type { EffectiveState } from "../listing/lifecycle.ts";

/** Filters by place; together they must hold for one place of the listing. */
export const PLACE_FILTERS = ["country", "region", "city"] as const;
export type PlaceFilter = (typeof PLACE_FILTERS)[number];

/** Filters by value that are also facets, in the order of the contract; repeated values are alternatives. */
export const VALUE_FILTERS = [
  "workplaceType",
  "employmentType",
  "company",
  ...PLACE_FILTERS,
  "tag",
  "skill",
  "seniority",
  "category",
  "language",
  "source",
  "jsonld",
] as const;
export type ValueFilter = (typeof VALUE_FILTERS)[number];

export const SORTS = ["relevance", "newest", "salary", "distance"] as const;
export type Sort = (typeof SORTS)[number];

export const TYPO_MODES = ["auto", "off"] as const;
type TypoMode = (typeof TYPO_MODES)[number];

export const VIEWS = ["public", "full"] as const;

export const SEARCH_LIMITS = {
  pageSize: 100,
  defaultPageSize: 20,
  /** `page` × `limit`. */
  pagedHits: 1_000,
  /** Of `id` and of `excludeId`, and of any other filter. */
  values: 100,
  facets: 50,
  facetSize: 100,
  defaultFacetSize: 10,
} as const;

/** Listings whose pay, of one entry, overlaps `min` to `max`, both inclusive; an absent end is open. */
export interface SalaryFilter {
  readonly min?: number;
  readonly max?: number;
  /** Listings without a known salary in the currency pass too. */
  readonly includesUnknown: boolean;
}

/** Degrees, WGS 84. */
export interface GeoPoint {
  readonly lat: number;
  readonly lng: number;
}

/** An empty list does not filter. */
export interface SearchFilters {
  readonly values: Readonly<Record<ValueFilter, readonly string[]>>;
  readonly tagAll: readonly string[];
  readonly skillAll: readonly string[];
  readonly applicantCountry: readonly string[];
  /** In yearly amounts of `SearchRequest.currency`. */
  readonly salary?: SalaryFilter;
  /** Great-circle distance of the nearest place to `SearchRequest.near`, inclusive. */
  readonly radiusKm?: number;
  readonly postedWithinMs?: number;
  /** Milliseconds since 1970 UTC, inclusive. */
  readonly postedAfter?: number;
  /** Values under one key are alternatives; different keys must all hold. */
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
  /** Ranges under one key are alternatives; both ends inclusive, an absent one is open. */
  readonly numbers: readonly { readonly key: string; readonly min?: number; readonly max?: number }[];
  readonly ids: readonly string[];
  readonly excludeIds: readonly string[];
}

/** `name` is a value filter, `salary`, `posted`, or `attribute.` and a key. */
export interface FacetRequest {
  readonly name: ValueFilter | "salary" | "posted" | `attribute.${string}`;
  readonly size: number;
}

export interface SearchRequest {
  readonly q?: string;
  readonly typo: TypoMode;
  readonly filters: SearchFilters;
  /** ISO 4217, upper case; there whenever a filter, the sort or a facet is about salaries. */
  readonly currency?: string;
  /** There whenever the sort is by distance or the filters have a radius. */
  readonly near?: GeoPoint;
  /** One listing of each group of near duplicates, the one that ranks first. */
  readonly collapse?: "duplicates";
  readonly facets: readonly FacetRequest[];
  readonly sort: Sort;
  readonly limit: number;
  /** At most one of the two. */
  readonly cursor?: string;
  readonly page?: number;
  /** The opaque token as given; whoever holds the index waits for it. */
  readonly minPosition?: string;
  readonly view: (typeof VIEWS)[number];
  readonly effectiveStates: readonly EffectiveState[];
  readonly highlight: boolean;
  readonly explain: boolean;
  /** A listing of which the answer says why it is or is not in the result. */
  readonly explainId?: string;
}

export const NO_FILTERS: SearchFilters = {
  values: {
    workplaceType: [],
    employmentType: [],
    company: [],
    country: [],
    region: [],
    city: [],
    tag: [],
    skill: [],
    seniority: [],
    category: [],
    language: [],
    source: [],
    jsonld: [],
  },
  tagAll: [],
  skillAll: [],
  applicantCountry: [],
  attributes: [],
  numbers: [],
  ids: [],
  excludeIds: [],
};
