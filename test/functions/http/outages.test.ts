import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import { follower } from "../../../core/index/follower.ts";
import { createApp } from "../../../functions/http/app.ts";
import { type Faults, faultySpace } from "../../support/faulty-space.ts";
import { type Answer, LISTING, linesOf, type TestService, testService } from "../../support/service.ts";

let faults: Faults;
let service: TestService;
let created: Answer;
let path: string;
// What a first write and a first index load takes longer than the time below on a busy machine.
beforeAll(async () => {
  const first = await testService();
  await first.create();
  await first.call("GET", "/v1/search");
});
beforeEach(async () => {
  faults = {};
  service = await testService({ space: faultySpace(memoryKeySpace(), faults), limits: { timeoutMs: 300 } });
  created = await service.create({ source: { name: "acme", externalId: "1" } });
  path = `/v1/listings/${created.json.id}`;
});

type Write = readonly [
  name: string,
  method: string,
  path: () => string,
  headers: Record<string, string>,
  isSafe: boolean,
];
const WRITES: readonly Write[] = [
  ["POST", "POST", () => "/v1/listings", {}, false],
  ["POST with a key", "POST", () => "/v1/listings", { "Idempotency-Key": "k" }, true],
  ["PUT", "PUT", () => path, { "If-Match": "*" }, true],
  ["PATCH", "PATCH", () => path, { "If-Match": "*" }, true],
  ["DELETE", "DELETE", () => path, {}, true],
  ["PUT by source", "PUT", () => "/v1/sources/acme/listing?externalId=2", {}, true],
  ["DELETE by source", "DELETE", () => "/v1/sources/acme/listing?externalId=1", {}, true],
];
const write = ([, method, target, headers]: Write) =>
  service.call(method, target(), { json: { ...LISTING, title: "Other" }, headers });

describe("a store that refuses", () => {
  it.each(WRITES)("makes %s 503, when to come back, and nothing is changed", async (...each) => {
    faults.commits = "refused";
    const answer = await write(each);
    expect([answer.status, answer.json.code]).toEqual([503, "unavailable"]);
    expect(answer.headers.get("Retry-After")).toMatch(/^[1-9]\d*$/);
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(answer.text).not.toContain("secret");
    faults.commits = undefined;
    expect(await service.head()).toBe(1);
  });

  it.each([["/v1/changes"], ["/v1/exports"], ["/v1/sources/acme/listing?externalId=1"]])(
    "makes GET %s 503",
    async (target) => {
      faults.reads = true;
      const answer = await service.call("GET", target);
      expect([answer.status, answer.json.code, answer.headers.get("Retry-After")]).toEqual([503, "unavailable", "1"]);
    },
  );

  it("leaves /health alone, and makes /ready 503 while there is no index", async () => {
    faults.reads = true;
    expect((await service.call("GET", "/health")).status).toBe(200);
    expect((await service.call("GET", "/ready")).json.code).toBe("unavailable");
    faults.reads = false;
    expect((await service.call("GET", "/ready")).status).toBe(200);
    faults.reads = true;
    service.env.advance(60_000);
    const stale = await service.call("GET", "/ready");
    expect(stale.status).toBe(200);
    expect(stale.json.ageMs).toBeGreaterThanOrEqual(60_000);
  });

  it("lets a search go on from a loaded index, marked stale, and not to be kept", async () => {
    const fresh = await service.call("GET", "/v1/search");
    expect(fresh.headers.get("Rolecall-Stale")).toBe("false");
    faults.reads = true;
    service.env.advance(5_000);
    const answer = await service.call("GET", "/v1/search");
    expect([answer.status, answer.json.total, answer.headers.get("Rolecall-Stale")]).toEqual([200, 1, "true"]);
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(Number(answer.headers.get("Rolecall-Age-Ms"))).toBeGreaterThanOrEqual(5_000);
  });
});

describe("a store whose answer gets lost", () => {
  it.each(WRITES)("makes %s 504, with Retry-After only where repeating is safe", async (...each) => {
    faults.commits = "lost";
    const answer = await write(each);
    expect([answer.status, answer.json.code]).toEqual([504, "outcome_unknown"]);
    expect(answer.headers.has("Retry-After")).toBe(each[4]);
    Object.assign(faults, { commits: undefined, reads: false });
    // It did happen: which nobody could promise.
    expect(await service.head()).toBe(2);
  });

  it("lets the same create be sent again", async () => {
    faults.commits = "lost";
    const headers = { "Idempotency-Key": "k" };
    await service.call("POST", "/v1/listings", { json: LISTING, headers });
    Object.assign(faults, { commits: undefined, reads: false });
    const again = await service.call("POST", "/v1/listings", { json: LISTING, headers });
    expect([again.status, again.headers.get("Idempotent-Replayed")]).toEqual([201, "true"]);
    expect(await service.head()).toBe(2);
  });

  it("ends a request at its deadline", async () => {
    faults.commits = "hangs";
    const answer = await service.call("PUT", path, {
      json: { ...LISTING, title: "Other" },
      headers: { "If-Match": "*" },
    });
    expect(["unavailable", "outcome_unknown"]).toContain(answer.json.code);
    expect(answer.headers.has("Retry-After")).toBe(true);
  });
});

