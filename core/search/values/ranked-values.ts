/** Values for suggestions: those of a column over a set of documents, one after the other, so that few are read. */
import type { Bitmap } from "../bitmap.ts";
import type { Needs } from "../sections.ts";
import type { ValuesIndex } from "./listing-columns.ts";
import { ResultSet } from "./result-set.ts";

/** `place`: cities, else the raw text of a place. */
export type SuggestedColumn = "title" | "company" | "tag" | "place";

interface RankedValue {
  /** The commonest spelling. */
  readonly value: string;
  readonly count: number;
}

/** What `rankedValues` reads. */
export function needRankedValues({ values }: ValuesIndex, needs: Needs, name: SuggestedColumn): void {
  values.column(name).needCounts(needs);
}

/** By count descending, then value by UTF-16 units. The index must not change while they are read. */
export function* rankedValues({ values }: ValuesIndex, name: SuggestedColumn, docs: Bitmap): Generator<RankedValue> {
  const column = values.column(name);
  const { byKey } = column.count(new ResultSet(docs));
  const keys: number[] = [];
  for (let key = 0; key < byKey.length; key++) if (byKey[key] !== 0) keys.push(key);
  keys.sort((a, b) => (byKey[b] ?? 0) - (byKey[a] ?? 0) || (column.isBefore(a, b) ? -1 : 1));
  for (const key of keys) yield { value: column.valueOf(key), count: byKey[key] ?? 0 };
}
