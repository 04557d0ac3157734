import { expect } from "vitest";
import { upTo } from "./expect.ts";
import {
  bodies,
  committed,
  type KeySpaceCase,
  keySpaceCase,
  keysOf,
  numbered,
  put,
  read,
  readAll,
  remove,
  stored,
} from "./key-space-case.ts";

export const readCases: readonly KeySpaceCase[] = [
  keySpaceCase(
    "get answers in the order of its keys, with undefined for what is absent",
    async ({ keys, partition }) => {
      await committed(keys, partition, put("a", "1"), put("b", "2"), put("c", "3"));
      const items = await keys.get(partition, ["c", "nothing", "a", "b", "0"]);
      expect(bodies(items)).toEqual(["3", undefined, "1", "2", undefined]);
      expect(items.map((item) => item?.key)).toEqual(["c", undefined, "a", "b", undefined]);
    },
  ),

  keySpaceCase("get answers a key asked for twice twice", async ({ keys, partition }) => {
    await committed(keys, partition, put("a", "1"), put("b", "2"));
    expect(bodies(await keys.get(partition, ["a", "b", "a", "x", "x", "a"]))).toEqual([
      "1",
      "2",
      "1",
      undefined,
      undefined,
      "1",
    ]);
  }),

  keySpaceCase("get answers no keys with no items", async ({ keys, partition }) => {
    expect(await keys.get(partition, [])).toEqual([]);
    await committed(keys, partition, put("a", "1"));
    expect(await keys.get(partition, [])).toEqual([]);
  }),

  keySpaceCase("get answers 300 keys in one call, every third one absent", async ({ keys, partition }) => {
    const numbers = upTo(300).filter((i) => i % 3 !== 0);
    for (let i = 0; i < numbers.length; i += 64) {
      await committed(keys, partition, ...numbers.slice(i, i + 64).map((n) => put(numbered(n), `${n}`)));
    }
    const asked = upTo(300).reverse();
    const items = await keys.get(
      partition,
      asked.map((n) => numbered(n)),
    );
    expect(bodies(items)).toEqual(asked.map((n) => (n % 3 === 0 ? undefined : `${n}`)));
  }),

  // A DynamoDB BatchGetItem answers at most 16 MB and leaves the rest to be asked for again.
  keySpaceCase("get answers 17 MB of items whole", async ({ keys, partition }) => {
    const body = "x".repeat(350_000);
    for (let i = 0; i < 50; i += 5) {
      await committed(keys, partition, ...upTo(5).map((n) => put(numbered(i + n), `${i + n}${body}`)));
    }
    const items = await keys.get(
      partition,
      upTo(50).map((n) => numbered(n)),
    );
    expect(items.map((item) => item?.value.body.length)).toEqual(upTo(50).map((n) => `${n}`.length + body.length));
  }),

  keySpaceCase("every commit is seen by the very next get and range", async ({ keys, partition }) => {
    for (const i of upTo(20)) {
      await committed(keys, partition, put("a", `${i}`));
      expect((await read(keys, partition, "a"))?.value.body).toBe(`${i}`);
      await committed(keys, partition, put("a", `again ${i}`));
      expect(bodies(await readAll(keys, partition, { limit: 10 }))).toEqual([`again ${i}`]);
    }
  }),

  keySpaceCase("every commit is seen by other handles at once", async ({ keys, partition, open }) => {
    const handles = [keys, await open(), await open()];
    for (const i of upTo(4)) {
      for (const [writer, handle] of handles.entries()) {
        const body = `${i} by ${writer}`;
        await committed(handle, partition, put("a", body));
        for (const reader of handles) {
          expect((await read(reader, partition, "a"))?.value.body).toBe(body);
          expect(bodies(await readAll(reader, partition, { limit: 10 }))).toEqual([body]);
        }
      }
    }
  }),

  keySpaceCase("a deleted item is absent for get and for range", async ({ keys, partition }) => {
    await committed(keys, partition, put("a", "1"), put("b", "2"), put("c", "3"));
    await committed(keys, partition, remove("b"));
    expect(await read(keys, partition, "b")).toBeUndefined();
    expect(await keysOf(keys, partition)).toEqual(["a", "c"]);
  }),

  keySpaceCase("get and range give the same items with the same tokens", async ({ keys, partition }) => {
    await committed(keys, partition, {
      key: "a",
      value: { kind: "listing", id: "i", revision: 7, body: '{"a":1}' },
    });
    await committed(keys, partition, put("b", "[]"));
    const items = await keys.get(partition, ["a", "b"]);
    expect(await readAll(keys, partition, { limit: 10 })).toEqual(items);
  }),

  keySpaceCase("reading changes nothing, not even a token", async ({ keys, partition }) => {
    const item = await stored(keys, partition, "a", "1");
    await keys.get(partition, ["a", "b"]);
    await keys.range(partition, { limit: 10 });
    expect(await read(keys, partition, "a")).toEqual(item);
    expect(await keysOf(keys, partition)).toEqual(["a"]);
  }),

  keySpaceCase("a partition nobody wrote to is empty", async ({ keys, partition }) => {
    expect(await read(keys, partition, "a")).toBeUndefined();
    expect(await keys.range(partition, { limit: 10 })).toEqual({ items: [], end: true });
  }),
];