describe("a deadline that a host reports as its own error", () => {
  it("is 503, and may be tried again", async () => {
    const timeout = AbortSignal.timeout(0);
    await new Promise((resolve) => timeout.addEventListener("abort", resolve));
    const board = { ...service.board, get: () => Promise.reject(timeout.reason) };
    const { env } = service;
    const app = createApp({ board, blobs: memoryBlobStore(), env, follower: follower({ board, env }) });
    const answer = await app.request(path);
    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([503, "1"]);
  });
});

describe("a body that never ends", () => {
  it("is given up at the deadline, and nothing is stored", async () => {
    const { board, env } = service;
    const app = createApp({
      board,
      blobs: memoryBlobStore(),
      env,
      follower: follower({ board, env }),
      requestLimits: { timeoutMs: 50 },
    });
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
    });
    const headers = { "Content-Type": "application/json" };
    const answer = await app.request("/v1/listings", { method: "POST", body, headers, duplex: "half" } as RequestInit);
    expect(answer.status).toBe(503);
    expect(await service.head()).toBe(1);
  });

  it("or that breaks off is 400", async () => {
    const { board, env } = service;
    const app = createApp({ board, blobs: memoryBlobStore(), env, follower: follower({ board, env }) });
    const body = new ReadableStream({
      pull: (controller) => controller.error(new Error("reset")),
    });
    const headers = { "Content-Type": "application/json" };
    const answer = await app.request("/v1/listings", { method: "POST", body, headers, duplex: "half" } as RequestInit);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, "invalid_body"]);
  });
});

describe("a damaged record", () => {
  it("is 503 without internals, and its details are in the log", async () => {
    faults.isCorrupt = true;
    const answer = await service.call("GET", path, { headers: { "X-Request-Id": "req-9" } });
    expect([answer.status, answer.json.code]).toEqual([503, "unavailable"]);
    expect(answer.text).not.toMatch(/secret|JSON|d:/);
    const event = service.env.events.find(({ facts }) => facts.requestId === "req-9");
    expect(String(event?.facts.error)).toContain(created.json.id);
  });

  it("rejects its row of an import", async () => {
    faults.isCorrupt = true;
    const body = JSON.stringify([{ ...LISTING, source: { name: "acme", externalId: "1" } }]);
    const headers = { "Content-Type": "application/json" };
    const lines = linesOf(await service.call("POST", "/v1/imports", { body, headers }));
    expect(lines[0]).toMatchObject({ action: "rejected", errors: [{ code: "unavailable" }] });
    expect(lines[1]).toMatchObject({ kind: "summary", rejected: 1, complete: true });
  });
});

describe("an index that cannot follow", () => {
  it("answers 503 behind for a position that it has not reached", async () => {
    await service.call("GET", "/v1/search");
    const other = await testService({ space: service.space, env: { seed: 2 } });
    const written = await other.create();
    const position = written.headers.get("Rolecall-Position") ?? "";
    await service.board.head();
    faults.ranges = true;
    const answer = await service.call("GET", `/v1/search?minPosition=${position}`);
    expect([answer.status, answer.json.code, answer.headers.get("Retry-After")]).toEqual([503, "behind", "1"]);
    faults.ranges = false;
    const later = await service.call("GET", `/v1/search?minPosition=${position}`);
    expect([later.status, later.json.total]).toEqual([200, 2]);
  });
});

describe("an import that runs into trouble", () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      JSON.stringify({ ...LISTING, source: { name: "feed", externalId: String(i) } }),
    ).join("\n");
  const send = (count: number) =>
    service.call("POST", "/v1/imports", { body: rows(count), headers: { "Content-Type": "application/x-ndjson" } });

  it("that cannot even begin is refused, with the reason", async () => {
    faults.commits = "refused";
    const answer = await send(3);
    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([503, "1"]);
    expect(answer.json).toMatchObject({ code: "unavailable", detail: expect.stringContaining("nothing was changed") });
    expect(service.env.events.at(-1)).toMatchObject({ event: "import_stopped" });
  });

  it("stops where the store does, and says from where to send again", async () => {
    service = await testService();
    let commits = 0;
    const { board } = service;
    const upsert: typeof board.upsert = async (...call) => {
      commits++;
      if (commits > 2) throw new AppError("unavailable", "gone");
      return board.upsert(...call);
    };
    const { env } = service;
    const app = createApp({
      board: { ...board, upsert },
      blobs: memoryBlobStore(),
      env,
      follower: follower({ board, env }),
    });
    const answer = await app.request("/v1/imports", {
      method: "POST",
      body: rows(5),
      headers: { "Content-Type": "application/x-ndjson" },
    });
    const lines = (await answer.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toMatchObject({ kind: "summary", created: 2, complete: false, nextIndex: 2 });
  });

  it("takes no further row when its time is over", async () => {
    service = await testService({ limits: { importTimeoutMs: 0 } });
    const { sleep } = service.env;
    service.env.sleep = (ms, signal) => {
      service.env.advance(1_000);
      return sleep(ms, signal);
    };
    const lines = linesOf(await send(500));
    const summary = lines.at(-1);
    expect(summary).toMatchObject({ kind: "summary", complete: false });
    expect(summary.nextIndex).toBe(lines.length - 1);
    expect(summary.nextIndex).toBeLessThan(500);
  });
});
