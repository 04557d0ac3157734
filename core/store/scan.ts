/** Walking through all that a board stores. */
import type { StoredListing } from "../listing/record.ts";
import { decodeListing } from "./codec.ts";
import { LISTINGS_END, LISTINGS_START, listingKey } from "./keys.ts";
import type { BoardPlace } from "./layout-record.ts";
import { retryRead } from "./retry.ts";

export interface ScanPage {
  /** Listings and tombstones, by id. */
  readonly stored: readonly StoredListing[];
  /** Id behind which the next page starts; absent at the end. */
  readonly next?: string;
}

/** Listings and tombstones behind an id, from the first one without. */
export async function readScan(on: BoardPlace, after: string | undefined, limit: number): Promise<ScanPage> {
  const { space, env, board, signal } = on;
  const start = after === undefined ? LISTINGS_START : listingKey(after);
  const range = { after: start, upTo: LISTINGS_END, limit };
  const page = await retryRead(env, signal, () => space.range(board, range, signal));
  const stored = page.items.map(decodeListing);
  const last = stored.at(-1);
  return page.end || last === undefined ? { stored } : { stored, next: last.id };
}

/** Pages of listings and tombstones by id, each of its own moment, until the end; `limit` as in `Board.scan`. */
export async function* scanPages(
  board: { scan(after: string | undefined, limit: number): Promise<ScanPage> },
  limit: number,
): AsyncGenerator<readonly StoredListing[], void, undefined> {
  let after: string | undefined;
  do {
    const page = await board.scan(after, limit);
    yield page.stored;
    after = page.next;
  } while (after !== undefined);
}
