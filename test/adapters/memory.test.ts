import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { type MemoryKeys, memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { blobStoreContract } from "../contract/blob-store.ts";
import { keySpaceContract } from "../contract/key-space.ts";

const keys: MemoryKeys = { partitions: new Map(), commits: 0 };
keySpaceContract("memory", { open: async () => memoryKeySpace(keys) });

const blobs = new Map<string, Uint8Array>();
blobStoreContract("memory", { open: async () => memoryBlobStore(blobs) });
