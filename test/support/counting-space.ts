/** A key space that counts what is asked of it: what an operation costs is calls, keys and writes. */
import type { KeySpace } from "../../core/ports.ts";

export interface Calls {
  gets: number;
  /** Keys asked for by all gets. */
  keys: number;
  ranges: number;
  /** Items that all ranges answered. */
  items: number;
  commits: number;
  /** Writes of the commits that went through. */
  writes: number;
  /** Commits that lost a condition, to another writer or to the past. */
  conflicts: number;
}

export function noCalls(): Calls {
  return { gets: 0, keys: 0, ranges: 0, items: 0, commits: 0, writes: 0, conflicts: 0 };
}

export function countingSpace(space: KeySpace, calls: Calls): KeySpace {
  return {
    async get(partition, keys, signal) {
      calls.gets++;
      calls.keys += keys.length;
      return space.get(partition, keys, signal);
    },
    async range(partition, options, signal) {
      calls.ranges++;
      const page = await space.range(partition, options, signal);
      calls.items += page.items.length;
      return page;
    },
    async commit(partition, writes, signal) {
      calls.commits++;
      const result = await space.commit(partition, writes, signal);
      if (result.committed) calls.writes += writes.length;
      else calls.conflicts++;
      return result;
    },
    close: () => space.close(),
  };
}
