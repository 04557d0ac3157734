import { beforeEach, describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { follower } from "../../../core/index/follower.ts";
import { publisher } from "../../../core/index/publisher.ts";
import { createApp, routesOf } from "../../../functions/http/app.ts";
import { importSlots } from "../../../functions/http/import-slots.ts";
import { logEnd } from "../../../functions/http/log-end.ts";
import type { Scope } from "../../../functions/http/principal.ts";
import { DEFAULT_REQUEST_LIMITS } from "../../../functions/request-limits.ts";
import { type TestService, testService, UNKNOWN_ID } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const PATHS = [
  ["/v1/listings", "GET, POST, HEAD, OPTIONS"],
  [`/v1/listings/${UNKNOWN_ID}`, "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"],
  [`/v1/listings/${UNKNOWN_ID}/markdown`, "GET, HEAD, OPTIONS"],
  [`/v1/listings/${UNKNOWN_ID}/jsonld`, "GET, HEAD, OPTIONS"],
  [`/v1/listings/${UNKNOWN_ID}/html`, "GET, HEAD, OPTIONS"],
  ["/v1/sources/acme/listing", "GET, PUT, DELETE, HEAD, OPTIONS"],
  ["/v1/imports", "POST, OPTIONS"],
  ["/v1/exports", "GET, HEAD, OPTIONS"],
  ["/v1/parse", "POST, OPTIONS"],
  ["/v1/search", "GET, POST, HEAD, OPTIONS"],
  ["/v1/suggest", "GET, HEAD, OPTIONS"],
  ["/v1/feed.rss", "GET, HEAD, OPTIONS"],
  ["/v1/feed.json", "GET, HEAD, OPTIONS"],
  ["/v1/feed.xml", "GET, HEAD, OPTIONS"],
  ["/sitemap.xml", "GET, HEAD, OPTIONS"],
  ["/v1/changes", "GET, HEAD, OPTIONS"],
  ["/v1/maintenance", "POST, OPTIONS"],
  ["/v1/verify", "GET, HEAD, OPTIONS"],
  ["/health", "GET, HEAD, OPTIONS"],
  ["/ready", "GET, HEAD, OPTIONS"],
  ["/v1/limits", "GET, HEAD, OPTIONS"],
  ["/openapi.json", "GET, HEAD, OPTIONS"],
  ["/docs", "GET, HEAD, OPTIONS"],
] as const;

describe("every answer", () => {
  it.each([
    ["GET", "/v1/limits", 200],
    ["GET", "/v1/nothing", 404],
    ["DELETE", "/v1/limits", 405],
    ["OPTIONS", "/v1/search", 204],
    ["POST", "/v1/listings", 415],
  ])("%s %s carries the common headers", async (method, path, status) => {
    const answer = await service.call(method, path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(answer.headers.get("Access-Control-Allow-Credentials")).toBeNull();
    expect(answer.headers.get("X-Request-Id")).toMatch(/^[0-9a-z]{26}$/);
    const exposed = answer.headers.get("Access-Control-Expose-Headers")?.split(", ");
    const named = ["ETag", "Location", "Retry-After", "X-Request-Id", "Idempotent-Replayed", "Rolecall-Position"];
    for (const name of [...named, "Rolecall-Action", "Rolecall-Age-Ms", "Rolecall-Stale"])
      expect(exposed).toContain(name);
  });

  it.each([["req-1"], ["6ba7b810-9dad-11d1-80b4-00c04fd430c8"], ["svc:a/b=1"], ["x".repeat(128)]])(
    "keeps the sane request id %s",
    async (id) => {
      const answer = await service.call("GET", "/health", { headers: { "X-Request-Id": id } });
      expect(answer.headers.get("X-Request-Id")).toBe(id);
    },
  );

  it.each([["has blanks"], ["x".repeat(129)], ["<script>"], ["a,b"], ["é"]])(
    "replaces the request id %s",
    async (id) => {
      const answer = await service.call("GET", "/health", { headers: { "X-Request-Id": id } });
      expect(answer.headers.get("X-Request-Id")).toMatch(/^[0-9a-z]{26}$/);
    },
  );
});

describe("every path", () => {
  it.each(PATHS)("%s tells a browser what may be sent, for a day", async (path, allow) => {
    const answer = await service.call("OPTIONS", path, {
      headers: { Origin: "https://a.example", "Access-Control-Request-Method": "PUT" },
    });
    expect(answer.status).toBe(204);
    expect(answer.text).toBe("");
    expect(answer.headers.get("Allow")).toBe(allow);
    expect(answer.headers.get("Access-Control-Allow-Methods")).toBe(allow);
    expect(answer.headers.get("Access-Control-Allow-Headers")).toContain("Idempotency-Key, If-Match, If-None-Match");
    expect(answer.headers.get("Access-Control-Max-Age")).toBe("86400");
  });

  it.each(PATHS)("%s refuses other methods, naming those that work", async (path, allow) => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "PURGE"].filter((name) => !allow.includes(name))) {
      const answer = await service.call(method, path);
      expect(answer.status).toBe(405);
      expect(answer.headers.get("Allow")).toBe(allow);
      expect(answer.json).toMatchObject({
        type: "/problems/method_not_allowed",
        code: "method_not_allowed",
        errors: [],
      });
    }
  });

  it.each(PATHS)("%s refuses parameters that it does not know, in any operation", async (path, allow) => {
    for (const method of allow.split(", ").filter((name) => !["HEAD", "OPTIONS"].includes(name))) {
      const answer = await service.call(
        method,
        `${path}?nonsense=1&externalId=a&__proto__=1`,
        method === "GET" ? {} : { json: {} },
      );
      expect(answer.status).toBe(400);
      expect(answer.json.code).toBe("invalid_parameter");
      const unknown = answer.json.errors.filter((fault: { code: string }) => fault.code === "unknown_parameter");
      expect(unknown.map((fault: { parameter: string }) => fault.parameter)).toEqual(
        expect.arrayContaining(["nonsense", "__proto__"]),
      );
    }
  });

  it("answers HEAD as GET, without a body", async () => {
    const { json } = await service.create();
    for (const path of [`/v1/listings/${json.id}`, "/v1/search", "/health", "/v1/changes"]) {
      const get = await service.call("GET", path);
      const head = await service.call("HEAD", path);
      expect([head.status, head.text]).toEqual([200, ""]);
      for (const name of ["Content-Type", "ETag", "Cache-Control", "Rolecall-Position"]) {
        expect(head.headers.get(name)).toBe(get.headers.get(name));
      }
    }
  });

  it("names a scope for every operation", async () => {
    const { board, env } = service;
    const limits = DEFAULT_REQUEST_LIMITS;
    const end = logEnd({ board, env, timeoutMs: limits.timeoutMs });
    const blobs = memoryBlobStore();
    const indexing = { follower: follower({ board, env }), publisher: publisher({ board, blobs, env }) };
    const slots = importSlots(env, limits);
    const services = { board, env, blobs, ...indexing, limits, logEnd: end, importSlots: slots };
    const scopes = new Set(["public", "listings:write", "changes:read", "admin"]);
    const operations = Object.values(routesOf(services)).flatMap((table) => Object.values(table));
    expect(operations).toHaveLength(30);
    for (const operation of operations) expect(scopes).toContain(operation.scope);
  });

  it("has no route that is not in the table, and so none that names no scope", async () => {
    const { board, env } = service;
    const limits = DEFAULT_REQUEST_LIMITS;
    const blobs = memoryBlobStore();
    const indexing = { follower: follower({ board, env }), publisher: publisher({ board, blobs, env }) };
    const app = createApp({ board, blobs, env, ...indexing });
    const logs = logEnd({ board, env, timeoutMs: limits.timeoutMs });
    const slots = importSlots(env, limits);
    const table = routesOf({ board, env, blobs, ...indexing, limits, logEnd: logs, importSlots: slots });
    // What is for every method of a path, or for every path, is a refusal, an OPTIONS or a middleware.
    const served = app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
    const named = Object.entries(table).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { scope }]) => ({ route: `${method} ${path}`, scope })),
    );
    expect(served.sort()).toEqual(named.map(({ route }) => route).sort());
    const everybodys = named.filter(({ scope }) => scope === "public").map(({ route }) => route);
    // Another one in this list is a decision.
    expect(everybodys.sort()).toEqual([
      "GET /docs",
      "GET /health",
      "GET /openapi.json",
      "GET /ready",
      "GET /sitemap.xml",
      "GET /v1/feed.json",
      "GET /v1/feed.rss",
      "GET /v1/feed.xml",
      "GET /v1/limits",
      "GET /v1/listings",
      "GET /v1/listings/:id",
      "GET /v1/listings/:id/html",
      "GET /v1/listings/:id/jsonld",
      "GET /v1/listings/:id/markdown",
      "GET /v1/search",
      "GET /v1/sources/:source/listing",
      "GET /v1/suggest",
      "POST /v1/search",
    ]);
    const all = app.routes.filter(({ method }) => method === "ALL").map(({ path }) => path);
    expect(all.filter((path) => path !== "/*").sort()).toEqual(Object.keys(table).sort());
  });

  it("refuses a caller without the scope", async () => {
    const { board, env } = service;
    const principal = { id: "reader", scopes: new Set<Scope>() };
    const app = createApp({
      board,
      blobs: memoryBlobStore(),
      env,
      follower: follower({ board, env }),
      verify: () => principal,
    });
    expect((await app.request("/v1/changes")).status).toBe(403);
    expect((await app.request("/v1/listings", { method: "POST" })).status).toBe(403);
    expect((await app.request(`/v1/listings/${UNKNOWN_ID}?view=full`)).status).toBe(403);
    expect((await app.request("/v1/listings?effectiveState=draft")).status).toBe(403);
    expect((await app.request("/v1/search")).status).toBe(200);
  });
});

