/** Feeds as those who read them do: by parsers of their own, page by page. */
import { beforeEach, describe, expect, it } from "vitest";
import { xmlOf } from "../../support/markup.ts";
import { type Answer, type TestService, testService } from "../../support/service.ts";

const NAMES = ["rss", "json", "xml"] as const;
type Name = (typeof NAMES)[number];

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const feed = (name: Name, query = "", headers: Record<string, string> = {}) =>
  service.call("GET", `/v1/feed.${name}${query}`, { headers });

/** The ids in a feed, in its order. */
function idsIn(name: Name, answer: Answer): string[] {
  switch (name) {
    case "rss":
      return (xmlOf(answer.text).rss.channel.item ?? []).map(
        (item: { guid: { "#text": string } }) => item.guid["#text"],
      );
    case "json":
      return answer.json.items.map(({ id }: { id: string }) => id);
    case "xml":
      return (xmlOf(answer.text).source.job ?? []).map((job: { referencenumber: string }) => job.referencenumber);
  }
}

/** Where the next page is, by each format's own word. */
function nextIn(name: Name, answer: Answer): string | undefined {
  const link = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get("Link") ?? "")?.[1];
  switch (name) {
    case "rss": {
      const links: { "@rel": string; "@href": string }[] = xmlOf(answer.text).rss.channel["atom:link"];
      expect(links[0]).toMatchObject({ "@rel": "self" });
      expect(links[1]?.["@href"]).toBe(link);
      return links[1]?.["@href"];
    }
    case "json":
      expect(answer.json.next_url).toBe(link);
      return answer.json.next_url;
    case "xml":
      return link;
  }
}

async function createMany(count: number, fields: Readonly<Record<string, unknown>> = {}): Promise<string[]> {
  const created: string[] = [];
  for (let day = 1; day <= count; day++) {
    const datePosted = `2026-01-${String(day).padStart(2, "0")}`;
    created.unshift((await service.create({ title: `Engineer ${day}`, datePosted, ...fields })).json.id);
  }
  return created;
}

const WHOLE = {
  title: "Senior Engineer",
  company: { name: "Acme & Sons", website: "https://acme.example" },
  description: { format: "markdown", value: "We *build*." },
  summary: "Build things",
  locations: [{ raw: "Berlin, DE", street: "Weg 1", city: "Berlin", region: "BE", postalCode: "10115", country: "DE" }],
  workplaceType: "hybrid",
  employmentTypes: ["full_time", "per_diem"],
  category: "IT",
  language: "en-GB",
  requisitionId: "R-1",
  tags: ["go", "rust"],
  compensation: [{ currency: "EUR", min: "50000", max: "60000.50", unit: "year" }],
  apply: { url: "https://acme.example/apply", email: "jobs@acme.example" },
  url: "https://acme.example/jobs/1?a=1&b=2",
  datePosted: "2026-01-10",
  validThrough: "2026-02-01T00:00:00Z",
  extra: { secret: "not shown" },
} as const;

