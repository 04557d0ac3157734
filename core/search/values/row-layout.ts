/** Which rows of an index make up those of the next snapshot. */
import type { Renumbering } from "../renumbering.ts";
import type { Rows } from "./rows.ts";

export interface RowLayout {
  /** By row of the new snapshot: the row of the index; with one row for every document, `NO_ROW` for those without. */
  readonly rows: Uint32Array;
  /** Where the rows of each document of the new snapshot end; not written with one row for every document. */
  readonly ends: Uint32Array;
  /** No document has more than one row. */
  readonly isSingle: boolean;
}

export const NO_ROW = 0xffff_ffff;

export function layoutOf({ count, from }: Renumbering, rows: Rows, isKept: (row: number) => boolean): RowLayout {
  const kept: number[] = [];
  const ends = new Uint32Array(count);
  let most = 0;
  for (let doc = 0; doc < count; doc++) {
    const old = from[doc] ?? 0;
    const before = kept.length;
    for (let row = rows.start(old), end = rows.end(old); row < end; row++) if (isKept(row)) kept.push(row);
    ends[doc] = kept.length;
    most = Math.max(most, kept.length - before);
  }
  if (most > 1 || kept.length === 0) return { rows: Uint32Array.from(kept), ends, isSingle: false };
  const single = new Uint32Array(count).fill(NO_ROW);
  for (let doc = 0; doc < count; doc++) {
    const end = ends[doc] ?? 0;
    if (end > (doc === 0 ? 0 : (ends[doc - 1] ?? 0))) single[doc] = kept[end - 1] ?? NO_ROW;
  }
  return { rows: single, ends, isSingle: true };
}
