import { AppError } from "../../core/errors.ts";
import {
  assertBlobList,
  assertBlobName,
  assertByteRange,
  assertNotAborted,
  type BlobStore,
  type ByteRange,
  isBlobName,
  LIMITS,
} from "../../core/ports.ts";
import type { Objects } from "./objects.ts";
import type { S3Options } from "./options.ts";
import { s3Ranges } from "./ranges.ts";
import { absence, s3Error } from "./s3-error.ts";

type Signal = AbortSignal | undefined;

/**
 * Blobs as the objects of one S3 bucket, under their own names. The bucket is not asked for before the first call, and the SDK is
 * loaded by the first that needs it: ranges do not where region and credentials are given.
 */
export function s3BlobStore(options: S3Options): BlobStore {
  const ranges = s3Ranges(options);
  let loading: Promise<Objects> | undefined;
  let isClosed = false;

  async function objects(): Promise<Objects> {
    assertOpen();
    loading ??= import("./objects.ts").then(({ s3Objects }) => s3Objects(options));
    return loading;
  }

  // A connection would be made again.
  function assertOpen(): void {
    if (isClosed) throw new AppError("unavailable", "s3: this store is closed");
  }

  async function readRange(name: string, range: ByteRange, signal: Signal): Promise<Uint8Array | undefined> {
    if (ranges === undefined) return (await objects()).read(name, range, signal);
    assertOpen();
    try {
      return await ranges.read(name, range, signal);
    } catch (error) {
      const absent = absence(error);
      if (absent !== undefined) return absent.bytes;
      throw s3Error(error, "read", { bucket: options.bucket, region: options.region ?? "?" });
    }
  }

  return {
    async put(name, bytes, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      const service = await objects();
      if (await service.create(name, bytes, signal)) return;
      const stored = await service.read(name, undefined, signal);
      if (stored === undefined)
        throw new AppError("unavailable", `s3: blob ${name} was deleted while it was put again`);
      if (Buffer.compare(stored, bytes) !== 0) throw new AppError("conflict", `blob ${name} exists with other bytes`);
    },

    async get(name, range, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      if (range === undefined) return (await objects()).read(name, undefined, signal);
      assertByteRange(range);
      if (range.from < range.to) return readRange(name, range, signal);
      // HTTP has no empty range: one byte tells whether there is such a blob.
      const byte = await readRange(name, { from: range.from, to: range.from + 1 }, signal);
      return byte?.slice(0, 0);
    },

    async list(prefix, listOptions = {}, signal) {
      assertNotAborted(signal);
      assertBlobList(prefix, listOptions);
      // S3 lists nothing under a prefix that begins no name, and MinIO refuses to.
      if (!isBlobName(prefix) && !isBlobName(`${prefix}a`)) return { blobs: [], end: true };
      const { limit = LIMITS.blobsPerList } = listOptions;
      const service = await objects();
      for (let after = listOptions.after; ; ) {
        const page = await service.list(prefix, after, limit, signal);
        const blobs = page.blobs.filter(({ name }) => isBlobName(name));
        // A page of nothing but foreign objects would leave the caller with no name to go on from.
        if (blobs.length > 0 || page.end) return { blobs, end: page.end };
        after = page.blobs.at(-1)?.name;
      }
    },

    async delete(name, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      await (await objects()).remove(name, signal);
    },

    async close() {
      isClosed = true;
      ranges?.close();
      (await loading)?.close();
    },
  };
}
