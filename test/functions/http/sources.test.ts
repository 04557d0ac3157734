import { beforeEach, describe, expect, it } from "vitest";
import { LISTING, type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const EXTERNAL_ID = "https://jobs.example.com/a?b=1&c=ü/2";
const path = (externalId = EXTERNAL_ID, source = "acme") =>
  `/v1/sources/${source}/listing?externalId=${encodeURIComponent(externalId)}`;
const put = (json: unknown = LISTING, headers: Record<string, string> = {}) =>
  service.call("PUT", path(), { json, headers });
const putMarkdown = (body: string, externalId = EXTERNAL_ID) =>
  service.call("PUT", path(externalId), { body, headers: { "Content-Type": "text/markdown; charset=utf-8" } });

describe("PUT /v1/sources/{source}/listing", () => {
  it("creates, then changes, then finds nothing to change", async () => {
    const created = await put();
    expect([created.status, created.headers.get("Rolecall-Action")]).toEqual([201, "created"]);
    expect(created.headers.get("Location")).toBe(`/v1/listings/${created.json.id}`);
    expect(created.json.source).toEqual({ name: "acme", externalId: EXTERNAL_ID });
    expect(created.etag).toBe(`"${created.json.revision}-published"`);
    expect(created.headers.get("Rolecall-Position")).toBe(created.json.position);

    const changed = await put({ ...LISTING, title: "New" });
    expect([changed.status, changed.headers.get("Rolecall-Action")]).toEqual([200, "updated"]);
    expect(changed.json.id).toBe(created.json.id);

    const head = await service.head();
    const same = await put({ ...LISTING, title: "New" });
    expect([same.status, same.headers.get("Rolecall-Action"), same.etag]).toEqual([200, "unchanged", changed.etag]);
    expect(await service.head()).toBe(head);
  });

  it("keeps date, state and promotion when the body leaves them out, and removes every other field", async () => {
    await put({ ...LISTING, summary: "s", datePosted: "2026-01-02", state: "filled", promotion: 3 });
    const { json } = await put();
    expect(json).toMatchObject({ datePosted: "2026-01-02", state: "filled", promotion: 3 });
    expect(json).not.toHaveProperty("summary");
  });

  it("creates anew over a tombstone, under the same id", async () => {
    const created = await put();
    expect((await service.call("DELETE", path())).status).toBe(204);
    expect((await service.call("GET", path())).status).toBe(410);
    const again = await put();
    expect([again.status, again.headers.get("Rolecall-Action"), again.json.id]).toEqual([
      201,
      "created",
      created.json.id,
    ]);
    expect(again.json.revision).toBeGreaterThan(created.json.revision);
  });

  it("takes back what GET gave, with what it says of the source", async () => {
    const source = {
      name: "acme",
      externalId: EXTERNAL_ID,
      url: "https://a.example.com/1",
      hubUrl: "https://a.example.com/",
    };
    await put({ ...LISTING, source });
    const { json } = await service.call("GET", `${path()}&view=full`);
    expect(json.source).toEqual(source);
    expect((await put(json)).headers.get("Rolecall-Action")).toBe("unchanged");
  });

  it.each([
    ["name", { name: "other", externalId: EXTERNAL_ID }],
    ["externalId", { name: "acme", externalId: "2" }],
  ])("refuses a body whose source has another %s", async (_what, source) => {
    const answer = await put({ ...LISTING, source });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: "invalid_body", errors: [{ pointer: "/source" }] });
  });

  it.each([
    ["a text", "x", "/source"],
    ["an unknown field", { nonsense: 1 }, "/source/nonsense"],
    ["a bad url", { url: "x" }, "/source/url"],
  ])("refuses a source that is %s", async (_what, source, pointer) => {
    const { status, json } = await put({ ...LISTING, source });
    expect([status, json.errors[0].pointer]).toEqual([400, pointer]);
  });

  it("holds to If-Match when there is one, and then creates nothing", async () => {
    const absent = await put(LISTING, { "If-Match": "*" });
    expect([absent.status, absent.json.code]).toEqual([412, "precondition_failed"]);
    expect(await service.head()).toBe(0);
    const created = await put();
    const stale = await put(LISTING, { "If-Match": '"99"' });
    expect([stale.status, stale.etag]).toEqual([412, created.etag]);
    expect((await put({ ...LISTING, title: "T" }, { "If-Match": created.etag })).status).toBe(200);
  });

  it("takes Markdown, whose own identity gives way to that of the address", async () => {
    const file =
      '---\ntitle: "Go"\ncompanyName: Acme\nurl: https://x.example.com/1\nhost: https://x.example.com/\n---\nBody\n';
    const { status, json } = await putMarkdown(file);
    expect(status).toBe(201);
    expect(json).toMatchObject({
      title: "Go",
      company: { name: "Acme" },
      url: "https://x.example.com/1",
      source: { name: "acme", externalId: EXTERNAL_ID, hubUrl: "https://x.example.com/" },
      description: { format: "markdown", value: "Body\n" },
    });
    expect((await putMarkdown(file)).headers.get("Rolecall-Action")).toBe("unchanged");
  });

  it("takes the slug from an identity that is a Markdown file's name", async () => {
    const { json } = await putMarkdown("---\ntitle: Go\ncompanyName: Acme\n---\n", "jobs/acme-go-dev.md");
    expect(json.slug).toBe("acme-go-dev");
  });

  it.each([
    ["no front matter at all", "just text", 400],
    ["front matter that never ends", "---\ntitle: x\n", 400],
    ["a wrong value", "---\ntitle: x\ncompanyName: y\nurl: 'javascript:1'\n---\n", 400],
    ["an alias bomb", "---\na: &a [1]\nb: [*a,*a]\n---\n", 400],
  ])("refuses Markdown with %s", async (_what, file, status) => {
    const answer = await putMarkdown(file);
    expect([answer.status, answer.json.code]).toEqual([status, "invalid_body"]);
    expect(answer.json.errors.length).toBeGreaterThan(0);
    expect(await service.head()).toBe(0);
  });
});

