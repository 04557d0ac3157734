import { beforeEach, describe, expect, it } from "vitest";
import { type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
  await service.create({ title: "Backend Engineer", tags: ["backend", "go"], locations: [{ city: "Berlin" }] });
  await service.create({ title: "Backend Developer", company: { name: "Backbone" }, locations: [{ raw: "Bern, CH" }] });
});

const suggest = (query: string, headers: Record<string, string> = {}) =>
  service.call("GET", `/v1/suggest?${query}`, { headers });

describe("GET /v1/suggest", () => {
  it("completes words to values of all kinds, the commonest first", async () => {
    await service.create({ title: "Backend Engineer" });
    const { status, json } = await suggest("q=back");
    expect(status).toBe(200);
    expect(json).toEqual({
      items: [
        { kind: "title", value: "Backend Engineer", count: 2 },
        { kind: "company", value: "Backbone", count: 1 },
        { kind: "title", value: "Backend Developer", count: 1 },
        { kind: "tag", value: "backend", count: 1 },
      ],
    });
  });

  it("keeps to the kinds and the limit that are asked for", async () => {
    expect((await suggest("q=be&kind=location")).json.items).toEqual([
      { kind: "location", value: "Berlin", count: 1 },
      { kind: "location", value: "Bern, CH", count: 1 },
    ]);
    expect((await suggest("q=back&kind=Company&kind=tag")).json.items).toHaveLength(2);
    expect((await suggest("q=b&limit=1")).json.items).toHaveLength(1);
    expect((await suggest("q=%21")).json).toEqual({ items: [] });
  });

  it("shows a process's own writes, and nothing that is not published now", async () => {
    const { json } = await service.create({ title: "Backpacker" });
    expect((await suggest("q=backp")).json.items).toHaveLength(1);
    await service.call("PATCH", `/v1/listings/${json.id}`, { json: { state: "draft" }, headers: { "If-Match": "*" } });
    expect((await suggest("q=backp")).json.items).toEqual([]);
    await service.create({
      title: "Backgammon",
      publishAt: "2026-01-15T12:30:00Z",
      validThrough: "2026-01-15T13:00:00Z",
    });
    const counts: number[] = [];
    for (const minutes of [0, 30, 30]) {
      service.env.advance(minutes * 60_000);
      counts.push((await suggest("q=backg")).json.items.length);
    }
    expect(counts).toEqual([0, 1, 0]);
  });

  it("may be kept to the end of the minute, under a weak tag of its own", async () => {
    service.env.advance(12_000);
    const first = await suggest("q=back");
    expect(first.headers.get("Cache-Control")).toBe("public, max-age=48");
    expect(first.headers.get("Rolecall-Position")).not.toBe("");
    expect(first.etag).toMatch(/^W\/"[!-~]+"$/);
    const again = await suggest("q=back", { "If-None-Match": first.etag });
    expect([again.status, again.text, again.etag]).toEqual([304, "", first.etag]);
    const others = [await suggest("q=bac"), await suggest("q=back&limit=2"), await suggest("q=back&kind=tag")];
    expect(new Set([first.etag, ...others.map(({ etag }) => etag)]).size).toBe(4);
    expect((await service.call("GET", "/v1/search?q=back")).etag).not.toBe(first.etag);
    expect((await suggest("q=back", { Authorization: "Bearer k" })).headers.get("Cache-Control")).toBe("no-store");
  });

  it.each([
    ["", "q"],
    ["q=", "q"],
    ["q=%20", "q"],
    [`q=${"x".repeat(513)}`, "q"],
    ["q=a&q=b", "q"],
    ["q=a&kind=skill", "kind"],
    ["q=a&limit=0", "limit"],
    ["q=a&limit=101", "limit"],
    ["q=a&limit=x", "limit"],
    ["q=a&cursor=x", "cursor"],
    ["q=a&tag=x", "tag"],
  ])("refuses %j, naming %s", async (query, parameter) => {
    const { status, json } = await suggest(query);
    expect([status, json.code]).toEqual([400, "invalid_parameter"]);
    expect(json.errors.map((fault: { parameter: string }) => fault.parameter)).toEqual([parameter]);
  });

  it.each([
    "*",
    '"',
    "-",
    "title:",
    "(a+)+$",
    "a\u0000b",
    "👩\u200d💻",
    "\u0301",
    "' OR 1=1; --",
    "#n",
    "`a`.`b`",
    "x".repeat(512),
    "a ".repeat(255),
  ])("answers %j: any text may be the start of something", async (q) => {
    const { status, json } = await suggest(`q=${encodeURIComponent(q)}`);
    expect([status, Array.isArray(json.items)]).toEqual([200, true]);
    expect((await suggest(`q=a&kind=${encodeURIComponent(q)}`)).json.code).toBe("invalid_parameter");
  });

  it("is only read", async () => {
    const { status, headers } = await service.call("POST", "/v1/suggest", { json: {} });
    expect([status, headers.get("Allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
});
