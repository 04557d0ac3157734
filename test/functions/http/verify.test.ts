/** `GET /v1/verify`, and publishing as callers meet it: at the end of an import, before one, in `/ready`. */
import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { type MemoryKeys, memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { PublishNeeded, SOFT_BOUND } from "../../../core/index/bounds.ts";
import { follower } from "../../../core/index/follower.ts";
import type { Publisher } from "../../../core/index/publisher.ts";
import { createApp } from "../../../functions/http/app.ts";
import type { Principal, Scope } from "../../../functions/http/principal.ts";
import { openService, type ServiceOptions } from "../../../functions/open-service.ts";
import { testEnv } from "../../support/env.ts";
import { LISTING } from "../../support/service.ts";

async function service(options: Partial<ServiceOptions> = {}) {
  const env = testEnv();
  const data: MemoryKeys = { partitions: new Map(), commits: 0 };
  const stored = new Map<string, Uint8Array>();
  const stores = { space: memoryKeySpace(data), blobs: memoryBlobStore(stored) };
  const opened = await openService({ ...stores, env, name: "default", ...options });
  const request = async (method: string, path: string, body?: string) => {
    const headers = { "Content-Type": "application/x-ndjson" };
    const answer = await opened.app.request(path, { method, ...(body === undefined ? {} : { headers, body }) });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return { ...opened, ...stores, env, data, stored, request };
}

function rows(count: number): string {
  const row = (n: number) => JSON.stringify({ ...LISTING, source: { name: "feed", externalId: `${n}` } });
  return Array.from({ length: count }, (_, n) => row(n)).join("\n");
}

describe("GET /v1/verify", () => {
  it("says that index and store are equal, and at which position", async () => {
    const { request } = await service();
    await request("POST", "/v1/imports", rows(3));
    const { status, headers, text } = await request("GET", "/v1/verify");
    const report = JSON.parse(text);
    expect([status, headers.get("Cache-Control")]).toEqual([200, "no-store"]);
    expect(report).toEqual({
      position: expect.stringMatching(/^[a-z0-9]{10}-1$/),
      listings: 3,
      storeDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      indexDigest: report.storeDigest,
      equal: true,
    });
  });

  it("names the listings that differ", async () => {
    const { request, board, index, data } = await service();
    await request("POST", "/v1/imports", rows(3));
    await index.view();
    const id = board.idOf({ name: "feed", externalId: "1" });
    await memoryKeySpace(data).commit("default", [{ key: `d:${id}`, value: undefined }]);
    expect(JSON.parse((await request("GET", "/v1/verify")).text)).toMatchObject({
      listings: 2,
      equal: false,
      differing: [id],
    });
  });

  it("is for administrators, and takes no parameters", async () => {
    const writer: Principal = { id: "writer", scopes: new Set<Scope>(["listings:write", "changes:read"]) };
    const { request } = await service({ authentication: () => () => writer });
    expect((await request("GET", "/v1/verify")).status).toBe(403);
    expect((await (await service()).request("GET", "/v1/verify?x=1")).status).toBe(400);
  });
});

describe("an import", () => {
  it("is published before its answer ends when it has changed much", async () => {
    const { request, stored } = await service();
    const { text } = await request("POST", "/v1/imports", rows(SOFT_BOUND.changes));
    expect(text).toContain('"complete":true');
    expect(stored.size).toBe(1);
    const ready = JSON.parse((await request("GET", "/ready")).text);
    expect(ready).toMatchObject({ snapshot: ready.position, listings: SOFT_BOUND.changes, tail: 0 });
  });

  it("is not published for little, nor for a rehearsal", async () => {
    const { request, stored } = await service();
    await request("POST", "/v1/imports", rows(SOFT_BOUND.changes - 1));
    await request("POST", "/v1/imports?dryRun=true", rows(SOFT_BOUND.changes + 1));
    expect(stored.size).toBe(0);
  });

  it("is published in the background by a process that goes on after its answer", async () => {
    const { request, stored, publisher } = await service({ isLongRunning: true });
    await request("POST", "/v1/imports", rows(SOFT_BOUND.changes));
    await publisher.run();
    expect(stored.size).toBe(1);
  });

  it("is refused with Retry-After while the log is too long to take more", async () => {
    const { board, blobs, env } = await service();
    const full: Publisher = {
      run: () => Promise.reject(new Error("not asked")),
      start: () => undefined,
      mend: () => undefined,
      afterImport: () => Promise.reject(new Error("not asked")),
      assertRoom: () => Promise.reject(new PublishNeeded("publish_behind", "full")),
      stop: async () => undefined,
    };
    const app = createApp({ board, blobs, env, follower: follower({ board, blobs, env }), publisher: full });
    const send = (query: string) =>
      app.request(`/v1/imports${query}`, {
        method: "POST",
        headers: { "Content-Type": "application/x-ndjson" },
        body: rows(1),
      });
    const refused = await send("");
    expect([refused.status, refused.headers.get("Retry-After")]).toEqual([503, "10"]);
    expect(await refused.json()).toMatchObject({ code: "publish_behind" });
    expect((await send("?dryRun=true")).status).toBe(200);
    const single = await app.request("/v1/listings", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(LISTING),
    });
    expect(single.status).toBe(201);
  });
});

describe("GET /ready", () => {
  it("names the snapshot in use and what has changed since, and none before the first", async () => {
    const { request, publisher, board, space, blobs } = await service();
    await request("POST", "/v1/imports", rows(2));
    const ready = async (ask: typeof request) => JSON.parse((await ask("GET", "/ready")).text);
    const [first, second] = [`${board.incarnation}-1`, `${board.incarnation}-2`];
    expect(await ready(request)).toMatchObject({ snapshot: null, position: first, listings: 2, tail: 2 });
    await publisher.run();
    await request("POST", "/v1/imports", rows(1).replace("Engineer", "Developer"));
    const other = await service({ space, blobs });
    expect(await ready(other.request)).toMatchObject({ snapshot: first, position: second, listings: 2, tail: 1 });
  });
});

describe("POST /v1/maintenance", () => {
  it("says what it did", async () => {
    const { request } = await service();
    await request("POST", "/v1/imports", rows(2));
    const first = JSON.parse((await request("POST", "/v1/maintenance")).text);
    expect(first).toMatchObject({ published: "published", pruned: 0, expired: 0, trimmed: { entries: 0 } });
    expect(JSON.parse((await request("POST", "/v1/maintenance")).text)).toMatchObject({ published: "current" });
  });
});
