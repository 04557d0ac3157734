/**
 * Everything, page by page, and where to go on: the pages are of different moments, but the changes behind `changesCursor`,
 * which was taken before the first page was read, hold all that a page may have missed.
 */
import { AppError } from "../../../core/errors.ts";
import { isListingId } from "../../../core/listing/id.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import type { Board } from "../../../core/store/board.ts";
import { decodePosition } from "../../../core/store/position.ts";
import { listingView } from "../listing-answer.ts";
import { anyText, wholeNumber } from "../parameters.ts";
import { operation, type RouteTable } from "../routing.ts";
import { positionToken, type Services } from "../services.ts";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
/** Records read at once: a page of the largest listings is 256 KB each. */
const RECORDS_PER_READ = 50;
/** A page ends early here, so that an answer stays below what a function may send (Lambda: 6 MB). */
const MAX_PAGE_CHARS = 3 * 1024 * 1024;

export function exportRoutes(services: Services): RouteTable {
  const { board, env } = services;
  const exported = operation({
    scope: "listings:write",
    parameters: { cursor: anyText, limit: wholeNumber(1, MAX_LIMIT) },
    async handle(c, { cursor, limit = DEFAULT_LIMIT }) {
      const signal = c.get("deadline");
      const start = cursor === undefined ? { seq: await board.head({ signal }) } : decodeCursor(board, cursor);
      const { records, next } = await readPage(board, { after: start.after, limit, signal });
      const now = env.now();
      const changesCursor = positionToken(services, start.seq);
      return c.json({
        items: records.map((record) => listingView(services, record, "full", now)),
        nextCursor: next === undefined ? null : `${changesCursor}.${next}`,
        changesCursor,
      });
    },
  });
  return { "/v1/exports": { GET: exported } };
}

interface Cursor {
  /** Newest log entry before the first page. */
  readonly seq: number;
  /** Id behind which the page starts. */
  readonly after?: string;
}

/** @throws AppError `invalid_cursor`, `cursor_expired`. */
function decodeCursor({ incarnation }: Board, cursor: string): Cursor {
  const [position = "", after = "", ...rest] = cursor.split(".");
  const { seq, taken } = decodePosition(incarnation, position, "invalid_cursor", "cursor");
  if (isListingId(after) && rest.length === 0 && taken === undefined) return { seq, after };
  const detail = "cursor must be the nextCursor of an export, exactly as an answer gave it";
  throw new AppError("invalid_cursor", detail, { errors: [{ code: "malformed", detail, parameter: "cursor" }] });
}

interface PageRequest {
  readonly after: string | undefined;
  readonly limit: number;
  readonly signal: AbortSignal;
}

async function readPage(
  board: Board,
  { after, limit, signal }: PageRequest,
): Promise<{ readonly records: readonly ListingRecord[]; readonly next: string | undefined }> {
  const records: ListingRecord[] = [];
  let next = after;
  let chars = 0;
  do {
    const page = await board.scan(next, Math.min(RECORDS_PER_READ, limit - records.length), { signal });
    for (const stored of page.stored) {
      if (stored.kind === "tombstone") continue;
      records.push(stored);
      chars += JSON.stringify(stored.content).length;
    }
    next = page.next;
  } while (next !== undefined && records.length < limit && chars < MAX_PAGE_CHARS);
  return { records, next };
}
