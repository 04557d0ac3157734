import { expect } from "vitest";
import { isAppError } from "../../core/errors.ts";
import { refused, upTo } from "./expect.ts";
import {
  bodies,
  committed,
  conflicts,
  type KeySpaceCase,
  keySpaceCase,
  keysOf,
  numbered,
  present,
  put,
  read,
  readAll,
  remove,
  stored,
} from "./key-space-case.ts";

export const lifecycleCases: readonly KeySpaceCase[] = [
  keySpaceCase("a commit aborted before it is sent is unavailable and writes nothing", async ({ keys, partition }) => {
    const before = await stored(keys, partition, "a", "1");
    const signal = AbortSignal.abort(new Error("too late"));
    await refused("unavailable", () => keys.commit(partition, [put("a", "2"), put("b", "2")], signal));
    await refused("unavailable", () => keys.commit(partition, [remove("a")], signal));
    expect(await readAll(keys, partition, { limit: 10 })).toEqual([before]);
  }),

  keySpaceCase("a read aborted before it is sent is unavailable", async ({ keys, partition }) => {
    await refused("unavailable", () => keys.get(partition, ["a"], AbortSignal.abort()));
    await refused("unavailable", () => keys.range(partition, { limit: 1 }, AbortSignal.abort()));
  }),

  keySpaceCase("a signal that is aborted after the answer changes nothing", async ({ keys, partition }) => {
    const { signal, abort } = abortable();
    expect(await keys.commit(partition, [put("a", "1")], signal)).toEqual({ committed: true });
    expect(bodies(await keys.get(partition, ["a"], signal))).toEqual(["1"]);
    expect(await keys.range(partition, { limit: 10 }, signal)).toMatchObject({ end: true });
    abort();
    expect((await read(keys, partition, "a"))?.value.body).toBe("1");
  }),

  keySpaceCase("a commit aborted under way keeps to what it answers", async ({ keys, partition }) => {
    for (const i of upTo(10)) {
      const { signal, abort } = abortable();
      const pending = keys.commit(partition, [put(numbered(i), "")], signal);
      abort();
      const answer: unknown = await pending.catch((error: unknown) => error);
      if (isAppError(answer, "outcome_unknown")) continue;
      const isThere = (await read(keys, partition, numbered(i))) !== undefined;
      expect(isAppError(answer, "unavailable") ? undefined : answer).toEqual(isThere ? { committed: true } : undefined);
    }
  }),

  keySpaceCase("everything committed is there after close and open", async ({ keys, partition, reopen }) => {
    await committed(keys, partition, ...upTo(40).map((i) => put(numbered(i), `${i}`)));
    await committed(keys, partition, {
      key: "v",
      value: { kind: "listing", id: "i", revision: 2 ** 53 - 1, body: "{}" },
    });
    await committed(keys, partition, remove(numbered(7)), put(numbered(8), "eight"));
    const before = await readAll(keys, partition, { limit: 100 });
    expect(await readAll(await reopen(), partition, { limit: 100 })).toEqual(before);
  }),

  keySpaceCase("a token read before close fits after open, once", async ({ keys, partition, reopen }) => {
    const { token } = await stored(keys, partition, "a", "1");
    const later = await reopen();
    await committed(later, partition, put("a", "2", { token }));
    await conflicts(await reopen(), partition, put("a", "3", { token }));
  }),

  keySpaceCase("a key never gets a token again over close and open", async ({ keys, partition, reopen }) => {
    let handle = keys;
    const tokens = new Set<string>();
    for (const i of upTo(6)) {
      tokens.add((await stored(handle, partition, "a", "same")).token);
      if (i % 2 === 0) await committed(handle, partition, remove("a"));
      handle = await reopen();
    }
    expect(tokens.size).toBe(6);
  }),

  keySpaceCase("closing one handle leaves the others open", async ({ keys, partition, open, close }) => {
    const [first, second] = [await open(), await open()];
    await committed(first, partition, put("a", "1"));
    await close(first);
    await committed(second, partition, put("b", "2", "absent"));
    await close(second);
    await committed(keys, partition, put("c", "3"));
    expect(await keysOf(keys, partition)).toEqual(["a", "b", "c"]);
    expect((await present(await open(), partition, "b")).value.body).toBe("2");
  }),
];

function abortable(): { signal: AbortSignal; abort(): void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
