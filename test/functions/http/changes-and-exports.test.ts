import { beforeEach, describe, expect, it } from "vitest";
import { type Answer, LISTING, type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const changes = (query = "") => service.call("GET", `/v1/changes${query}`);
const exported = (query = "") => service.call("GET", `/v1/exports${query}`);

async function allChanges(cursor: string | undefined, limit: number): Promise<Answer["json"][]> {
  const items: Answer["json"][] = [];
  let next = cursor;
  for (;;) {
    const { json } = await changes(`?include=listing&limit=${limit}${next === undefined ? "" : `&cursor=${next}`}`);
    items.push(...json.items);
    next = json.nextCursor;
    if (json.more === false) return items;
  }
}

describe("GET /v1/changes", () => {
  it("tells every change once, in the order of the log", async () => {
    const first = await service.create();
    const second = await service.create();
    const path = `/v1/listings/${first.json.id}`;
    await service.call("PATCH", path, { json: { title: "New" }, headers: { "If-Match": "*" } });
    await service.call("DELETE", `/v1/listings/${second.json.id}`);
    const answer = await changes();
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(answer.json.items).toEqual([
      { id: first.json.id, revision: 1, kind: "put", at: "2026-01-15T12:00:00.000Z" },
      { id: second.json.id, revision: 2, kind: "put", at: expect.any(String) },
      { id: first.json.id, revision: 3, kind: "put", at: expect.any(String) },
      { id: second.json.id, revision: 4, kind: "delete", at: expect.any(String) },
    ]);
    expect([answer.json.more, typeof answer.json.nextCursor]).toEqual([false, "string"]);
  });

  it("always has a cursor, from which later changes follow", async () => {
    const empty = (await changes()).json;
    expect(empty).toMatchObject({ items: [], more: false, nextCursor: expect.any(String) });
    const { json } = await service.create();
    const later = (await changes(`?cursor=${empty.nextCursor}`)).json;
    expect(later.items.map(({ id }: { id: string }) => id)).toEqual([json.id]);
    expect((await changes(`?cursor=${later.nextCursor}`)).json).toMatchObject({
      items: [],
      nextCursor: later.nextCursor,
    });
    expect((await changes(`?cursor=${json.position}`)).json.items).toEqual([]);
  });

  it("is the same with pages of any size, also within one entry of the log", async () => {
    const rows = Array.from({ length: 45 }, (_, i) => ({ ...LISTING, source: { name: "f", externalId: `${i}` } }));
    await service.call("POST", "/v1/imports", { json: rows });
    const whole = await allChanges(undefined, 1_000);
    expect(whole).toHaveLength(45);
    for (const limit of [1, 7, 44]) expect(await allChanges(undefined, limit)).toEqual(whole);
  });

  it("include=listing adds the listing as that change left it, in full", async () => {
    const { json } = await service.create({ extra: { a: 1 } });
    await service.call("PATCH", `/v1/listings/${json.id}`, { json: { title: "New" }, headers: { "If-Match": "*" } });
    await service.call("DELETE", `/v1/listings/${json.id}`);
    const [put, patched, removed] = (await changes("?include=listing")).json.items;
    expect(put.listing).toEqual(json);
    expect(patched.listing.title).toBe("New");
    expect(removed).not.toHaveProperty("listing");
  });

  it("cuts a page by bytes of UTF-8 before it is more than a function may send", async () => {
    const value = "職務内容をここに書く。".repeat(6_000);
    const ids: string[] = [];
    for (let i = 0; i < 45; i++) {
      ids.push((await service.create({ description: { format: "text", value } })).json.id);
    }
    const found: string[] = [];
    let cursor = "";
    for (;;) {
      const { json, text } = await changes(`?include=listing&limit=1000${cursor}`);
      expect(Buffer.byteLength(text)).toBeLessThan(4.5 * 1024 * 1024);
      found.push(...json.items.map(({ id }: { id: string }) => id));
      if (json.more === false) break;
      cursor = `&cursor=${json.nextCursor}`;
    }
    expect(found).toEqual(ids);
  });

  it("ends a page before the listing that is too much, not behind it", async () => {
    // 17 of them are just below 4 MiB.
    const description = { format: "text", value: "😀".repeat(61_500) };
    for (let i = 0; i < 19; i++) await service.create({ description });
    const first = (await changes("?include=listing&limit=1000")).json;
    expect([first.items.length, first.more]).toEqual([17, true]);
    const rest = (await changes(`?include=listing&limit=1000&cursor=${first.nextCursor}`)).json;
    expect([rest.items.length, rest.more]).toEqual([2, false]);
  });

  it("does not count the clock as a change", async () => {
    await service.create({ validThrough: "2026-01-16" });
    service.env.advance(10 * 86_400_000);
    expect((await changes()).json.items).toHaveLength(1);
  });

  it("says when the log was trimmed: 410, start again from an export", async () => {
    await service.create();
    await service.create();
    await service.create();
    service.env.advance(60 * 86_400_000);
    await service.board.trim(3);
    const answer = await changes();
    expect([answer.status, answer.json.code]).toEqual([410, "cursor_expired"]);
    expect(answer.json.detail).toContain("export");
  });

  it.each([
    ["limit=0"],
    ["limit=1001"],
    ["limit=a"],
    ["include=all"],
    ["include="],
    ["cursor="],
    ["page=1"],
    ["limit=1&limit=1"],
  ])("%s is invalid_parameter", async (query) => {
    expect((await changes(`?${query}`)).json).toMatchObject({ status: 400, code: "invalid_parameter" });
  });
});

describe("GET /v1/exports", () => {
  it("gives everything in full, page by page, drafts and archived ones too", async () => {
    const listings = [];
    for (const state of ["published", "draft", "archived", "paused", "published"]) {
      listings.push((await service.create({ state, extra: { state } })).json);
    }
    await service.call("DELETE", `/v1/listings/${listings.pop().id}`);
    const items: Answer["json"][] = [];
    const cursors = new Set<string>();
    let cursor: string | null = null;
    do {
      const { json }: Answer = await exported(`?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`);
      items.push(...json.items);
      cursors.add(json.changesCursor);
      cursor = json.nextCursor;
    } while (cursor !== null);
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    expect(items).toEqual(listings.sort(byId));
    expect(cursors.size).toBe(1);
  });

  it("with the changes behind its first page gives the exact state, whatever happens between the pages", async () => {
    for (let i = 0; i < 6; i++) await service.create({ summary: String(i) });
    const state = new Map<string, Answer["json"]>();
    const first = (await exported("?limit=2")).json;
    let page = first;
    for (;;) {
      for (const item of page.items) state.set(item.id, item);
      if (page.nextCursor === null) break;
      for (const { id } of first.items.slice(0, 1)) await service.call("DELETE", `/v1/listings/${id}`);
      await service.create();
      const patched = { json: { title: `T${state.size}` }, headers: { "If-Match": "*" } };
      await service.call("PATCH", `/v1/listings/${first.items[1].id}`, patched);
      page = (await exported(`?limit=2&cursor=${page.nextCursor}`)).json;
    }
    for (const { id, kind, listing } of await allChanges(first.changesCursor, 3)) {
      if (kind === "put") state.set(id, listing);
      else state.delete(id);
    }
    const now = (await exported("?limit=1000")).json.items;
    expect([...state.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(now);
  });

  it("cuts a page before it is more than a function may send", async () => {
    const ids = new Set<string>();
    const value = '"'.repeat(40_000) + "\u20ac".repeat(60_000);
    for (let i = 0; i < 40; i++) {
      const { json } = await service.create({ description: { format: "text", value } });
      ids.add(json.id);
      if (i % 10 === 9) await service.call("DELETE", `/v1/listings/${json.id}`);
    }
    const found: string[] = [];
    let cursor = "";
    for (;;) {
      const { json, text } = await exported(`?limit=1000${cursor}`);
      expect(Buffer.byteLength(text)).toBeLessThan(4.5 * 1024 * 1024);
      found.push(...json.items.map(({ id }: { id: string }) => id));
      if (json.nextCursor === null) break;
      cursor = `&cursor=${json.nextCursor}`;
    }
    expect(found).toEqual([...new Set(found)].sort());
    expect([found.length, found.every((id) => ids.has(id))]).toEqual([36, true]);
  });

  it("has one page for an empty board", async () => {
    expect((await exported()).json).toEqual({ items: [], nextCursor: null, changesCursor: expect.any(String) });
  });
});

describe("a cursor of changes or exports", () => {
  const HOSTILE = ["x", "%00", "é", "__proto__", "-1", "1", "A".repeat(10_000), "..%2f", "%7B%7D", "null", "e30="];

  it.each([["/v1/changes"], ["/v1/exports"]])("of %s is refused when it is none", async (path) => {
    const { json } = await service.create();
    const [incarnation] = json.position.split("-");
    const made = [
      `${incarnation}--1`,
      `${incarnation}-1e3`,
      `${incarnation}-1-99999`,
      `${incarnation}-1.`,
      `${incarnation}-1.x.y`,
    ];
    for (const cursor of [...HOSTILE, ...made]) {
      const answer = await service.call("GET", `${path}?cursor=${cursor}`);
      expect([cursor, answer.status, answer.json.code]).toEqual([cursor, 400, "invalid_cursor"]);
    }
  });

  it("of another incarnation has expired", async () => {
    for (const path of ["/v1/changes?cursor=aaaaaaaaaa-1", `/v1/exports?cursor=aaaaaaaaaa-1.${"0".repeat(26)}`]) {
      const answer = await service.call("GET", path);
      expect([answer.status, answer.json.code]).toEqual([410, "cursor_expired"]);
      expect(answer.json.detail).toContain("belongs to another board, or to this one before it was restored or copied");
    }
  });

  it("above the log's end is refused", async () => {
    const { json } = await service.create();
    const beyond = json.position.replace(/\d+$/, "999999999999");
    for (const answer of [await changes(`?cursor=${beyond}`), await exported(`?cursor=${beyond}.${json.id}`)]) {
      expect([answer.status, answer.json.code]).toEqual([400, "invalid_cursor"]);
    }
  });

  it("beyond the changes of an entry is refused", async () => {
    const { json } = await service.create();
    await service.create();
    expect((await changes(`?cursor=${json.position}-0`)).json.items).toHaveLength(2);
    for (const taken of [1, 2, 9_999]) {
      const answer = await changes(`?cursor=${json.position}-${taken}`);
      expect([answer.status, answer.json.code]).toEqual([400, "invalid_cursor"]);
    }
  });
});
