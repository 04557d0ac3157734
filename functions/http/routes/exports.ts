/**
 * Everything, page by page, and where to go on: the pages are of different moments, but the changes behind `changesCursor`,
 * which was taken before the first page was read, hold all that a page may have missed.
 */
import { type AppError, faultError } from "../../../core/errors.ts";
import { isListingId } from "../../../core/listing/id.ts";
import { jsonBytes } from "../../../core/listing/limits.ts";
import type { ListingView } from "../../../core/listing/view.ts";
import type { Board } from "../../../core/store/board.ts";
import { MAX_PAGE_BYTES } from "../../../core/store/changes.ts";
import { decodePosition } from "../../../core/store/position.ts";
import { positionToken } from "../../board-services.ts";
import { listingView } from "../listing-answer.ts";
import { anyText, wholeNumber } from "../parameters.ts";
import { operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
/** Records read at once: of the largest listings, 256 KB each, that is what one answer holds. */
const RECORDS_PER_READ = 20;

export function exportRoutes(services: Services): RouteTable {
  const { board, env } = services;
  const exported = operation({
    scope: "listings:write",
    parameters: { cursor: anyText, limit: wholeNumber(1, MAX_LIMIT) },
    async handle(c, { cursor, limit = DEFAULT_LIMIT }) {
      const signal = c.get("deadline");
      const start: Cursor =
        cursor === undefined ? { seq: await board.head({ signal }) } : await readCursor(services, cursor, signal);
      const { items, next } = await readPage(services, { after: start.after, limit, now: env.now(), signal });
      const changesCursor = positionToken(services, start.seq);
      return c.json({
        items,
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
async function readCursor({ board, logEnd }: Services, text: string, signal: AbortSignal): Promise<Cursor> {
  const cursor = decodeCursor(board, text);
  if (await logEnd.includes(cursor.seq, signal)) return cursor;
  throw invalidCursor("the cursor was not made here: its position lies above the end of the log");
}

function decodeCursor({ incarnation }: Board, cursor: string): Cursor {
  const [position = "", after = "", ...rest] = cursor.split(".");
  const { seq, taken } = decodePosition(incarnation, position, "invalid_cursor", "cursor");
  if (isListingId(after) && rest.length === 0 && taken === undefined) return { seq, after };
  throw invalidCursor("cursor must be the nextCursor of an export, exactly as an answer gave it");
}

function invalidCursor(detail: string): AppError {
  return faultError("invalid_cursor", { code: "malformed", detail, parameter: "cursor" });
}

interface PageRequest {
  readonly after: string | undefined;
  readonly limit: number;
  readonly now: number;
  readonly signal: AbortSignal;
}

interface ExportPage {
  readonly items: readonly ListingView[];
  /** Id behind which the next page starts; absent at the end. */
  readonly next: string | undefined;
}

async function readPage(services: Services, { after, limit, now, signal }: PageRequest): Promise<ExportPage> {
  const items: ListingView[] = [];
  let next = after;
  let bytes = 0;
  do {
    // One record more than fits says whether this is the end: a store that was asked for exactly what there is need not.
    const page = await services.board.scan(next, Math.min(RECORDS_PER_READ, limit - items.length + 1), { signal });
    for (const stored of page.stored) {
      if (items.length === limit) return { items, next };
      if (stored.kind === "listing") {
        const item = listingView(services, stored, "full", now);
        bytes += jsonBytes(item);
        // The first always fits: a listing has 256 KB at most.
        if (bytes > MAX_PAGE_BYTES) return { items, next };
        items.push(item);
      }
      next = stored.id;
    }
    next = page.next;
  } while (next !== undefined);
  return { items, next };
}
