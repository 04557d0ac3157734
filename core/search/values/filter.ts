/**
 * Filters as sets of documents. Those that have a facet are kept apart, so that the facet can be counted without its own
 * filter; the others only narrow the set that all facets share.
 */
import { firstPlace } from "../bisect.ts";
import { Bitmap } from "../bitmap.ts";
import {
  PLACE_FILTERS,
  type PlaceFilter,
  type SearchFilters,
  type SearchRequest,
  VALUE_FILTERS,
  type ValueFilter,
} from "../request.ts";
import type { Needs } from "../sections.ts";
import { needDistances, within } from "./distance.ts";
import type { ValuesIndex } from "./listing-columns.ts";
import { paidWithin } from "./salary.ts";

export interface FilteredSet {
  /** Without any filter that has a facet. */
  readonly base: Bitmap;
  /** What each of the other filters lets through, by the facet's name (`groupOf`); only what is in `base` too counts. */
  readonly groups: ReadonlyMap<string, Bitmap>;
}

type FilteringRequest = Pick<SearchRequest, "filters" | "currency" | "near">;

/** Of all three filters by place, which hold for one place together. */
const PLACE_GROUP = "place";

/** The group of the filter that belongs to a facet. */
export function groupOf(facet: string): string {
  return isPlaceFilter(facet) ? PLACE_GROUP : facet;
}

export function isPlaceFilter(name: string): name is PlaceFilter {
  return PLACE_FILTERS.some((filter) => filter === name);
}

/** What `filtered` reads. */
export function needFilters({ facts, values }: ValuesIndex, needs: Needs, { filters }: FilteringRequest): void {
  for (const name of VALUE_FILTERS) if (filters.values[name].length > 0) values.column(name).needValues(needs);
  if (filters.tagAll.length > 0) values.column("tag").needValues(needs);
  if (filters.skillAll.length > 0) values.column("skill").needValues(needs);
  if (filters.applicantCountry.length > 0) values.column("applicantCountry").needValues(needs);
  if (filters.attributes.length > 0) values.attributes.needValues(needs);
  if (filters.numbers.length > 0) values.numbers.need(needs);
  if (filters.salary !== undefined) values.pay.need(needs);
  if (filters.radiusKm !== undefined) needDistances({ facts, values }, needs);
  if (filters.postedAfter !== undefined || filters.postedWithinMs !== undefined) facts.needRanks(needs);
  if (filters.ids.length > 0 || filters.excludeIds.length > 0) facts.needIds(needs);
}

/** `now` in milliseconds since 1970: what `postedWithin` counts back from. */
export function filtered(index: ValuesIndex, docs: Bitmap, request: FilteringRequest, now: number): FilteredSet {
  let base = docs;
  for (const members of narrowing(index, docs, request).values()) base = base.and(members);
  return { base, groups: groups(index, base, request, now) };
}

/** What all filters let through, or all but those of one group. */
export function allBut({ base, groups }: FilteredSet, group?: string): Bitmap {
  let docs = base;
  for (const [name, members] of groups) if (name !== group) docs = docs.and(members);
  return docs;
}

/** Names of the filters that keep a document out, in the words of the request; `attribute` and `number` with their keys. */
export function refusedBy(index: ValuesIndex, doc: number, request: FilteringRequest, now: number): string[] {
  const alone = new Bitmap();
  alone.add(doc);
  const all = [...narrowing(index, alone, request), ...groups(index, alone, request, now)];
  return all.filter(([, members]) => !members.has(doc)).map(([name]) => name);
}

/** Filters without a facet, by name. */
function narrowing(index: ValuesIndex, docs: Bitmap, { filters }: FilteringRequest): Map<string, Bitmap> {
  const sets = new Map<string, Bitmap>();
  const { values } = index;
  if (filters.ids.length > 0) sets.set("id", membersOf(index, filters.ids));
  if (filters.excludeIds.length > 0) sets.set("excludeId", docs.andNot(membersOf(index, filters.excludeIds)));
  if (filters.tagAll.length > 0) sets.set("tagAll", holdingAll(index, "tag", filters.tagAll));
  if (filters.skillAll.length > 0) sets.set("skillAll", holdingAll(index, "skill", filters.skillAll));
  if (filters.applicantCountry.length > 0) {
    sets.set("applicantCountry", values.column("applicantCountry").holding(filters.applicantCountry));
  }
  for (const [key, ranges] of Map.groupBy(filters.numbers, (number) => number.key)) {
    sets.set(`number.${key}`, values.numbers.within(key, ranges));
  }
  return sets;
}

function groups(index: ValuesIndex, docs: Bitmap, request: FilteringRequest, now: number): Map<string, Bitmap> {
  const sets = new Map<string, Bitmap>();
  const { filters, currency, near } = request;
  for (const name of VALUE_FILTERS) {
    if (filters.values[name].length === 0 || isPlaceFilter(name)) continue;
    sets.set(name, index.values.column(name).holding(filters.values[name]));
  }
  if (PLACE_FILTERS.some((part) => filters.values[part].length > 0)) {
    sets.set(PLACE_GROUP, index.values.places.holding(filters.values, docs));
  }
  for (const [key, attributes] of Map.groupBy(filters.attributes, (attribute) => attribute.key)) {
    const wanted = attributes.map(({ value }) => value);
    sets.set(`attribute.${key}`, index.values.attributes.holding(key, wanted));
  }
  if (filters.salary !== undefined && currency !== undefined) {
    sets.set("salary", paidWithin(index, docs, currency, filters.salary));
  }
  if (filters.radiusKm !== undefined && near !== undefined) {
    sets.set("distance", within(index, docs, near, filters.radiusKm));
  }
  const earliest = earliestPosting(filters, now);
  if (earliest !== undefined) sets.set("posted", postedSince(index, earliest));
  return sets;
}

function membersOf({ facts }: ValuesIndex, ids: readonly string[]): Bitmap {
  const members = new Bitmap(facts.end);
  for (const id of ids) {
    const doc = facts.find(id);
    if (doc !== undefined) members.add(doc);
  }
  return members;
}

function holdingAll({ values }: ValuesIndex, name: ValueFilter, wanted: readonly string[]): Bitmap {
  const [first = new Bitmap(), ...others] = wanted.map((value) => values.column(name).holding([value]));
  return others.reduce((docs, other) => docs.and(other), first);
}

function earliestPosting({ postedWithinMs, postedAfter }: SearchFilters, now: number): number | undefined {
  const starts = [postedAfter, postedWithinMs === undefined ? undefined : now - postedWithinMs];
  return starts.reduce((latest, start) => (start === undefined ? latest : Math.max(start, latest ?? start)), undefined);
}

/** Documents of the base are ordered newest first, so those that are new enough are its beginning. */
function postedSince({ facts }: ValuesIndex, earliest: number): Bitmap {
  const docs = Bitmap.first(basePostedSince(facts.basePostedAt, earliest), facts.end);
  for (let doc = facts.tailStart; doc < facts.end; doc++) if (facts.postedAt(doc) >= earliest) docs.add(doc);
  return docs;
}

/** How many of dates in descending order are not before an instant. */
export function basePostedSince(descending: Float64Array, earliest: number): number {
  return firstPlace(0, descending.length, (place) => (descending[place] ?? 0) < earliest);
}
