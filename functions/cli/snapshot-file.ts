/** A snapshot in a file of this machine: it works alone, without store or network. */
import { type FileHandle, open } from "node:fs/promises";
import { AppError } from "../../core/errors.ts";
import { openSnapshot, type Snapshot } from "../../core/index/snapshot/open.ts";
import type { SnapshotSource } from "../../core/index/snapshot/source.ts";

/** Opens it for one piece of work; what the work reads of it, it must have read when it is done. */
export async function withSnapshot<T>(path: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const file = await opened(path);
  try {
    return await work(await openSnapshot(fileSource(file)));
  } finally {
    await file.close();
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    throw new AppError("not_found", `cannot read ${path}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
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
