/**
 * A snapshot by the name of its file on this machine, which works alone, without store or network; or by its name in the blob
 * store, as `rolecall publish` prints it.
 */
import { type FileHandle, open } from "node:fs/promises";
import { AppError } from "../../core/errors.ts";
import { openSnapshot, type Snapshot } from "../../core/index/snapshot/open.ts";
import { type SnapshotSource, snapshotSource } from "../../core/index/snapshot/source.ts";
import { namedAt } from "../../core/index/snapshot-name.ts";
import { openBlobStore } from "../addresses.ts";
import { configuration } from "../configuration.ts";

/**
 * Opens it for one piece of work; what the work reads of it, it must have read when it is done.
 * @throws AppError `not_found` when there is neither; else what `openSnapshot` and the store throw.
 */
export async function withSnapshot<T>(name: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const file = await opened(name);
  if (file === undefined) return withPublished(name, work);
  try {
    return await work(await openSnapshot(fileSource(file)));
  } finally {
    await file.close();
  }
}

/** @returns `undefined` when no file is there, and the name may be that of a blob. */
async function opened(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (cause) {
    const isAbsent = (cause as NodeJS.ErrnoException).code === "ENOENT";
    if (isAbsent && namedAt(path) !== undefined) return undefined;
    throw new AppError("not_found", `cannot read ${path}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** Stores have names of their own for files: with `file:` a `/` is a `+`. Only the store finds a blob by its name. */
async function withPublished<T>(name: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const { blobs: address } = configuration();
  const blobs = await openBlobStore(address);
  try {
    const first = await blobs.get(name, { from: 0, to: 1 });
    if (first === undefined)
      throw new AppError("not_found", `there is neither a file nor in ${address} a blob ${name}`);
    return await work(await openSnapshot(snapshotSource(blobs, name)));
  } finally {
    await blobs.close();
  }
}

/** Reads straight to where the bytes belong. */
function fileSource(file: FileHandle): SnapshotSource {
  async function readInto(from: number, target: Uint8Array): Promise<number> {
    for (let length = 0; ; ) {
      const { bytesRead } = await file.read(target, length, target.length - length, from + length);
      length += bytesRead;
      if (bytesRead === 0 || length === target.length) return length;
    }
  }
  return {
    readInto,
    async read(from, to) {
      const bytes = new Uint8Array(to - from);
      return bytes.subarray(0, await readInto(from, bytes));
    },
  };
}
