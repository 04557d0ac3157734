/** Where a snapshot's bytes come from. */
import { AppError } from "../../errors.ts";
import { assertNotAborted, type BlobStore } from "../../ports.ts";

export interface SnapshotSource {
  /** The bytes `from` to `to` (exclusive); past the end of the file it is cut to the end. Repeats nothing. */
  read(from: number, to: number, signal?: AbortSignal): Promise<Uint8Array>;
  /**
   * The same into `target`, from its start; answers how many bytes there were, and writes none after that. For sources that
   * save a copy by it: touching memory for the first time takes longer than reading a file does.
   */
  readInto?(from: number, target: Uint8Array, signal?: AbortSignal): Promise<number>;
}

/** A blob that is not there is a snapshot that is not whole: `corrupt`. */
export function snapshotSource(blobs: BlobStore, name: string): SnapshotSource {
  return {
    async read(from, to, signal) {
      const bytes = await blobs.get(name, { from, to }, signal);
      if (bytes === undefined) throw new AppError("corrupt", `there is no snapshot ${name}`);
      return bytes;
    },
  };
}

export function memorySource(bytes: Uint8Array): SnapshotSource {
  return {
    async read(from, to, signal) {
      assertNotAborted(signal);
      return bytes.subarray(from, to);
    },
  };
}
