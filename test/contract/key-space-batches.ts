import { expect } from "vitest";
import type { Item, Write } from "../../core/ports.ts";
import { upTo } from "./expect.ts";
import {
  bodies,
  committed,
  conflicts,
  type KeySpaceCase,
  keySpaceCase,
  keysOf,
  numbered,
  put,
  readAll,
  remove,
  type Scene,
  stored,
} from "./key-space-case.ts";

const SIZE = 10;

/** Ten mixed writes to ten present items, of which the one at `failing` has lost its condition: nothing may change. */
async function failsWhole({ keys, partition }: Scene, failing: number): Promise<void> {
  const olds: Item[] = [];
  for (const i of upTo(SIZE)) olds.push(await stored(keys, partition, numbered(i), "old"));
  await committed(keys, partition, ...upTo(SIZE).map((i) => put(numbered(i), "kept")));
  const before = await readAll(keys, partition, { limit: 1_000 });
  const writes = before.map(({ key, token }, i): Write => {
    if (i === failing) return put(key, "new", { token: olds[i]?.token ?? "" });
    return i % 3 === 0 ? remove(key, { token }) : put(key, "new", i % 2 === 0 ? { token } : undefined);
  });
  await conflicts(keys, partition, ...writes);
  expect(await readAll(keys, partition, { limit: 1_000 })).toEqual(before);
}

export const batchCases: readonly KeySpaceCase[] = [
  keySpaceCase("when the first write loses its condition, no write is applied", (scene) => failsWhole(scene, 0)),
  keySpaceCase("when a middle write loses its condition, no write is applied", (scene) => failsWhole(scene, 5)),
  keySpaceCase("when the last write loses its condition, no write is applied", (scene) => failsWhole(scene, SIZE - 1)),

  keySpaceCase("when one of 90 new items exists, none is written", async ({ keys, partition }) => {
    await committed(keys, partition, put(numbered(40), "mine"));
    await conflicts(keys, partition, ...upTo(90).map((i) => put(numbered(i), "new", "absent")));
    expect(bodies(await readAll(keys, partition, { limit: 1_000 }))).toEqual(["mine"]);
  }),

  keySpaceCase("when a deletion loses its condition, no put beside it is applied", async ({ keys, partition }) => {
    const seen = await stored(keys, partition, "a", "1");
    await committed(keys, partition, remove("a"));
    await conflicts(keys, partition, put("b", "new", "absent"), remove("a", { token: seen.token }), put("c", "new"));
    expect(await keysOf(keys, partition)).toEqual([]);
  }),

  keySpaceCase("when several writes lose their conditions, no write is applied", async ({ keys, partition }) => {
    await committed(keys, partition, put("a", "1"), put("b", "1"));
    await conflicts(keys, partition, put("a", "2", "absent"), put("b", "2", "absent"), put("c", "2", "absent"));
    expect(bodies(await readAll(keys, partition, { limit: 10 }))).toEqual(["1", "1"]);
  }),

  keySpaceCase("a commit of creations, replacements and deletions is applied whole", async ({ keys, partition }) => {
    for (const i of upTo(6)) await committed(keys, partition, put(`k${i}`, "old"));
    const [k0, k1, k2, k3] = await keys.get(partition, ["k0", "k1", "k2", "k3"]);
    await committed(
      keys,
      partition,
      put("k0", "new", { token: k0?.token ?? "" }),
      remove("k1", { token: k1?.token ?? "" }),
      put("k2", "new", { token: k2?.token ?? "" }),
      remove("k3", { token: k3?.token ?? "" }),
      put("k4", "new"),
      remove("k5"),
      put("k6", "new", "absent"),
      remove("k7", "absent"),
      remove("k8"),
    );
    const items = await readAll(keys, partition, { limit: 10 });
    expect(items.map((item) => `${item.key} ${item.value.body}`)).toEqual(["k0 new", "k2 new", "k4 new", "k6 new"]);
  }),

  keySpaceCase(
    "each item of a commit gets its own key, value and a token that fits it",
    async ({ keys, partition }) => {
      await committed(keys, partition, ...upTo(20).map((i) => put(numbered(i), `${i}`)));
      const items = await readAll(keys, partition, { limit: 100 });
      expect(items.map((item) => [item.key, item.value.body])).toEqual(upTo(20).map((i) => [numbered(i), `${i}`]));
      await committed(keys, partition, ...items.map(({ key, token }) => put(key, "next", { token })));
      await conflicts(keys, partition, ...items.map(({ key, token }) => put(key, "late", { token })));
    },
  ),

  keySpaceCase("a commit of one deletion works and may be repeated", async ({ keys, partition }) => {
    const { token } = await stored(keys, partition, "a", "1");
    await committed(keys, partition, remove("a", { token }));
    await conflicts(keys, partition, remove("a", { token }));
    await committed(keys, partition, remove("a"));
    await committed(keys, partition, remove("a", "absent"));
    expect(await keysOf(keys, partition)).toEqual([]);
  }),

  keySpaceCase("a commit that deletes all its items leaves an empty partition", async ({ keys, partition }) => {
    await committed(keys, partition, ...upTo(5).map((i) => put(numbered(i), "")));
    await committed(keys, partition, ...upTo(5).map((i) => remove(numbered(i))));
    expect(await keys.range(partition, { limit: 10 })).toEqual({ items: [], end: true });
    await committed(keys, partition, ...upTo(5).map((i) => put(numbered(i), "back", "absent")));
    expect(await keysOf(keys, partition)).toHaveLength(5);
  }),
];
