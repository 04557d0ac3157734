import { describe, it } from "vitest";
import type { CommitResult, Item } from "../../core/ports.ts";
import { expectFound, named } from "./expect.ts";
import { keySpaceCases } from "./key-space.ts";
import {
  countedPerKey,
  emptyEachTime,
  type Liar,
  type OpenKeySpace,
  over,
  overPages,
  overTokens,
  overValues,
  overWrites,
  unconditional,
} from "./key-space-liar.ts";

/** A store with one plausible fault, and the case of the suite that must find it. */
interface LyingKeySpace {
  readonly lie: string;
  readonly killedBy: string;
  readonly harness: Liar;
}

/** Declares that over this store, which `open` opens for the suite itself, the contract finds every lie. */
export function keySpaceLiesAreFound(name: string, open: OpenKeySpace): void {
  describe(`the contract of KeySpace can fail over ${name}`, () => {
    for (const { lie, killedBy, harness } of lyingKeySpaces) {
      it(`a store that ${lie} is found by "${killedBy}"`, async () => {
        await expectFound(named(keySpaceCases, killedBy).run(harness(open)));
      });
    }
  });
}

const COMMITTED: CommitResult = { committed: true };

const lyingKeySpaces: readonly LyingKeySpace[] = [
  {
    lie: "ignores every condition",
    killedBy: "put if absent on a present key conflicts",
    harness: overWrites((writes) => writes.map(unconditional)),
  },
  {
    lie: "ignores tokens but not `absent`",
    killedBy: "put under an outdated token on a present key conflicts",
    harness: overWrites((writes) =>
      writes.map((write) => (write.condition === "absent" ? write : unconditional(write))),
    ),
  },
  {
    lie: "ignores the conditions of deletions",
    killedBy: "delete under an outdated token on a recreated key conflicts",
    harness: overWrites((writes) => writes.map((write) => (write.value === undefined ? unconditional(write) : write))),
  },
  {
    lie: "judges the first condition of a batch only",
    killedBy: "when the last write loses its condition, no write is applied",
    harness: overWrites((writes) => writes.map((write, i) => (i === 0 ? write : unconditional(write)))),
  },
  {
    lie: "judges conditions first and writes later",
    killedBy: "of 20 writers that create one item exactly one wins, and its value is stored",
    harness: over((honest) => ({
      async commit(partition, writes) {
        for (const { key, condition } of writes) {
          const [item] = await honest.get(partition, [key]);
          const fits = condition === "absent" ? item === undefined : item?.token === condition?.token;
          if (condition !== undefined && !fits) return { committed: false, found: new Map() };
        }
        return honest.commit(partition, writes.map(unconditional));
      },
    })),
  },
  {
    lie: "drops the last write of a batch",
    killedBy: "each item of a commit gets its own key, value and a token that fits it",
    harness: overWrites((writes) => (writes.length > 1 ? writes.slice(0, -1) : writes)),
  },
  {
    lie: "applies half of a batch that fails",
    killedBy: "when a middle write loses its condition, no write is applied",
    harness: over((honest) => ({
      async commit(partition, writes, signal) {
        const result = await honest.commit(partition, writes, signal);
        const half = writes.slice(0, writes.length / 2).map(unconditional);
        if (!result.committed && half.length > 0) await honest.commit(partition, half);
        return result;
      },
    })),
  },
  {
    lie: "splits a batch into requests of 25",
    killedBy: "when one of 90 new items exists, none is written",
    harness: over((honest) => ({
      async commit(partition, writes, signal) {
        for (let i = 0; i < writes.length; i += 25) {
          const result = await honest.commit(partition, writes.slice(i, i + 25), signal);
          if (!result.committed) return result;
        }
        return COMMITTED;
      },
    })),
  },
  {
    lie: "reports a conflict as committed",
    killedBy: "put under an outdated token on a deleted key conflicts",
    harness: over((honest) => ({
      async commit(partition, writes, signal) {
        await honest.commit(partition, writes, signal);
        return COMMITTED;
      },
    })),
  },
  {
    lie: "sends a commit twice and takes its own first for a conflict",
    killedBy: "put if absent on an absent key commits",
    harness: over((honest) => ({
      async commit(partition, writes, signal) {
        await honest.commit(partition, writes, signal);
        return honest.commit(partition, writes, signal);
      },
    })),
  },
  {
    lie: "swallows an error",
    killedBy: "a commit aborted before it is sent is unavailable and writes nothing",
    harness: over((honest) => ({
      commit: (partition, writes, signal) => honest.commit(partition, writes, signal).catch(() => COMMITTED),
    })),
  },
  {
    lie: "does not look at the signal of a commit",
    killedBy: "a commit aborted before it is sent is unavailable and writes nothing",
    harness: over((honest) => ({ commit: (partition, writes) => honest.commit(partition, writes) })),
  },
  {
    lie: "does not look at the signal of a read",
    killedBy: "a read aborted before it is sent is unavailable",
    harness: over((honest) => ({ range: (partition, options) => honest.range(partition, options) })),
  },
  {
    lie: "answers a conflict with the items it read earlier",
    killedBy: "items found after a conflict are as current as the failure",
    harness: over((honest) => {
      const seen = new Map<string, Item | undefined>();
      return {
        async get(partition, keys, signal) {
          const items = await honest.get(partition, keys, signal);
          keys.forEach((key, i) => {
            seen.set(key, items[i]);
          });
          return items;
        },
        async commit(partition, writes, signal) {
          const result = await honest.commit(partition, writes, signal);
          return result.committed ? result : { committed: false, found: seen };
        },
      };
    }),
  },
  {
    lie: "reads from a cache that other handles do not clear",
    killedBy: "every commit is seen by other handles at once",
    harness: over((honest) => {
      const cache = new Map<string, Item | undefined>();
      return {
        async get(partition, keys, signal) {
          const items = await honest.get(partition, keys, signal);
          return keys.map((key, i) => {
            if (!cache.has(key)) cache.set(key, items[i]);
            return cache.get(key);
          });
        },
        async commit(partition, writes, signal) {
          for (const { key } of writes) cache.delete(key);
          return honest.commit(partition, writes, signal);
        },
      };
    }),
  },
  {
    lie: "loses what it held when it is closed",
    killedBy: "everything committed is there after close and open",
    harness: emptyEachTime,
  },
  {
    lie: "leaves out the keys of a get behind the first hundred",
    killedBy: "get answers 300 keys in one call, every third one absent",
    harness: over((honest) => ({
      async get(partition, keys, signal) {
        return (await honest.get(partition, keys, signal)).map((item, i) => (i < 100 ? item : undefined));
      },
    })),
  },
  {
    lie: "answers a key asked for twice once",
    killedBy: "get answers a key asked for twice twice",
    harness: over((honest) => ({
      get: (partition, keys, signal) => honest.get(partition, [...new Set(keys)], signal),
    })),
  },
  {
    lie: "answers get in the order of the store",
    killedBy: "get answers in the order of its keys, with undefined for what is absent",
    harness: over((honest) => ({ get: (partition, keys, signal) => honest.get(partition, keys.toSorted(), signal) })),
  },
  {
    lie: "counts tokens per key and begins again after a deletion",
    killedBy: "a token from before a deletion does not fit what came after (ABA)",
    harness: countedPerKey,
  },
  {
    lie: "takes the value for its token",
    killedBy: "writing the same value again gives a new token",
    harness: overTokens((item) => JSON.stringify(item.value)),
  },
  {
    lie: "orders the items of a page like a dictionary",
    killedBy: "items are ordered by the bytes of their keys",
    harness: overPages(({ items, end }) => ({
      items: items.toSorted((a, b) => a.key.localeCompare(b.key, "en")),
      end,
    })),
  },
  {
    lie: "begins a page with the item it was to begin after",
    killedBy: "after is exclusive, whether or not there is such a key",
    harness: over((honest) => ({
      async range(partition, options, signal) {
        const page = await honest.range(partition, options, signal);
        const [item] = options.after === undefined ? [] : await honest.get(partition, [options.after]);
        return item === undefined ? page : { items: [item, ...page.items].slice(0, options.limit), end: page.end };
      },
    })),
  },
  {
    lie: "ends a range before its upTo",
    killedBy: "upTo is inclusive, whether or not there is such a key",
    harness: overPages(({ items, end }, { upTo }) => ({ items: items.filter((item) => item.key !== upTo), end })),
  },
  {
    lie: "claims that the second page is the last",
    killedBy: "a range pages through with every limit and leaves nothing out",
    harness: overPages(({ items, end }, { after }) => ({ items, end: end || after !== undefined })),
  },
  {
    lie: "never claims the end",
    killedBy: "a partition nobody wrote to is empty",
    harness: overPages(({ items }) => ({ items, end: false })),
  },
  {
    lie: "puts one item more on a page than asked for",
    killedBy: "a page holds no more than its limit and says that more follows",
    harness: over((honest) => ({
      range: (partition, options, signal) =>
        honest.range(partition, { ...options, limit: Math.min(options.limit + 1, 1_000) }, signal),
    })),
  },
  {
    lie: "drops one item in a hundred from ranges",
    killedBy: "1,100 items are paged through exactly once, in order",
    harness: overPages(({ items, end }) => ({ items: items.filter((item) => !/[0-9]{2}99$/.test(item.key)), end })),
  },
  {
    lie: "deletes nothing",
    killedBy: "a deleted item is absent for get and for range",
    harness: over((honest) => ({
      async commit(partition, writes, signal) {
        const puts = writes.filter((write) => write.value !== undefined);
        return puts.length === 0 ? COMMITTED : honest.commit(partition, puts, signal);
      },
    })),
  },
  {
    lie: "takes partitions that differ in case for one",
    killedBy: "partitions that differ in case only are different partitions",
    harness: over((honest) => ({
      get: (partition, keys, signal) => honest.get(partition.toLowerCase(), keys, signal),
      commit: (partition, writes, signal) => honest.commit(partition.toLowerCase(), writes, signal),
    })),
  },
  {
    lie: "trims bodies",
    killedBy: "a body keeps the white space between JSON tokens: space, tab, line feed, carriage return",
    harness: overValues((value) => ({ ...value, body: value.body.trim() })),
  },
  {
    lie: "normalizes bodies",
    killedBy: "a body keeps composed and decomposed characters apart",
    harness: overValues((value) => ({ ...value, body: value.body.normalize() })),
  },
  {
    lie: "cuts bodies at 64 KiB",
    killedBy: "a body of exactly the limit is stored whole",
    harness: overValues((value) => ({ ...value, body: value.body.slice(0, 65_536) })),
  },
  {
    lie: "keeps revisions in 32 bits",
    killedBy: "every safe integer is a revision and comes back exactly",
    harness: overValues((value) => (value.revision === undefined ? value : { ...value, revision: value.revision | 0 })),
  },
  {
    lie: "makes an absent revision 0",
    killedBy: "an absent id or revision stays absent",
    harness: overValues((value) => ({ ...value, revision: value.revision ?? 0 })),
  },
];
