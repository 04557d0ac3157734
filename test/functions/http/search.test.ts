import { beforeEach, describe, expect, it } from "vitest";
import { queryHash, writeCursor } from "../../../core/search/cursor.ts";
import { readSearchParameters } from "../../../functions/http/search-parameters.ts";
import { type Answer, type TestService, testService, UNKNOWN_ID } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const search = (query = "", headers: Record<string, string> = {}) =>
  service.call("GET", `/v1/search${query}`, { headers });
const ids = (answer: Answer) => answer.json.items.map(({ id }: { id: string }) => id);
const position = (answer: Answer) => answer.headers.get("Rolecall-Position") ?? "";

async function createMany(count: number): Promise<string[]> {
  const created: string[] = [];
  for (let day = 1; day <= count; day++) {
    const datePosted = `2026-01-${String(day).padStart(2, "0")}`;
    created.unshift((await service.create({ title: `Engineer ${day}`, datePosted })).json.id);
  }
  return created;
}

describe("GET /v1/search", () => {
  it("shows a process's own writes in its next search", async () => {
    expect((await search("?q=go")).json.total).toBe(0);
    const { json } = await service.create({ title: "Go engineer", tags: ["go"] });
    const answer = await search("?q=go&facet=tag");
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ total: 1, nextCursor: null, partial: false, viewChanged: false });
    expect(answer.json.items[0]).toMatchObject({
      id: json.id,
      score: expect.any(Number),
      listing: { title: "Go engineer" },
    });
    expect(answer.json.items[0].listing).not.toHaveProperty("description");
    expect(answer.json.facets[0]).toMatchObject({ name: "tag", buckets: [{ value: "go", count: 1 }] });
    expect(answer.json).not.toHaveProperty("position");
    await service.call("DELETE", `/v1/listings/${json.id}`);
    expect((await search("?q=go")).json.total).toBe(0);
  });

  it("finds only what is published now, whatever the log says of the clock", async () => {
    await service.create({ state: "draft" });
    await service.create({ state: "paused" });
    await service.create({ publishAt: "2026-01-15T12:30:00Z", validThrough: "2026-01-15T13:00:00Z" });
    const total = async () => (await search()).json.total;
    expect(await total()).toBe(0);
    service.env.advance(30 * 60_000);
    expect(await total()).toBe(1);
    service.env.advance(30 * 60_000);
    expect(await total()).toBe(0);
  });

  it("says the position, age and staleness of its view", async () => {
    const created = await service.create();
    const answer = await search();
    expect(position(answer)).toBe(position(created));
    expect(answer.headers.get("Rolecall-Age-Ms")).toMatch(/^\d+$/);
    expect(answer.headers.get("Rolecall-Stale")).toBe("false");
  });

  it("may be kept to the end of the minute, under a weak tag whose 304 costs no search", async () => {
    await service.create();
    service.env.advance(12_000);
    const first = await search("?q=engineer");
    expect(first.headers.get("Cache-Control")).toBe("public, max-age=48");
    expect(first.etag).toMatch(/^W\/"[!-~]+"$/);
    const again = await search("?q=engineer", { "If-None-Match": `"other", ${first.etag}` });
    expect([again.status, again.text, again.etag]).toEqual([304, "", first.etag]);
    expect(position(again)).toBe(position(first));
    const strong = { "If-None-Match": first.etag.replace("W/", "") };
    expect((await search("?q=engineer", strong)).status).toBe(304);
  });

  it("has another tag for another query, position or minute", async () => {
    await service.create();
    const tags = [(await search("?q=a")).etag, (await search("?q=b")).etag, (await search("?q=a&limit=2")).etag];
    await service.create();
    tags.push((await search("?q=a")).etag);
    service.env.advance(60_000);
    tags.push((await search("?q=a")).etag);
    expect(new Set(tags).size).toBe(5);
  });

  it.each([
    ["Authorization", "", { Authorization: "Bearer k" }],
    ["view=full", "?view=full", {}],
  ])("may not be kept with %s", async (_what, query, headers) => {
    expect((await search(query, headers as Record<string, string>)).headers.get("Cache-Control")).toBe("no-store");
  });

  it("walks through all pages, each listing once, newest first", async () => {
    const created = await createMany(7);
    const seen: string[] = [];
    let cursor = "";
    do {
      const answer = await search(`?limit=3${cursor}`);
      seen.push(...ids(answer));
      cursor = answer.json.nextCursor === null ? "" : `&cursor=${answer.json.nextCursor}`;
    } while (cursor !== "");
    expect(seen).toEqual(created);
    expect(ids(await search("?limit=3&page=2"))).toEqual(created.slice(3, 6));
  });

  it("POST takes the same names as JSON and gives the same answer, not to be kept", async () => {
    await createMany(3);
    const get = await search("?q=engineer&limit=2&facet=company");
    const post = await service.call("POST", "/v1/search", { json: { q: "engineer", limit: 2, facet: ["company"] } });
    expect(post.json).toEqual(get.json);
    expect(post.headers.get("Cache-Control")).toBe("no-store");
    expect(position(post)).toBe(position(get));
    const star = await service.call("POST", "/v1/search", { json: {}, headers: { "If-None-Match": "*" } });
    expect(star.status).toBe(200);
    const bad = await service.call("POST", "/v1/search", { json: { nonsense: 1, limit: "x", sort: 5 } });
    expect([bad.status, bad.json.code]).toEqual([400, "invalid_body"]);
    expect(bad.json.errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual([
      "/limit",
      "/nonsense",
      "/sort",
    ]);
  });
});

