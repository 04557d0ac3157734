import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { AppError } from "../../core/errors.ts";
import type { BlobStore } from "../../core/ports.ts";
import { restoreBoard } from "../../core/store/restore.ts";
import { localAuthentication } from "../../functions/auth/authentication.ts";
import { lazyBlobStore } from "../../functions/lazy-blob-store.ts";
import { configuredService, lazyService } from "../../functions/lazy-service.ts";
import type { Stores } from "../../functions/open-service.ts";
import { DEFAULT_REQUEST_LIMITS as limits } from "../../functions/request-limits.ts";
import { testEnv } from "../support/env.ts";

const get = (path: string) => new Request(`http://localhost${path}`);
const healthy = () => ({ space: memoryKeySpace(), blobs: memoryBlobStore() });

function service(openStores: () => Promise<Stores>) {
  return lazyService({ env: testEnv(), limits, authentication: localAuthentication(), name: "default", openStores });
}

describe("a service that opens its stores at the first need", () => {
  it("answers /health and /v1/limits without them", async () => {
    let opened = 0;
    const lazy = service(async () => {
      opened++;
      return healthy();
    });
    expect(await (await lazy.fetch(get("/health"))).json()).toEqual({ status: "ok" });
    expect((await lazy.fetch(get("/v1/limits"))).status).toBe(200);
    expect((await lazy.fetch(new Request("http://localhost/health", { method: "POST" }))).status).toBe(405);
    expect(opened).toBe(0);
  });

  it("opens them once, however many requests come at once", async () => {
    let opened = 0;
    const lazy = service(async () => {
      opened++;
      return healthy();
    });
    const answers = await Promise.all([1, 2, 3].map(() => lazy.fetch(get("/v1/search"))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(opened).toBe(1);
  });

  it("says what stands in the way, as a problem that may be tried again, and opens them once that is gone", async () => {
    let isAway = true;
    const lazy = service(async () => {
      if (isAway) throw new AppError("invalid_parameter", "table jobs is not there: deploy it");
      return healthy();
    });
    for (const path of ["/ready", "/v1/search", "/nowhere"]) {
      const answer = await lazy.fetch(get(path));
      expect(answer.status).toBe(503);
      expect(answer.headers.get("Retry-After")).toBe("1");
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
      expect(answer.headers.get("X-Request-Id")).toEqual(expect.any(String));
      expect(await answer.json()).toMatchObject({
        code: "unavailable",
        detail: "the board cannot be opened: table jobs is not there: deploy it",
      });
    }
    expect((await lazy.fetch(get("/health"))).status).toBe(200);
    isAway = false;
    expect((await lazy.fetch(get("/ready"))).status).toBe(200);
    expect((await lazy.fetch(get("/nowhere"))).status).toBe(404);
  });

  it("opens the stores once when only the board could not be opened", async () => {
    let opened = 0;
    let isDown = true;
    const lazy = service(async () => {
      opened++;
      const { space, blobs } = healthy();
      const get: typeof space.get = async (...call) => {
        if (isDown) throw new AppError("unavailable", "the store is down");
        return space.get(...call);
      };
      return { space: { ...space, get }, blobs };
    });
    expect((await lazy.fetch(get("/ready"))).status).toBe(503);
    isDown = false;
    expect((await lazy.fetch(get("/ready"))).status).toBe(200);
    expect(opened).toBe(1);
  });

  it("waits for a store that never answers no longer than a request may take", async () => {
    let aborted = 0;
    const silent = (signal: AbortSignal | undefined) =>
      new Promise<never>((_, reject) => {
        signal?.addEventListener("abort", () => {
          aborted++;
          reject(new AppError("unavailable", "no answer from the store"));
        });
      });
    const space = {
      ...memoryKeySpace(),
      get: (_p: string, _k: readonly string[], signal?: AbortSignal) => silent(signal),
    };
    const lazy = lazyService({
      env: testEnv(),
      limits: { ...limits, timeoutMs: 50 },
      authentication: localAuthentication(),
      name: "default",
      openStores: async () => ({ space, blobs: memoryBlobStore() }),
    });
    const answers = await Promise.all([lazy.fetch(get("/ready")), lazy.fetch(get("/v1/search"))]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    expect(aborted).toBe(1);
  });

  it("tries a commit that is refused as often as one layer would", async () => {
    let commits = 0;
    const { blobs } = healthy();
    const lazy = service(async () => ({
      space: {
        ...memoryKeySpace(),
        async commit() {
          commits++;
          throw new AppError("unavailable", "no right to write");
        },
      },
      blobs,
    }));
    const answer = await lazy.fetch(get("/ready"));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ detail: "the board cannot be opened: no right to write" });
    expect(commits).toBe(8);
  });

  it("opens a board again that was copied over or restored, and goes on with the old one while the store is away", async () => {
    const env = testEnv();
    const space = memoryKeySpace();
    let isAway = false;
    const flaky: typeof space = {
      ...space,
      async get(...call) {
        if (isAway) throw new AppError("unavailable", "away");
        return space.get(...call);
      },
    };
    const openStores = async () => ({ space: flaky, blobs: memoryBlobStore() });
    const lazy = lazyService({ env, limits, authentication: localAuthentication(), name: "default", openStores });
    const before = (await lazy.opened()).board.incarnation;
    await restoreBoard({ space, env, board: "default" });
    expect((await lazy.opened()).board.incarnation).toBe(before);
    env.advance(10_001);
    isAway = true;
    expect((await lazy.opened()).board.incarnation).toBe(before);
    isAway = false;
    env.advance(10_001);
    const { incarnation } = (await lazy.opened()).board;
    expect(incarnation).not.toBe(before);
    const created = await lazy.fetch(
      new Request("http://localhost/v1/listings", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ title: "Cook", company: { name: "Acme" } }),
      }),
    );
    expect(created.status).toBe(201);
    expect(created.headers.get("Rolecall-Position")).toContain(incarnation);
  });

  it("refuses a request that could not be read, as a problem", async () => {
    const answer = await service(async () => healthy()).refuse(new AppError("invalid_parameter", "no such method"));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_parameter", detail: "no such method" });
  });

  it("closes what it opened, and nothing twice", async () => {
    const closed: string[] = [];
    const { space, blobs } = healthy();
    const noting = (name: string) => async () => void closed.push(name);
    const lazy = service(async () => ({
      space: { ...space, close: noting("space") },
      blobs: { ...blobs, close: noting("blobs") },
    }));
    await lazy.fetch(get("/ready"));
    await lazy.close();
    expect(closed.sort()).toEqual(["blobs", "space"]);
  });

  it("closes without opening what nobody asked for", async () => {
    let opened = 0;
    const lazy = service(async () => {
      opened++;
      return healthy();
    });
    await lazy.fetch(get("/health"));
    await lazy.close();
    expect(opened).toBe(0);
  });

  it("made from a wrong configuration is healthy, and says what is wrong", async () => {
    const lazy = configuredService({ env: testEnv(), limits }, () => {
      throw new AppError("invalid_parameter", "ROLECALL_TABLE is not set");
    });
    expect((await lazy.fetch(get("/health"))).status).toBe(200);
    const answer = await lazy.fetch(get("/ready"));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("ROLECALL_TABLE is not set") });
  });
});

