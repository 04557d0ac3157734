/** Listings for search tests: what a test does not name does not matter to it. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../../core/listing/canonical.ts";
import type { ListingContent } from "../../../core/listing/content.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import type { SearchContext } from "../../../core/search/execute.ts";
import { ListingIndex } from "../../../core/search/listing-index.ts";
import { NO_FILTERS, type SearchFilters, type SearchRequest } from "../../../core/search/request.ts";
import { TEST_NOW, testEnv } from "../../support/env.ts";

export const NOW = TEST_NOW;
export const DAY = 86_400_000;

export interface RecordFields extends Partial<ListingContent> {
  readonly visibleFrom?: number;
  readonly visibleUntil?: number;
  readonly createdAt?: number;
}

/** Ids in the order of their numbers. */
export function idOf(number: number): string {
  return String(number).padStart(26, "0");
}

export function recordOf(number: number, fields: RecordFields = {}, revision = number + 1): ListingRecord {
  const { visibleFrom, visibleUntil, createdAt = NOW - DAY, ...given } = fields;
  const content: ListingContent = {
    title: "Engineer",
    company: { name: "Acme" },
    locations: [],
    applicantLocations: [],
    employmentTypes: [],
    tags: [],
    skills: [],
    compensation: [],
    promotion: 0,
    state: "published",
    datePosted: "2026-01-10",
    ...given,
  };
  return {
    kind: "listing",
    id: idOf(number),
    revision,
    createdBy: { operation: "test", requestHash: "" },
    changedBy: "test",
    content,
    contentHash: createHash("sha256").update(canonicalJson(content)).digest("hex"),
    createdAt,
    updatedAt: createdAt,
    ...(visibleFrom === undefined ? {} : { visibleFrom }),
    ...(visibleUntil === undefined ? {} : { visibleUntil }),
  };
}

export function indexOf(records: readonly ListingRecord[]): ListingIndex {
  const index = new ListingIndex();
  for (const record of records) index.apply({ id: record.id, revision: record.revision, record });
  index.position = Math.max(0, ...records.map(({ revision }) => revision));
  return index;
}

/** A board of listings with these fields, numbered from 0. */
export function boardOf(...fields: readonly RecordFields[]): ListingIndex {
  return indexOf(fields.map((each, number) => recordOf(number, each)));
}

export interface RequestFields extends Partial<Omit<SearchRequest, "filters">> {
  readonly filters?: Partial<Omit<SearchFilters, "values">>;
  readonly values?: Partial<SearchFilters["values"]>;
}

export function requestOf({ filters = {}, values = {}, ...fields }: RequestFields = {}): SearchRequest {
  return {
    typo: "auto",
    filters: { ...NO_FILTERS, ...filters, values: { ...NO_FILTERS.values, ...values } },
    facets: [],
    sort: fields.q === undefined ? "newest" : "relevance",
    limit: 20,
    view: "public",
    effectiveStates: ["published"],
    highlight: false,
    explain: false,
    ...fields,
  };
}

export function contextOf(fields: Partial<SearchContext> = {}): SearchContext {
  return { env: testEnv(), incarnation: "first", now: NOW, ...fields };
}
