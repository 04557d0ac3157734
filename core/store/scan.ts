/** Walking through all that a board stores. */
import { AppError, isAppError } from "../errors.ts";
import type { StoredListing } from "../listing/record.ts";
import type { Item } from "../ports.ts";
import { decodeListing } from "./codec.ts";
import { idOfKey, LISTINGS_END, LISTINGS_START, listingKey } from "./keys.ts";
import type { BoardPlace } from "./layout-record.ts";
import { retryRead } from "./retry.ts";

export interface ScanPage {
  /** Listings and tombstones, by id. */
  readonly stored: readonly StoredListing[];
  /** Ids of records in between that hold no listing that could be read, if there are any; they are logged too. */
  readonly unreadable?: readonly string[];
  /** Id behind which the next page starts; absent at the end. */
  readonly next?: string;
}

/** Listings and tombstones behind an id, from the first one without. */
export async function readScan(on: BoardPlace, after: string | undefined, limit: number): Promise<ScanPage> {
  const { space, env, board, signal } = on;
  const start = after === undefined ? LISTINGS_START : listingKey(after);
  const range = { after: start, upTo: LISTINGS_END, limit };
  const page = await retryRead(env, signal, () => space.range(board, range, signal));
  const stored: StoredListing[] = [];
  const unreadable: string[] = [];
  for (const item of page.items) {
    const listing = readableListing(on, item);
    if (listing === undefined) unreadable.push(idOfKey(item.key));
    else stored.push(listing);
  }
  const last = page.items.at(-1);
  return {
    stored,
    ...(unreadable.length === 0 ? {} : { unreadable }),
    ...(page.end || last === undefined ? {} : { next: idOfKey(last.key) }),
  };
}

/** One damaged record is no reason to keep all others from their readers: `undefined`, and a line in the log. */
export function readableListing(
  { env, board }: Pick<BoardPlace, "env" | "board">,
  item: Item,
  decoded: (item: Item) => StoredListing = decodeListing,
): StoredListing | undefined {
  try {
    return decoded(item);
  } catch (error) {
    if (!isAppError(error, "corrupt")) throw error;
    env.log("record_unreadable", { board, key: item.key, error: error.message });
    return undefined;
  }
}

/**
 * Pages of listings and tombstones by id, each of its own moment, until the end; `limit` as in `Board.scan`. `onUnreadable` is told
 * of records that are left out. Default: @throws AppError `corrupt`.
 */
export async function* scanPages(
  board: { scan(after: string | undefined, limit: number): Promise<ScanPage> },
  limit: number,
  onUnreadable: (ids: readonly string[]) => void = refuse,
): AsyncGenerator<readonly StoredListing[], void, undefined> {
  let after: string | undefined;
  do {
    const page = await board.scan(after, limit);
    if (page.unreadable !== undefined) onUnreadable(page.unreadable);
    yield page.stored;
    after = page.next;
  } while (after !== undefined);
}

/** For `scanPages`: the scan has written to the log which they are; `verify` names them too, and whoever repairs them decides. */
export function leaveOut(): void {}

function refuse(ids: readonly string[]): never {
  throw new AppError("corrupt", `the stored record ${listingKey(ids[0] ?? "")} cannot be read`);
}
