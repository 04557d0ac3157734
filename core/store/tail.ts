/**
 * Finding the end of a log. Entry n+1 is only ever created by someone who saw n, and the newest entry is never deleted, so
 * from any entry that exists "exists" is monotone, as long as nothing is trimmed: doubling steps bracket the end, then the
 * bracket is cut in pieces, several probes to a request.
 */
import { AppError } from "../errors.ts";
import type { Item, KeySpace } from "../ports.ts";
import { ENTRIES_END, ENTRIES_START, entryKey, seqOfKey } from "./keys.ts";

/** Probes in one `get`: 2^8 entries are bracketed by one request, 2^16 by two. */
const PROBES = 8;

/**
 * Number of the newest entry. `known` is one that exists or has existed; without it the log is looked up from its start.
 * Probes only say where to look: entries behind the one that they start from may be trimmed while they are on their way,
 * and then absence means nothing. What ends the search is an empty range, since the newest entry is never deleted, or the very
 * next entry, since it cannot have been trimmed before it was written. So a log that stands still is searched to its end, also
 * one out of a backup, with holes.
 */
export async function findTail(
  space: Pick<KeySpace, "get" | "range">,
  board: string,
  known: number | undefined,
  signal?: AbortSignal,
): Promise<number> {
  const exists = async (seqs: readonly number[]) => {
    const items = await space.get(board, seqs.map(entryKey), signal);
    return seqs.filter((_, i) => items[i] !== undefined);
  };
  let tail = known;
  for (let isFound = false; ; isFound = true) {
    const after = tail === undefined ? ENTRIES_START : entryKey(tail);
    const page = await space.range(board, { after, upTo: ENTRIES_END, limit: 1 }, signal);
    const [next] = page.items;
    if (next === undefined && tail !== undefined) return tail;
    if (next === undefined) throw new AppError("corrupt", `board ${board} has no log`);
    // Right behind what the probes found: it was written since, so they had found the end. Of a busy log nobody far away would
    // ever see an empty range.
    if (isFound && next.key === entryKey((tail ?? 0) + 1)) return seqOfKey(next.key);
    tail = await searchTail(seqOfKey(next.key), exists);
  }
}

/** Probes behind an entry that was just met, for callers that read it anyway; `items` answer `probesAfter(seq)`. */
export function probesAfter(seq: number): number[] {
  return Array.from({ length: PROBES }, (_, i) => seq + 2 ** i);
}

/** How far the log is known to reach, by the answers to `probesAfter(seq)`. */
export function reachOf(seq: number, items: readonly (Item | undefined)[]): number {
  return Math.max(seq, ...items.flatMap((item) => (item === undefined ? [] : [seqOfKey(item.key)])));
}

async function searchTail(
  known: number,
  exists: (seqs: readonly number[]) => Promise<readonly number[]>,
): Promise<number> {
  let low = known;
  let step = 1;
  for (;;) {
    const probes = Array.from({ length: PROBES }, (_, i) => low + step * 2 ** i);
    const found = new Set(await exists(probes));
    const missing = probes.findIndex((seq) => !found.has(seq));
    if (missing === 0) return step === 1 ? low : cut(low, low + step, exists);
    low = probes[(missing === -1 ? PROBES : missing) - 1] ?? low;
    if (missing !== -1) return cut(low, probes[missing] ?? low + 1, exists);
    step = low - known;
  }
}

/** `low` was there, `high` above it was not: so at the end of the cut the very next number was not. */
async function cut(
  low: number,
  high: number,
  exists: (seqs: readonly number[]) => Promise<readonly number[]>,
): Promise<number> {
  while (high - low > 1) {
    const width = Math.max(1, Math.ceil((high - low) / (PROBES + 1)));
    const probes: number[] = [];
    for (let seq = low + width; seq < high; seq += width) probes.push(seq);
    const found = new Set(await exists(probes));
    low = Math.max(low, ...found);
    // What is missing below one that is there was trimmed, and is no end.
    high = probes.find((seq) => seq > low && !found.has(seq)) ?? high;
  }
  return low;
}
