/**
 * The seam between a board and its search index: an index that starts from a snapshot and then follows the log. A view is the
 * index at an exact position of the log; who holds one may search it until the next await.
 */
import { AppError, isAppError } from "../errors.ts";
import { elapsedMs, LONG_AGO, momentOf } from "../moment.ts";
import type { ListingIndex } from "../search/listing-index.ts";
import { assertInTime } from "../store/retry.ts";
import { applyLog } from "./apply-log.ts";
import { HARD_BOUND, isWorthPublishing, PublishNeeded, tooFarBehind } from "./bounds.ts";
import { indexLoader, type Loaded, type LoadOptions } from "./load-index.ts";
import { LostSnapshot, readable } from "./lost-snapshot.ts";
import { inTime } from "./shared-run.ts";

/** A view no older than this is served without asking the store. */
export const REFRESH_INTERVAL_MS = 1_000;
/** What a search waits for a refresh when the view it has would do. */
const REFRESH_WAIT_MS = 150;
/** What it waits for the entries that this process has written or met, before it goes on without them, marked stale. */
const OWN_WRITES_WAIT_MS = 5_000;
/** What it waits for a newer snapshot that is on its way into a process which stands still between requests. */
const MOVE_WAIT_MS = 1_000;
/** How often a process whose tail has grown looks for a newer snapshot. */
const LOOK_INTERVAL_MS = 5_000;
/** Three snapshots may be lost one after the other; then there is a scan, which cannot be. */
const MAX_LOSSES = 4;

export interface View {
  readonly index: ListingIndex;
  /** Number of the log entry up to which the index is exact: now, since the index moves on. Read it with the search. */
  readonly position: number;
  /** Milliseconds since the view was last known to hold everything acknowledged before: now, as the position. */
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
  /** Position of the snapshot that the index started from; absent for a scan. */
  readonly snapshot?: number;
  /** Changes applied since. */
  readonly tail: number;
}

export interface Follower {
  /**
   * A view of at least `minPosition`, and of everything this process itself has written.
   * @throws AppError `behind` when the log does not hold that position yet, or the index could not follow in time;
   * `invalid_parameter` is for the caller to say when the position lies above the log's end (see `Board.head`).
   */
  view(request?: ViewRequest): Promise<View>;
  /**
   * Does work on a view, as often as it takes to load what the work reads; only its last run counts. When the snapshot turns
   * out to be damaged or gone, the next best one is taken instead. @throws as `view`, and what the work throws.
   */
  answer<T>(request: ViewRequest, work: (view: View) => T): Promise<T>;
  /** What `view` would give at once to a request without a position; `undefined` where that would wait, or be stale. */
  current(): View | undefined;
  /** What is loaded; `undefined` before the first build. */
  status(): FollowerStatus | undefined;
}

export interface FollowerOptions extends LoadOptions {
  /** Told after a refresh that publishing has become worth it; must not throw. */
  readonly onBacklog?: (() => void) | undefined;
}

