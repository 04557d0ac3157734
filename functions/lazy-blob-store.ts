/** A blob store that is opened by its first call: its SDK costs a cold start more than most requests do. */
import type { BlobStore } from "../core/ports.ts";
import { once } from "./once.ts";

export function lazyBlobStore(open: () => Promise<BlobStore>): BlobStore {
  const store = once(open);
  return {
    put: async (...call) => (await store.get()).put(...call),
    get: async (...call) => (await store.get()).get(...call),
    list: async (...call) => (await store.get()).list(...call),
    delete: async (...call) => (await store.get()).delete(...call),
    close: async () => (await store.begun())?.close(),
  };
}
