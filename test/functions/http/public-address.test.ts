/** Links of answers, as they have to be for those who stand before a proxy. */
import { afterEach, describe, expect, it } from "vitest";
import { type Server, startServer } from "../../../functions/server.ts";
import { type TestService, testService } from "../../support/service.ts";

const HTTPS = { arrival: { scheme: "https" } } as const;

async function boardOf(publicUrl?: string): Promise<{ service: TestService; older: string }> {
  const service = await testService(publicUrl === undefined ? {} : { publicUrl });
  const { json } = await service.create({ datePosted: "2026-01-01" });
  await service.create({ datePosted: "2026-01-02" });
  return { service, older: json.id };
}

describe("the links of a feed", () => {
  it.each([
    ["the address that was asked", undefined, {}, "http://localhost"],
    ["the scheme that the platform says", undefined, HTTPS, "https://localhost"],
    ["the address that is set", "https://jobs.example.com", {}, "https://jobs.example.com"],
    [
      "the path in front that is set, whatever the platform says",
      "http://a.example/jobs",
      HTTPS,
      "http://a.example/jobs",
    ],
  ])("begin with %s", async (_name, publicUrl, options, expected) => {
    const { service, older } = await boardOf(publicUrl);
    const { json, headers } = await service.call("GET", "/v1/feed.json?limit=1&sort=newest", options);
    expect(json.feed_url).toBe(`${expected}/v1/feed.json?limit=1&sort=newest`);
    expect(json.home_page_url).toBe(`${expected}/v1/search?limit=1&sort=newest`);
    expect(json.items[0].url).toMatch(new RegExp(`^${expected}/v1/listings/[0-9a-z]{26}$`));
    expect(json.next_url).toMatch(new RegExp(`^${expected}/v1/feed.json[?]limit=1&sort=newest&cursor=`));
    expect(headers.get("Link")).toBe(`<${json.next_url}>; rel="next"`);
    const next = await service.call("GET", json.next_url.replace(expected, ""), options);
    expect(next.json.items.map(({ id }: { id: string }) => id)).toEqual([older]);
  });

  it("are never those of headers that nobody vouches for", async () => {
    const { service } = await boardOf();
    const headers = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "X-Forwarded-For": "1.2.3.4" };
    expect((await service.call("GET", "/v1/feed.json", { headers })).json.feed_url).toBe(
      "http://localhost/v1/feed.json",
    );
  });

  it.each(["/v1/feed.rss", "/v1/feed.json", "/v1/feed.xml", "/sitemap.xml"])(
    "are covered by the tag of %s: another address is another answer",
    async (path) => {
      const { service } = await boardOf();
      const plain = await service.call("GET", path);
      const outside = await service.call("GET", path, { ...HTTPS, headers: { "If-None-Match": plain.etag } });
      expect([outside.status, outside.etag === plain.etag]).toEqual([200, false]);
      const again = await service.call("GET", path, { ...HTTPS, headers: { "If-None-Match": outside.etag } });
      expect(again.status).toBe(304);
    },
  );
});

describe("a server behind proxies", () => {
  let server: Server | undefined;
  afterEach(() => server?.stop());

  async function schemeSeen(trustedProxies: number): Promise<string> {
    server = await startServer({
      fetch: (_request, arrival) => new Response(String(arrival?.scheme)),
      ...{ hostname: "127.0.0.1", port: 0, trustedProxies },
    });
    const answer = await fetch(server.address, { headers: { "X-Forwarded-Proto": "https" } });
    return answer.text();
  }

  it("takes the scheme from them if it was told that they are there", async () => {
    expect(await schemeSeen(1)).toBe("https");
  });

  it("takes it from nobody otherwise", async () => {
    expect(await schemeSeen(0)).toBe("undefined");
  });
});
