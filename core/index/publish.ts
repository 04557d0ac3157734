/**
 * Publishing: one idempotent call, by any number of processes at once. The pointer is read before the log's end and swapped
 * under what was read, so it never goes back; a blob is put before anything names it, so a crash leaves a blob too many, never
 * a name without one.
 */
import type { Env } from "../env.ts";
import { isAppError } from "../errors.ts";
import { toHex } from "../listing/canonical.ts";
import type { BlobStore } from "../ports.ts";
import { ENGINE_VERSION } from "../search/impact.ts";
import type { ListingIndex } from "../search/listing-index.ts";
import type { Board } from "../store/board.ts";
import type { OfferedSnapshot, Pointer } from "../store/pointer.ts";
import { buildFrom, buildFromScan, snapshotBytes } from "./build-index.ts";
import { type Newest, noteLost, openNewest } from "./open-newest.ts";
import { isCurrent } from "./open-offered.ts";
import { FORMAT } from "./snapshot/format.ts";
import { snapshotName } from "./snapshot-name.ts";

export interface PublishOptions {
  readonly board: Board;
  readonly blobs: BlobStore;
  readonly env: Env;
  readonly signal?: AbortSignal | undefined;
  /** From a scan, and also when nothing has changed. Default: no. */
  readonly isRebuild?: boolean | undefined;
  /** The newest snapshot is taken for whole once it opens, so damage further back stays until something changes. Default: no. */
  readonly isCursory?: boolean | undefined;
}

export interface Published {
  /**
   * `current`: nothing has changed since the newest snapshot, or ever; `published`: it is offered now; `lost`: another
   * process has published meanwhile.
   */
  readonly outcome: "current" | "published" | "lost";
  /** What it was made from. */
  readonly built?: "log" | "scan";
  /** Newest first, as far as this process knows. */
  readonly offered: readonly OfferedSnapshot[];
}

/**
 * Brings the newest snapshot to the end of the log.
 * @throws AppError `unavailable` and `outcome_unknown` of the stores, or when the time is over: the call may be repeated.
 */
export async function publish(options: PublishOptions): Promise<Published> {
  const { board, signal, isRebuild = false, isCursory = false } = options;
  const read = await board.snapshots({ signal });
  const head = await board.head({ signal });
  const base = await openNewest({ ...options, isWhole: !isRebuild && !isCursory }, read);
  const { offered } = read;
  const hasNothingNew = isAt(base.offered, head) || (head === 0 && offered.length === 0);
  if (!isRebuild && hasNothingNew && base.lost.size === 0) return { outcome: "current", offered };
  const { index, built } = await buildAt(head, isRebuild ? { lost: base.lost } : base, options);
  const isOffered = await offer(index, base.lost, read, options);
  const now = await board.snapshots({ signal });
  return { outcome: isOffered ? "published" : "lost", built, offered: now.offered };
}

function isAt(offered: OfferedSnapshot | undefined, head: number): boolean {
  return offered !== undefined && offered.position >= head && isCurrent(offered);
}

async function buildAt(
  head: number,
  { offered, snapshot, lost }: Newest,
  options: PublishOptions,
): Promise<{ readonly index: ListingIndex; readonly built: "log" | "scan" }> {
  if (offered !== undefined && snapshot !== undefined) {
    try {
      return { index: await buildFrom(snapshot, { ...options, until: head }), built: "log" };
    } catch (error) {
      // Trimmed behind it: nothing is lost, only further.
      if (!isAppError(error, "cursor_expired")) noteLost(options.env, lost, offered, error);
    }
  }
  return { index: await buildFromScan(options), built: "scan" };
}

/** Says whether it is offered now. */
async function offer(
  index: ListingIndex,
  without: ReadonlySet<string>,
  read: Pointer,
  options: PublishOptions,
): Promise<boolean> {
  const { board, blobs, env, signal } = options;
  const bytes = await snapshotBytes(index, options);
  const snapshot = describe(index, bytes, options);
  await blobs.put(snapshot.name, bytes, signal);
  if (await board.offerSnapshot({ read, snapshot, without }, { signal })) return true;
  // Nothing names it, nor ever will: the token that it was to be swapped under is gone. Pruning takes what stays.
  await blobs.delete(snapshot.name, signal).catch((error: unknown) => {
    env.log("snapshot_not_deleted", { snapshot: snapshot.name, error: String(error) });
  });
  return false;
}

function describe(
  { position, listings }: ListingIndex,
  bytes: Uint8Array,
  { board, env }: PublishOptions,
): OfferedSnapshot {
  const digest = toHex(env.sha256(bytes));
  return {
    name: snapshotName(env, { board: board.name, position, digest }),
    ...{ position, digest, engineVersion: ENGINE_VERSION, format: FORMAT },
    ...{ listings, bytes: bytes.length, incarnation: board.incarnation },
  };
}
