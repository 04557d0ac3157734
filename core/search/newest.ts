/** The newest listings of a set: what is searched of a board that is too large to be searched in full. */
import { Bitmap } from "./bitmap.ts";
import type { Documents } from "./documents.ts";
import { TopK } from "./top-k.ts";

/** The range of the dates shrinks by this factor a pass: milliseconds of a thousand years are told apart in five. */
const BINS = 1 << 11;

/**
 * The `count` first documents of the sort by `newest`. Without a sort: a few passes over the dates, which is ten times
 * faster than a heap of many; only listings of the last date that fits are told apart by their ids.
 */
export function newestOf(documents: Documents, docs: Bitmap, count: number): Bitmap {
  const all = docs.toArray();
  if (count >= all.length) return docs;
  const kept = new Bitmap(documents.count);
  if (count === 0) return kept;
  const { postedAt } = documents;
  const last = kthLargest(
    Float64Array.from(all, (doc) => postedAt[doc] ?? 0),
    count,
  );
  let newer = 0;
  for (const doc of all) {
    if ((postedAt[doc] ?? 0) <= last) continue;
    kept.add(doc);
    newer++;
  }
  const equallyNew = new TopK(count - newer, (a, b) => documents.idOf(a) > documents.idOf(b));
  for (const doc of all) if (postedAt[doc] === last) equallyNew.offer(doc);
  for (const doc of equallyNew.ranked()) kept.add(doc);
  return kept;
}

/** By counting into bins, so that no order of the dates makes it slow; `k` from 1. */
function kthLargest(values: Float64Array, k: number): number {
  let [rest, rank] = [values, k];
  for (;;) {
    const [low, high] = extent(rest);
    if (low === high) return low;
    const scale = BINS / (high - low);
    const binOf = (value: number) => Math.min(BINS - 1, Math.floor((value - low) * scale));
    const counts = new Uint32Array(BINS);
    for (const value of rest) counts[binOf(value)] = (counts[binOf(value)] ?? 0) + 1;
    let bin = BINS - 1;
    for (; rank > (counts[bin] ?? 0); bin--) rank -= counts[bin] ?? 0;
    // The lowest and the highest value never share a bin, so every pass leaves some out.
    rest = rest.filter((value) => binOf(value) === bin);
  }
}

function extent(values: Float64Array): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
