import { beforeEach, describe, expect, it } from "vitest";
import { type Answer, LISTING, type TestService, testService, UNKNOWN_ID } from "../../support/service.ts";

let service: TestService;
let created: Answer;
let path: string;
beforeEach(async () => {
  service = await testService();
  created = await service.create({
    summary: "old",
    source: { name: "feed", externalId: "1", hubUrl: "https://hub.example.com/" },
    datePosted: "2026-01-02",
    state: "paused",
    promotion: 5,
  });
  path = `/v1/listings/${created.json.id}`;
});

const put = (json: unknown, ifMatch = created.etag) =>
  service.call("PUT", path, { json, headers: { "If-Match": ifMatch } });
const patch = (json: unknown, ifMatch = created.etag) =>
  service.call("PATCH", path, { json, headers: { "If-Match": ifMatch } });

describe("PUT /v1/listings/{id}", () => {
  it("replaces: what is left out is removed, but for date, state, promotion and source", async () => {
    const answer = await put({ ...LISTING, title: "New" });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ title: "New", datePosted: "2026-01-02", state: "paused", promotion: 5 });
    expect(answer.json.source).toEqual(created.json.source);
    expect(answer.json).not.toHaveProperty("summary");
    expect(answer.json.revision).toBeGreaterThan(created.json.revision);
    expect(answer.etag).toBe(`"${answer.json.revision}-paused"`);
    expect(answer.headers.get("Rolecall-Position")).toBe(answer.json.position);
    expect(answer.headers.get("Rolecall-Action")).toBe("updated");
  });

  it("takes back what GET gave: unchanged, and no position is used", async () => {
    const head = await service.head();
    const { json } = await service.call("GET", `${path}?view=full`);
    const answer = await put(json);
    expect([answer.status, answer.headers.get("Rolecall-Action")]).toEqual([200, "unchanged"]);
    expect(answer.json).toEqual(created.json);
    expect(await service.head()).toBe(head);
  });

  it("is 428 without If-Match, 404 for an unknown id, 410 for a deleted one", async () => {
    const without = await service.call("PUT", path, { json: LISTING });
    expect([without.status, without.json.code]).toEqual([428, "precondition_required"]);
    const headers = { "If-Match": "*" };
    const unknown = await service.call("PUT", `/v1/listings/${UNKNOWN_ID}`, { json: LISTING, headers });
    expect([unknown.status, unknown.json.code]).toEqual([404, "not_found"]);
    await service.call("DELETE", path);
    expect((await put(LISTING)).status).toBe(410);
  });

  it.each([
    ["name", { name: "other", externalId: "1" }, "/source/name"],
    ["externalId", { name: "feed", externalId: "2" }, "/source/externalId"],
  ])("refuses another source %s", async (_what, source, pointer) => {
    const answer = await put({ ...LISTING, source });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: "invalid_body", errors: [{ code: "immutable", pointer }] });
  });

  it("reports all faults of a body at once", async () => {
    const answer = await put({
      title: " ",
      company: {},
      tags: ["x".repeat(65)],
      nonsense: 1,
      url: "javascript:alert(1)",
    });
    expect(answer.status).toBe(400);
    const pointers = answer.json.errors.map((fault: { pointer: string }) => fault.pointer).sort();
    expect(pointers).toEqual(["/company/name", "/nonsense", "/tags/0", "/title", "/url"]);
  });
});

describe("PATCH /v1/listings/{id}", () => {
  it("does not publish a paused listing by removing its state", async () => {
    const answer = await patch({ title: "New", state: null });
    expect([answer.status, answer.json.code]).toEqual([400, "invalid_body"]);
    expect(answer.json.errors).toEqual([
      { code: "not_removable", detail: expect.stringContaining("cannot be removed"), pointer: "/state" },
    ]);
    expect((await patch({ promotion: null })).json).toMatchObject({ state: "paused", promotion: 0 });
  });

  it("changes what it names, removes null, replaces arrays whole", async () => {
    await patch({ tags: ["a", "b"], company: { website: "https://acme.example.com" } });
    const answer = await patch({ tags: ["c"], summary: null, company: { name: "Acme Ltd" } }, "*");
    expect(answer.status).toBe(200);
    expect(answer.json.tags).toEqual(["c"]);
    expect(answer.json.company).toEqual({ name: "Acme Ltd", website: "https://acme.example.com" });
    expect(answer.json).not.toHaveProperty("summary");
  });

  it("takes application/merge-patch+json", async () => {
    const headers = { "Content-Type": "application/merge-patch+json", "If-Match": "*" };
    const answer = await service.call("PATCH", path, { json: { title: "P" }, headers });
    expect([answer.status, answer.json.title]).toEqual([200, "P"]);
  });

  it("that changes nothing is unchanged", async () => {
    const answer = await patch({ summary: "old" });
    expect([answer.status, answer.headers.get("Rolecall-Action"), answer.etag]).toEqual([
      200,
      "unchanged",
      created.etag,
    ]);
  });

  it("is 428 without If-Match and 404 for an unknown id", async () => {
    expect((await service.call("PATCH", path, { json: {} })).status).toBe(428);
    const unknown = await service.call("PATCH", `/v1/listings/${UNKNOWN_ID}`, {
      json: {},
      headers: { "If-Match": "*" },
    });
    expect(unknown.status).toBe(404);
  });

  it.each([
    ["another source", { source: { externalId: "2" } }, "/source/externalId"],
    ["no source", { source: null }, "/source"],
    ["no title", { title: null, state: "published" }, "/title"],
    ["an unknown field", { nonsense: 1 }, "/nonsense"],
    ["a list", [], ""],
    ["a text", "x", ""],
    ["null", null, ""],
  ])("refuses %s", async (_what, change, pointer) => {
    const head = await service.head();
    const answer = await patch(change);
    expect([answer.status, answer.json.code]).toEqual([400, "invalid_body"]);
    expect(answer.json.errors.map((fault: { pointer: string }) => fault.pointer)).toContain(pointer);
    expect(await service.head()).toBe(head);
  });
});

