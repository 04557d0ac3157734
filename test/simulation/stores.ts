/** The two stores as they really are, and who looks at everything that they take. */
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { type MemoryKeys, memoryKeySpace } from "../../adapters/memory/key-space.ts";
import type { BlobInfo, BlobStore, KeySpace, Write } from "../../core/ports.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Watch } from "./watch.ts";

export const BOARD = "board";

export interface Stores {
  readonly data: MemoryKeys;
  /** By name, what the blob store holds. */
  readonly stored: Map<string, Uint8Array>;
  /** Blobs that were deleted. */
  readonly ghosts: ReadonlyMap<string, BlobInfo>;
  readonly keys: KeySpace;
  readonly blobs: BlobStore;
}

export interface StoresOptions {
  readonly data: MemoryKeys;
  readonly stored: Map<string, Uint8Array>;
  readonly time: Scheduler;
  readonly seen: Watch;
  readonly fail: (violation: unknown) => void;
}

export function stores({ data, stored, time, seen, fail }: StoresOptions): Stores {
  const ghosts = new Map<string, BlobInfo>();
  const judged = (judge: () => void) => {
    try {
      judge();
    } catch (error) {
      fail(error);
    }
  };
  const keys = observedKeys(memoryKeySpace(data), (writes) => {
    time.note("commit", () => describe(writes));
    judged(() => seen.committed(writes, time.now));
  });
  const blobs = observedBlobs(memoryBlobStore(stored), {
    put: (name) => seen.blobPut(name),
    deleted(name) {
      ghosts.set(name, { name, bytes: 0 });
      time.note("blob deleted", () => `blob ${name} is deleted`);
      judged(() => seen.blobDeleted(name));
    },
  });
  return { data, stored, ghosts, keys, blobs };
}

/** Every commit that the board's partition takes, at the moment at which it does. */
function observedKeys(space: KeySpace, onCommit: (writes: readonly Write[]) => void): KeySpace {
  return {
    ...space,
    async commit(partition, writes) {
      const result = await space.commit(partition, writes);
      if (result.committed && partition === BOARD) onCommit(writes);
      return result;
    },
  };
}

function observedBlobs(
  blobs: BlobStore,
  on: { readonly put: (name: string) => void; readonly deleted: (name: string) => void },
): BlobStore {
  return {
    ...blobs,
    async put(name, bytes) {
      await blobs.put(name, bytes);
      on.put(name);
    },
    async delete(name) {
      await blobs.delete(name);
      on.deleted(name);
    },
  };
}

/** Bodies of the board's records, by key. */
export function textsOf({ partitions }: MemoryKeys, prefix: string): string[] {
  const items = [...(partitions.get(BOARD)?.items.values() ?? [])].filter(({ key }) => key.startsWith(prefix));
  return items.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ value }) => value.body);
}

function describe(writes: readonly Write[]): string {
  const parts = writes.map(({ key, value }) => {
    if (value === undefined) return `delete ${key}`;
    if (!key.startsWith("d:")) return key;
    const { kind, content } = JSON.parse(value.body);
    return `${key} ${kind === "listing" ? content.summary : "deleted"}`;
  });
  return `the store takes ${parts.join(", ")}`;
}
