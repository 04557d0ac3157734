/**
 * How many results each value of a filter would give: counted over the full result, without the filter's own values, so
 * that a reader can add a second one. Every count equals the total of the same search with that value as the only one.
 */
import type { AttributeColumns } from "./attribute-columns.ts";
import { rowStart, type ValueColumn } from "./columns.ts";
import { allBut, type FilteredSet, isPlaceFilter } from "./filter.ts";
import type { ListingIndex } from "./listing-index.ts";
import { ABSENT_KEY } from "./place-column.ts";
import type { FacetRequest, PlaceFilter } from "./request.ts";
import { TopK } from "./top-k.ts";
import type { ValueDictionary } from "./value-dictionary.ts";

/** `value` can be sent back as a filter; of `posted` as `postedWithin`. Ends are for facets of numbers, `to` exclusive. */
interface Bucket {
  readonly value: string;
  readonly count: number;
  readonly from?: number;
  readonly to?: number;
}

export interface Facet {
  readonly name: string;
  readonly buckets: readonly Bucket[];
  /** Results that have no value. */
  readonly missing: number;
}

interface Counts {
  /** Listings by key of the dictionary. */
  readonly byKey: Uint32Array;
  readonly missing: number;
}

const DAY_MS = 86_400_000;
const POSTED_DAYS = [1, 7, 30] as const;

export function facetsOf(
  index: ListingIndex,
  set: FilteredSet,
  requests: readonly FacetRequest[],
  now: number,
): Facet[] {
  // Facets without a filter of their own are counted over one and the same set.
  const sets = new Map<string | undefined, Uint32Array>();
  return requests.map(({ name, size }) => {
    const group = isPlaceFilter(name) ? "place" : name;
    const own = set.groups.has(group) ? group : undefined;
    const docs = sets.get(own) ?? allBut(set, own).toArray();
    sets.set(own, docs);
    return facetOf(index, set, docs, { name, size }, now);
  });
}

function facetOf(
  index: ListingIndex,
  set: FilteredSet,
  docs: Uint32Array,
  { name, size }: FacetRequest,
  now: number,
): Facet {
  if (name === "posted") return postedFacet(index, docs, size, now);
  if (isPlaceFilter(name)) {
    const { byKey, missing } = countPlaces(index, set, docs, name);
    return { name, buckets: largest(index.columns.places.dictionaryOf(name), byKey, size), missing };
  }
  if (isAttributeFacet(name)) return attributeFacet(index.columns.attributes, docs, name, size);
  const column = index.columns.values[name];
  const { byKey, missing } = countValues(column, docs);
  return { name, buckets: largest(column.dictionary, byKey, size), missing };
}

function countValues({ dictionary, ends, rows }: ValueColumn, docs: Uint32Array): Counts {
  const byKey = new Uint32Array(dictionary.keys);
  const { keyOf } = dictionary;
  let missing = 0;
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] ?? 0;
    const start = rowStart(ends, doc);
    const end = ends[doc] ?? 0;
    if (start === end) missing++;
    for (let row = start; row < end; row++) {
      const key = keyOf[rows[row] ?? 0] ?? 0;
      byKey[key] = (byKey[key] ?? 0) + 1;
    }
  }
  return { byKey, missing };
}

/** Only places that the filters on the other parts accept are counted, and each value once for a listing. */
function countPlaces(index: ListingIndex, set: FilteredSet, docs: Uint32Array, part: PlaceFilter): Counts {
  const { places } = index.columns;
  const [{ ends }, rows, dictionary] = [places, places.rowsOf(part), places.dictionaryOf(part)];
  const { [part]: _own, ...others } = set.places;
  const isFree = Object.keys(others).length === 0;
  const accepts = isFree ? () => true : (row: number) => places.accepts(row, others);
  const { keyOf } = dictionary;
  const byKey = new Uint32Array(dictionary.keys);
  // Number of the last listing that counted for a key, from 1.
  const countedFor = new Uint32Array(dictionary.keys);
  let missing = 0;
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] ?? 0;
    let isAccepted = isFree;
    let hasValue = false;
    for (let row = rowStart(ends, doc), end = ends[doc] ?? 0; row < end; row++) {
      if (!accepts(row)) continue;
      isAccepted = true;
      const key = keyOf[rows[row] ?? 0] ?? 0;
      hasValue ||= key !== ABSENT_KEY;
      if (countedFor[key] === i + 1) continue;
      countedFor[key] = i + 1;
      byKey[key] = (byKey[key] ?? 0) + 1;
    }
    if (isAccepted && !hasValue) missing++;
  }
  byKey[ABSENT_KEY] = 0;
  return { byKey, missing };
}

function attributeFacet(
  attributes: AttributeColumns,
  docs: Uint32Array,
  name: `attribute.${string}`,
  size: number,
): Facet {
  const column = attributes.column(name.slice("attribute.".length));
  if (column === undefined) return { name, buckets: [], missing: docs.length };
  const { dictionary, ends, rows } = column.values;
  const [held, heldCount] = [column.docs.values, column.docs.length];
  const byKey = new Uint32Array(dictionary.keys);
  let missing = docs.length;
  // Both lists ascend.
  for (let i = 0, entry = 0; i < docs.length && entry < heldCount; ) {
    const [doc, holder] = [docs[i] ?? 0, held[entry] ?? 0];
    if (doc === holder) {
      missing--;
      for (let row = rowStart(ends, entry), end = ends[entry] ?? 0; row < end; row++) {
        const key = dictionary.keyOf[rows[row] ?? 0] ?? 0;
        byKey[key] = (byKey[key] ?? 0) + 1;
      }
    }
    if (doc <= holder) i++;
    if (holder <= doc) entry++;
  }
  return { name, buckets: largest(dictionary, byKey, size), missing };
}

/** A listing of today is in all three buckets, as it is found by all three filters. */
function postedFacet(index: ListingIndex, docs: Uint32Array, size: number, now: number): Facet {
  const { postedAt } = index.documents;
  const buckets = POSTED_DAYS.map((days) => {
    let count = 0;
    for (const doc of docs) if ((postedAt[doc] ?? 0) >= now - days * DAY_MS) count++;
    return { value: `${days}d`, count };
  });
  const found = buckets.filter(({ count }) => count > 0);
  return { name: "posted", buckets: found.toSorted(byCountThenValue).slice(0, size), missing: 0 };
}

function largest(dictionary: ValueDictionary, counts: Uint32Array, size: number): Bucket[] {
  const top = new TopK(size, (a, b) => {
    const countA = counts[a] ?? 0;
    const countB = counts[b] ?? 0;
    return countA === countB ? dictionary.commonest(a) < dictionary.commonest(b) : countA > countB;
  });
  for (let key = 0; key < counts.length; key++) if (counts[key] !== 0) top.offer(key);
  return top.ranked().map((key) => ({ value: dictionary.commonest(key), count: counts[key] ?? 0 }));
}

function byCountThenValue(a: Bucket, b: Bucket): number {
  if (a.count !== b.count) return b.count - a.count;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

function isAttributeFacet(name: FacetRequest["name"]): name is `attribute.${string}` {
  return name.startsWith("attribute.");
}
