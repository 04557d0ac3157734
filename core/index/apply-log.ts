/** Applying the log to an index, whole entries at a time, so that between two awaits the index is exact at its position. */
import type { Env } from "../env.ts";
import { isAppError } from "../errors.ts";
import type { StoredListing } from "../listing/record.ts";
import type { ListingChange, ListingIndex } from "../search/listing-index.ts";
import { NotLoaded } from "../search/sections.ts";
import type { Board } from "../store/board.ts";
import type { ChangesPage } from "../store/changes.ts";
import type { LogPoint } from "../store/position.ts";
import { turn } from "../store/retry.ts";
import { type Backlog, exceeds } from "./bounds.ts";
import { readable } from "./lost-snapshot.ts";

/** Listings put into an index before others get a turn of the event loop: some 20 ms of work. */
export const LISTINGS_PER_TURN = 100;
const CHANGES_PAGE = 200;

export interface LogOptions {
  readonly board: Board;
  readonly env: Env;
  readonly signal?: AbortSignal | undefined;
  /** Entry to stop at; default: the end of the log. */
  readonly until?: number;
  /** Stops behind so much; default: never. */
  readonly most?: Backlog;
  /** The page behind the index's position, if it was asked for before; default: it is asked for now. */
  readonly firstPage?: Promise<ChangesPage>;
}

/** What lies behind a position, for an index that is on its way there: its failure is for whoever takes it. */
export function pageBehind(board: Board, seq: number, signal?: AbortSignal): Promise<ChangesPage> {
  const page = board.changes({ seq }, CHANGES_PAGE, { signal });
  page.catch(() => undefined);
  return page;
}

/**
 * Says whether the end, or `until`, was reached.
 * @throws AppError as `readChanges`; `LostSnapshot` when the index cannot load what it needs to take a change.
 */
export async function applyLog(index: ListingIndex, options: LogOptions): Promise<boolean> {
  const { board, signal, until = Number.POSITIVE_INFINITY, most, firstPage } = options;
  const before = { changes: index.changes, bytes: index.changedBytes };
  let point: LogPoint = { seq: index.position };
  let held: readonly StoredListing[] = [];
  for (let asked = firstPage; point.seq < until; asked = undefined) {
    const page = await (asked ?? board.changes(point, CHANGES_PAGE, { signal }));
    const read = [...held, ...page.changes.map(({ stored }) => stored)];
    const whole = Math.min(until, page.next.taken === undefined ? page.next.seq : page.next.seq - 1);
    await applyUpTo(index, options, read, whole);
    held = read.filter(({ revision }) => revision > whole);
    if (!page.more) return true;
    point = page.next;
    const applied = { changes: index.changes - before.changes, bytes: index.changedBytes - before.bytes };
    if (most !== undefined && exceeds(applied, most)) return index.position >= until;
  }
  return true;
}

/** Changes in the order of the log; searches may come in between, after every so many of them. */
async function applyUpTo(
  index: ListingIndex,
  { env, signal }: LogOptions,
  changes: readonly StoredListing[],
  whole: number,
): Promise<void> {
  if (changes.some(({ revision }) => revision <= whole)) await readable(() => index.needToApply(), signal);
  let applied = 0;
  for (const [i, stored] of changes.entries()) {
    if (stored.revision > whole) break;
    takeInto(index, stored, env);
    applied++;
    if (changes[i + 1]?.revision === stored.revision || applied < LISTINGS_PER_TURN) continue;
    index.position = stored.revision;
    applied = 0;
    await turn(env, signal);
  }
  index.position = Math.max(index.position, whole);
}

/**
 * Puts a listing into an index. One that the index cannot take, whatever is wrong with it, costs the others nothing: it is found no
 * more, and the log names it.
 */
export function takeInto(index: ListingIndex, stored: StoredListing, env: Env): void {
  try {
    index.apply(changeOf(stored));
  } catch (error) {
    // Bytes of the snapshot that are not loaded, or are damaged: no fault of the listing's.
    if (error instanceof NotLoaded || isAppError(error)) throw error;
    const { id, revision } = stored;
    env.log("listing_not_indexed", { id, revision, error: String(error) });
    index.apply({ id, revision });
  }
}

function changeOf(stored: StoredListing): ListingChange {
  const { id, revision } = stored;
  return stored.kind === "listing" ? { id, revision, record: stored } : { id, revision };
}