describe("DELETE /v1/listings/{id}", () => {
  it("is 204, again 204 with the same position, and 404 for what never was", async () => {
    const first = await service.call("DELETE", path);
    expect([first.status, first.text]).toEqual([204, ""]);
    expect(first.headers.get("Rolecall-Position")).toMatch(/^[0-9a-z]{10}-2$/);
    expect(first.etag).not.toBe("");
    const again = await service.call("DELETE", path, { headers: { "If-Match": created.etag } });
    expect([again.status, again.headers.get("Rolecall-Position")]).toEqual([
      204,
      first.headers.get("Rolecall-Position"),
    ]);
    expect((await service.call("DELETE", `/v1/listings/${UNKNOWN_ID}`)).status).toBe(404);
  });

  it("holds to If-Match when there is one", async () => {
    const stale = await service.call("DELETE", path, { headers: { "If-Match": '"999"' } });
    expect([stale.status, stale.etag]).toEqual([412, created.etag]);
    expect((await service.call("DELETE", path, { headers: { "If-Match": created.etag } })).status).toBe(204);
  });
});

describe("If-Match", () => {
  it.each([
    ["the full tag", (tag: string) => tag],
    ["the tag with the state of another moment", (tag: string) => tag.replace("paused", "expired")],
    ["the revision alone", (tag: string) => tag.replace("-paused", "")],
    ["a list that has it", (tag: string) => `"77-published" , ${tag}`],
    ["a list with a public tag beside it", (tag: string) => `"p1-paused",${tag}`],
    ["anything", () => "*"],
  ])("matches with %s", async (_name, header) => {
    expect((await put(LISTING, header(created.etag))).status).toBe(200);
  });

  it.each([['"999-published"'], ['"999"'], ['"0"'], ['"5","6","7"'], ['"999999999999999"']])(
    "does not match with %s: 412 and the current tag",
    async (header) => {
      for (const answer of [await put(LISTING, header), await patch({ title: "x" }, header)]) {
        expect([answer.status, answer.json.code, answer.etag]).toEqual([412, "precondition_failed", created.etag]);
        expect(answer.json.errors).toMatchObject([{ header: "If-Match" }]);
      }
    },
  );

  it("refuses the tag of the public view, and says why", async () => {
    const { etag } = await service.call("GET", path);
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const answer = await service.call(method, path, { json: LISTING, headers: { "If-Match": etag } });
      expect([answer.status, answer.etag]).toEqual([412, created.etag]);
      expect(answer.json).toMatchObject({ code: "precondition_failed", errors: [{ code: "public_tag" }] });
      expect(answer.json.detail).toContain("public view");
    }
    const unknown = `/v1/listings/${UNKNOWN_ID}`;
    expect((await service.call("PUT", unknown, { json: LISTING, headers: { "If-Match": etag } })).status).toBe(404);
  });

  it.each([
    [""],
    ["1"],
    ["1-published"],
    ['w/"1"'],
    ['"1-paused'],
    ['"1",'],
    ['"1" "2"'],
    ["*, *"],
    ['"'],
    ['"1\t-paused"'],
  ])("is refused as %s", async (header) => {
    const head = await service.head();
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const answer = await service.call(method, path, { json: LISTING, headers: { "If-Match": header } });
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({ code: "invalid_parameter", errors: [{ header: "If-Match" }] });
    }
    expect(await service.head()).toBe(head);
  });

  it.each([['W/"1-published"'], ['"v1"'], ['"-1"'], ['"1e9"'], ['"1-"'], [`"${"9".repeat(10_000)}"`]])(
    "does not hold as %s, which is no strong tag of ours",
    async (header) => {
      for (const method of ["PUT", "PATCH", "DELETE"]) {
        const answer = await service.call(method, path, { json: LISTING, headers: { "If-Match": header } });
        expect([answer.status, answer.etag, answer.json.code]).toEqual([412, created.etag, "precondition_failed"]);
      }
    },
  );

  it("If-None-Match on a write is refused rather than ignored", async () => {
    const calls = [
      ["PUT", path],
      ["PATCH", path],
      ["DELETE", path],
      ["POST", "/v1/listings"],
    ] as const;
    for (const [method, target] of calls) {
      const headers = { "If-Match": "*", "If-None-Match": "*" };
      const answer = await service.call(method, target, { json: LISTING, headers });
      expect(answer.json).toMatchObject({ code: "invalid_parameter", errors: [{ header: "If-None-Match" }] });
    }
  });
});
