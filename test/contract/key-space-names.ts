import { expect } from "vitest";
import { LIMITS } from "../../core/ports.ts";
import { refused, upTo } from "./expect.ts";
import { bodies, committed, type KeySpaceCase, keySpaceCase, keysOf, put, read, remove } from "./key-space-case.ts";

const HOSTILE_CHARACTERS = [
  ..."/\\#?%*'\"`$&+,;=@!|<>(){}[]^~ ",
  "\0",
  "\n",
  "\t",
  "\r",
  "\u007f",
  "\u0080",
  "é",
  "ı",
  "\u2028",
  "😀",
  "\ud800",
];

/** Alone, in front, inside and behind; and the other ways in which a name can be wrong. */
function hostileNames(bytes: number): string[] {
  return ["", "a".repeat(bytes + 1), "a/../b", ...HOSTILE_CHARACTERS.flatMap((c) => [c, `${c}a`, `a${c}b`, `a${c}`])];
}

/** Ascending by bytes: `-` `.` digits `:` upper case `_` lower case. */
const IN_BYTE_ORDER = [
  "-",
  "--",
  "-a",
  ".",
  "..",
  ".a",
  "0",
  "00",
  "1",
  "10",
  "2",
  "9",
  ":",
  ":0",
  "A",
  "A-",
  "A.",
  "A0",
  "A:",
  "AA",
  "A_",
  "Aa",
  "B",
  "Z",
  "_",
  "__",
  "_a",
  "a",
  "a-",
  "a.",
  "a0",
  "a:",
  "aA",
  "a_",
  "aa",
  "b",
  "z",
  "zz",
];

export const nameCases: readonly KeySpaceCase[] = [
  keySpaceCase(
    "a hostile key is refused by every call, and nothing of its commit is written",
    async ({ keys, partition }) => {
      for (const hostile of hostileNames(LIMITS.keyBytes)) {
        await refused("invalid_id", () => keys.get(partition, ["a", hostile]));
        await refused("invalid_id", () => keys.range(partition, { after: hostile, limit: 10 }));
        await refused("invalid_id", () => keys.range(partition, { upTo: hostile, limit: 10 }));
        await refused("invalid_id", () => keys.commit(partition, [put("a", "1"), put(hostile, "2")]));
        await refused("invalid_id", () => keys.commit(partition, [put("a", "1"), remove(hostile)]));
      }
      expect(await keysOf(keys, partition)).toEqual([]);
    },
  ),

  keySpaceCase("a hostile partition is refused by every call", async ({ keys }) => {
    for (const hostile of [...hostileNames(LIMITS.partitionBytes), ".", "..", "a.b", "a:b"]) {
      await refused("invalid_id", () => keys.get(hostile, ["a"]));
      await refused("invalid_id", () => keys.range(hostile, { limit: 10 }));
      await refused("invalid_id", () => keys.commit(hostile, [put("a", "1")]));
    }
  }),

  keySpaceCase("keys that mean something elsewhere are plain keys", async ({ keys, partition }) => {
    const odd = [
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      ".",
      "..",
      "...",
      "-",
      "_",
      ":",
      "NULL",
      "rowid",
    ];
    expect(await keys.get(partition, odd)).toEqual(odd.map(() => undefined));
    await committed(keys, partition, ...odd.map((key) => put(key, key, "absent")));
    expect(bodies(await keys.get(partition, odd))).toEqual(odd);
    expect(await keysOf(keys, partition)).toEqual(odd.toSorted());
    await committed(keys, partition, ...odd.map((key) => remove(key)));
    expect(await keysOf(keys, partition)).toEqual([]);
  }),

  keySpaceCase("a partition named like a JavaScript property holds nothing until it is written", async ({ keys }) => {
    for (const partition of ["__proto__", "constructor", "toString"]) {
      expect(await keys.get(partition, ["constructor", "length"])).toEqual([undefined, undefined]);
      expect(await keys.range(partition, { limit: 1 })).toEqual({ items: [], end: true });
    }
  }),

  keySpaceCase("a key of 200 bytes in a partition of 64 bytes is stored and found", async ({ keys, partition }) => {
    const long = partition.padEnd(LIMITS.partitionBytes, "-");
    const ends = ["x", "y", "z"];
    const longKeys = ends.map((end) => end.padStart(LIMITS.keyBytes, "k"));
    await committed(keys, long, ...longKeys.map((key) => put(key, key)));
    expect(bodies(await keys.get(long, longKeys))).toEqual(longKeys);
    expect(await keysOf(keys, long)).toEqual(longKeys);
  }),

  keySpaceCase("keys that differ in case only are different keys", async ({ keys, partition }) => {
    await committed(keys, partition, put("KEY", "1"), put("key", "2"), put("Key", "3"));
    expect(bodies(await keys.get(partition, ["key", "Key", "KEY", "kEY"]))).toEqual(["2", "3", "1", undefined]);
  }),

  keySpaceCase("partitions that differ in case only are different partitions", async ({ keys, partition }) => {
    await committed(keys, `${partition}-a`, put("k", "1"));
    expect(await read(keys, `${partition}-A`, "k")).toBeUndefined();
  }),

  keySpaceCase("items are ordered by the bytes of their keys", async ({ keys, partition }) => {
    const shuffled = IN_BYTE_ORDER.toSorted((a, b) => (a.length === b.length ? (a < b ? 1 : -1) : a.length - b.length));
    await committed(keys, partition, ...shuffled.map((key) => put(key, key)));
    expect(await keysOf(keys, partition)).toEqual(IN_BYTE_ORDER);
  }),

  keySpaceCase("a range may begin behind and end with any key", async ({ keys, partition }) => {
    await committed(keys, partition, ...IN_BYTE_ORDER.map((key) => put(key, key)));
    for (const [i, after] of IN_BYTE_ORDER.entries()) {
      const upToKey = IN_BYTE_ORDER[i + 3] ?? "zz";
      const page = await keys.range(partition, { after, upTo: upToKey, limit: 100 });
      expect(page.items.map((item) => item.key)).toEqual(IN_BYTE_ORDER.slice(i + 1, i + 4));
    }
  }),

  keySpaceCase("partitions are isolated, also when one's name begins with another's", async ({ keys, partition }) => {
    const names = [
      partition,
      `${partition}0`,
      `${partition}-`,
      `${partition}_`,
      `${partition}Z`,
      partition.slice(0, -1),
    ];
    for (const name of names) await committed(keys, name, put("a", name), put("b", name));
    await committed(keys, `${partition}-`, remove("a"));
    for (const name of names) {
      const left = name === `${partition}-` ? ["b"] : ["a", "b"];
      expect(await keysOf(keys, name)).toEqual(left);
      expect(bodies(await keys.get(name, left))).toEqual(left.map(() => name));
    }
  }),

  keySpaceCase("a condition looks at its own partition only", async ({ keys, partition }) => {
    await committed(keys, partition, put("a", "1"));
    await committed(keys, `${partition}0`, put("a", "2", "absent"));
    await committed(keys, `${partition}1`, ...upTo(3).map((i) => put(`a${i}`, "3", "absent")));
    expect((await read(keys, partition, "a"))?.value.body).toBe("1");
  }),
];
