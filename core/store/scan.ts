/** Walking through all that a board stores. */
import type { StoredListing } from "../listing/record.ts";
import type { Board } from "./board.ts";

/** Pages of listings and tombstones by id, each of its own moment, until the end; `limit` as in `Board.scan`. */
export async function* scanPages(
  board: Pick<Board, "scan">,
  limit: number,
): AsyncGenerator<readonly StoredListing[], void, undefined> {
  let after: string | undefined;
  do {
    const page = await board.scan(after, limit);
    yield page.stored;
    after = page.next;
  } while (after !== undefined);
}