describe("GET /v1/listings", () => {
  const list = (query = "") => service.call("GET", `/v1/listings${query}`);

  it("lists published listings, newest first, page by page", async () => {
    const created = await createMany(5);
    const hidden = [await service.create({ state: "draft" }), await service.create({ state: "archived" })];
    const first = await list("?limit=3");
    expect(ids(first)).toEqual(created.slice(0, 3));
    expect(first.json.items[0]).toMatchObject({ title: "Engineer 5", effectiveState: "published", revision: 5 });
    expect(Object.keys(first.json).sort()).toEqual(["items", "nextCursor"]);
    const second = await list(`?limit=3&cursor=${first.json.nextCursor}`);
    expect([ids(second), second.json.nextCursor]).toEqual([created.slice(3), null]);
    expect(hidden).toHaveLength(2);
  });

  it("shows writers other states and all fields", async () => {
    const { json } = await service.create({ state: "draft", extra: { a: 1 } });
    await service.create({ state: "paused" });
    expect(ids(await list())).toEqual([]);
    const drafts = await list("?effectiveState=Draft&effectiveState=paused&view=full");
    expect(drafts.json.items).toHaveLength(2);
    expect(drafts.json.items).toContainEqual(json);
    expect(drafts.headers.get("Cache-Control")).toBe("no-store");
  });

  it("does not show what has left the list in a store that is newer than the index", async () => {
    const space = service.space;
    await service.create();
    const { json } = await service.create();
    expect((await list()).json.items).toHaveLength(2);
    const other = await testService({ space, env: { seed: 2 } });
    const patched = { json: { state: "draft" }, headers: { "If-Match": "*" } };
    await other.call("PATCH", `/v1/listings/${json.id}`, patched);
    expect((await list()).json.items).toHaveLength(1);
  });

  it("waits for minPosition, and such an answer may not be kept", async () => {
    await list();
    const other = await testService({ space: service.space, env: { seed: 2 } });
    const written = position(await other.create());
    for (const path of ["/v1/listings", "/v1/search"]) {
      const answer = await service.call("GET", `${path}?minPosition=${written}`);
      expect([answer.status, answer.json.items.length]).toEqual([200, 1]);
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
    }
  });
});

