import { expect } from "vitest";
import type { KeySpace } from "../../core/ports.ts";
import { allOf, upTo } from "./expect.ts";
import { committed, type KeySpaceCase, keySpaceCase, numbered, put, readAll, remove } from "./key-space-case.ts";

const SEVEN = upTo(7).map((i) => numbered(i));

async function seven(keys: KeySpace, partition: string): Promise<void> {
  await committed(keys, partition, ...SEVEN.map((key) => put(key, key)));
}

async function fill(keys: KeySpace, partition: string, count: number, body = ""): Promise<void> {
  const perCommit = Math.min(64, Math.floor(2_000_000 / (Buffer.byteLength(body) + 1)));
  for (let i = 0; i < count; i += perCommit) {
    const numbers = upTo(Math.min(perCommit, count - i));
    await committed(keys, partition, ...numbers.map((n) => put(numbered(i + n), body)));
  }
}

async function rangeKeys(
  keys: KeySpace,
  partition: string,
  bounds: { after?: string; upTo?: string },
): Promise<string[]> {
  return (await readAll(keys, partition, { ...bounds, limit: 100 })).map((item) => item.key);
}

export const rangeCases: readonly KeySpaceCase[] = [
  keySpaceCase("a range pages through with every limit and leaves nothing out", async ({ keys, partition }) => {
    await seven(keys, partition);
    for (const limit of [1, 2, 3, 4, 5, 6, 7, 8, 1_000]) {
      const items = await readAll(keys, partition, { limit });
      expect(items.map((item) => item.key)).toEqual(SEVEN);
    }
  }),

  keySpaceCase("a page may begin at every offset", async ({ keys, partition }) => {
    await seven(keys, partition);
    for (const [i, after] of SEVEN.entries()) {
      for (const limit of [1, 2, 3, 7]) {
        const items = await readAll(keys, partition, { after, limit });
        expect(items.map((item) => item.key)).toEqual(SEVEN.slice(i + 1));
      }
    }
  }),

  keySpaceCase("a page holds no more than its limit and says that more follows", async ({ keys, partition }) => {
    await seven(keys, partition);
    for (const limit of upTo(6).map((i) => i + 1)) {
      const page = await keys.range(partition, { limit });
      expect(page.end).toBe(false);
      expect(page.items.length).toBeGreaterThan(0);
      expect(page.items.map((item) => item.key)).toEqual(SEVEN.slice(0, Math.min(limit, page.items.length)));
    }
  }),

  keySpaceCase("1,100 items are paged through exactly once, in order", async ({ keys, partition }) => {
    await fill(keys, partition, 1_100);
    const expected = upTo(1_100).map((i) => numbered(i));
    for (const limit of [1_000, 333]) {
      const items = await readAll(keys, partition, { limit });
      expect(items.map((item) => item.key)).toEqual(expected);
    }
  }),

  // DynamoDB and Firestore end a page at about 1 MB and 10 MB; whatever the service does, no item is cut or left out.
  keySpaceCase("40 items of 350 KB are paged through whole", async ({ keys, partition }) => {
    await fill(keys, partition, 40, "é".repeat(175_000));
    const items = await readAll(keys, partition, { limit: 1_000 });
    expect(items.map((item) => [item.key, item.value.body.length])).toEqual(
      upTo(40).map((i) => [numbered(i), 175_000]),
    );
  }),

  keySpaceCase("after is exclusive, whether or not there is such a key", async ({ keys, partition }) => {
    await seven(keys, partition);
    expect(await rangeKeys(keys, partition, { after: numbered(3) })).toEqual(SEVEN.slice(4));
    expect(await rangeKeys(keys, partition, { after: `${numbered(3)}-` })).toEqual(SEVEN.slice(4));
    expect(await rangeKeys(keys, partition, { after: "k:0003".slice(0, -1) })).toEqual(SEVEN);
    expect(await rangeKeys(keys, partition, { after: "a" })).toEqual(SEVEN);
    expect(await rangeKeys(keys, partition, { after: numbered(6) })).toEqual([]);
    expect(await rangeKeys(keys, partition, { after: "z" })).toEqual([]);
  }),

  keySpaceCase("upTo is inclusive, whether or not there is such a key", async ({ keys, partition }) => {
    await seven(keys, partition);
    expect(await rangeKeys(keys, partition, { upTo: numbered(3) })).toEqual(SEVEN.slice(0, 4));
    expect(await rangeKeys(keys, partition, { upTo: `${numbered(3)}-` })).toEqual(SEVEN.slice(0, 4));
    expect(await rangeKeys(keys, partition, { upTo: numbered(0) })).toEqual(SEVEN.slice(0, 1));
    expect(await rangeKeys(keys, partition, { upTo: "k:0003".slice(0, -1) })).toEqual([]);
    expect(await rangeKeys(keys, partition, { upTo: "a" })).toEqual([]);
    expect(await rangeKeys(keys, partition, { upTo: "z" })).toEqual(SEVEN);
  }),

  keySpaceCase("after and upTo together cut out every part", async ({ keys, partition }) => {
    await seven(keys, partition);
    for (const from of upTo(7)) {
      for (const to of upTo(7)) {
        const items = await readAll(keys, partition, { after: numbered(from), upTo: numbered(to), limit: 2 });
        expect(items.map((item) => item.key)).toEqual(SEVEN.slice(from + 1, to + 1));
      }
    }
  }),

  // DynamoDB answers such bounds with a ValidationException.
  keySpaceCase("a range whose after is at or past its upTo is empty", async ({ keys, partition }) => {
    await seven(keys, partition);
    for (const after of [numbered(2), numbered(3), "z"]) {
      expect(await keys.range(partition, { after, upTo: numbered(2), limit: 10 })).toEqual({ items: [], end: true });
    }
  }),

  keySpaceCase("one kind of key is read without its neighbours", async ({ keys, partition }) => {
    const others = ["b:", "d:1", "d:l:1", "k:9", "l", "l-1", "l.", "m:", "p:"];
    const log = upTo(5).map((i) => numbered(i, "l:"));
    await committed(keys, partition, ...[...others, ...log].map((key) => put(key, "")));
    expect(await rangeKeys(keys, partition, { after: "l:", upTo: "l:zzzz" })).toEqual(log);
  }),

  keySpaceCase("paging goes on when the item it stopped at is deleted", async ({ keys, partition }) => {
    await seven(keys, partition);
    for (const i of upTo(6)) {
      const page = await keys.range(partition, { after: numbered(i), limit: 1 });
      expect(page.items.map((item) => item.key)).toEqual([numbered(i + 1)]);
      await committed(keys, partition, remove(numbered(i + 1)));
    }
    expect(await rangeKeys(keys, partition, {})).toEqual([numbered(0)]);
  }),

  keySpaceCase("paging while others write ends and gives what stays exactly once, in order", async (scene) => {
    const { keys, partition } = scene;
    const writer = await scene.open();
    await fill(keys, partition, 60);
    const seen: string[] = [];
    let page = await keys.range(partition, { limit: 7 });
    // Each round writes behind the reader and ahead of it: new items, changed items, every fifth item deleted.
    for (let round = 0; !page.end && round < 200; round++) {
      seen.push(...page.items.map((item) => item.key));
      const [next] = await Promise.all([
        keys.range(partition, { after: seen.at(-1) ?? "", limit: 7 }),
        committed(
          writer,
          partition,
          put(`${numbered(round)}-new`, ""),
          put(`${numbered(59 - round)}-new`, ""),
          put(numbered((round * 7 + 1) % 60), "changed"),
          remove(numbered((round * 5 + 25) % 60)),
        ),
      ]);
      page = next;
    }
    seen.push(...page.items.map((item) => item.key));
    expect(page.end).toBe(true);
    expect(seen).toEqual([...new Set(seen)].toSorted());
    const stayed = upTo(60).filter((i) => i % 5 !== 0);
    expect(seen).toEqual(expect.arrayContaining(stayed.map((i) => numbered(i))));
  }),

  keySpaceCase("an endless writer beyond upTo does not keep a range from ending", async (scene) => {
    const { keys, partition } = scene;
    const writer = await scene.open();
    await fill(keys, partition, 30);
    let isRead = false;
    async function writeOn(): Promise<void> {
      for (let i = 30; !isRead && i < 3_000; i++) await committed(writer, partition, put(numbered(i), ""));
    }
    const read: string[] = [];
    async function readOn(): Promise<void> {
      try {
        read.push(...(await readAll(keys, partition, { upTo: numbered(29), limit: 1 })).map((item) => item.key));
      } finally {
        isRead = true;
      }
    }
    await allOf([readOn(), writeOn()]);
    expect(read).toEqual(upTo(30).map((i) => numbered(i)));
  }),
];
