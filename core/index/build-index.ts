/** The index that a snapshot is written from: all in memory, exact at one position, whatever route led there. */
import type { Env } from "../env.ts";
import { ENGINE_VERSION } from "../search/impact.ts";
import type { ListingIndex } from "../search/listing-index.ts";
import type { Board } from "../store/board.ts";
import { assertInTime } from "../store/retry.ts";
import { applyLog } from "./apply-log.ts";
import { type Backlog, HARD_BOUND } from "./bounds.ts";
import { orLost, readable } from "./lost-snapshot.ts";
import { newIndex, scanIndex } from "./scan-index.ts";
import { openSnapshot, type Snapshot } from "./snapshot/open.ts";
import { memorySource } from "./snapshot/source.ts";
import { writeSnapshot } from "./snapshot/write.ts";

export interface BuildOptions {
  readonly board: Board;
  readonly env: Env;
  readonly signal?: AbortSignal | undefined;
  /** Default: the end of the log as it is met. */
  readonly until?: number;
  /** Changes and bytes of a tail that are written into its base before the next; default `runOf`. */
  readonly run?: (base: { readonly listings: number; readonly bytes: number }) => Backlog;
}

/** A tail takes some five times the memory of a base. A quarter of the base at a time, so that all the rewriting together is no more than a few times the last one. */
function runOf({ listings, bytes }: { readonly listings: number; readonly bytes: number }): Backlog {
  return { changes: Math.max(HARD_BOUND.changes, listings / 4), bytes: Math.max(HARD_BOUND.bytes, bytes / 4) };
}

/** From a snapshot, which is loaded whole, and the log behind it. @throws LostSnapshot; AppError as `readChanges`. */
export async function buildFrom(snapshot: Snapshot, options: BuildOptions): Promise<ListingIndex> {
  return caughtUp({ index: await indexOver(snapshot, options.signal), bytes: snapshot.bytes }, options);
}

/** From all that is stored, and the log behind. */
export async function buildFromScan(options: BuildOptions): Promise<ListingIndex> {
  const { board, env, signal } = options;
  let bytes = 0;
  const afterPage = async (scanned: ListingIndex) => {
    if (!isFull(scanned, bytes, options)) return scanned;
    const rewritten = await condensed(scanned, options);
    bytes = rewritten.bytes;
    return rewritten.index;
  };
  const index = await scanIndex({ board, env, signal, afterPage });
  return caughtUp({ index, bytes }, options);
}

/** The next snapshot's bytes: a function of listings, position, board, incarnation and engine alone. */
export async function snapshotBytes(index: ListingIndex, options: BuildOptions): Promise<Uint8Array> {
  const { board, env, signal } = options;
  await readable(() => index.needToWrite(), signal);
  const pause = async () => {
    assertInTime(signal);
    await env.sleep(0);
  };
  const { name, incarnation } = board;
  const { position, listings } = index;
  const header = { board: name, incarnation, position, listings, engineVersion: ENGINE_VERSION };
  return writeSnapshot(header, (out) => index.write(out, pause), pause);
}

interface Built {
  readonly index: ListingIndex;
  /** Of the base. */
  readonly bytes: number;
}

async function caughtUp({ index, bytes }: Built, options: BuildOptions): Promise<ListingIndex> {
  const { run = runOf } = options;
  for (;;) {
    const most = run({ listings: index.listings, bytes });
    if (await applyLog(index, { ...options, most })) return index;
    ({ index, bytes } = await condensed(index, options));
  }
}

function isFull(index: ListingIndex, bytes: number, { run = runOf }: BuildOptions): boolean {
  const most = run({ listings: index.listings - index.changes, bytes });
  return index.changes >= most.changes || index.changedBytes >= most.bytes;
}

/** The tail written into the base. The position stays: during a scan it is still that of an empty index. */
async function condensed(index: ListingIndex, options: BuildOptions): Promise<Built> {
  const bytes = await snapshotBytes(index, options);
  const snapshot = await openSnapshot(memorySource(bytes), options.signal);
  return { index: await indexOver(snapshot, options.signal), bytes: bytes.length };
}

async function indexOver(snapshot: Snapshot, signal: AbortSignal | undefined): Promise<ListingIndex> {
  await orLost(() => snapshot.loadAll(signal));
  const { sections, header } = snapshot;
  return newIndex({ sections, listings: header.listings, position: header.position });
}
