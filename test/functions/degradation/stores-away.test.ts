/** D5, D6, D9, D12 and D13: what goes on while a store is away, and what one bad listing or a thousand searches cost the rest. */
import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import { follower } from "../../../core/index/follower.ts";
import { publish } from "../../../core/index/publish.ts";
import { parseListing } from "../../../core/listing/parse.ts";
import type { BlobStore } from "../../../core/ports.ts";
import { openBoard } from "../../../core/store/board.ts";
import { createApp } from "../../../functions/http/app.ts";
import { countingSpace, noCalls } from "../../support/counting-space.ts";
import { testEnv } from "../../support/env.ts";
import { type Faults, faultySpace } from "../../support/faulty-space.ts";
import { LISTING, testService } from "../../support/service.ts";

describe("D5: the database away, the index loaded", () => {
  it("answers every search, says that it is stale and how old, and acknowledges no write", async () => {
    const faults: Faults = {};
    const service = await testService({ space: faultySpace(memoryKeySpace(), faults) });
    const created = await service.create();
    await service.call("GET", "/v1/search");
    Object.assign(faults, { reads: true, commits: "refused" });
    for (let minute = 1; minute <= 30; minute++) {
      service.env.advance(60_000);
      const search = await service.call("GET", "/v1/search?q=engineer");
      expect([search.status, search.json.total, search.headers.get("Rolecall-Stale")]).toEqual([200, 1, "true"]);
      expect(Number(search.headers.get("Rolecall-Age-Ms"))).toBeGreaterThanOrEqual(minute * 60_000);
      expect((await service.create()).status).toBe(503);
    }
    // The index has cards and no listings: what cannot be told whole is not told.
    expect((await service.call("GET", `/v1/listings/${created.json.id}`)).status).toBe(503);
    Object.assign(faults, { reads: false, commits: undefined });
    expect(await service.head()).toBe(1);
    service.env.advance(60_000);
    expect((await service.call("GET", "/v1/search")).headers.get("Rolecall-Stale")).toBe("false");
  });
});

describe("D6: a cold process", () => {
  const DOWN: BlobStore = {
    put: () => Promise.reject(new AppError("unavailable", "down")),
    get: () => Promise.reject(new AppError("unavailable", "down")),
    list: () => Promise.reject(new AppError("unavailable", "down")),
    delete: () => Promise.reject(new AppError("unavailable", "down")),
    close: async () => undefined,
  };

  async function cold(areBlobsDown: boolean, isSpaceDown: boolean) {
    const faults: Faults = {};
    const space = faultySpace(memoryKeySpace(), faults);
    const blobs = memoryBlobStore();
    const env = testEnv();
    const first = await openBoard({ space, env, name: "default" });
    await first.create(parseListing(LISTING));
    await publish({ board: first, blobs, env });
    const board = await openBoard({ space, env, name: "default" });
    if (isSpaceDown) faults.reads = true;
    const seen = areBlobsDown ? DOWN : blobs;
    const app = createApp({ board, blobs: seen, env, follower: follower({ board, blobs: seen, env }) });
    return { app, faults };
  }

  it("searches from the snapshot", async () => {
    const { app } = await cold(false, false);
    expect(await (await app.request("/v1/search")).json()).toMatchObject({ total: 1 });
  });

  it("searches from a scan while the blob store is away", async () => {
    const { app } = await cold(true, false);
    expect(await (await app.request("/v1/search")).json()).toMatchObject({ total: 1 });
  });

  it.each([false, true])(
    "refuses while the database is away (blobs too: %j), and is back with it",
    async (areBlobsDown) => {
      const { app, faults } = await cold(areBlobsDown, true);
      const refused = await app.request("/v1/search");
      expect([refused.status, Number(refused.headers.get("Retry-After")) > 0]).toEqual([503, true]);
      faults.reads = false;
      expect((await app.request("/v1/search")).status).toBe(200);
    },
  );
});

describe("D9: a thousand searches at once on a view that is old", () => {
  it("cost one look at the log, and so do the thousand behind them none", async () => {
    const calls = noCalls();
    const env = testEnv();
    const board = await openBoard({ space: countingSpace(memoryKeySpace(), calls), env, name: "default" });
    const index = follower({ board, env });
    await index.view();
    env.advance(5_000);
    const before = { ...calls };
    const views = () => Promise.all(Array.from({ length: 1_000 }, () => index.view()));
    await views();
    expect([calls.ranges - before.ranges, calls.gets - before.gets]).toEqual([1, 0]);
    await views();
    expect(calls.ranges - before.ranges).toBe(1);
  });
});

describe("D12: listings that no route would have let in", () => {
  it("are one among others: those are found, and the log goes on behind them", async () => {
    const { board, call, create } = await testService();
    await create({ title: "Before" });
    const listing = parseListing(LISTING);
    const huge = "x".repeat(64 * 1024);
    const strange = [
      { ...listing, description: { format: "text", value: huge } },
      { ...listing, tags: Array.from({ length: 5_000 }, (_, i) => `tag${i}`) },
      { ...listing, title: `e${"\u0301".repeat(20_000)}` },
      { ...listing, title: "\u0000\u202e\uffff", summary: "(".repeat(20_000) },
    ] satisfies (typeof listing)[];
    for (const input of strange) await board.create(input);
    await create({ title: "Behind" });
    for (const q of ["before", "behind"]) {
      expect((await call("GET", `/v1/search?q=${q}`)).json).toMatchObject({ total: 1, partial: false });
    }
    expect((await call("GET", "/v1/search")).json.total).toBe(strange.length + 2);
    expect((await call("GET", "/v1/changes?limit=1000")).json.items.length).toBe(strange.length + 2);
  });
});

describe("D13: health", () => {
  it("is constant work: no call of a store, whatever the store does; readiness asks", async () => {
    const calls = noCalls();
    const { call } = await testService({ space: countingSpace(memoryKeySpace(), calls) });
    const before = { ...calls };
    for (let i = 0; i < 100; i++) expect((await call("GET", "/health")).status).toBe(200);
    expect(calls).toEqual(before);
    expect((await call("GET", "/ready")).status).toBe(200);
    expect(calls).not.toEqual(before);
  });
});
