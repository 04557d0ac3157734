/** Several boards in one store, behind one endpoint. */
import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import type { KeySpace } from "../../../core/ports.ts";
import { openBoard } from "../../../core/store/board.ts";
import { boardNames } from "../../../core/store/board-list.ts";
import { restoreBoard } from "../../../core/store/restore.ts";
import { authentication, localAuthentication } from "../../../functions/auth/authentication.ts";
import { LOCAL_ADMIN } from "../../../functions/http/principal.ts";
import { openService, type ServiceOptions } from "../../../functions/open-service.ts";
import { DEFAULT_REQUEST_LIMITS } from "../../../functions/request-limits.ts";
import { makeKey } from "../../support/api-keys.ts";
import { testEnv } from "../../support/env.ts";
import { UNKNOWN_ID } from "../../support/service.ts";

const LISTING = { title: "Cook", company: { name: "Acme" } };

interface Sent {
  readonly key?: string | undefined;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function service(names: readonly string[], options: Partial<ServiceOptions> = {}) {
  const env = testEnv();
  const space = options.space ?? memoryKeySpace();
  for (const name of names) await openBoard({ space, env, name });
  const blobs = memoryBlobStore();
  const open = await openService({ authentication: authentication(), ...options, space, blobs, env, name: "default" });
  const call = async (method: string, path: string, { key, json, headers = {} }: Sent = {}) => {
    const answer = await open.fetch(
      new Request(`http://localhost${path}`, {
        method,
        headers: {
          ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
          ...(json === undefined ? {} : { "Content-Type": "application/json" }),
          ...headers,
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      }),
    );
    const text = await answer.text();
    const isJson = /json$/.test(answer.headers.get("Content-Type") ?? "");
    return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : undefined };
  };
  const keyOf = async (board: string, scopes = ["admin"]) => (await makeKey({ space, env, board }, { scopes })).text;
  return { env, space, blobs, call, keyOf, board: open.board, close: open.close };
}

describe("a board beside the default one", () => {
  it("has the routes of a board under its name, and links that stay there", async () => {
    const { call, keyOf } = await service(["acme"]);
    const key = await keyOf("acme");
    const created = await call("POST", "/v1/boards/acme/listings", { key, json: LISTING });
    expect(created.status).toBe(201);
    const { id } = created.json;
    expect(created.headers.get("Location")).toBe(`/v1/boards/acme/listings/${id}`);
    expect((await call("GET", `/v1/boards/acme/listings/${id}`)).json.title).toBe("Cook");
    expect((await call("GET", "/v1/boards/acme/search?q=cook")).json.total).toBe(1);
    expect((await call("GET", "/v1/boards/acme/suggest?q=co")).json.items).toHaveLength(1);
    expect((await call("GET", "/v1/boards/acme/changes", { key })).json.items).toHaveLength(1);
    expect((await call("GET", "/v1/boards/acme/exports", { key })).json.items).toHaveLength(1);
    expect((await call("GET", "/v1/boards/acme/verify", { key })).json.equal).toBe(true);
    expect((await call("POST", "/v1/boards/acme/maintenance", { key })).json.published).toBe("published");
    expect((await call("GET", "/v1/boards/acme/limits")).status).toBe(200);
    expect((await call("DELETE", `/v1/boards/acme/listings/${id}`, { key })).status).toBe(204);
  });

  it("has a sitemap of its own pages", async () => {
    const { call, keyOf } = await service(["acme"]);
    const url = "https://acme.example/cook";
    await call("POST", "/v1/boards/acme/listings", { key: await keyOf("acme"), json: { ...LISTING, url } });
    expect((await call("GET", "/v1/boards/acme/sitemap.xml")).text).toContain(`<loc>${url}</loc>`);
    for (const other of ["/v1/boards/default/sitemap.xml", "/sitemap.xml"]) {
      const { status, text } = await call("GET", other);
      expect([status, text.includes("<loc>")]).toEqual([200, false]);
    }
    expect((await call("GET", "/v1/boards/none/sitemap.xml")).status).toBe(404);
  });

  it("has feeds that say its name", async () => {
    const { call } = await service(["acme"]);
    expect((await call("GET", "/v1/boards/acme/feed.json")).json.title).toBe("Jobs on acme");
    expect((await call("GET", "/v1/boards/acme/feed.json?q=cook")).json.title).toBe("Jobs on acme: cook");
    expect((await call("GET", "/v1/feed.json?q=cook")).json.title).toBe("Jobs: cook");
  });

  it("names its own listing when a source is known", async () => {
    const { call, keyOf } = await service(["acme"]);
    const key = await keyOf("acme");
    const json = { ...LISTING, source: { name: "ats", externalId: "1" } };
    const { id } = (await call("POST", "/v1/boards/acme/listings", { key, json })).json;
    const again = await call("POST", "/v1/boards/acme/listings", { key, json });
    expect([again.status, again.headers.get("Location")]).toEqual([409, `/v1/boards/acme/listings/${id}`]);
  });

  it("shows nothing of itself on the default board, nor of that on itself", async () => {
    const { call, keyOf } = await service(["acme"]);
    const [ours, theirs] = [await keyOf("default"), await keyOf("acme")];
    const { id } = (await call("POST", "/v1/boards/acme/listings", { key: theirs, json: LISTING })).json;
    expect((await call("GET", `/v1/listings/${id}`)).status).toBe(404);
    expect((await call("GET", "/v1/search")).json.total).toBe(0);
    expect((await call("GET", "/v1/changes", { key: ours })).json.items).toEqual([]);
    const other = (await call("POST", "/v1/listings", { key: ours, json: LISTING })).json;
    expect((await call("GET", `/v1/boards/acme/listings/${other.id}`)).status).toBe(404);
    expect((await call("GET", "/v1/boards/acme/search")).json.total).toBe(1);
  });

  it("has no health and readiness of its own, which are the process's", async () => {
    const { call } = await service(["acme"]);
    for (const path of ["/v1/boards/acme/health", "/v1/boards/acme/ready", "/v1/boards/acme", "/v1/boards/acme/"]) {
      expect((await call("GET", path)).status).toBe(404);
    }
  });

  it("is asked for its own keys, and takes no other's", async () => {
    const { call, keyOf } = await service(["acme", "bravo"]);
    const write = (board: string, key: string | undefined) =>
      call("POST", `/v1/boards/${board}/listings`, { key, json: LISTING });
    const key = await keyOf("acme");
    expect((await write("acme", undefined)).status).toBe(401);
    expect((await write("acme", await keyOf("bravo"))).status).toBe(401);
    expect((await write("acme", await keyOf("default"))).status).toBe(401);
    expect((await write("acme", await keyOf("acme", ["changes:read"]))).status).toBe(403);
    expect((await write("acme", key)).status).toBe(201);
    expect((await write("bravo", key)).status).toBe(401);
    expect((await call("GET", "/v1/search", { key })).status).toBe(401);
  });

  it("is no business of whoever administers the default one", async () => {
    const operator = "key-of-the-operator";
    const { hash } = await import("node:crypto");
    const adminKeySha256 = hash("sha256", operator, "hex");
    const { call } = await service(["acme"], { authentication: authentication({ adminKeySha256 }) });
    expect((await call("POST", "/v1/listings", { key: operator, json: LISTING })).status).toBe(201);
    expect((await call("POST", "/v1/boards/acme/listings", { key: operator, json: LISTING })).status).toBe(401);

    const local = await service(["acme"], { authentication: localAuthentication() });
    expect((await local.call("POST", "/v1/listings", { json: LISTING })).status).toBe(201);
    expect((await local.call("POST", "/v1/boards/default/listings", { json: LISTING })).status).toBe(201);
    expect((await local.call("POST", "/v1/boards/acme/listings", { json: LISTING })).status).toBe(401);
    const key = await local.keyOf("acme");
    expect((await local.call("POST", "/v1/boards/acme/listings", { key, json: LISTING })).status).toBe(201);
  });
});

describe("the default board", () => {
  it("answers by its name too, as the same board", async () => {
    const { call, keyOf } = await service([]);
    const key = await keyOf("default");
    const created = await call("POST", "/v1/boards/default/listings", { key, json: LISTING });
    expect(created.headers.get("Location")).toBe(`/v1/boards/default/listings/${created.json.id}`);
    expect((await call("GET", `/v1/listings/${created.json.id}`)).status).toBe(200);
    const position = created.headers.get("Rolecall-Position");
    expect((await call("GET", `/v1/search?minPosition=${position}`)).json.total).toBe(1);
    expect((await call("GET", "/v1/boards/default/search")).json.total).toBe(1);
  });
});

describe("a board that is not there", () => {
  const paths = ["nowhere", "_boards", "ACME", "a%2Fb", "a%20b", "", "x".repeat(64), "acme%00", "é"];
  it.each(paths)("is 404 as %j, for everybody, and is not made", async (name) => {
    const { call, keyOf, space, env } = await service(["acme"]);
    const key = await keyOf("acme");
    for (const [method, path] of [
      ["GET", "search"],
      ["GET", `listings/${UNKNOWN_ID}`],
      ["POST", "listings"],
      ["PUT", "sources/ats/listing?externalId=1"],
      ["OPTIONS", "search"],
    ] as const) {
      for (const sent of [{}, { key }]) {
        const json = method === "POST" || method === "PUT" ? { json: LISTING } : {};
        const answer = await call(method, `/v1/boards/${name}/${path}`, { ...sent, ...json });
        expect([401, 404]).toContain(answer.status);
        if (sent.key === undefined) expect(answer.json.code).toBe("not_found");
        expect(answer.headers.get("X-Request-Id")).toEqual(expect.any(String));
      }
    }
    expect(await boardNames({ space, env })).toEqual(["acme", "default"]);
  });

  it("says so, and takes no place of one that is there", async () => {
    const { space, opens } = countingOpens();
    const { call } = await service(["acme"], { space, mostOpenBoards: 1 });
    opens.clear();
    expect((await call("GET", "/v1/boards/acme/search")).status).toBe(200);
    const answer = await call("GET", "/v1/boards/nowhere/search");
    expect([answer.status, answer.json.detail]).toEqual([404, "there is no board nowhere"]);
    expect(opens.get("acme")).toBe(1);
    expect((await call("GET", "/v1/boards/acme/search")).status).toBe(200);
    expect(opens.get("acme")).toBe(1);
  });
});

/** A store that counts how often the layout of a board is read: once for each time that it is opened. */
function countingOpens(store: KeySpace = memoryKeySpace()) {
  const opens = new Map<string, number>();
  const state = { isAway: false };
  const space: KeySpace = {
    ...store,
    async get(partition, keys, signal) {
      if (state.isAway) throw new AppError("unavailable", "the store is away");
      if (keys.includes("b:") && keys.includes("p:")) opens.set(partition, (opens.get(partition) ?? 0) + 1);
      return store.get(partition, keys, signal);
    },
  };
  return { space, opens, state };
}

describe("boards that are open", () => {
  it("are so many at most: the one that was asked longest ago is closed, and opened again when it is asked for", async () => {
    const { space, opens } = countingOpens();
    const { call } = await service(["a", "b", "c"], { space, mostOpenBoards: 2 });
    opens.clear();
    const ask = async (...names: string[]) => {
      for (const name of names) expect((await call("GET", `/v1/boards/${name}/search`)).status).toBe(200);
    };
    await ask("a", "b", "a", "b");
    expect(Object.fromEntries(opens)).toEqual({ a: 1, b: 1 });
    await ask("a", "c", "a");
    expect(Object.fromEntries(opens)).toEqual({ a: 1, b: 1, c: 1 });
    await ask("b");
    expect(Object.fromEntries(opens)).toEqual({ a: 1, b: 2, c: 1 });
  });

  it("are opened once for all that ask at once", async () => {
    const { space, opens } = countingOpens();
    const { call } = await service(["a"], { space });
    opens.clear();
    const answers = await Promise.all([1, 2, 3, 4].map(() => call("GET", "/v1/boards/a/search")));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(opens.get("a")).toBe(1);
  });

  it("are not there for those who cannot reach the store, who hear 503, and are opened when it is back", async () => {
    const { space, state } = countingOpens();
    const { call } = await service(["a"], { space });
    state.isAway = true;
    const answer = await call("GET", "/v1/boards/a/search");
    expect([answer.status, answer.json.code]).toEqual([503, "unavailable"]);
    expect(answer.headers.get("Retry-After")).toBe("1");
    state.isAway = false;
    expect((await call("GET", "/v1/boards/a/search")).status).toBe(200);
  });

  it("that were restored meanwhile are opened again", async () => {
    const { call, keyOf, space, env } = await service(["acme"]);
    const key = await keyOf("acme");
    const first = await call("POST", "/v1/boards/acme/listings", { key, json: LISTING });
    await restoreBoard({ space, env, board: "acme" });
    env.advance(10_001);
    const second = await call("POST", "/v1/boards/acme/listings", { key, json: LISTING });
    expect([first.status, second.status]).toEqual([201, 201]);
    const incarnation = (answer: typeof first) => answer.headers.get("Rolecall-Position")?.split("-")[0];
    expect(incarnation(second)).not.toBe(incarnation(first));
  });

  it("share the imports that a process takes at once", async () => {
    const limits = { ...DEFAULT_REQUEST_LIMITS, importsAtOnce: 1 };
    const { space, blobs, env } = await service(["a", "b"]);
    const open = await openService({ space, blobs, env, name: "a", limits, authentication: () => () => LOCAL_ADMIN });
    const headers = { "Content-Type": "application/x-ndjson" };
    const rows = `${JSON.stringify(LISTING)}\n`.repeat(200);
    const running = new Request("http://localhost/v1/imports", { method: "POST", headers, body: rows });
    // Its slot is held until the results are taken.
    const first = await open.fetch(running);
    const other = () =>
      open.fetch(new Request("http://localhost/v1/boards/b/imports", { method: "POST", headers, body: "" }));
    const second = await other();
    expect([second.status, ((await second.json()) as { code: string }).code]).toEqual([503, "overloaded"]);
    expect(await first.text()).toContain("summary");
    const third = await other();
    expect([third.status, await third.text()]).toEqual([200, expect.stringContaining("summary")]);
  });
});
