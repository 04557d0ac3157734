/**
 * Finding the index that a process can have now: the newest snapshot that it can read and the log behind it, else the one
 * before, else a scan of a board that is small enough for a request.
 */
import type { Env } from "../env.ts";
import { isAppError } from "../errors.ts";
import type { BlobStore } from "../ports.ts";
import type { ListingIndex } from "../search/listing-index.ts";
import type { Board } from "../store/board.ts";
import type { ChangesPage } from "../store/changes.ts";
import type { OfferedSnapshot } from "../store/pointer.ts";
import { applyLog, pageBehind } from "./apply-log.ts";
import { HARD_BOUND, MAX_SCANNED, PublishNeeded, tooFarBehind, tooLargeToScan } from "./bounds.ts";
import { LostSnapshot, orLost } from "./lost-snapshot.ts";
import { isUsable, openOffered } from "./open-offered.ts";
import { loadIndexCode, newIndex, scanIndex } from "./scan-index.ts";

/** What was damaged on the way here is whole at the next try; what is damaged where it lies is not worth one with every request. */
const DISTRUSTED_MS = 60_000;
/** A refusal that took a scan, or much of the log, to find out. */
const REFUSED_MS = 10_000;

export interface LoadOptions {
  readonly board: Board;
  /** Where snapshots are; without, every index comes from a scan. */
  readonly blobs?: BlobStore | undefined;
  readonly env: Env;
  /** Snapshots are loaded whole, before they answer; default: part by part, as requests need them. */
  readonly isEager?: boolean | undefined;
  /** Told of a snapshot that is offered and cannot be read, once a minute at most; must not throw. */
  readonly onLost?: (() => void) | undefined;
}

export interface Loaded {
  readonly index: ListingIndex;
  /** What it started from; `undefined` for a scan. */
  readonly snapshot?: OfferedSnapshot | undefined;
}

export interface IndexLoader {
  /**
   * The best that can be had, at the end of the log.
   * @throws AppError `behind` when the log behind every snapshot is too long for a request; `unavailable` when there is none
   * and the board is too large for a scan, or the store is away.
   */
  load(): Promise<Loaded>;
  /** The same from a snapshot above that position; `undefined` when none is offered. */
  newer(than: number): Promise<Loaded | undefined>;
  /** The snapshot turned out to be damaged or gone. */
  distrust(snapshot: OfferedSnapshot, why: unknown): void;
}

export function indexLoader(options: LoadOptions): IndexLoader {
  const { board, blobs, env } = options;
  const distrusted = new Map<string, number>();
  let isFirst = true;
  let refused:
    | { readonly error: PublishNeeded; readonly newest: string | undefined; readonly until: number }
    | undefined;

  function distrust({ name }: OfferedSnapshot, why: unknown): void {
    env.log("snapshot_lost", { snapshot: name, error: String(why) });
    distrusted.set(name, env.monotonic() + DISTRUSTED_MS);
    options.onLost?.();
  }

  async function offeredNow(): Promise<readonly OfferedSnapshot[]> {
    return blobs === undefined ? [] : (await board.snapshots()).offered;
  }

  /** What the board was opened with is worth the first try only: whoever needs another index needs a newer one. */
  async function offeredFirst(): Promise<readonly OfferedSnapshot[]> {
    const opening = isFirst && blobs !== undefined ? board.snapshotsAtOpening() : undefined;
    isFirst = false;
    return opening?.offered ?? offeredNow();
  }

  function isCandidate(one: OfferedSnapshot): boolean {
    return isUsable(one) && (distrusted.get(one.name) ?? 0) <= env.monotonic();
  }

  /** The first that can be read. @throws AppError `unavailable` while the blob store is away. */
  async function firstOf(offered: readonly OfferedSnapshot[]): Promise<Loaded | undefined> {
    if (blobs === undefined) return undefined;
    for (const snapshot of offered) {
      try {
        // At the same time: what the log holds behind a position does not depend on what the file holds up to it.
        const firstPage = pageBehind(board, snapshot.position);
        const [open] = await Promise.all([openOffered({ board, blobs, env }, snapshot), loadIndexCode(env)]);
        if (options.isEager === true) await orLost(() => open.loadAll());
        const { sections, header } = open;
        const index = await newIndex({ sections, listings: header.listings, position: header.position });
        await toTheEnd(index, options, firstPage);
        return { index, snapshot };
      } catch (error) {
        if (!(error instanceof LostSnapshot)) throw error;
        distrust(snapshot, error.message);
      }
    }
    return undefined;
  }

  async function best(offered: readonly OfferedSnapshot[]): Promise<Loaded> {
    // What the pointer says of the newest, read or not: a scan would take seconds to find it out.
    const isTooLarge = (offered[0]?.listings ?? 0) > MAX_SCANNED;
    try {
      const loaded = await firstOf(offered.filter(isCandidate));
      if (loaded !== undefined) return loaded;
    } catch (error) {
      if (isTooLarge && isAppError(error, "unavailable")) throw error;
      // Which of the two stores is away shows in the scan, which needs but one.
      if (!isAppError(error, "unavailable") && !isAppError(error, "cursor_expired")) throw error;
      env.log("snapshots_unavailable", { error: String(error) });
    }
    if (isTooLarge) throw tooLargeToScan();
    return { index: await scanned(options) };
  }

  return {
    distrust,
    async load() {
      const offered = await offeredFirst();
      const newest = offered.find(isCandidate)?.name;
      if (refused !== undefined && refused.newest === newest && env.monotonic() < refused.until) throw refused.error;
      try {
        return await best(offered);
      } catch (error) {
        if (error instanceof PublishNeeded) refused = { error, newest, until: env.monotonic() + REFUSED_MS };
        throw error;
      }
    },
    newer: async (than) => firstOf((await offeredNow()).filter((one) => isCandidate(one) && one.position > than)),
  };
}

async function toTheEnd(
  index: ListingIndex,
  { board, env }: LoadOptions,
  firstPage?: Promise<ChangesPage>,
): Promise<void> {
  const log = { board, env, most: HARD_BOUND, ...(firstPage === undefined ? {} : { firstPage }) };
  if (!(await applyLog(index, log))) throw tooFarBehind(index.basePosition);
}

async function scanned(options: LoadOptions): Promise<ListingIndex> {
  const afterPage = (index: ListingIndex) => {
    if (index.listings > MAX_SCANNED) throw tooLargeToScan();
    return index;
  };
  const index = await scanIndex({ ...options, afterPage });
  await toTheEnd(index, options);
  return index;
}
