import {
  assertCommit,
  assertKey,
  assertNotAborted,
  assertPartition,
  assertRange,
  type Item,
  type KeySpace,
  type Write,
} from "../../core/ports.ts";

/** What outlives a closed `memoryKeySpace`; two key spaces over the same data are two processes over one database. */
export interface MemoryKeys {
  readonly partitions: Map<string, Partition>;
  /** Counts commits and is every token's source: no key is written twice in a commit, so no token ever comes back. */
  commits: number;
}

/** Invariant: `keys` holds the keys of `items` in ascending order. */
interface Partition {
  readonly keys: string[];
  readonly items: Map<string, Item>;
}

/** The reference: what the port means, and nothing else. Not durable. */
export function memoryKeySpace(data: MemoryKeys = { partitions: new Map(), commits: 0 }): KeySpace {
  return {
    async get(partition, keys, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      keys.forEach(assertKey);
      const items = data.partitions.get(partition)?.items;
      return keys.map((key) => items?.get(key));
    },

    async range(partition, options, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      assertRange(options);
      const { keys, items } = data.partitions.get(partition) ?? { keys: [], items: new Map<string, Item>() };
      const from = options.after === undefined ? 0 : firstAbove(keys, options.after);
      const until = options.upTo === undefined ? keys.length : firstAbove(keys, options.upTo);
      const page = keys.slice(from, Math.min(until, from + options.limit));
      return { items: page.flatMap((key) => items.get(key) ?? []), end: from + page.length >= until };
    },

    async commit(partition, writes, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      assertCommit(writes);
      const stored = data.partitions.get(partition) ?? { keys: [], items: new Map() };
      if (!writes.every((write) => holds(write, stored.items.get(write.key)))) {
        return { committed: false, found: new Map(writes.map(({ key }) => [key, stored.items.get(key)])) };
      }
      data.commits += 1;
      data.partitions.set(partition, stored);
      for (const write of writes) apply(stored, write, String(data.commits));
      return { committed: true };
    },

    async close() {},
  };
}

function holds({ condition }: Write, current: Item | undefined): boolean {
  if (condition === undefined) return true;
  return condition === "absent" ? current === undefined : current?.token === condition.token;
}

function apply({ keys, items }: Partition, { key, value }: Write, token: string): void {
  if (items.has(key) !== (value !== undefined)) {
    const behind = firstAbove(keys, key);
    if (value === undefined) keys.splice(behind - 1, 1);
    else keys.splice(behind, 0, key);
  }
  if (value === undefined) items.delete(key);
  else items.set(key, Object.freeze({ key, token, value: Object.freeze({ ...value }) }));
}

/** Index of the first of ascending keys that is greater than `bound`. */
function firstAbove(keys: readonly string[], bound: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? "") <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
