/** Keys of a board are durable, revoked for good, and no part of what a board says. */
import { describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import type { KeySpace } from "../../../core/ports.ts";
import { type ApiKey, addApiKey, readApiKey, readApiKeys, revokeApiKey } from "../../../core/store/api-keys.ts";
import { openBoard } from "../../../core/store/board.ts";
import { boardNames } from "../../../core/store/board-list.ts";
import { copyBoard } from "../../../core/store/copy.ts";
import { contentDigest, scanContent } from "../../../core/store/digest.ts";
import { restoreBoard } from "../../../core/store/restore.ts";
import { RETENTION_MS } from "../../../core/store/trim.ts";
import { testEnv } from "../../support/env.ts";
import { liveIn } from "../../support/lived-in-board.ts";
import { recordsOf } from "../../support/stored-records.ts";

const KEY: ApiKey = {
  id: "0123456789ab",
  name: "importer",
  scopes: ["listings:write"],
  secretHash: "f".repeat(64),
  createdAt: 1,
  expiresAt: 2,
};

const place = (space: KeySpace = memoryKeySpace()) => ({ space, env: testEnv(), board: "default" });

/** A store whose commits fail so often before they go well: without an effect, or with it and without an answer. */
function failing(times: number, how: "refused" | "lost", store: KeySpace = memoryKeySpace()): KeySpace {
  let left = times;
  return {
    ...store,
    async commit(...call) {
      const isFailing = left-- > 0;
      if (isFailing && how === "refused") throw new AppError("unavailable", "throttled");
      const result = await store.commit(...call);
      if (isFailing) throw new AppError("outcome_unknown", "no answer");
      return result;
    },
  };
}

describe("the keys of a board", () => {
  it("are found by id, and listed, page by page", async () => {
    const on = place();
    expect(await readApiKey(on, KEY.id)).toBeUndefined();
    expect(await readApiKeys(on)).toEqual([]);
    await addApiKey(on, KEY);
    expect(await readApiKey(on, KEY.id)).toEqual(KEY);
    const ids = Array.from({ length: 1_001 }, (_, i) => `zzzzzzz${String(i).padStart(5, "0")}`);
    for (const id of ids) await addApiKey(on, { ...KEY, id });
    expect((await readApiKeys(on)).map(({ id }) => id)).toEqual([KEY.id, ...ids]);
  });

  it("are revoked once and for all", async () => {
    const on = place();
    await addApiKey(on, KEY);
    const revoked = await revokeApiKey(on, KEY.id);
    expect(revoked).toEqual({ ...KEY, revokedAt: on.env.now() });
    on.env.advance(1_000);
    expect(await revokeApiKey(on, KEY.id)).toEqual(revoked);
    expect(await readApiKey(on, KEY.id)).toEqual(revoked);
    await expect(revokeApiKey(on, "zzzzzzzzzzzz")).rejects.toMatchObject({ code: "not_found" });
  });

  it("never take the place of one that is there", async () => {
    const on = place();
    await addApiKey(on, KEY);
    await expect(addApiKey(on, { ...KEY, secretHash: "0".repeat(64) })).rejects.toMatchObject({ code: "conflict" });
    expect(await readApiKey(on, KEY.id)).toEqual(KEY);
  });

  it.each(["refused", "lost"] as const)("are made and revoked through commits that are %s", async (how) => {
    const store = memoryKeySpace();
    await addApiKey(place(failing(3, how, store)), KEY);
    expect(await readApiKey(place(store), KEY.id)).toEqual(KEY);
    const { revokedAt } = await revokeApiKey(place(failing(3, how, store)), KEY.id);
    expect((await readApiKey(place(store), KEY.id))?.revokedAt).toBe(revokedAt);
  });

  it("say so when the store stays away", async () => {
    await expect(addApiKey(place(failing(100, "refused")), KEY)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("are in no copy and no digest, and neither a trim, a sweep nor a restore takes them", async () => {
    const env = testEnv();
    const space = memoryKeySpace();
    const board = await openBoard({ space, env, name: "default" });
    await liveIn(board, 20);
    const on = { space, env, board: "default" };
    const digest = async () => contentDigest(env, await scanContent(on, () => undefined));
    const before = await digest();
    await addApiKey(on, KEY);
    expect(await digest()).toBe(before);
    expect((await board.scan(undefined, 100)).stored.every(({ id }) => id !== KEY.id)).toBe(true);

    const to = memoryKeySpace();
    expect((await copyBoard({ from: space, to, env, name: "default" })).isEqual).toBe(true);
    expect(await readApiKeys({ ...on, space: to })).toEqual([]);
    expect([...(await recordsOf(to)).values()].some(({ body }) => body.includes(KEY.secretHash))).toBe(false);

    env.advance(RETENTION_MS + 1);
    await board.trim(await board.head());
    expect(await readApiKeys(on)).toEqual([KEY]);
    await restoreBoard(on);
    expect(await readApiKeys(on)).toEqual([KEY]);
  });

  it("do not keep an empty board from being taken over by a copy, which leaves them to it", async () => {
    const env = testEnv();
    const [from, to] = [memoryKeySpace(), memoryKeySpace()];
    await liveIn(await openBoard({ space: from, env, name: "default" }), 5);
    await openBoard({ space: to, env, name: "default" });
    await addApiKey({ space: to, env, board: "default" }, KEY);
    expect((await copyBoard({ from, to, env, name: "default" })).isEqual).toBe(true);
    expect(await readApiKeys({ space: to, env, board: "default" })).toEqual([KEY]);
  });
});

describe("the boards of a store", () => {
  it("are listed by name, page by page; one that must exist is not made", async () => {
    const space = memoryKeySpace();
    const env = testEnv();
    expect(await boardNames({ space, env })).toEqual([]);
    await expect(openBoard({ space, env, name: "acme", mustExist: true })).rejects.toMatchObject({ code: "not_found" });
    expect(await recordsOf(space, "acme")).toEqual(new Map());
    const names = Array.from({ length: 1_003 }, (_, i) => `b-${String(i).padStart(4, "0")}`);
    for (const name of names) await openBoard({ space, env, name });
    expect(await boardNames({ space, env })).toEqual(names);
    expect((await openBoard({ space, env, name: "b-0007", mustExist: true })).name).toBe("b-0007");
  });
});
