/** The order of results. It is total: listings that are equal in everything else are ordered by id, and never by luck. */
import type { Bitmap } from "./bitmap.ts";
import type { Documents } from "./documents.ts";
import type { Sort } from "./request.ts";
import { TopK } from "./top-k.ts";

/** Sort values by document, the most important first; larger ones come first, then larger ids. */
export interface Ranking {
  readonly columns: readonly Float64Array[];
  readonly documents: Documents;
}

export interface SortKey {
  readonly key: readonly number[];
  readonly id: string;
}

/** How many values the key of a sort has, beside the id. */
export const KEY_LENGTHS: Readonly<Record<Sort, number>> = { relevance: 3, newest: 1 };

export function rankingBy(sort: Sort, documents: Documents, scores: Float64Array): Ranking {
  switch (sort) {
    case "relevance":
      return { columns: [scores, documents.promotions, documents.postedAt], documents };
    case "newest":
      return { columns: [documents.postedAt], documents };
  }
}

/** The first `count` documents behind `after`, and how many there are behind it in all. */
export function ranked(ranking: Ranking, docs: Bitmap, count: number, after?: SortKey) {
  // Nearly all comparisons end at the first value.
  const [first = new Float64Array()] = ranking.columns;
  const top = new TopK(count, (a, b) => {
    const valueA = first[a] ?? 0;
    const valueB = first[b] ?? 0;
    return valueA === valueB ? ranksBefore(ranking, a, b) : valueA > valueB;
  });
  let available = 0;
  for (const doc of docs.toArray()) {
    if (after !== undefined && !isBehind(ranking, doc, after)) continue;
    available++;
    top.offer(doc);
  }
  return { docs: top.ranked(), available };
}

export function sortKeyOf({ columns, documents }: Ranking, doc: number): SortKey {
  return { key: columns.map((column) => column[doc] ?? 0), id: documents.idOf(doc) };
}

function ranksBefore({ columns, documents }: Ranking, a: number, b: number): boolean {
  for (const column of columns) {
    const valueA = column[a] ?? 0;
    const valueB = column[b] ?? 0;
    if (valueA !== valueB) return valueA > valueB;
  }
  return documents.idOf(a) > documents.idOf(b);
}

function isBehind({ columns, documents }: Ranking, doc: number, { key, id }: SortKey): boolean {
  for (const [i, column] of columns.entries()) {
    const [value = 0, last = 0] = [column[doc], key[i]];
    if (value !== last) return value < last;
  }
  return documents.idOf(doc) < id;
}
