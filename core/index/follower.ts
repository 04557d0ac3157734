/**
 * The seam between a board and its search index: an index that is built once from a scan and then follows the log. A view
 * is the index at an exact position of the log; who holds one may search it until the next await.
 */
import type { Env } from "../env.ts";
import { AppError, isAppError } from "../errors.ts";
import type { StoredListing } from "../listing/record.ts";
import { type ListingChange, ListingIndex } from "../search/listing-index.ts";
import type { Board } from "../store/board.ts";
import type { LogPoint } from "../store/position.ts";
import { assertInTime } from "../store/retry.ts";

/** A view no older than this is served without asking the store. */
export const REFRESH_INTERVAL_MS = 1_000;
/** What a search waits for a refresh when the view it has would do. */
const REFRESH_WAIT_MS = 150;
const SCAN_PAGE = 500;
const CHANGES_PAGE = 1_000;

export interface View {
  readonly index: ListingIndex;
  /** Number of the log entry up to which the view is exact. */
  readonly position: number;
  /** Milliseconds since the view was last known to hold everything acknowledged before. */
  readonly ageMs: number;
  /** The last attempt to look for newer entries failed or took too long. */
  readonly isStale: boolean;
}

export interface ViewRequest {
  /** The view must contain this log entry. */
  readonly minPosition?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FollowerStatus {
  readonly position: number;
  readonly ageMs: number;
  /** Listings in the index, whatever their state. */
  readonly listings: number;
}

export interface Follower {
  /**
   * A view of at least `minPosition`, and of everything this process itself has written.
   * @throws AppError `behind` when the log does not hold that position yet, or the index could not follow in time;
   * `invalid_parameter` is for the caller to say when the position lies above the log's end (see `Board.head`).
   */
  view(request?: ViewRequest): Promise<View>;
  /** What is loaded; `undefined` before the first build. */
  status(): FollowerStatus | undefined;
}

export interface FollowerOptions {
  readonly board: Board;
  readonly env: Env;
}

export function follower({ board, env }: FollowerOptions): Follower {
  let index: ListingIndex | undefined;
  let freshAt = 0;
  let isStale = false;
  let running: Promise<void> | undefined;

  /** One refresh at a time, shared by everybody who waits for one. */
  function refresh(): Promise<void> {
    running ??= catchUp().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function catchUp(): Promise<void> {
    const startedAt = env.monotonic();
    try {
      index = index === undefined ? await build(board) : await followOrRebuild(board, index);
      freshAt = startedAt;
      isStale = false;
    } catch (error) {
      isStale = true;
      throw error;
    }
  }

  async function refreshBriefly(signal: AbortSignal | undefined): Promise<void> {
    const stop = new AbortController();
    const late = env.sleep(REFRESH_WAIT_MS, stop.signal).then(
      () => {
        isStale = true;
      },
      () => undefined,
    );
    try {
      assertInTime(signal);
      await Promise.race([refresh().catch(() => undefined), late]);
    } finally {
      stop.abort();
    }
  }

  async function view({ minPosition = 0, signal }: ViewRequest = {}): Promise<View> {
    // A process's own writes show in its next search.
    const required = Math.max(minPosition, board.lastKnown());
    if (index === undefined) await inTime(refresh(), signal);
    else if (index.position < required) await inTime(refresh().catch(keepOldView), signal);
    else if (env.monotonic() - freshAt > REFRESH_INTERVAL_MS) await refreshBriefly(signal);
    // The refresh that was joined may have read the log's end before the position was written.
    if (index !== undefined && index.position < required) await inTime(refresh().catch(keepOldView), signal);
    if (index === undefined) throw new AppError("unavailable", "the search index is being rebuilt");
    if (index.position < minPosition) throw behind(minPosition, index.position);
    return { index, position: index.position, ageMs: env.monotonic() - freshAt, isStale };
  }

  return {
    view,
    status: () =>
      index === undefined
        ? undefined
        : { position: index.position, ageMs: env.monotonic() - freshAt, listings: index.listings },
  };
}

/** `isStale` tells of it; searching goes on with what is loaded. */
function keepOldView(): void {}

/** Head, scan, then the log behind that head, the higher revision winning: exactly the position that the log ends at. */
async function build(board: Board): Promise<ListingIndex> {
  const start = await board.head();
  const index = new ListingIndex();
  let after: string | undefined;
  do {
    const page = await board.scan(after, SCAN_PAGE);
    for (const stored of page.stored) index.apply(changeOf(stored));
    after = page.next;
  } while (after !== undefined);
  index.position = start;
  return follow(board, index);
}

/** A log that was trimmed behind the view, as behind a process that slept for a month, leaves nothing to follow. */
async function followOrRebuild(board: Board, index: ListingIndex): Promise<ListingIndex> {
  try {
    return await follow(board, index);
  } catch (error) {
    if (!isAppError(error, "cursor_expired")) throw error;
    return build(board);
  }
}

/** Between two awaits the index only ever holds whole entries: what is half read waits for the rest. */
async function follow(board: Board, index: ListingIndex): Promise<ListingIndex> {
  let point: LogPoint = { seq: index.position };
  let held: readonly StoredListing[] = [];
  for (;;) {
    const page = await board.changes(point, CHANGES_PAGE);
    const read = [...held, ...page.changes.map(({ stored }) => stored)];
    const whole = page.next.taken === undefined ? page.next.seq : page.next.seq - 1;
    for (const stored of read) if (stored.revision <= whole) index.apply(changeOf(stored));
    held = read.filter(({ revision }) => revision > whole);
    index.position = whole;
    if (!page.more) return index;
    point = page.next;
  }
}

function changeOf(stored: StoredListing): ListingChange {
  const { id, revision } = stored;
  return stored.kind === "listing" ? { id, revision, record: stored } : { id, revision };
}

/** Ends one caller's wait when its time is over; the work goes on for whoever else waits for it. */
async function inTime(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  work.catch(() => undefined);
  assertInTime(signal);
  if (signal === undefined) return work;
  const ended = new AbortController();
  const late = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true, signal: ended.signal });
  });
  try {
    await Promise.race([work, late.then(() => assertInTime(signal))]);
  } finally {
    ended.abort();
  }
}

function behind(minPosition: number, position: number): AppError {
  return new AppError("behind", `the index is at entry ${position}, entry ${minPosition} was asked for`, {
    details: { retryAfterSeconds: 1 },
  });
}