export function follower({ onBacklog, ...options }: FollowerOptions): Follower {
  const { board, env } = options;
  const loader = indexLoader(options);
  let loaded: Loaded | undefined;
  /** The index that is loaded, if its snapshot turned out to be lost: good for what is in memory until there is another. */
  let lost: ListingIndex | undefined;
  let freshAt = LONG_AGO;
  let isStale = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;
  let moving: Promise<void> | undefined;

  /** One refresh at a time, shared by everybody who waits for one. */
  function refresh(): Promise<void> {
    running ??= catchUp().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function catchUp(): Promise<void> {
    const startedAt = momentOf(env);
    const from = loaded;
    try {
      const next = from === undefined || from.index === lost ? await loader.load() : await followed(from);
      // A move may have taken the place of `from` meanwhile, and be further on: where a process stands never goes back.
      const moved = loaded === from || loaded?.index === lost ? undefined : loaded;
      loaded = moved !== undefined && moved.index.position >= next.index.position ? moved : next;
      // Nobody needs what was lost any more, and its memory least of all.
      if (loaded.index !== lost) lost = undefined;
      freshAt = startedAt;
      isStale = false;
    } catch (error) {
      isStale = true;
      if (error instanceof PublishNeeded) onBacklog?.();
      throw error;
    }
    lookForNewer(loaded);
  }

  /** At the log's end: the index itself, or another when there is no way on for this one. */
  async function followed(from: Loaded): Promise<Loaded> {
    try {
      if (await applyLog(from.index, { board, env, most: HARD_BOUND })) return from;
    } catch (error) {
      if (error instanceof LostSnapshot && from.snapshot !== undefined) loader.distrust(from.snapshot, error.message);
      // Or the log was trimmed behind the view, as behind a process that slept for a month.
      else if (!isAppError(error, "cursor_expired")) throw error;
      return loader.load();
    }
    // What was applied stays: the next refresh goes on from there.
    const newer = await loader.newer(from.index.position);
    if (newer === undefined) throw tooFarBehind(from.index.position);
    return newer;
  }

  /** A long tail costs every search: the snapshot that has it in its base is loaded beside the index and takes its place. */
  function lookForNewer(from: Loaded): void {
    const { changes, changedBytes: bytes } = from.index;
    if (!isWorthPublishing({ changes, bytes }) || env.monotonic() - lookedAt < LOOK_INTERVAL_MS) return;
    lookedAt = env.monotonic();
    // Not a part of the refresh, which others wait for: the index goes on meanwhile.
    moving ??= move(from).finally(() => {
      moving = undefined;
    });
  }

  async function move(from: Loaded): Promise<void> {
    try {
      const newer = await loader.newer(from.index.basePosition);
      if (newer === undefined) {
        onBacklog?.();
        return;
      }
      while (loaded === from && newer.index.position < from.index.position) {
        if (!(await applyLog(newer.index, { board, env, most: HARD_BOUND }))) return;
      }
      if (loaded === from) loaded = newer;
    } catch (error) {
      env.log("snapshot_not_taken", { error: String(error) });
    }
  }

  /** A function stands still between requests, so whoever finds a move under way waits for it a while. */
  async function awaitMove(signal: AbortSignal | undefined): Promise<void> {
    if (moving === undefined || options.isEager === true) return;
    const stop = new AbortController();
    try {
      await inTime(Promise.race([moving, env.sleep(MOVE_WAIT_MS, stop.signal)]), signal);
    } finally {
      stop.abort();
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

  function ageMs(): number {
    return elapsedMs(env, freshAt);
  }

  function isOld(): boolean {
    return ageMs() > REFRESH_INTERVAL_MS;
  }

  /** Waits as long as the request is worth: to the end of its time for what it needs, briefly for what it would like. */
  async function approach(minPosition: number, signal: AbortSignal | undefined): Promise<void> {
    const position = loaded?.index.position;
    if (position === undefined) await inTime(refresh(), signal);
    else if (position < minPosition) await inTime(refresh().catch(keepOldView), signal);
    else if (position < board.lastWritten()) await refreshWithin(OWN_WRITES_WAIT_MS, signal);
    else if (isOld()) await refreshWithin(REFRESH_WAIT_MS, signal);
  }

  async function view({ minPosition = 0, signal }: ViewRequest = {}): Promise<View> {
    // Twice at most: the refresh that was joined may have read the log's end before the position was written.
    await approach(minPosition, signal);
    const position = loaded?.index.position ?? 0;
    const isShort = loaded === undefined || position < minPosition;
    if (isShort || (!isStale && position < board.lastWritten())) await approach(minPosition, signal);
    await awaitMove(signal);
    if (loaded === undefined) throw new AppError("unavailable", "the search index is being rebuilt");
    const { index } = loaded;
    if (index.position < minPosition) throw behind(minPosition, index.position);
    return viewOf(index);
  }

  function viewOf(index: ListingIndex): View {
    const seenAt = freshAt;
    return {
      index,
      get position() {
        return index.position;
      },
      // Of now, too: the answer may have to wait for parts of the snapshot. Another index in its place makes it no younger.
      get ageMs() {
        return elapsedMs(env, loaded?.index === index ? freshAt : seenAt);
      },
      isStale,
    };
  }

  function current(): View | undefined {
    if (loaded === undefined || loaded.index === lost || isStale || isOld()) return undefined;
    const isMoving = moving !== undefined && options.isEager !== true;
    return isMoving || loaded.index.position < board.lastWritten() ? undefined : viewOf(loaded.index);
  }

  /** Another index instead of one whose snapshot is lost, unless somebody was faster. */
  async function replace(index: ListingIndex, why: LostSnapshot, signal: AbortSignal | undefined): Promise<void> {
    if (loaded?.index !== index) return;
    if (index !== lost && loaded.snapshot !== undefined) loader.distrust(loaded.snapshot, why.message);
    lost = index;
    // The refresh that is joined may have begun before.
    for (let attempt = 0; attempt < 2 && loaded?.index === index; attempt++) await inTime(refresh(), signal);
  }

  async function answer<T>(request: ViewRequest, work: (view: View) => T): Promise<T> {
    for (let losses = 0; ; losses++) {
      const seen = await view(request);
      try {
        return await readable(() => work(seen), request.signal);
      } catch (error) {
        if (!(error instanceof LostSnapshot)) throw error;
        if (losses === MAX_LOSSES) throw new AppError("unavailable", "no snapshot can be read", { cause: error });
        await replace(seen.index, error, request.signal);
      }
    }
  }

  function status(): FollowerStatus | undefined {
    if (loaded === undefined) return undefined;
    const { index, snapshot } = loaded;
    const { position, listings, changes: tail } = index;
    const base = snapshot === undefined ? {} : { snapshot: snapshot.position };
    return { position, ageMs: ageMs(), listings, tail, ...base };
  }

  return { view, answer, current, status };
}

/** `isStale` tells of it; searching goes on with what is loaded. */
function keepOldView(): void {}

function behind(minPosition: number, position: number): AppError {
  return new AppError("behind", `the index is at entry ${position}, entry ${minPosition} was asked for`, {
    details: { retryAfterSeconds: 1 },
  });
}
