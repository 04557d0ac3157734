import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { type MemoryKeys, memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { blobStoreCases } from "./blob-store.ts";
import { keySpaceCases } from "./key-space.ts";
import { blobStoreLiesAreFound } from "./lying-blob-stores.ts";
import { keySpaceLiesAreFound } from "./lying-key-spaces.ts";

const keys: MemoryKeys = { partitions: new Map(), commits: 0 };
keySpaceLiesAreFound("memory", async () => memoryKeySpace(keys));

const blobs = new Map<string, Uint8Array>();
blobStoreLiesAreFound("memory", async () => memoryBlobStore(blobs));

describe("the contracts", () => {
  it("name every case once", () => {
    for (const cases of [keySpaceCases, blobStoreCases]) {
      const names = cases.map((contractCase) => contractCase.name);
      expect(names).toEqual([...new Set(names)]);
    }
  });
});
