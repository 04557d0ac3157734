/**
 * What a search must answer, by a plain scan over the records: no index, no columns, no bitmaps, and folding by the
 * runtime. Only the cutting of text into terms and the arithmetic of one posting are shared with the engine.
 */
import { effectiveState } from "../../../core/listing/lifecycle.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import { datePostedOf } from "../../../core/listing/view.ts";
import { TermWeigher } from "../../../core/search/fields.ts";
import { IMPACTS, inverseDocumentFrequency } from "../../../core/search/impact.ts";
import { parseQuery } from "../../../core/search/query.ts";
import {
  type FacetRequest,
  PLACE_FILTERS,
  type SearchFilters,
  type SearchRequest,
  VALUE_FILTERS,
} from "../../../core/search/request.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

export interface Expected {
  readonly total: number;
  readonly ranked: readonly { readonly id: string; readonly score: number }[];
  readonly facets: readonly { name: string; buckets: { value: string; count: number }[]; missing: number }[];
}

/** `newest` is how many of the visible listings are searched, the newest ones first; all unless it is given. */
export function expectedAnswer(
  records: readonly ListingRecord[],
  request: SearchRequest,
  clock: number,
  newest = records.length,
): Expected {
  const now = Math.floor(clock / MINUTE) * MINUTE;
  const scoreOf = scorer(records, request);
  const searched = records
    .filter((record) => request.effectiveStates.includes(effectiveState(record, now)))
    .sort((a, b) => postedMs(b) - postedMs(a) || compare(b.id, a.id))
    .slice(0, newest);
  const passes = (record: ListingRecord, filters: SearchFilters) =>
    searched.includes(record) && scoreOf(record) !== undefined && matches(record, filters, now);
  const hits = records
    .filter((record) => passes(record, request.filters))
    .map((record) => ({ record, score: scoreOf(record) ?? 0 }))
    .sort((a, b) => order(request, a, b));
  return {
    total: hits.length,
    ranked: hits.map(({ record, score }) => ({ id: record.id, score })),
    facets: request.facets.map((facet) => {
      const all = records.filter((record) => passes(record, without(request.filters, facet.name)));
      return expectedFacet(records, all, request.filters, facet, now);
    }),
  };
}

/** The definition in one line: a value counts what the search would find with it as the facet's only filter. */
function expectedFacet(
  records: readonly ListingRecord[],
  all: readonly ListingRecord[],
  filters: SearchFilters,
  { name, size }: FacetRequest,
  now: number,
) {
  const values =
    name === "posted"
      ? ["1d", "7d", "30d"]
      : records.flatMap((record) => valuesOf(record, name)).filter((v) => v !== "");
  const counts = new Map<string, number>();
  for (const value of values) {
    const own = withOnly(filters, name, value);
    const count = all.filter((record) => matches(record, own, now)).length;
    if (count > 0) counts.set(name === "posted" ? value : fold(value), count);
  }
  const buckets = [...counts]
    .map(([key, count]) => ({ value: name === "posted" ? key : commonest(records, name, key), count }))
    .sort((a, b) => b.count - a.count || compare(a.value, b.value))
    .slice(0, size);
  const missing =
    name === "posted"
      ? 0
      : all.filter((record) => eligible(record, filters, name).every((value) => value === "")).length;
  return { name, buckets, missing };
}

function commonest(records: readonly ListingRecord[], name: string, key: string): string {
  const counts = new Map<string, number>();
  for (const record of records) {
    const spelling = valuesOf(record, name).find((value) => fold(value) === key);
    if (spelling === undefined) continue;
    counts.set(spelling, (counts.get(spelling) ?? 0) + (record.content.state === "published" ? 1 : 0));
  }
  return [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))[0]?.[0] ?? "";
}

function scorer(records: readonly ListingRecord[], { q }: SearchRequest) {
  if (q === undefined) return () => 0;
  const clauses = parseQuery(q);
  const impacts = new Map(records.map((record) => [record, impactsOf(record)]));
  const rarity = (term: string) =>
    inverseDocumentFrequency(records.length, records.filter((record) => impacts.get(record)?.has(term)).length);
  return (record: ListingRecord): number | undefined => {
    let score = 0;
    for (const { alternatives } of clauses) {
      const held = alternatives.filter((terms) => terms.every((term) => impacts.get(record)?.has(term)));
      if (held.length === 0) return undefined;
      const worth = held.map((terms) =>
        terms.reduce((sum, term) => sum + (impacts.get(record)?.get(term) ?? 0) * rarity(term), 0),
      );
      score += Math.max(...worth);
    }
    return clauses.length === 0 ? undefined : Math.round(score * 1e6) / 1e6;
  };
}

function impactsOf(record: ListingRecord): Map<string, number> {
  const names: string[] = [];
  const weigher = new TermWeigher({
    get count() {
      return names.length;
    },
    numberOf: (term) => (names.includes(term) ? names.indexOf(term) : names.push(term) - 1),
  });
  const impacts = new Map<string, number>();
  weigher.forEachImpact(record.content, (term, impact) => impacts.set(names[term] ?? "", IMPACTS[impact] ?? 0));
  return impacts;
}

