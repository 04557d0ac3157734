/**
 * The seam between a board and its search index: an index that is built once from a scan and then follows the log. A view
 * is the index at an exact position of the log; who holds one may search it until the next await.
 */
import type { Env } from "../env.ts";
import { AppError, isAppError } from "../errors.ts";
import type { StoredListing } from "../listing/record.ts";
import type { ListingChange, ListingIndex } from "../search/listing-index.ts";
import type { Board } from "../store/board.ts";
import type { LogPoint } from "../store/position.ts";
import { assertInTime } from "../store/retry.ts";
import { scanPages } from "../store/scan.ts";

/** A view no older than this is served without asking the store. */
export const REFRESH_INTERVAL_MS = 1_000;
/** What a search waits for a refresh when the view it has would do. */
const REFRESH_WAIT_MS = 150;
/** What it waits for the entries that this process has written or met, before it goes on without them, marked stale. */
const OWN_WRITES_WAIT_MS = 1_000;
/** Listings put into the index before others get a turn of the event loop: some 20 ms of work. */
const LISTINGS_PER_TURN = 100;
const CHANGES_PAGE = 200;

export interface View {
  readonly index: ListingIndex;
  /** Number of the log entry up to which the index is exact: now, since the index moves on. Read it with the search. */
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
  let freshClock = 0;
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
    const startedClock = env.now();
    try {
      index = index === undefined ? await build(board, env) : await followOrRebuild(board, env, index);
      freshAt = startedAt;
      freshClock = startedClock;
      isStale = false;
    } catch (error) {
      isStale = true;
      throw error;
    }
  }

  /** Waits for a refresh, but no longer than a search that could be answered without it should. */
  async function refreshWithin(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const stop = new AbortController();
    const late = env.sleep(ms, stop.signal).then(
      () => {
        isStale = true;
      },
      () => undefined,
    );
    try {
      assertInTime(signal);
      await Promise.race([refresh().catch(keepOldView), late]);
    } finally {
      stop.abort();
    }
  }

  /** Either clock may stand still while a function is frozen between two requests. */
  function ageMs(): number {
    return Math.max(env.monotonic() - freshAt, env.now() - freshClock);
  }

  function isOld(): boolean {
    return ageMs() > REFRESH_INTERVAL_MS;
  }

  /** Waits as long as the request is worth: to the end of its time for what it needs, briefly for what it would like. */
  async function approach(minPosition: number, signal: AbortSignal | undefined): Promise<void> {
    if (index === undefined) await inTime(refresh(), signal);
    else if (index.position < minPosition) await inTime(refresh().catch(keepOldView), signal);
    else if (index.position < board.lastWritten()) await refreshWithin(OWN_WRITES_WAIT_MS, signal);
    else if (isOld()) await refreshWithin(REFRESH_WAIT_MS, signal);
  }

  async function view({ minPosition = 0, signal }: ViewRequest = {}): Promise<View> {
    // Twice at most: the refresh that was joined may have read the log's end before the position was written.
    await approach(minPosition, signal);
    const isShort = index === undefined || index.position < minPosition;
    const lacksOwn = !isStale && (index?.position ?? 0) < board.lastWritten();
    if (isShort || lacksOwn) await approach(minPosition, signal);
    const loaded = index;
    if (loaded === undefined) throw new AppError("unavailable", "the search index is being rebuilt");
    if (loaded.position < minPosition) throw behind(minPosition, loaded.position);
    return {
      index: loaded,
      get position() {
        return loaded.position;
      },
      ageMs: ageMs(),
      isStale,
    };
  }

  return {
    view,
    status: () =>
      index === undefined ? undefined : { position: index.position, ageMs: ageMs(), listings: index.listings },
  };
}

/** `isStale` tells of it; searching goes on with what is loaded. */
function keepOldView(): void {}

/** Head, scan, then the log behind that head, the higher revision winning: exactly the position that the log ends at. */
async function build(board: Board, env: Env): Promise<ListingIndex> {
  // Loaded by the first who searches: with the folding table it is as much as all else that a listing's reader needs.
  const { ListingIndex } = await import("../search/listing-index.ts");
  const start = await board.head();
  const index = new ListingIndex();
  for await (const page of scanPages(board, LISTINGS_PER_TURN)) {
    for (const stored of page) index.apply(changeOf(stored));
    await env.sleep(0);
  }
  index.position = start;
  return follow(board, env, index);
}

/** A log that was trimmed behind the view, as behind a process that slept for a month, leaves nothing to follow. */
async function followOrRebuild(board: Board, env: Env, index: ListingIndex): Promise<ListingIndex> {
  try {
    return await follow(board, env, index);
  } catch (error) {
    if (!isAppError(error, "cursor_expired")) throw error;
    return build(board, env);
  }
}

/** Between two awaits the index only ever holds whole entries: what is half read waits for the rest. */
async function follow(board: Board, env: Env, index: ListingIndex): Promise<ListingIndex> {
  let point: LogPoint = { seq: index.position };
  let held: readonly StoredListing[] = [];
  for (;;) {
    const page = await board.changes(point, CHANGES_PAGE);
    const read = [...held, ...page.changes.map(({ stored }) => stored)];
    const whole = page.next.taken === undefined ? page.next.seq : page.next.seq - 1;
    await applyUpTo(index, env, read, whole);
    held = read.filter(({ revision }) => revision > whole);
    if (!page.more) return index;
    point = page.next;
  }
}

/** Changes in the order of the log; searches may come in between, after every so many of them. */
async function applyUpTo(
  index: ListingIndex,
  env: Env,
  changes: readonly StoredListing[],
  whole: number,
): Promise<void> {
  let applied = 0;
  for (const [i, stored] of changes.entries()) {
    if (stored.revision > whole) break;
    index.apply(changeOf(stored));
    applied++;
    if (changes[i + 1]?.revision === stored.revision || applied < LISTINGS_PER_TURN) continue;
    index.position = stored.revision;
    applied = 0;
    await env.sleep(0);
  }
  index.position = whole;
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
