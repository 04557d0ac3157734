import { AppError } from "../../core/errors.ts";
import {
  assertBlobList,
  assertBlobName,
  assertByteRange,
  assertNotAborted,
  type BlobStore,
  LIMITS,
} from "../../core/ports.ts";

/** The reference: what the port means, and nothing else. Two stores over the same map are two processes over one bucket. */
export function memoryBlobStore(blobs: Map<string, Uint8Array> = new Map()): BlobStore {
  return {
    async put(name, bytes, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      const stored = blobs.get(name);
      // Not `bytes.slice()`: of a Node `Buffer` that is a view, not a copy.
      if (stored === undefined) blobs.set(name, new Uint8Array(bytes));
      else if (!equal(stored, bytes)) throw new AppError("conflict", `blob ${name} exists with other bytes`);
    },

    // Copies both ways: a caller owns its buffers.
    async get(name, range, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      if (range !== undefined) assertByteRange(range);
      return blobs.get(name)?.slice(range?.from, range?.to);
    },

    async list(prefix, options = {}, signal) {
      assertNotAborted(signal);
      assertBlobList(prefix, options);
      const { after = "", limit = LIMITS.blobsPerList } = options;
      const names = [...blobs.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
      const page = names.slice(0, limit).map((name) => ({ name, bytes: blobs.get(name)?.length ?? 0 }));
      return { blobs: page, end: page.length === names.length };
    },

    async delete(name, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      blobs.delete(name);
    },

    async close() {},
  };
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
