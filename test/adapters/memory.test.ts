import { type MemoryKeys, memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { keySpaceContract } from "../contract/key-space.ts";

const data: MemoryKeys = { partitions: new Map(), commits: 0 };
keySpaceContract("memory", { open: async () => memoryKeySpace(data) });
