/** Whether the two ways to a snapshot lead to the same bytes: from all that is stored, and from the snapshot before. */
import type { BlobStore } from "../ports.ts";
import { applyLog } from "./apply-log.ts";
import { type BuildOptions, buildFrom, buildFromScan, snapshotBytes } from "./build-index.ts";
import { openNewest } from "./open-newest.ts";
import { newIndex } from "./scan-index.ts";
import { openSnapshot } from "./snapshot/open.ts";
import { memorySource } from "./snapshot/source.ts";

export interface BuildComparison {
  /** Number of the log entry that both are exact at. */
  readonly position: number;
  readonly bytes: number;
  readonly equal: boolean;
  /** Sections that are not the same; absent when all are. */
  readonly differing?: readonly string[];
  /** Snapshots that are offered and cannot be read, before the one that was built from; absent when there are none. */
  readonly lost?: readonly string[];
}

export interface CompareOptions extends BuildOptions {
  readonly blobs: BlobStore;
}

/** Takes twice the memory of a snapshot. @throws AppError as `Board.scan` and `Board.changes`. */
export async function compareBuilds(options: CompareOptions): Promise<BuildComparison> {
  const { board, signal } = options;
  // Read first: no snapshot of it is above the scan.
  const pointer = await board.snapshots({ signal });
  const scanned = await buildFromScan(options);
  const { position } = scanned;
  const { snapshot, lost } = await openNewest({ ...options, isWhole: true }, pointer);
  const incremental =
    snapshot === undefined ? await newIndex() : await buildFrom(snapshot, { ...options, until: position });
  if (snapshot === undefined) await applyLog(incremental, { ...options, until: position });
  const [a, b] = [await snapshotBytes(scanned, options), await snapshotBytes(incremental, options)];
  const differing = await differingSections(a, b);
  const equal = differing.length === 0;
  return {
    ...{ position, bytes: a.length, equal },
    ...(equal ? {} : { differing }),
    ...(lost.size === 0 ? {} : { lost: [...lost] }),
  };
}

/** Names of sections that only one has or that differ; `root` when only that does. */
async function differingSections(a: Uint8Array, b: Uint8Array): Promise<readonly string[]> {
  const [sectionsOfA, sectionsOfB] = [await bytesByName(a), await bytesByName(b)];
  const names = new Set([...sectionsOfA.keys(), ...sectionsOfB.keys()]);
  const differing = [...names].filter((name) => !isSame(sectionsOfA.get(name), sectionsOfB.get(name)));
  return differing.length === 0 && !isSame(a, b) ? ["root"] : differing;
}

async function bytesByName(file: Uint8Array): Promise<Map<string, Uint8Array>> {
  const { list } = await openSnapshot(memorySource(file));
  return new Map(list.map(({ name, offset, bytes }) => [name, file.subarray(offset, offset + bytes)]));
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
