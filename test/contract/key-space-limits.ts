import { expect } from "vitest";
import { LIMITS } from "../../core/ports.ts";
import { refused, upTo } from "./expect.ts";
import {
  committed,
  type KeySpaceCase,
  keySpaceCase,
  keysOf,
  numbered,
  put,
  read,
  remove,
  stored,
} from "./key-space-case.ts";

const LARGE = LIMITS.bytesPerCommit / 8;

export const limitCases: readonly KeySpaceCase[] = [
  keySpaceCase("90 writes are one commit", async ({ keys, partition }) => {
    const written = upTo(LIMITS.writesPerCommit).map((i) => numbered(i));
    await committed(keys, partition, ...written.map((key) => put(key, key, "absent")));
    expect(await keysOf(keys, partition)).toEqual(written);
    await committed(keys, partition, ...written.map((key) => remove(key)));
    expect(await keysOf(keys, partition)).toEqual([]);
  }),

  keySpaceCase("91 writes are too large, and none is written", async ({ keys, partition }) => {
    const writes = upTo(LIMITS.writesPerCommit + 1).map((i) => put(numbered(i), ""));
    await refused("too_large", () => keys.commit(partition, writes));
    expect(await keysOf(keys, partition)).toEqual([]);
  }),

  keySpaceCase("2 MiB of bodies are one commit", async ({ keys, partition }) => {
    await committed(keys, partition, ...upTo(8).map((i) => put(numbered(i), "x".repeat(LARGE))));
    const items = await keys.get(
      partition,
      upTo(8).map((i) => numbered(i)),
    );
    expect(items.map((item) => item?.value.body.length)).toEqual(upTo(8).map(() => LARGE));
  }),

  keySpaceCase("one byte over 2 MiB of bodies is too large, and none is written", async ({ keys, partition }) => {
    const writes = upTo(8).map((i) => put(numbered(i), "é".repeat(LARGE / 2)));
    await refused("too_large", () => keys.commit(partition, [...writes, put("z", "1")]));
    expect(await keysOf(keys, partition)).toEqual([]);
  }),

  keySpaceCase("a key written twice in one commit is refused, and nothing is written", async ({ keys, partition }) => {
    const before = await stored(keys, partition, "a", "1");
    for (const second of [put("a", "3"), remove("a"), put("a", "3", { token: before.token })]) {
      await refused("invalid_parameter", () => keys.commit(partition, [put("b", "2"), put("a", "2"), second]));
    }
    expect(await keysOf(keys, partition)).toEqual(["a"]);
    expect(await read(keys, partition, "a")).toEqual(before);
  }),

  keySpaceCase("a commit without writes is refused", async ({ keys, partition }) => {
    await refused("invalid_parameter", () => keys.commit(partition, []));
  }),

  keySpaceCase("a range limit that is no integer from 1 to 1,000 is refused", async ({ keys, partition }) => {
    for (const limit of [0, -1, 1.5, LIMITS.itemsPerRange + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      await refused("invalid_parameter", () => keys.range(partition, { limit }));
    }
  }),
];
