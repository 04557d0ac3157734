import { beforeEach, describe, expect, it } from "vitest";
import { type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

describe("GET /v1/listings/{id}/markdown", () => {
  const FIELDS = { source: { name: "a", externalId: "1", hubUrl: "https://hub.example.com/" }, extra: { secret: 1 } };

  it("shows the public view, and writers all of it, under the tags of those views", async () => {
    const { json } = await service.create(FIELDS);
    const path = `/v1/listings/${json.id}/markdown`;
    const shown = await service.call("GET", path);
    expect([shown.status, shown.headers.get("Content-Type")]).toEqual([200, "text/markdown; charset=utf-8"]);
    expect(shown.text).toContain("Backend Engineer");
    expect(shown.text).not.toMatch(/hub\.example|secret/);
    expect(shown.etag).toBe(`"p${json.revision}-published"`);
    const full = await service.call("GET", `${path}?view=full`);
    expect(full.text).toMatch(/hub\.example.*secret/s);
    expect([full.etag, full.headers.get("Cache-Control")]).toEqual([`"${json.revision}-published"`, "no-store"]);
    const known = await service.call("GET", path, { headers: { "If-None-Match": shown.etag } });
    expect([known.status, known.text]).toEqual([304, ""]);
  });

  it("is 404 for a draft and for an unknown id, 410 for a deleted one", async () => {
    const statusOf = async (path: string) => (await service.call("GET", path)).status;
    const draft = (await service.create({ state: "draft" })).json.id;
    const published = (await service.create()).json.id;
    expect(await statusOf(`/v1/listings/${draft}/markdown`)).toBe(404);
    for (const id of [draft, published]) await service.call("DELETE", `/v1/listings/${id}`);
    expect(await statusOf(`/v1/listings/${draft}/markdown`)).toBe(404);
    expect(await statusOf(`/v1/listings/${draft}/markdown?view=full`)).toBe(410);
    expect(await statusOf(`/v1/listings/${published}/markdown`)).toBe(410);
  });
});

describe("GET /health, /ready and /v1/limits", () => {
  it("/health is 200", async () => {
    expect((await service.call("GET", "/health")).status).toBe(200);
  });

  it("/ready says what is loaded", async () => {
    const { json } = await service.create();
    const ready = await service.call("GET", "/ready");
    expect(ready.status).toBe(200);
    expect(ready.json).toEqual({ snapshot: null, position: json.position, ageMs: 0, listings: 1, tail: 1 });
  });

  it("/v1/limits tells both kinds, and those of requests are the deployment's", async () => {
    service = await testService({ limits: { bodyBytes: 1_234_567 } });
    const answer = await service.call("GET", "/v1/limits");
    expect(answer.json.listing).toMatchObject({ title: 500, description: 100_000, listingBytes: 262_144 });
    expect(answer.json.request).toMatchObject({ bodyBytes: 1_234_567, importRows: 10_000 });
    expect(answer.headers.get("Cache-Control")).toBe("public, max-age=60");
  });
});
