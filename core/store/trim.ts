/** Forgetting what nobody can need any more. Only maintenance calls it; the caller knows how far readers still reach. */
import { isAppError } from "../errors.ts";
import type { Item, Write } from "../ports.ts";
import { decodeEntry, decodeMark } from "./codec.ts";
import { ENTRIES_END, ENTRIES_START, entryKey, LISTINGS_END, LISTINGS_START, MARKS_END, MARKS_START } from "./keys.ts";
import { writeRefusal } from "./layout.ts";
import { type BoardPlace, readLayout } from "./layout-record.ts";
import { retryRead } from "./retry.ts";
import { readableListing } from "./scan.ts";

/** Change cursors, idempotency keys and answers `410` hold for so long. */
export const RETENTION_MS = 30 * 86_400_000;

/** Read and deleted together: fits `LIMITS.writesPerCommit`. */
const ITEMS_PER_READ = 50;

export interface TrimRequest extends BoardPlace {
  readonly incarnation: string;
  /** Entries below it may go: no snapshot that is still offered starts further back. */
  readonly floor: number;
  /** Tombstones and marks too, for which every record is read. */
  readonly isThorough: boolean;
}

export interface Trimmed {
  readonly entries: number;
  readonly tombstones: number;
}

/**
 * Deletes log entries below the floor, tombstones and marks of idempotency keys, all only when older than 30 days. Entries go oldest first, so that
 * what remains is dense even when it stops half-way; the newest entry never goes.
 * @throws AppError `unavailable` for a board that takes no writes: what a copy has yet to read stays.
 */
export async function trim(request: TrimRequest): Promise<Trimmed> {
  const layout = await readLayout(request);
  const refusal = layout === undefined ? undefined : writeRefusal(layout, request.incarnation);
  if (refusal !== undefined) throw refusal;
  const oldest = request.env.now() - RETENTION_MS;
  const entries = await trimEntries(request, oldest);
  if (!request.isThorough) return { entries, tombstones: 0 };
  await trimEach(request, { after: MARKS_START, upTo: MARKS_END }, (item) => decodeMark(item).at < oldest);
  return { entries, tombstones: await trimTombstones(request, oldest) };
}

async function trimEntries({ space, env, board, floor, signal }: TrimRequest, oldest: number): Promise<number> {
  let count = 0;
  let after = ENTRIES_START;
  // The newest entry never goes, and which one is the newest is only known of those that another was seen behind.
  let newest: Item | undefined;
  for (;;) {
    const page = await retryRead(env, signal, () =>
      space.range(board, { after, upTo: ENTRIES_END, limit: ITEMS_PER_READ }, signal),
    );
    const seen = newest === undefined ? page.items : [newest, ...page.items];
    const superseded = seen.slice(0, -1);
    const isKept = (item: Item) => item.key >= entryKey(floor) || decodeEntry(item).at >= oldest;
    const kept = superseded.findIndex((item) => unlessDamaged(item, isKept));
    const old = kept === -1 ? superseded : superseded.slice(0, kept);
    if (old.length > 0) {
      const result = await space.commit(board, old.map(deletion), signal);
      // Contention, or another trimmer: whatever lies higher must not go before what was meant to go here.
      if (!result.committed) return count;
    }
    count += old.length;
    if (kept !== -1 || page.end) return count;
    newest = seen.at(-1);
    after = newest?.key ?? after;
  }
}

/** One that cannot be read tells nobody anything, and must not keep all behind it. */
function unlessDamaged(item: Item, isKept: (item: Item) => boolean): boolean {
  try {
    return isKept(item);
  } catch (error) {
    if (isAppError(error, "corrupt")) return false;
    throw error;
  }
}

async function trimTombstones(request: TrimRequest, oldest: number): Promise<number> {
  const isOld = (item: Item) => {
    const stored = readableListing(request, item);
    return stored !== undefined && stored.kind === "tombstone" && stored.deletedAt < oldest;
  };
  return trimEach(request, { after: LISTINGS_START, upTo: LISTINGS_END }, isOld);
}

async function trimEach(
  { space, env, board, signal }: TrimRequest,
  range: { readonly after: string; readonly upTo: string },
  isOld: (item: Item) => boolean,
): Promise<number> {
  let count = 0;
  let { after } = range;
  for (;;) {
    const page = await retryRead(env, signal, () =>
      space.range(board, { ...range, after, limit: ITEMS_PER_READ }, signal),
    );
    // Each on its own: one that was written again meanwhile stays, and must not keep the others.
    for (const item of page.items.filter(isOld)) {
      const result = await space.commit(board, [deletion(item)], signal);
      if (result.committed) count++;
    }
    if (page.end) return count;
    after = page.items.at(-1)?.key ?? after;
  }
}

function deletion(item: Item): Write {
  return { key: item.key, value: undefined, condition: { token: item.token } };
}