type Hit = { readonly record: ListingRecord; readonly score: number };

function order({ sort }: SearchRequest, a: Hit, b: Hit): number {
  const relevance = b.score - a.score || b.record.content.promotion - a.record.content.promotion;
  const newest = postedMs(b.record) - postedMs(a.record) || compare(b.record.id, a.record.id);
  return sort === "relevance" ? relevance || newest : newest;
}

function matches(record: ListingRecord, filters: SearchFilters, now: number): boolean {
  const { content } = record;
  const has = (held: readonly string[], wanted: readonly string[]) =>
    wanted.length === 0 || wanted.some((value) => held.some((each) => fold(each) === fold(value)));
  const places =
    PLACE_FILTERS.every((part) => filters.values[part].length === 0) || placesOf(record, filters).length > 0;
  const posted = postedMs(record);
  return (
    places &&
    VALUE_FILTERS.every((name) => isPlace(name) || has(valuesOf(record, name), filters.values[name])) &&
    filters.tagAll.every((tag) => has(content.tags, [tag])) &&
    filters.skillAll.every((skill) => has(content.skills, [skill])) &&
    has(
      content.applicantLocations.flatMap(({ type, name, code = "" }) =>
        type === "country" ? [name, code] : [code.includes("-") ? code.slice(0, 2) : ""],
      ),
      filters.applicantCountry,
    ) &&
    (filters.postedWithinMs === undefined || posted >= now - filters.postedWithinMs) &&
    (filters.postedAfter === undefined || posted >= filters.postedAfter) &&
    [...new Set(filters.attributes.map(({ key }) => key))].every((key) =>
      has(
        content.attributes?.[key] ?? [],
        filters.attributes.filter((attribute) => attribute.key === key).map(({ value }) => value),
      ),
    ) &&
    [...new Set(filters.numbers.map(({ key }) => key))].every((key) => {
      const value = Number(content.numbers?.[key] ?? Number.NaN);
      return filters.numbers.some(
        (range) =>
          range.key === key && value >= (range.min ?? Number.NEGATIVE_INFINITY) && value <= (range.max ?? Infinity),
      );
    }) &&
    (filters.ids.length === 0 || filters.ids.includes(record.id)) &&
    !filters.excludeIds.includes(record.id)
  );
}

function placesOf(record: ListingRecord, filters: SearchFilters) {
  return record.content.locations.filter((place) =>
    PLACE_FILTERS.every(
      (part) =>
        filters.values[part].length === 0 ||
        filters.values[part].some((value) => fold(value) === fold(place[part] ?? "")),
    ),
  );
}

function eligible(record: ListingRecord, filters: SearchFilters, name: string): string[] {
  if (!isPlace(name)) return valuesOf(record, name);
  return placesOf(record, without(filters, name)).map((place) => place[name] ?? "");
}

function valuesOf({ content }: ListingRecord, name: string): string[] {
  if (name.startsWith("attribute.")) return [...(content.attributes?.[name.slice(10)] ?? [])];
  if (isPlace(name)) return content.locations.map((place) => place[name] ?? "");
  const values: Record<string, readonly (string | undefined)[]> = {
    workplaceType: [content.workplaceType],
    employmentType: content.employmentTypes,
    company: [content.company?.name],
    tag: content.tags,
    skill: content.skills,
    seniority: [content.seniority],
    category: [content.category],
    language: (content.language ?? "").split("-").map((_, i, parts) => parts.slice(0, i + 1).join("-")),
    source: [content.source?.name],
  };
  return (values[name] ?? []).filter((value) => value !== undefined && value !== "") as string[];
}

function without(filters: SearchFilters, name: string): SearchFilters {
  if (name === "posted") {
    const { postedWithinMs: _within, postedAfter: _after, ...rest } = filters;
    return rest;
  }
  const attributes = filters.attributes.filter(({ key }) => `attribute.${key}` !== name);
  return { ...filters, attributes, values: { ...filters.values, ...(name in filters.values ? { [name]: [] } : {}) } };
}

function withOnly(filters: SearchFilters, name: string, value: string): SearchFilters {
  const others = without(filters, name);
  if (name === "posted") return { ...others, postedWithinMs: Number.parseInt(value, 10) * DAY };
  if (!name.startsWith("attribute.")) return { ...others, values: { ...others.values, [name]: [value] } };
  return { ...others, attributes: [...others.attributes, { key: name.slice(10), value }] };
}

function isPlace(name: string): name is (typeof PLACE_FILTERS)[number] {
  return PLACE_FILTERS.some((part) => part === name);
}

function postedMs(record: ListingRecord): number {
  return Date.parse(datePostedOf(record));
}

function fold(value: string): string {
  return value.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase().trim();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
