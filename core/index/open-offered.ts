/** Opening what the pointer names. */
import type { Env } from "../env.ts";
import { AppError } from "../errors.ts";
import type { BlobStore } from "../ports.ts";
import { ENGINE_VERSION } from "../search/impact.ts";
import type { Board } from "../store/board.ts";
import type { OfferedSnapshot } from "../store/pointer.ts";
import { retryRead } from "../store/retry.ts";
import { orLost } from "./lost-snapshot.ts";
import { FORMAT, OLDEST_FORMAT } from "./snapshot/format.ts";
import { assertBelongs } from "./snapshot/header.ts";
import { openSnapshot, type Snapshot } from "./snapshot/open.ts";
import { type SnapshotSource, snapshotSource } from "./snapshot/source.ts";

/** Over half a second of an outage a cold function should rather say so, or scan: 150 ms of pauses at most. */
const READ_ATTEMPTS = 5;

/** Whether this engine can answer from it: another version would score otherwise. */
export function isUsable({ engineVersion, format }: OfferedSnapshot): boolean {
  return engineVersion === ENGINE_VERSION && format >= OLDEST_FORMAT && format <= FORMAT;
}

/** Whether this engine would write the same. */
export function isCurrent({ engineVersion, format }: OfferedSnapshot): boolean {
  return engineVersion === ENGINE_VERSION && format === FORMAT;
}

export interface OfferedOptions {
  readonly board: Board;
  readonly blobs: BlobStore;
  readonly env: Env;
  readonly signal?: AbortSignal | undefined;
}

/** @throws LostSnapshot for one that is damaged, gone, or not what the pointer says; AppError `unavailable`. */
export function openOffered(options: OfferedOptions, offered: OfferedSnapshot): Promise<Snapshot> {
  const { board, blobs, env, signal } = options;
  return orLost(async () => {
    const snapshot = await openSnapshot(repeated(snapshotSource(blobs, offered.name), env), signal);
    assertBelongs(snapshot.header, { board: board.name, incarnation: board.incarnation });
    assertOffered(snapshot, offered);
    return snapshot;
  });
}

function assertOffered({ header, bytes }: Snapshot, offered: OfferedSnapshot): void {
  const found = { ...header, bytes };
  for (const fact of ["position", "listings", "engineVersion", "bytes"] as const) {
    if (found[fact] === offered[fact]) continue;
    const message = `snapshot ${offered.name} has ${fact} ${found[fact]}, the pointer says ${offered[fact]}`;
    throw new AppError("corrupt", message);
  }
}

function repeated(source: SnapshotSource, env: Env): SnapshotSource {
  return {
    read: (from, to, signal) => retryRead(env, signal, () => source.read(from, to, signal), READ_ATTEMPTS),
  };
}
