import { beforeEach, describe, expect, it } from "vitest";
import { LISTING, type TestService, testService, UNKNOWN_ID } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const HOUR_MS = 3_600_000;
const FULL = {
  ...LISTING,
  description: { format: "markdown", value: "# We\n\n use *Go*\t\n" },
  source: { name: "feed", externalId: "job/1", url: "https://jobs.example.com/1", hubUrl: "https://jobs.example.com/" },
  extra: { deep: { kept: [null, 1.5] } },
  tags: ["b", "a", "b"],
};

describe("POST /v1/listings", () => {
  it("creates a listing: 201, where it is, its tag, its position, all of it", async () => {
    const answer = await service.create(FULL);
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({ ...FULL, effectiveState: "published", promotion: 0, state: "published" });
    expect(answer.json.id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    expect(answer.headers.get("Location")).toBe(`/v1/listings/${answer.json.id}`);
    expect(answer.etag).toBe(`"${answer.json.revision}-published"`);
    expect(answer.headers.get("Rolecall-Position")).toBe(answer.json.position);
    expect(answer.headers.get("Rolecall-Action")).toBe("created");
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
  });

  it("always answers lists, and leaves out what is empty", async () => {
    const { json } = await service.create({ summary: "", category: null });
    const lists = {
      locations: [],
      applicantLocations: [],
      employmentTypes: [],
      tags: [],
      skills: [],
      compensation: [],
    };
    expect(json).toMatchObject(lists);
    for (const absent of ["summary", "category", "description", "visibleUntil", "source"]) {
      expect(json).not.toHaveProperty(absent);
    }
  });

  it("takes a draft without title and company", async () => {
    const answer = await service.call("POST", "/v1/listings", { json: { state: "draft" } });
    expect([answer.status, answer.json.effectiveState]).toEqual([201, "draft"]);
  });

  it("answers 409 and where it is for a source that is known", async () => {
    const first = await service.create(FULL);
    const second = await service.create({ ...FULL, title: "Another" });
    expect(second.status).toBe(409);
    expect(second.json).toMatchObject({ code: "conflict", errors: [{ pointer: "/source/externalId" }] });
    expect(second.headers.get("Location")).toBe(`/v1/listings/${first.json.id}`);
  });

  it("ignores read-only fields", async () => {
    const { status, json } = await service.create({ id: UNKNOWN_ID, revision: 99, effectiveState: "expired", slug: 1 });
    expect(status).toBe(201);
    expect(json.id).not.toBe(UNKNOWN_ID);
    expect(json.revision).not.toBe(99);
  });

  it("refuses a listing over 256 KB, naming its largest field", async () => {
    const head = await service.head();
    const answer = await service.create({ description: { format: "text", value: "😀".repeat(80_000) } });
    expect(answer.status).toBe(413);
    expect(answer.json).toMatchObject({ code: "too_large", errors: [{ pointer: "/description" }] });
    expect(await service.head()).toBe(head);
  });
});

describe("Idempotency-Key", () => {
  const post = (key: string, json: unknown = LISTING) =>
    service.call("POST", "/v1/listings", { json, headers: { "Idempotency-Key": key } });

  it("makes the same request again find its listing as it is now", async () => {
    const first = await post("k-1");
    await service.call("PATCH", `/v1/listings/${first.json.id}`, {
      json: { title: "Changed" },
      headers: { "If-Match": first.etag },
    });
    const again = await post("k-1");
    expect(again.status).toBe(201);
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(again.headers.get("Location")).toBe(`/v1/listings/${first.json.id}`);
    expect(again.json).toMatchObject({ id: first.json.id, title: "Changed" });
    expect(again.etag).toBe(`"${again.json.revision}-published"`);
    expect(first.headers.get("Idempotent-Replayed")).toBeNull();
  });

  it("is the same key in quotes", async () => {
    const [first, again] = [await post("k-2"), await post('"k-2"')];
    expect(again.json.id).toBe(first.json.id);
  });

  it("answers 410 when the listing was deleted since, and 422 for another body", async () => {
    const { json } = await post("k-3");
    const other = await post("k-3", { ...LISTING, title: "Other" });
    expect(other.status).toBe(422);
    expect(other.json).toMatchObject({ code: "idempotency_mismatch", errors: [{ header: "Idempotency-Key" }] });
    await service.call("DELETE", `/v1/listings/${json.id}`);
    const gone = await post("k-3");
    expect([gone.status, gone.json.code]).toEqual([410, "gone"]);
  });

  it.each([["x".repeat(255)], ["a b"], ["~!#$%^&*()"], ['"a\\"b"']])("may be %s", async (key) => {
    expect((await post(key)).status).toBe(201);
  });

  it.each([[""], ["x".repeat(256)], ["é"], ['"open'], ['"'], ['""'], ['"a"b"'], [`"${"x".repeat(256)}"`]])(
    "may not be %s",
    async (key) => {
      const head = await service.head();
      const answer = await post(key);
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({ code: "invalid_parameter", errors: [{ header: "Idempotency-Key" }] });
      expect(await service.head()).toBe(head);
    },
  );
});

describe("GET /v1/listings/{id}", () => {
  it("shows everybody the public view, without the careers page and the extras", async () => {
    const { json } = await service.create(FULL);
    const answer = await service.call("GET", `/v1/listings/${json.id}`);
    const { extra: _extra, source, ...shown } = json;
    const { hubUrl: _hubUrl, ...shownSource } = source;
    expect(answer.json).toEqual({ ...shown, source: shownSource });
    expect(answer.etag).toBe(`"p${json.revision}-published"`);
  });

  it("shows writers all of it with view=full, in any case", async () => {
    const { json } = await service.create(FULL);
    for (const view of ["full", "FULL"]) {
      const answer = await service.call("GET", `/v1/listings/${json.id}?view=${view}`);
      expect(answer.json).toEqual(json);
      expect(answer.etag).toBe(`"${json.revision}-published"`);
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
    }
  });

  it.each([
    ["draft", { state: "draft" }],
    ["scheduled", { publishAt: "2026-02-01" }],
  ])("hides what is %s from the public view", async (state, fields) => {
    const { json } = await service.create(fields);
    const hidden = await service.call("GET", `/v1/listings/${json.id}`);
    const unknown = await service.call("GET", `/v1/listings/${UNKNOWN_ID}`);
    expect([hidden.status, hidden.json.code]).toEqual([404, "not_found"]);
    expect(hidden.json.detail.replace(json.id, "")).toBe(unknown.json.detail.replace(UNKNOWN_ID, ""));
    const full = await service.call("GET", `/v1/listings/${json.id}?view=full`);
    expect([full.status, full.json.effectiveState]).toEqual([200, state]);
  });

  it.each([
    ["paused", { state: "paused" }],
    ["filled", { state: "filled" }],
    ["archived", { state: "archived" }],
    ["expired", { validThrough: "2026-01-14" }],
  ])("shows what is %s, and says so", async (state, fields) => {
    const { json } = await service.create(fields);
    const answer = await service.call("GET", `/v1/listings/${json.id}`);
    expect([answer.status, answer.json.effectiveState]).toEqual([200, state]);
    expect(answer.etag).toBe(`"p${json.revision}-${state}"`);
  });

  it("is 410 when it was deleted", async () => {
    const { json } = await service.create();
    await service.call("DELETE", `/v1/listings/${json.id}`);
    const answer = await service.call("GET", `/v1/listings/${json.id}`);
    expect([answer.status, answer.json.code, answer.headers.get("Cache-Control")]).toEqual([410, "gone", "no-store"]);
  });

  it.each([
    ["a draft", { state: "draft" }],
    ["not yet public", { publishAt: "2026-02-01" }],
  ])("is 404 when it was deleted as %s, and 410 for writers", async (_name, fields) => {
    const { json } = await service.create({ ...fields, source: { name: "feed", externalId: "1" } });
    const path = `/v1/listings/${json.id}`;
    const source = "/v1/sources/feed/listing?externalId=1";
    await service.call("DELETE", path);
    for (const url of [path, source])
      expect((await service.call("GET", url)).json).toMatchObject({ code: "not_found" });
    const asWriter = [
      await service.call("GET", `${path}?view=full`),
      await service.call("GET", `${source}&view=full`),
      await service.call("PUT", path, { json: LISTING, headers: { "If-Match": "*" } }),
      await service.call("PATCH", path, { json: { title: "New" }, headers: { "If-Match": "*" } }),
    ];
    expect(asWriter.map(({ json: answer }) => answer.code)).toEqual(["gone", "gone", "gone", "gone"]);
    expect((await service.call("DELETE", path)).status).toBe(204);
  });

  it("may be kept a minute, but never past the instant at which it expires", async () => {
    const until = new Date(service.env.now() + 25_500).toISOString();
    const { json } = await service.create({ validThrough: until });
    const caching = async () => (await service.call("GET", `/v1/listings/${json.id}`)).headers.get("Cache-Control");
    expect(await caching()).toBe("public, max-age=25");
    service.env.advance(25_400);
    expect(await caching()).toBe("public, max-age=0");
    service.env.advance(HOUR_MS);
    expect(await caching()).toBe("public, max-age=60");
  });

  it("may not be kept when the caller says who it is", async () => {
    const { json } = await service.create();
    const headers = { Authorization: "Bearer k" };
    const answer = await service.call("GET", `/v1/listings/${json.id}`, { headers });
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
  });

  it.each([
    ["the tag", (tag: string) => tag, 304],
    ["the tag as weak", (tag: string) => `W/${tag}`, 304],
    ["a list", (tag: string) => `"x", W/"a,b" ,${tag}`, 304],
    ["anything", () => "*", 304],
    ["another tag", () => '"p1-paused"', 200],
    ["the tag without quotes", (tag: string) => tag.replaceAll('"', ""), 200],
    ["nothing that is a tag", () => "\u00a0,,;", 200],
  ])("If-None-Match with %s", async (_name, header, status) => {
    const { json } = await service.create();
    const path = `/v1/listings/${json.id}`;
    const { etag } = await service.call("GET", path);
    const answer = await service.call("GET", path, { headers: { "If-None-Match": header(etag) } });
    expect([answer.status, answer.etag]).toEqual([status, etag]);
    expect(answer.headers.get("Cache-Control")).toBe("public, max-age=60");
    if (status === 304) expect(answer.text).toBe("");
  });

  it("changes its tag when time alone changes its state", async () => {
    const { json } = await service.create({ validThrough: "2026-01-16" });
    const path = `/v1/listings/${json.id}`;
    const { etag } = await service.call("GET", path);
    service.env.advance(48 * HOUR_MS);
    const answer = await service.call("GET", path, { headers: { "If-None-Match": etag } });
    expect([answer.status, answer.json.effectiveState]).toEqual([200, "expired"]);
  });

  it("ignores Range", async () => {
    const { json } = await service.create();
    const answer = await service.call("GET", `/v1/listings/${json.id}`, { headers: { Range: "bytes=0-5" } });
    expect([answer.status, answer.json.id]).toEqual([200, json.id]);
  });
});