describe.each(NAMES)("feed.%s", (name) => {
  it("walks through all listings of a query, each once, newest first", async () => {
    const created = await createMany(7);
    await service.create({ title: "Gardener" });
    const seen: string[] = [];
    let path: string | undefined = `/v1/feed.${name}?q=engineer&sort=newest&limit=3`;
    while (path !== undefined) {
      const answer = await service.call("GET", path);
      expect(answer.status).toBe(200);
      seen.push(...idsIn(name, answer));
      path = nextIn(name, answer)?.replace("http://localhost", "");
    }
    expect(seen).toEqual(created);
  });

  it("never shows what readers may not see", async () => {
    await service.create({ state: "draft" });
    for (const state of ["paused", "filled", "archived"]) await service.create({ state });
    const timed = await service.create({ publishAt: "2026-01-15T12:30:00Z", validThrough: "2026-01-15T13:00:00Z" });
    const seen = async () => idsIn(name, await feed(name));
    expect(await seen()).toEqual([]);
    service.env.advance(30 * 60_000);
    expect(await seen()).toEqual([timed.json.id]);
    service.env.advance(30 * 60_000);
    expect(await seen()).toEqual([]);
    expect((await feed(name, "?view=full")).text).not.toContain(timed.json.id);
  });

  it("does not show what is gone from a store that is newer than the index", async () => {
    const kept = await service.create();
    const gone = await service.create();
    expect(idsIn(name, await feed(name))).toHaveLength(2);
    const other = await testService({ space: service.space, env: { seed: 2 } });
    await other.call("DELETE", `/v1/listings/${gone.json.id}`);
    expect(idsIn(name, await feed(name))).toEqual([kept.json.id]);
  });

  it("is kept as a search is, and costs a caller who has it nothing", async () => {
    await service.create();
    service.env.advance(12_000);
    const first = await feed(name, "?q=engineer");
    expect(first.headers.get("Cache-Control")).toBe("public, max-age=48");
    expect(first.etag).toMatch(/^W\/"[!-~]+"$/);
    expect(first.headers.get("Rolecall-Position")).toMatch(/./);
    const again = await feed(name, "?q=engineer", { "If-None-Match": first.etag });
    expect([again.status, again.text, again.etag]).toEqual([304, "", first.etag]);
    expect((await feed(name, "?q=engineer", { Authorization: "Bearer k" })).headers.get("Cache-Control")).toBe(
      "no-store",
    );
    const tags = [first.etag, (await feed(name)).etag, (await feed(name, "?q=engineer&limit=1")).etag];
    await service.create();
    tags.push((await feed(name, "?q=engineer")).etag);
    for (const each of NAMES) if (each !== name) tags.push((await feed(each, "?q=engineer")).etag);
    expect(new Set(tags).size).toBe(6);
  });

  it("answers HEAD and refuses other methods", async () => {
    expect((await service.call("HEAD", `/v1/feed.${name}`)).status).toBe(200);
    const refused = await service.call("POST", `/v1/feed.${name}`, { json: {} });
    expect([refused.status, refused.headers.get("Allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });

  it.each([
    ["?nonsense=1", "nonsense"],
    ["?limit=101", "limit"],
    ["?limit=1&limit=2", "limit"],
    ["?sort=salary", "currency"],
    ["?cursor=x&page=1", "page"],
  ])("refuses %s as a search does", async (query, parameter) => {
    const answer = await feed(name, query);
    expect([answer.status, answer.json.errors[0].parameter]).toEqual([400, parameter]);
  });

  it.each([
    ["?q=engineer", 2],
    ["?tag=go", 1],
    ["?tag=go&facet=tag&highlight=true&explain=true", 1],
    ["?jsonld=valid", 1],
    ["?jsonld=invalid", 1],
    ["?country=fr", 0],
    ["?limit=1&page=2", 1],
  ])("finds with %s what a search finds", async (query, count) => {
    await service.create(WHOLE);
    await service.create();
    const found = await service.call("GET", `/v1/search${query}`);
    const ids = found.json.items.map(({ id }: { id: string }) => id);
    expect([ids.length, idsIn(name, await feed(name, query))]).toEqual([count, ids]);
  });

  it("leads to the listing's page, else to where to apply, else to what we say of it", async () => {
    const linked = async (fields: Readonly<Record<string, unknown>>) => {
      service = await testService();
      const { json } = await service.create(fields);
      const { text } = await service.call("GET", `/v1/feed.${name}`, {
        headers: { "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", Forwarded: "host=evil.example" },
      });
      expect(text).not.toMatch(/evil|gopher/);
      const links = {
        rss: () => xmlOf(text).rss.channel.item[0].link,
        json: () => JSON.parse(text).items[0].url,
        xml: () => xmlOf(text).source.job[0].url,
      };
      return [links[name](), json.id];
    };
    expect((await linked({ url: WHOLE.url, apply: WHOLE.apply }))[0]).toBe(WHOLE.url);
    expect((await linked({ apply: WHOLE.apply }))[0]).toBe(WHOLE.apply.url);
    const [own, id] = await linked({});
    expect(own).toBe(`http://localhost/v1/listings/${id}`);
    expect((await service.call("GET", String(own).replace("http://localhost", ""))).status).toBe(200);
  });

  it("ends a page of long descriptions early, and goes on behind it", async () => {
    const value = `${"word ".repeat(19_000)}`;
    const created = await createMany(13, { description: { format: "text", value } });
    const first = await feed(name, "?limit=100");
    const shown = idsIn(name, first);
    expect(shown.length).toBeGreaterThan(5);
    expect(shown).toEqual(created.slice(0, shown.length));
    const next = nextIn(name, first)?.replace("http://localhost", "") ?? "";
    expect(idsIn(name, await service.call("GET", next))).toEqual(created.slice(shown.length));
    const again = await feed(name, "?limit=100", { "If-None-Match": first.etag });
    expect(again.status).toBe(304);
  });

  it("of nothing is a feed without items", async () => {
    expect(idsIn(name, await feed(name, "?q=nothing"))).toEqual([]);
  });
});

describe("a listing in a feed", () => {
  it("of RSS 2.0", async () => {
    const { json } = await service.create(WHOLE);
    const answer = await feed("rss", "?q=engineer");
    expect(answer.headers.get("Content-Type")).toBe("application/rss+xml; charset=utf-8");
    const { rss } = xmlOf(answer.text);
    expect(rss["@version"]).toBe("2.0");
    expect(rss.channel).toMatchObject({ title: "Jobs: engineer", link: "http://localhost/v1/search?q=engineer" });
    expect(rss.channel["atom:link"]).toEqual([
      { "@rel": "self", "@type": "application/rss+xml", "@href": "http://localhost/v1/feed.rss?q=engineer" },
    ]);
    const [item] = rss.channel.item;
    expect(item).toMatchObject({
      title: WHOLE.title,
      link: WHOLE.url,
      guid: { "@isPermaLink": "false", "#text": json.id },
      pubDate: "Sat, 10 Jan 2026 00:00:00 GMT",
      "dc:creator": "Acme & Sons",
      category: ["IT", "go", "rust"],
      description: "<p>We <em>build</em>.</p>\n",
    });
  });

  it("is under a title that says the query and its filters, at most 200 characters, without what only pages it", async () => {
    await service.create(WHOLE);
    const titleOf = async (query: string) => (await feed("json", query)).json.title;
    expect(await titleOf("?q=engineer&tag=go&workplaceType=remote&limit=5&sort=newest")).toBe(
      "Jobs: engineer, tag=go, workplaceType=remote",
    );
    expect(await titleOf("?tag=c%2B%2B+%26+co")).toBe("Jobs: tag=c++ & co");
    const long = await titleOf(`?${Array.from({ length: 100 }, (_, i) => `tag=😀${i}`).join("&")}`);
    expect([...long]).toHaveLength(200);
    expect(long).toMatch(/^Jobs: tag=😀0, .*…$/u);
  });

  it("of JSON Feed 1.1", async () => {
    const { json } = await service.create(WHOLE);
    const answer = await feed("json");
    expect(answer.headers.get("Content-Type")).toBe("application/feed+json");
    expect(answer.json).toEqual({
      version: "https://jsonfeed.org/version/1.1",
      title: "Jobs",
      home_page_url: "http://localhost/v1/search",
      feed_url: "http://localhost/v1/feed.json",
      items: [
        {
          id: json.id,
          url: WHOLE.url,
          title: WHOLE.title,
          content_html: "<p>We <em>build</em>.</p>\n",
          summary: WHOLE.summary,
          date_published: "2026-01-10T00:00:00.000Z",
          date_modified: json.updatedAt,
          language: "en-GB",
          authors: [{ name: "Acme & Sons", url: "https://acme.example" }],
          tags: ["go", "rust"],
        },
      ],
    });
    await service.create({ title: "Second", summary: "short" });
    await service.create({ title: "Third" });
    const texts = (await feed("json")).json.items.map((item: { content_text?: string }) => item.content_text);
    expect(texts).toEqual(expect.arrayContaining(["short", "Third"]));
  });

  it("of the XML of aggregators", async () => {
    const { json } = await service.create(WHOLE);
    const answer = await feed("xml");
    expect(answer.headers.get("Content-Type")).toBe("application/xml; charset=utf-8");
    const { source } = xmlOf(answer.text);
    expect(source.publisher).toBe("Jobs");
    const [job] = source.job;
    expect(withoutBlanks(job)).toEqual({
      title: WHOLE.title,
      date: "Sat, 10 Jan 2026 00:00:00 GMT",
      referencenumber: json.id,
      requisitionid: "R-1",
      url: WHOLE.url,
      category: "IT, go, rust",
      company: "Acme & Sons",
      streetaddress: "Weg 1",
      city: "Berlin",
      state: "BE",
      country: "DE",
      postalcode: "10115",
      location: "Berlin, DE",
      email: "jobs@acme.example",
      description: "<p>We <em>build</em>.</p>\n",
      salary: "50000 - 60000.50 EUR per year",
      jobtype: "fulltime, perdiem",
      remotetype: "Hybrid remote",
      expirationdate: "Sun, 01 Feb 2026 00:00:00 GMT",
    });
    expect(answer.text).not.toContain("secret");
  });

  it("has no element for what is not known", async () => {
    await service.create();
    const [job] = xmlOf((await feed("xml")).text).source.job;
    expect(Object.keys(withoutBlanks(job)).sort()).toEqual(["company", "date", "referencenumber", "title", "url"]);
  });
});

/** Without the line feeds between the elements. */
function withoutBlanks({ "#text": _blanks, ...fields }: Record<string, unknown>): Record<string, unknown> {
  return fields;
}