describe("/ready", () => {
  it("is 503 with the reason while the blob store is away, and looks at it once in 30 seconds", async () => {
    let lists = 0;
    let isAway = true;
    const blobs: BlobStore = {
      ...memoryBlobStore(),
      async list() {
        lists++;
        if (isAway) throw new AppError("unavailable", "bucket jobs is not there");
        return { blobs: [], end: true };
      },
    };
    const env = testEnv();
    const openStores = async () => ({ space: memoryKeySpace(), blobs });
    const lazy = lazyService({ env, limits, authentication: localAuthentication(), name: "default", openStores });
    const answer = await lazy.fetch(get("/ready"));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ detail: "bucket jobs is not there" });
    isAway = false;
    for (const status of [200, 200, 200]) expect((await lazy.fetch(get("/ready"))).status).toBe(status);
    expect(lists).toBe(2);
    env.advance(31_000);
    await lazy.fetch(get("/ready"));
    expect(lists).toBe(3);
  });
});

describe("a blob store that is opened by its first call", () => {
  it("is opened once, and again after a failure", async () => {
    let attempts = 0;
    const blobs = lazyBlobStore(async () => {
      attempts++;
      if (attempts === 1) throw new AppError("unavailable", "not yet");
      return memoryBlobStore();
    });
    await blobs.close();
    expect(attempts).toBe(0);
    await expect(blobs.list("")).rejects.toThrow("not yet");
    const bytes = new Uint8Array([1, 2]);
    await blobs.put("a", bytes);
    expect(await blobs.get("a")).toEqual(bytes);
    expect((await blobs.list("")).blobs).toEqual([{ name: "a", bytes: 2 }]);
    await blobs.delete("a");
    expect(await blobs.get("a")).toBeUndefined();
    await blobs.close();
    expect(attempts).toBe(2);
  });
});
