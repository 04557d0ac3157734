/** Listings whose time was over long ago are deleted: an ordinary change of the log, which followers and copies see. */
import type { Env } from "../env.ts";
import { isAppError } from "../errors.ts";
import { effectiveState } from "../listing/lifecycle.ts";
import type { ListingRecord, StoredListing } from "../listing/record.ts";
import type { Board } from "./board.ts";
import { leaveOut, scanPages } from "./scan.ts";

/** Unless the board's settings say otherwise. */
export const KEPT_EXPIRED_DAYS = 90;

const DAY_MS = 86_400_000;
/** Deleted together, so that they share commits. */
const LISTINGS_PER_READ = 80;
/** Deletions of one call: the next one goes on. */
const MOST_REMOVED = 1_000;

export interface ExpireOptions {
  readonly board: Board;
  readonly env: Env;
  readonly signal?: AbortSignal | undefined;
}

/** Deletes what expired so many days ago (`Settings.keepExpiredDays`), for which everything is read. Answers how many. */
export async function removeExpired({ board, env, signal }: ExpireOptions): Promise<number> {
  const { keepExpiredDays = KEPT_EXPIRED_DAYS } = await board.settings({ signal });
  const before = env.now() - keepExpiredDays * DAY_MS;
  const scan = (after: string | undefined, limit: number) => board.scan(after, limit, { signal });
  let removed = 0;
  for await (const page of scanPages({ scan }, LISTINGS_PER_READ, leaveOut)) {
    const due = page.filter((stored) => isDue(stored, before));
    const outcomes = await Promise.all(due.map((listing) => isRemoved(board, listing, signal)));
    removed += outcomes.filter((isGone) => isGone).length;
    if (removed >= MOST_REMOVED) break;
  }
  return removed;
}

function isDue(stored: StoredListing, before: number): stored is ListingRecord {
  return stored.kind === "listing" && effectiveState(stored, before) === "expired";
}

/** One that was changed since it was read stays: perhaps it was extended. */
async function isRemoved(
  board: Board,
  { id, revision }: ListingRecord,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await board.remove(id, [revision], { signal });
    return true;
  } catch (error) {
    if (isAppError(error, "precondition_failed") || isAppError(error, "not_found")) return false;
    throw error;
  }
}
