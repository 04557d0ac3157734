import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { blobStoreCases } from "./blob-store.ts";
import { keySpaceCases } from "./key-space.ts";
import { lyingBlobStores } from "./lying-blob-stores.ts";
import { lyingKeySpaces } from "./lying-key-spaces.ts";

/** The case that is to find a lie. */
function named<Case extends { readonly name: string }>(cases: readonly Case[], name: string): Case {
  const found = cases.filter((contractCase) => contractCase.name === name);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} cases are named "${name}"`);
  return found[0];
}

describe("the contract of KeySpace can fail", () => {
  for (const { lie, killedBy, harness } of lyingKeySpaces) {
    it(`a store that ${lie} is found by "${killedBy}"`, async () => {
      await expect(named(keySpaceCases, killedBy).run(harness())).rejects.toThrow();
    });
  }

  it("an honest store is not found by any of these cases", async () => {
    const data = { partitions: new Map(), commits: 0 };
    for (const { killedBy } of lyingKeySpaces) {
      await named(keySpaceCases, killedBy).run({ open: async () => memoryKeySpace(data) });
    }
  });
});

describe("the contract of BlobStore can fail", () => {
  for (const { lie, killedBy, harness } of lyingBlobStores) {
    it(`a store that ${lie} is found by "${killedBy}"`, async () => {
      await expect(named(blobStoreCases, killedBy).run(harness())).rejects.toThrow();
    });
  }

  it("an honest store is not found by any of these cases", async () => {
    const stored = new Map<string, Uint8Array>();
    for (const { killedBy } of lyingBlobStores) {
      await named(blobStoreCases, killedBy).run({ open: async () => memoryBlobStore(stored) });
    }
  });
});

describe("the contracts", () => {
  it("name every case once", () => {
    for (const cases of [keySpaceCases, blobStoreCases]) {
      const names = cases.map((contractCase) => contractCase.name);
      expect(names).toEqual([...new Set(names)]);
    }
  });
});
