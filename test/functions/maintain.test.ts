import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { type MemoryKeys, memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { AppError } from "../../core/errors.ts";
import type { KeySpace } from "../../core/ports.ts";
import { openBoard } from "../../core/store/board.ts";
import { removeExpired } from "../../core/store/expire.ts";
import { listingKey } from "../../core/store/keys.ts";
import { sealBoard } from "../../core/store/seal.ts";
import { indexAgeMetric } from "../../functions/index-age-metric.ts";
import { maintain } from "../../functions/maintain.ts";
import { DEFAULT_REQUEST_LIMITS as limits } from "../../functions/request-limits.ts";
import { publishedWithDamage } from "../core/index/lifecycle-world.ts";
import { countingSpace, noCalls } from "../support/counting-space.ts";
import { testEnv } from "../support/env.ts";
import { sourcedInput } from "../support/listings.ts";

const DAY_MS = 86_400_000;
const FORTY_DAYS_MS = 40 * DAY_MS;

async function board() {
  const env = testEnv();
  const calls = noCalls();
  const data: MemoryKeys = { partitions: new Map(), commits: 0 };
  const stored = new Map<string, Uint8Array>();
  const blobs = memoryBlobStore(stored);
  const open = await openBoard({ space: countingSpace(memoryKeySpace(data), calls), env, name: "default" });
  return { services: { board: open, blobs, env, limits }, env, calls, data, stored };
}

/** Two listings, one of them deleted, and 40 days later a third. */
async function oldBoard() {
  const made = await board();
  const { board: open } = made.services;
  for (const id of ["1", "2"]) await open.upsert(sourcedInput(id));
  await open.remove(open.idOf({ name: "feed", externalId: "1" }), "any");
  made.env.advance(FORTY_DAYS_MS);
  await open.upsert(sourcedInput("3"));
  return made;
}

describe("maintenance", () => {
  it("publishes what has changed, and nothing when nothing has", async () => {
    const { services, stored } = await oldBoard();
    expect(await maintain(services, { isThorough: false })).toMatchObject({ published: "published", pruned: 0 });
    expect(await maintain(services, { isThorough: false })).toMatchObject({ published: "current", pruned: 0 });
    expect(stored.size).toBe(1);
  });

  it("mends damage deep inside the newest snapshot when it reads everything, also where nobody writes", async () => {
    const { services, stored } = await board();
    const { name } = await publishedWithDamage({ blobs: stored }, services);
    expect(await maintain(services, { isThorough: false })).toMatchObject({ published: "current" });
    expect(await maintain(services, { isThorough: true })).toMatchObject({ published: "published" });
    const { offered } = await services.board.snapshots();
    expect(offered.map((one) => one.name)).not.toContain(name);
    expect(await maintain(services, { isThorough: true })).toMatchObject({ published: "current" });
  });

  it("trims the log, and tombstones when it reads everything", async () => {
    const { services } = await oldBoard();
    expect(await maintain(services, { isThorough: false })).toMatchObject({
      trimmed: { entries: 4, tombstones: 0 },
      swept: false,
    });
    const thorough = { trimmed: { entries: 0, tombstones: 1 }, swept: true };
    expect(await maintain(services, { isThorough: true })).toMatchObject(thorough);
    expect(await maintain(services, { isThorough: true })).toMatchObject({ trimmed: { entries: 0, tombstones: 0 } });
  });

  it("keeps the log behind the oldest snapshot that is offered", async () => {
    const { services, env } = await board();
    const { board: open } = services;
    for (const id of ["1", "2", "3", "4", "5"]) {
      await open.upsert(sourcedInput(id));
      await maintain(services, { isThorough: false });
    }
    env.advance(FORTY_DAYS_MS);
    await open.upsert(sourcedInput("6"));
    const { offered } = await open.snapshots();
    expect(offered.map(({ position }) => position)).toEqual([5, 4, 3]);
    // 0 to 3: publishing has put the newest in front, and the oldest of the three is at 4 by then.
    expect(await maintain(services, { isThorough: false })).toMatchObject({ trimmed: { entries: 4 }, pruned: 3 });
    expect((await open.changes({ seq: 4 }, 10)).changes.length).toBe(2);
  });

  it("deletes what expired 90 days ago, or as long ago as the board says, when it reads everything", async () => {
    const { services, env } = await board();
    const { board: open } = services;
    const until = (days: number) => ({ validThrough: new Date(env.now() + days * DAY_MS).toISOString() });
    await open.upsert(sourcedInput("soon", until(1)));
    await open.upsert(sourcedInput("later", until(50)));
    await open.upsert(sourcedInput("never"));
    await open.upsert(sourcedInput("a draft", { ...until(1), state: "draft" }));
    env.advance(92 * DAY_MS);
    expect(await maintain(services, { isThorough: false })).toMatchObject({ expired: 0 });
    expect(await maintain(services, { isThorough: true })).toMatchObject({ expired: 1, published: "published" });
    expect(await maintain(services, { isThorough: true })).toMatchObject({ expired: 0, published: "current" });
    const ids = ["soon", "later", "never", "a draft"].map((externalId) => open.idOf({ name: "feed", externalId }));
    const kinds = (await open.get(ids)).map((stored) => stored?.kind);
    expect(kinds).toEqual(["tombstone", "listing", "listing", "listing"]);
    await open.changeSettings((settings) => ({ ...settings, keepExpiredDays: 30 }));
    expect(await maintain(services, { isThorough: true })).toMatchObject({ expired: 1 });
    expect((await open.get(ids)).map((stored) => stored?.kind)[1]).toBe("tombstone");
  });

  it("leaves an expired listing that is extended while it looks", async () => {
    const { services, env, data } = await board();
    const validThrough = new Date(env.now() + DAY_MS).toISOString();
    const { stored } = await services.board.upsert(sourcedInput("1", { validThrough }));
    env.advance(100 * DAY_MS);
    const space = memoryKeySpace(data);
    let extended = 0;
    const meanwhile: KeySpace = {
      ...space,
      async range(partition, options, signal) {
        const page = await space.range(partition, options, signal);
        if (page.items.some(({ key }) => key === listingKey(stored.id)) && extended++ === 0)
          await services.board.upsert(sourcedInput("1"));
        return page;
      },
    };
    const looking = await openBoard({ space: meanwhile, env, name: "default" });
    expect(await removeExpired({ board: looking, env })).toBe(0);
    expect(extended).toBe(1);
    expect(await services.board.get([stored.id])).toMatchObject([{ kind: "listing" }]);
  });

  it("deletes a thousand expired listings at a time", async () => {
    const { services, env } = await board();
    const validThrough = new Date(env.now() + DAY_MS).toISOString();
    const ids = Array.from({ length: 1_100 }, (_, i) => `${i}`);
    await Promise.all(ids.map((id) => services.board.upsert(sourcedInput(id, { validThrough }))));
    env.advance(92 * DAY_MS);
    const first = (await maintain(services, { isThorough: true })).expired;
    const second = (await maintain(services, { isThorough: true })).expired;
    expect(first).toBeLessThan(1_100);
    expect([first + second, (await maintain(services, { isThorough: true })).expired]).toEqual([1_100, 0]);
  });

  it("says how far the published index was behind, also when it then fails to publish", async () => {
    const { services, env } = await board();
    const ages: number[] = [];
    const onIndexAge = (seconds: number) => ages.push(seconds);
    await maintain(services, { isThorough: false, onIndexAge });
    await services.board.upsert(sourcedInput("1"));
    env.advance(120_000);
    await services.board.upsert(sourcedInput("2"));
    env.advance(60_000);
    const put = () => Promise.reject(new AppError("unavailable", "down"));
    const broken = { ...services, blobs: { ...services.blobs, put } };
    const failing = maintain(broken, { isThorough: false, onIndexAge });
    await expect(failing).rejects.toMatchObject({ code: "unavailable" });
    await maintain(services, { isThorough: false, onIndexAge });
    await maintain(services, { isThorough: false, onIndexAge });
    expect(ages).toEqual([0, 180, 180, 0]);
    const logged = env.events.filter(({ event }) => event === "index_age");
    expect(logged.map(({ facts }) => facts.seconds)).toEqual(ages);
  });

  it("does nothing to a board that has moved", async () => {
    const { services, env, data, stored } = await oldBoard();
    await sealBoard({ space: memoryKeySpace(data), env, board: "default" }, { movedTo: "elsewhere" });
    expect(await maintain(services, { isThorough: true })).toMatchObject({
      published: "current",
      trimmed: { entries: 0, tombstones: 0 },
      swept: false,
    });
    expect(stored.size).toBe(0);
  });

  it("reads everything about once in 288 calls, and next to nothing otherwise", async () => {
    const { services, calls } = await oldBoard();
    await maintain(services, { isThorough: true });
    let sweeps = 0;
    for (let call = 0; call < 2_880; call++) {
      Object.assign(calls, noCalls());
      const { swept } = await maintain(services);
      if (swept) sweeps++;
      // Layout twice, pointer twice, newest entry.
      else expect(calls.keys + calls.items).toBeLessThanOrEqual(5);
    }
    // 10 are expected; 0 and 30 each have a chance below 1 in 10,000, and the seed is fixed.
    expect(sweeps).toBeGreaterThan(0);
    expect(sweeps).toBeLessThan(30);
  });
});

describe("the figure for CloudWatch", () => {
  it("has the names that the alarm watches", () => {
    const line = indexAgeMetric({ at: 1_700_000_000_000, table: "rolecall", board: "default", seconds: 180 });
    expect(line).not.toContain("\n");
    expect(JSON.parse(line)).toEqual({
      _aws: {
        Timestamp: 1_700_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: "Rolecall",
            Dimensions: [["Table", "Board"]],
            Metrics: [{ Name: "IndexAgeSeconds", Unit: "Seconds" }],
          },
        ],
      },
      Table: "rolecall",
      Board: "default",
      IndexAgeSeconds: 180,
    });
  });
});
