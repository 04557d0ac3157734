/** The sitemap as a crawler reads it. */
import { beforeEach, describe, expect, it } from "vitest";
import { PART_SIZE } from "../../../functions/http/sitemap-answer.ts";
import { sourcedInput } from "../../support/listings.ts";
import { xmlOf } from "../../support/markup.ts";
import { type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const read = (query = "", headers: Record<string, string> = {}) =>
  service.call("GET", `/sitemap.xml${query}`, { headers });
interface Entry {
  readonly loc: string;
  readonly lastmod: string;
}
const entries = (text: string): Entry[] =>
  (xmlOf(text).urlset.url ?? []).map(({ loc, lastmod }: Entry) => ({ loc, lastmod }));
const page = (name: string) => ({ url: `https://acme.example/${name}` });

describe("the sitemap", () => {
  it("has the pages of published listings, from the oldest, with the second of their last change", async () => {
    await service.create({ ...page("new"), datePosted: "2026-01-14" });
    service.env.advance(1_500);
    const { json, etag } = await service.create({ ...page("old"), datePosted: "2026-01-01" });
    await service.create({ datePosted: "2026-01-02" });
    await service.create({ apply: { url: "https://acme.example/apply" } });
    const answer = await read();
    expect(answer.headers.get("Content-Type")).toBe("application/xml; charset=utf-8");
    expect(xmlOf(answer.text).urlset["@xmlns"]).toBe("http://www.sitemaps.org/schemas/sitemap/0.9");
    expect(entries(answer.text)).toEqual([
      { loc: "https://acme.example/old", lastmod: "2026-01-15T12:00:01Z" },
      { loc: "https://acme.example/new", lastmod: "2026-01-15T12:00:00Z" },
    ]);
    service.env.advance(3_600_000);
    const change = { json: { title: "Other" }, headers: { "If-Match": etag } };
    expect((await service.call("PATCH", `/v1/listings/${json.id}`, change)).status).toBe(200);
    expect(entries((await read()).text)[0]).toEqual({
      loc: "https://acme.example/old",
      lastmod: "2026-01-15T13:00:01Z",
    });
    expect(await read("?part=1")).toMatchObject({ status: 200, text: (await read()).text });
  });

  it("never has what readers may not see", async () => {
    for (const state of ["draft", "paused", "filled", "archived"]) await service.create({ state, ...page(state) });
    const gone = await service.create(page("gone"));
    await service.call("DELETE", `/v1/listings/${gone.json.id}`);
    const times = { publishAt: "2026-01-15T12:30:00Z", validThrough: "2026-01-15T13:00:00Z" };
    await service.create({ ...page("timed"), ...times });
    const seen = async () => entries((await read()).text).map(({ loc }) => loc);
    expect(await seen()).toEqual([]);
    service.env.advance(30 * 60_000);
    expect(await seen()).toEqual(["https://acme.example/timed"]);
    service.env.advance(30 * 60_000);
    expect(await seen()).toEqual([]);
  });

  it("is kept as a search is, and costs a caller who has it nothing", async () => {
    await service.create(page("a"));
    service.env.advance(12_000);
    const first = await read();
    expect(first.headers.get("Cache-Control")).toBe("public, max-age=48");
    const again = await read("", { "If-None-Match": first.etag });
    expect([again.status, again.text]).toEqual([304, ""]);
    expect((await read("?part=1")).etag).not.toBe(first.etag);
    await service.create(page("b"));
    expect((await read("", { "If-None-Match": first.etag })).status).toBe(200);
  });

  it.each(["part=0", "part=x", "part=1&part=1", "part=50001", "q=x"])("refuses %s", async (query) => {
    expect((await read(`?${query}`)).json.code).toBe("invalid_parameter");
  });

  it("has no part behind the last", async () => {
    expect((await read("?part=2")).json.code).toBe("not_found");
  });

  it("of many is an index of parts that hold each page once", async () => {
    const count = 2 * PART_SIZE + 3;
    for (let from = 0; from < count; from += 500) {
      const inputs = Array.from({ length: Math.min(500, count - from) }, (_, i) =>
        sourcedInput(`${from + i}`, page(`${from + i}`)),
      );
      await Promise.all(inputs.map((input) => service.board.upsert(input)));
      service.env.advance(60_000);
    }
    const { sitemapindex } = xmlOf((await read()).text);
    expect(sitemapindex["@xmlns"]).toBe("http://www.sitemaps.org/schemas/sitemap/0.9");
    expect(sitemapindex.sitemap).toHaveLength(3);
    const pages: string[] = [];
    for (const [i, { loc, lastmod }] of (sitemapindex.sitemap as Entry[]).entries()) {
      expect(loc).toBe(`http://localhost/sitemap.xml?part=${i + 1}`);
      const part = entries((await read(`?part=${i + 1}`)).text);
      expect(part.length).toBeLessThanOrEqual(PART_SIZE);
      expect(lastmod).toBe(
        part
          .map((entry) => entry.lastmod)
          .sort()
          .at(-1),
      );
      pages.push(...part.map((entry) => entry.loc));
    }
    expect(pages).toHaveLength(count);
    expect(new Set(pages).size).toBe(count);
    expect((await read("?part=4")).status).toBe(404);
    const outside = await service.call("GET", "/sitemap.xml", { arrival: { scheme: "https" } });
    expect(xmlOf(outside.text).sitemapindex.sitemap[2].loc).toBe("https://localhost/sitemap.xml?part=3");
  });
});
