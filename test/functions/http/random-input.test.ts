import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LISTING, testService } from "../../support/service.ts";

const RUNS = { numRuns: 60 };
const IF_MATCH = { "If-Match": "*" };

async function targets() {
  const service = await testService();
  const { json } = await service.create({ source: { name: "acme", externalId: "1" } });
  return {
    service,
    routes: [
      ["POST", "/v1/listings"],
      ["PUT", `/v1/listings/${json.id}`],
      ["PATCH", `/v1/listings/${json.id}`],
      ["PUT", "/v1/sources/acme/listing?externalId=2"],
      ["POST", "/v1/imports"],
      ["POST", "/v1/search"],
      ["POST", "/v1/parse"],
    ] as const,
  };
}

const mediaTypes = [
  "application/json",
  "application/merge-patch+json",
  "application/x-ndjson",
  "text/markdown",
  "text/plain",
  "application/zip",
  "application/gzip",
];

const header = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 40,
});

/** Near misses: listings with something else in some of their fields. */
const almostListing = fc
  .record(
    {
      title: fc.oneof(fc.string(), fc.jsonValue()),
      company: fc.oneof(fc.constant(LISTING.company), fc.jsonValue()),
      description: fc.oneof(
        fc.record({ format: fc.constantFrom("markdown", "html", "x"), value: fc.string() }),
        fc.jsonValue(),
      ),
      source: fc.oneof(fc.record({ name: fc.string(), externalId: fc.string() }), fc.jsonValue()),
      tags: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
      locations: fc.oneof(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), fc.jsonValue()),
      compensation: fc.oneof(fc.array(fc.record({ min: fc.jsonValue(), currency: fc.jsonValue() })), fc.jsonValue()),
      datePosted: fc.oneof(fc.date({ noInvalidDate: true }).map(String), fc.jsonValue()),
      attributes: fc.jsonValue(),
      numbers: fc.dictionary(fc.string(), fc.double()),
      extra: fc.jsonValue(),
      state: fc.constantFrom("draft", "published", "archived", "x"),
      id: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  .map((listing) => JSON.stringify(listing));

describe("whatever a caller sends", () => {
  it.each([
    ["bytes", fc.uint8Array({ maxLength: 200 })],
    ["JSON", fc.json()],
    ["almost a listing", almostListing],
    ["almost a list of listings", fc.array(almostListing, { maxLength: 4 }).map((all) => `[${all}]`)],
    ["almost a file", fc.string().map((text) => `---\n${text}\n---\n${text}`)],
  ])(
    "%s never meets an error of ours, and the service goes on",
    async (_name, body: fc.Arbitrary<string | Uint8Array>) => {
      const { service, routes } = await targets();
      await fc.assert(
        fc.asyncProperty(
          body,
          fc.constantFrom(...routes),
          fc.constantFrom(...mediaTypes),
          async (sent, [method, path], type) => {
            for (const contentType of [type, "application/json"]) {
              const headers = { ...IF_MATCH, "Content-Type": contentType };
              const answer = await service.call(method, path, { body: sent, headers });
              expect(answer.status).toBeLessThan(500);
              if (answer.status >= 400) expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
            }
          },
        ),
        RUNS,
      );
      expect((await service.create()).status).toBe(201);
      expect((await service.call("GET", "/v1/search")).status).toBe(200);
    },
  );

  it("is refused by name although it brings a toString that is none", async () => {
    const { service } = await targets();
    const answer = await service.call("POST", "/v1/search", { json: { datePosted: { toString: false } } });
    expect([answer.status, answer.json.errors[0].pointer]).toEqual([400, "/datePosted"]);
  });

  it("in an address never meets an error of ours", async () => {
    const { service } = await targets();
    const part = fc.oneof(
      fc.webPath(),
      fc.string().map(encodeURIComponent),
      fc.constantFrom("%00", "%ff", "..%2f", "%"),
    );
    const paths = fc.constantFrom(
      "/v1/listings/",
      "/v1/sources/",
      "/v1/search?",
      "/v1/changes?cursor=",
      "/v1/exports?cursor=",
    );
    const method = fc.constantFrom("GET", "DELETE", "HEAD", "OPTIONS");
    await fc.assert(
      fc.asyncProperty(paths, part, method, async (path, tail, verb) => {
        expect((await service.call(verb, `${path}${tail}`)).status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });

  it("in headers never meets an error of ours", async () => {
    const { service, routes } = await targets();
    await fc.assert(
      fc.asyncProperty(header, fc.constantFrom(...routes), async (value, [method, path]) => {
        for (const name of [
          "If-Match",
          "If-None-Match",
          "Idempotency-Key",
          "Content-Type",
          "Content-Encoding",
          "X-Request-Id",
        ]) {
          const headers = { ...IF_MATCH, "Content-Type": "application/json", [name]: value };
          expect((await service.call(method, path, { json: LISTING, headers })).status).toBeLessThan(500);
        }
      }),
      RUNS,
    );
  });
});
