/** A blob store that is opened by its first call: its SDK costs a cold start more than most requests do. */
import type { BlobStore } from "../core/ports.ts";

export function lazyBlobStore(open: () => Promise<BlobStore>): BlobStore {
  let opening: Promise<BlobStore> | undefined;

  function opened(): Promise<BlobStore> {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  return {
    put: async (...call) => (await opened()).put(...call),
    get: async (...call) => (await opened()).get(...call),
    list: async (...call) => (await opened()).list(...call),
    delete: async (...call) => (await opened()).delete(...call),
    close: async () => (await opening)?.close(),
  };
}