describe("GET and DELETE /v1/sources/{source}/listing", () => {
  it("find the listing that the identity has, whichever route made it", async () => {
    const { json } = await service.create({ source: { name: "acme", externalId: EXTERNAL_ID } });
    const answer = await service.call("GET", path());
    expect([answer.status, answer.json.id, answer.etag]).toEqual([200, json.id, `"p${json.revision}-published"`]);
    const known = await service.call("GET", path(), { headers: { "If-None-Match": answer.etag } });
    expect(known.status).toBe(304);
    const removed = await service.call("DELETE", path());
    expect(removed.status).toBe(204);
    expect(removed.headers.get("Rolecall-Position")).not.toBeNull();
    expect((await service.call("DELETE", path())).status).toBe(204);
  });

  it("of an identity that never was: nothing to show, and nothing that a feed would have to delete", async () => {
    const shown = await service.call("GET", path());
    expect([shown.status, shown.json.code]).toEqual([404, "not_found"]);
    const removed = await service.call("DELETE", path());
    expect([removed.status, removed.text]).toEqual([204, ""]);
    expect(removed.headers.get("Rolecall-Position")).not.toBeNull();
    const matching = await service.call("DELETE", path(), { headers: { "If-Match": "*" } });
    expect([matching.status, matching.json.code]).toEqual([404, "not_found"]);
    expect(await service.head()).toBe(0);
  });
});

describe("an identity in an address", () => {
  it.each([
    ["no externalId", "/v1/sources/acme/listing", "externalId"],
    ["an empty externalId", "/v1/sources/acme/listing?externalId=", "externalId"],
    ["two", `${"/v1/sources/acme/listing"}?externalId=a&externalId=b`, "externalId"],
    ["a blank one", "/v1/sources/acme/listing?externalId=%20%E2%80%8B", "externalId"],
    ["one with NUL", "/v1/sources/acme/listing?externalId=a%00b", "externalId"],
    ["one with a newline", "/v1/sources/acme/listing?externalId=a%0Ab", "externalId"],
    ["one that is no UTF-8", "/v1/sources/acme/listing?externalId=%ff", "externalId"],
    ["a broken escape", "/v1/sources/acme/listing?externalId=%E0%A4%A", "externalId"],
    ["one of 2,001 characters", `/v1/sources/acme/listing?externalId=${"x".repeat(2_001)}`, "externalId"],
    ["a source in upper case", "/v1/sources/Acme/listing?externalId=a", "source"],
    ["a source with a slash", "/v1/sources/a%2Fb/listing?externalId=a", "source"],
    ["a source with NUL", "/v1/sources/a%00/listing?externalId=a", "source"],
    ["a source that is no UTF-8", "/v1/sources/%ff/listing?externalId=a", "source"],
    ["a source of 65 characters", `/v1/sources/${"x".repeat(65)}/listing?externalId=a`, "source"],
  ])("with %s is refused by every method", async (_what, address, parameter) => {
    for (const method of ["GET", "PUT", "DELETE"]) {
      const answer = await service.call(method, address, method === "PUT" ? { json: LISTING } : {});
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({ code: "invalid_parameter", errors: [{ parameter }] });
    }
    expect(await service.head()).toBe(0);
  });

  it("may have 2,000 characters of any kind", async () => {
    const externalId = "ß".repeat(2_000);
    const answer = await service.call("PUT", path(externalId), { json: LISTING });
    expect([answer.status, answer.json.source.externalId]).toEqual([201, externalId]);
  });
});