describe("an unknown path", () => {
  it.each([["/"], ["/v1"], ["/v1/listings/"], ["/v2/listings"], ["/v1/listings/a/b/c"], ["/v1/%E0%A4%A"], ["/%00"]])(
    "%s is 404, as a problem",
    async (path) => {
      for (const method of ["GET", "POST", "OPTIONS"]) {
        const answer = await service.call(method, path);
        expect(answer.status).toBe(404);
        expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
        expect(answer.headers.get("Cache-Control")).toBe("no-store");
        expect(answer.json).toMatchObject({ type: "/problems/not_found", title: "Not found", status: 404, errors: [] });
        expect(answer.json.detail).toEqual(expect.any(String));
      }
    },
  );
});

describe("a bug of ours", () => {
  it("is 500 with the request's id, and its details only in the log", async () => {
    const board = { ...service.board, get: () => Promise.reject(new Error("secret internals")) };
    const { env } = service;
    const app = createApp({ board, blobs: memoryBlobStore(), env, follower: follower({ board, env }) });
    const answer = await app.request(`/v1/listings/${UNKNOWN_ID}`, { headers: { "X-Request-Id": "req-7" } });
    expect(answer.status).toBe(500);
    const problem = await answer.text();
    expect(problem).toContain("req-7");
    expect(problem).not.toContain("secret");
    expect(env.events.at(-1)?.event).toBe("request_failed");
    expect(String(env.events.at(-1)?.facts.error)).toContain("secret internals");
    expect(env.events.at(-1)?.facts.requestId).toBe("req-7");
  });
});