describe("parameters of lists and searches", () => {
  it.each([
    ["limit=0"],
    ["limit=101"],
    ["limit=1.5"],
    ["limit=0x10"],
    ["limit=-1"],
    ["limit=NaN"],
    ["limit=%20"],
    ["limit="],
    ["limit=1&limit=2"],
    ["limit=%ff"],
    ["limit=%E0%A4%A"],
    ["%ff=1"],
    ["a[b]=1"],
    ["nonsense=1"],
    ["__proto__=1"],
    ["constructor=1"],
    ["view=private"],
    ["minPosition=x"],
    ["minPosition=__proto__"],
    ["minPosition=%00"],
  ])("%s is refused", async (query) => {
    for (const path of ["/v1/listings", "/v1/search"]) {
      const answer = await service.call("GET", `${path}?${query}`);
      expect([answer.status, answer.json.code]).toEqual([400, "invalid_parameter"]);
      expect(answer.json.errors[0].parameter).toBe(
        decodeURIComponent((query.split("=")[0] ?? "").replace("%ff", "%25ff")),
      );
    }
  });

  it.each([
    ["q=%22".padEnd(600, "x")],
    ["workplaceType=office"],
    ["country=XX"],
    ["sort=score"],
    ["page=11&limit=100"],
    ["page=1&cursor=x"],
    ["id=nonsense"],
    ["facet=nonsense"],
    ["attribute=%3A"],
    ["number=a:b"],
    ["postedWithin=1y"],
    ["q=a&q=b"],
  ])("a search refuses %s", async (query) => {
    const answer = await search(`?${query}`);
    expect([answer.status, answer.json.code]).toEqual([400, "invalid_parameter"]);
  });

  it("are refused all at once", async () => {
    const { json } = await search("?nonsense=1&limit=0&sort=x&country=XX&q=");
    expect(json.errors.map((fault: { parameter: string }) => fault.parameter).sort()).toEqual(
      ["country", "limit", "nonsense", "q", "sort"].sort(),
    );
  });

  it("take list parameters several times and values whole", async () => {
    await service.create({ tags: ["a,b"] });
    expect((await search("?tag=a&tag=b")).json.total).toBe(0);
    expect((await search("?tag=x&tag=a,b")).json.total).toBe(1);
  });

  it("minPosition above the log's end is refused, one of another incarnation has expired", async () => {
    const mine = position(await service.create());
    const beyond = await search(`?minPosition=${mine.replace(/\d+$/, "999999999999")}`);
    expect([beyond.status, beyond.json.code]).toEqual([400, "invalid_parameter"]);
    expect(beyond.json.errors[0].parameter).toBe("minPosition");
    const other = await search(`?minPosition=aaaaaaaaaa-1`);
    expect([other.status, other.json.code]).toEqual([410, "cursor_expired"]);
    expect((await search(`?minPosition=${mine}-1`)).json.code).toBe("invalid_parameter");
  });
});

describe("a search cursor", () => {
  it("works for its own query only", async () => {
    await createMany(3);
    const { nextCursor } = (await search("?q=engineer&limit=1")).json;
    expect((await search(`?q=engineer&limit=2&cursor=${nextCursor}`)).status).toBe(200);
    for (const query of ["?q=other", "?tag=a", "?", "?q=engineer&sort=newest"]) {
      const answer = await search(`${query}&cursor=${nextCursor}`);
      expect([answer.status, answer.json.code]).toEqual([400, "invalid_cursor"]);
    }
  });

  it("is refused with any byte changed or cut", async () => {
    await createMany(2);
    const { nextCursor } = (await search("?limit=1")).json;
    for (let i = 0; i < nextCursor.length - 1; i++) {
      const flipped = nextCursor.slice(0, i) + (nextCursor[i] === "A" ? "B" : "A") + nextCursor.slice(i + 1);
      for (const cursor of [flipped, nextCursor.slice(0, i + 1)]) {
        expect((await search(`?limit=1&cursor=${cursor}`)).json.code).toBe("invalid_cursor");
      }
    }
  });

  it.each([["x"], ["%00"], ["é"], ["__proto__"], [UNKNOWN_ID], ["A".repeat(10_000)], ["e30="], ["%7B%7D"]])(
    "is not %s",
    async (cursor) => {
      for (const path of ["/v1/search", "/v1/listings"]) {
        const answer = await service.call("GET", `${path}?cursor=${cursor}`);
        expect([answer.status, answer.json.code]).toEqual([400, "invalid_cursor"]);
      }
    },
  );

  it("that was made up does not make anybody wait for a position that never was", async () => {
    await service.create();
    const { board, env } = service;
    const context = { env, incarnation: board.incarnation };
    const query = queryHash(env, readSearchParameters([["limit", "1"]]));
    const last = { key: [0], id: UNKNOWN_ID, now: env.now(), engineVersion: 1 };
    const made = (position: number) => writeCursor(context, { query, position, ...last });
    expect((await search(`?limit=1&cursor=${made(1)}`)).status).toBe(200);
    const beyond = await search(`?limit=1&cursor=${made(2)}`);
    expect([beyond.status, beyond.json.code]).toEqual([400, "invalid_cursor"]);
  });

  it("of another board's line of history has expired", async () => {
    await createMany(2);
    const { nextCursor } = (await search("?limit=1")).json;
    service = await testService({ env: { seed: 9 } });
    const answer = await search(`?limit=1&cursor=${nextCursor}`);
    expect([answer.status, answer.json.code]).toEqual([410, "cursor_expired"]);
  });
});
