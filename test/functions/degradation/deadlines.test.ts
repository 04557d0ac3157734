/** D1: every request ends in its time, whatever the store does. */
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { isAppError } from "../../../core/errors.ts";
import { follower } from "../../../core/index/follower.ts";
import type { BlobStore, KeySpace } from "../../../core/ports.ts";
import { openBoard } from "../../../core/store/board.ts";
import { localAuthentication } from "../../../functions/auth/authentication.ts";
import { createApp } from "../../../functions/http/app.ts";
import type { Arrival } from "../../../functions/http/instance.ts";
import { deadline } from "../../../functions/http/middleware/deadline.ts";
import type { RequestFacts } from "../../../functions/http/services.ts";
import { lazyService } from "../../../functions/lazy-service.ts";
import { DEFAULT_REQUEST_LIMITS } from "../../../functions/request-limits.ts";
import { testEnv } from "../../support/env.ts";
import { listingInput } from "../../support/listings.ts";
import { LISTING, UNKNOWN_ID } from "../../support/service.ts";

const BUDGET_MS = 200;
const LITTLE_MS = 30;
const limits = { ...DEFAULT_REQUEST_LIMITS, timeoutMs: BUDGET_MS };
const never = () => new Promise<never>(() => undefined);

/** Takes every call and answers none, nor heeds any signal. */
const BLACK_HOLE: KeySpace = { get: never, range: never, commit: never, close: async () => undefined };
const BLOB_HOLE: BlobStore = { put: never, get: never, list: never, delete: never, close: async () => undefined };

/** A board that was opened before its store went silent. */
async function silenced(timeoutMs = BUDGET_MS) {
  const env = testEnv();
  const state = { isSilent: false, onlyCommits: false };
  const space = memoryKeySpace();
  const silencing: KeySpace = {
    get: (...call) => (state.isSilent ? never() : space.get(...call)),
    range: (...call) => (state.isSilent ? never() : space.range(...call)),
    commit: (...call) => (state.isSilent || state.onlyCommits ? never() : space.commit(...call)),
    close: () => space.close(),
  };
  const board = await openBoard({ space: silencing, env, name: "default" });
  const app = createApp({
    ...{ board, env, blobs: memoryBlobStore(), follower: follower({ board, env }) },
    requestLimits: { timeoutMs },
  });
  return { app, env, state };
}

describe("D1: a store that never answers", () => {
  const REQUESTS = [
    ["GET", `/v1/listings/${UNKNOWN_ID}`, undefined, 503],
    ["GET", "/v1/search", undefined, 503],
    ["GET", "/v1/changes", undefined, 503],
    ["GET", "/ready", undefined, 503],
    ["POST", "/v1/listings", LISTING, 503],
    ["DELETE", `/v1/listings/${UNKNOWN_ID}`, undefined, 503],
  ] as const;

  it.each(REQUESTS)("ends %s %s, and says when to come back", async (method, path, json, status) => {
    const { app, state } = await silenced();
    state.isSilent = true;
    const init = {
      method,
      ...(json && { body: JSON.stringify(json), headers: { "Content-Type": "application/json" } }),
    };
    const answer = await app.request(path, init);
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([status, "application/problem+json"]);
    expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
  });

  it("ends a write that was sent as one whose outcome is unknown", async () => {
    const { app, state } = await silenced();
    const create = (key: string) =>
      app.request("/v1/listings", {
        method: "POST",
        body: JSON.stringify(LISTING),
        headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      });
    expect((await create("a")).status).toBe(201);
    state.onlyCommits = true;
    const cut = await create("b");
    expect([cut.status, ((await cut.json()) as { readonly code: string }).code]).toEqual([504, "outcome_unknown"]);
    expect(cut.headers.has("Retry-After")).toBe(true);
  });

  it.each([
    ["GET", "/v1/listings", "unavailable"],
    ["POST", "/v1/search", "unavailable"],
    ["POST", "/v1/boards/other/search", "unavailable"],
    ["POST", "/v1/parse", "unavailable"],
    ["POST", "/v1/listings", "outcome_unknown"],
  ])("leaves in doubt only what may have changed something: %s %s is %s", async (method, path, code) => {
    const app = new Hono<RequestFacts>().use(deadline({ env: testEnv(), limits: { ...limits, timeoutMs: LITTLE_MS } }));
    app.all("*", never);
    app.onError((error, c) => c.text(isAppError(error) ? error.code : String(error)));
    expect(await (await app.request(path, { method })).text()).toBe(code);
  });

  it("ends the first request of a process, whose board cannot be opened", async () => {
    // A port ends its call with its signal, and answers nothing else.
    const heeding: KeySpace = {
      ...BLACK_HOLE,
      get: (_partition, _keys, signal) =>
        new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
    };
    const openStores = async () => ({ space: heeding, blobs: BLOB_HOLE });
    const lazy = lazyService({
      env: testEnv(),
      limits,
      authentication: localAuthentication(),
      name: "default",
      openStores,
    });
    expect((await lazy.fetch(new Request("http://localhost/health"))).status).toBe(200);
    expect((await lazy.fetch(new Request("http://localhost/v1/search"))).status).toBe(503);
  });

  it("leaves no promise behind that nobody looks at", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    try {
      const { app, state } = await silenced(20);
      state.isSilent = true;
      await Promise.all(Array.from({ length: 20 }, () => app.request(`/v1/listings/${UNKNOWN_ID}`)));
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(unhandled).toEqual([]);
    } finally {
      process.off("unhandledRejection", note);
    }
  });
});

describe("D1: the time of a request", () => {
  /** What a handler is given, told by how long it takes until it is aborted. */
  async function statusWith(arrival: Arrival, timeoutMs: number): Promise<number> {
    const { app, state } = await silenced(timeoutMs);
    state.isSilent = true;
    return (await app.request(`/v1/listings/${UNKNOWN_ID}`, {}, arrival)).status;
  }

  // Had it the whole minute, the test would not end.
  it("ends half a second before the platform does", async () => {
    expect(await statusWith({ remainingMs: 600 }, 60_000)).toBe(503);
  });

  it("is over at once when the platform leaves less than that", async () => {
    expect(await statusWith({ remainingMs: 100 }, 60_000)).toBe(503);
  });

  it("counts from the arrival, so that opening a board is taken from it", async () => {
    expect(await statusWith({ arrivedAt: -59_900 }, 60_000)).toBe(503);
  });

  it.each([
    ["GET", "/v1/listings?view=full", 503],
    ["GET", "/v1/verify", 200],
    ["POST", "/v1/maintenance", 200],
  ] as const)("is an import's for what goes through a whole board: %s %s", async (method, path, status) => {
    const env = testEnv();
    const space = memoryKeySpace();
    const slow: KeySpace = {
      ...space,
      range: async (...call) => {
        await new Promise((resolve) => setTimeout(resolve, 5 * LITTLE_MS));
        return space.range(...call);
      },
    };
    const board = await openBoard({ space, env, name: "default" });
    const slowBoard = await openBoard({ space: slow, env, name: "default" });
    await board.create(listingInput());
    const app = createApp({
      ...{ board: slowBoard, env, blobs: memoryBlobStore(), follower: follower({ board: slowBoard, env }) },
      requestLimits: { timeoutMs: LITTLE_MS, importTimeoutMs: 60_000 },
    });
    expect((await app.request(path, { method })).status).toBe(status);
  });
});
