/** `POST /v1/imports?mode=retain`: what a source does not name any more is archived, within a guard. */
import { beforeEach, describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { AppError } from "../../../core/errors.ts";
import { follower } from "../../../core/index/follower.ts";
import type { Board } from "../../../core/store/board.ts";
import { createApp } from "../../../functions/http/app.ts";
import type { RequestLimits } from "../../../functions/request-limits.ts";
import { LISTING, linesOf, type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const NDJSON = { "Content-Type": "application/x-ndjson" };
const row = (externalId: string, fields: object = {}) => ({
  ...LISTING,
  source: { name: "feed", externalId },
  ...fields,
});
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => String(from + i));
const lines = (rows: readonly unknown[]) => rows.map((one) => JSON.stringify(one)).join("\n");
const names = (ids: readonly string[]) => lines(ids.map((externalId) => ({ externalId })));

async function upsert(rows: readonly unknown[], on = service) {
  const answer = await on.call("POST", "/v1/imports", { body: lines(rows), headers: NDJSON });
  return linesOf(answer).at(-1);
}

async function retain(body: string, query = "", headers: Record<string, string> = NDJSON, on = service) {
  const answer = await on.call("POST", `/v1/imports?mode=retain&source=feed${query}`, { body, headers });
  const all = answer.status === 200 ? linesOf(answer) : [];
  return { answer, rows: all.slice(0, -1), summary: all.at(-1) };
}

const stateOf = async (externalId: string, source = "feed") =>
  (await service.call("GET", `/v1/sources/${source}/listing?externalId=${externalId}&view=full`)).json.state;
const statesOf = (ids: readonly string[]) => Promise.all(ids.map((id) => stateOf(id)));

describe("mode=retain", () => {
  it("archives the published listings of the source that are not named, and nothing else", async () => {
    const day = 24 * 60 * 60 * 1_000;
    const at = (days: number) => new Date(service.env.now() + days * day).toISOString();
    await upsert([
      ...numbers(0, 10).map((id) => row(id)),
      row("paused", { state: "paused" }),
      row("draft", { state: "draft" }),
      row("filled", { state: "filled" }),
      row("later", { publishAt: at(1) }),
      row("over", { validThrough: at(-1) }),
      row("other", { source: { name: "feed2", externalId: "other" } }),
    ]);
    await service.create({ title: "Nobody's" });
    const { rows, summary } = await retain(names(numbers(0, 8)));
    expect(rows).toMatchObject(
      numbers(0, 8).map((externalId, index) => ({ kind: "row", index, externalId, action: "unchanged" })),
    );
    expect(rows[0].id).toMatch(/^[0-9a-z]{26}$/);
    expect(summary).toMatchObject({ created: 0, updated: 0, unchanged: 8, rejected: 0, archived: 2, complete: true });
    expect(summary).not.toHaveProperty("nextIndex");
    expect(await statesOf(numbers(0, 10))).toEqual([...Array(8).fill("published"), "archived", "archived"]);
    expect(await statesOf(["paused", "draft", "filled", "later", "over"])).toEqual([
      "paused",
      "draft",
      "filled",
      "published",
      "published",
    ]);
    expect(await stateOf("other", "feed2")).toBe("published");
    const search = await service.call("GET", `/v1/search?minPosition=${summary.position}`);
    expect(search.json.total).toBe(10);
  });

  it("gives an id to names of listings that are there, in whatever state, and to no other", async () => {
    await upsert([...numbers(0, 9).map((id) => row(id)), row("draft", { state: "draft" }), row("gone")]);
    const { json } = await service.call("GET", "/v1/sources/feed/listing?externalId=0");
    await service.call("DELETE", "/v1/sources/feed/listing?externalId=gone");
    const { rows, summary } = await retain(names([...numbers(0, 9), "draft", "gone", "unheard-of"]));
    expect(rows.map(({ action }) => action)).toEqual(Array(12).fill("unchanged"));
    expect(rows[0].id).toBe(json.id);
    expect(rows.filter(({ id }) => id === undefined).map(({ externalId }) => externalId)).toEqual([
      ...["gone", "unheard-of"],
    ]);
    expect(summary).toMatchObject({ unchanged: 12, archived: 0 });
  });

  it("sent again archives nothing more and takes no position", async () => {
    await upsert(numbers(0, 10).map((id) => row(id)));
    await retain(names(numbers(0, 8)));
    const head = await service.head();
    expect((await retain(names(numbers(0, 8)))).summary).toMatchObject({ archived: 0, unchanged: 8, complete: true });
    expect(await service.head()).toBe(head);
  });

  it("an upsert brings an archived listing back, and what a person archived stays so", async () => {
    await upsert([...numbers(0, 9).map((id) => row(id)), row("by-hand")]);
    const { json, etag } = await service.call("GET", "/v1/sources/feed/listing?externalId=by-hand&view=full");
    const headers = { "If-Match": etag };
    await service.call("PATCH", `/v1/listings/${json.id}`, { json: { state: "archived" }, headers });
    await retain(names(numbers(0, 8)));
    expect(await statesOf(["8", "by-hand"])).toEqual(["archived", "archived"]);
    expect(await upsert([row("8"), row("by-hand")])).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await statesOf(["8", "by-hand"])).toEqual(["published", "archived"]);
    expect(await upsert([row("8")])).toMatchObject({ unchanged: 1 });
    // And by the other ways of an upsert.
    await retain(names(numbers(0, 8)));
    const path = "/v1/sources/feed/listing?externalId=8";
    const put = await service.call("PUT", path, { json: LISTING });
    expect([put.headers.get("Rolecall-Action"), put.json.state]).toEqual(["updated", "published"]);
  });

  it("an upsert that names a state is taken at its word, and an edit in between changes nothing of that", async () => {
    await upsert(numbers(0, 10).map((id) => row(id)));
    await retain(names(numbers(0, 8)));
    expect(await upsert([row("8", { state: "filled" })])).toMatchObject({ updated: 1 });
    expect(await stateOf("8")).toBe("filled");
    expect(await upsert([row("8")])).toMatchObject({ unchanged: 1 });
    const { json, etag } = await service.call("GET", "/v1/sources/feed/listing?externalId=9&view=full");
    const patched = await service.call("PATCH", `/v1/listings/${json.id}`, {
      json: { title: "Edited" },
      headers: { "If-Match": etag },
    });
    expect(patched.json).toMatchObject({ title: "Edited", state: "archived" });
    await upsert([row("9", { title: "Edited" })]);
    expect(await stateOf("9")).toBe("published");
  });

  it("dryRun says what would be archived and archives nothing", async () => {
    await upsert(numbers(0, 10).map((id) => row(id)));
    const head = await service.head();
    expect((await retain(names(numbers(0, 8)), "&dryRun=true")).summary).toMatchObject({ archived: 2, complete: true });
    expect((await retain(names(numbers(0, 7)), "&dryRun=true")).answer.status).toBe(409);
    expect(await service.head()).toBe(head);
  });

  it("takes an array and a table of names as well", async () => {
    await upsert(numbers(0, 10).map((id) => row(id)));
    const array = JSON.stringify(numbers(0, 9).map((externalId) => ({ externalId })));
    expect((await retain(array, "", { "Content-Type": "application/json" })).summary).toMatchObject({ archived: 1 });
    const table = `External ID\r\n${numbers(0, 8).join("\r\n")}\r\n`;
    const { rows, summary } = await retain(table, "", { "Content-Type": "text/csv" });
    expect(summary).toMatchObject({ archived: 1, unchanged: 8 });
    expect(rows[7]).toMatchObject({ index: 7, externalId: "7" });
  });

  it("names what is not there without a fault", async () => {
    await upsert([row("1")]);
    expect((await retain(names(["1", "unknown"]))).summary).toMatchObject({ unchanged: 2, archived: 0 });
  });
});

describe("the guard of mode=retain", () => {
  it.each([
    [10, 8, "", 2],
    [10, 7, "", undefined],
    [10, 7, "&maxArchivedPercent=30", 3],
    [10, 7, "&maxArchivedPercent=29", undefined],
    [3, 2, "&maxArchivedPercent=33", undefined],
    [3, 2, "&maxArchivedPercent=34", 1],
    [10, 10, "&maxArchivedPercent=0", 0],
    [10, 9, "&maxArchivedPercent=0", undefined],
    [10, 0, "&maxArchivedPercent=100", 10],
    [10, 0, "&maxArchivedPercent=99", undefined],
    [10, 0, "", undefined],
    [0, 0, "", 0],
    [0, 0, "&maxArchivedPercent=0", 0],
  ])("of %i listings %i named%s", async (all, named, query, archived) => {
    await upsert(numbers(0, all).map((id) => row(id)));
    const head = await service.head();
    const { answer, summary } = await retain(names(numbers(0, named)), query);
    if (archived !== undefined) {
      expect(summary).toMatchObject({ archived, complete: true });
      return;
    }
    expect([answer.status, answer.json.code]).toEqual([409, "conflict"]);
    expect(answer.json.errors[0]).toMatchObject({ parameter: "maxArchivedPercent" });
    expect(answer.json.detail).toContain(`${all - named} of the ${all} published listings of feed`);
    expect(await service.head()).toBe(head);
  });

  it("counts published listings alone", async () => {
    await upsert([...numbers(0, 5).map((id) => row(id)), ...numbers(5, 100).map((id) => row(id, { state: "paused" }))]);
    expect((await retain(names(numbers(0, 3)))).answer.status).toBe(409);
    expect((await retain(names(numbers(0, 4)))).summary).toMatchObject({ archived: 1 });
  });
});

describe("rows of mode=retain", () => {
  beforeEach(async () => {
    await upsert(numbers(0, 10).map((id) => row(id)));
  });

  it.each([
    ["no JSON", "{", "invalid_json"],
    ["no object", "[]", "invalid_type"],
    ["no name", "{}", "required"],
    ["null", '{"externalId":null}', "required"],
    ["a number", '{"externalId":5}', "invalid_type"],
    ["a blank", '{"externalId":" "}', "invalid_value"],
    ["too long", JSON.stringify({ externalId: "x".repeat(2_001) }), "invalid_value"],
    ["a listing", JSON.stringify(row("9")), "required"],
  ])("archive nothing when one is unreadable: %s", async (_, bad, code) => {
    const { rows, summary } = await retain(`${names(numbers(0, 9))}\n${bad}`);
    expect(rows.at(-1)).toMatchObject({ index: 9, action: "rejected", errors: expect.arrayContaining([]) });
    expect(rows.at(-1).errors[0].code).toBe(code);
    expect(summary).toMatchObject({ unchanged: 9, rejected: 1, archived: 0, complete: true });
    expect(await stateOf("9")).toBe("published");
  });

  it("keep what they name even when they are rejected for saying more, or for saying it twice", async () => {
    const more = JSON.stringify({ externalId: "8", title: "x" });
    const { rows, summary } = await retain(`${names([...numbers(0, 8), "0"])}\n${more}`);
    expect(rows.slice(8)).toMatchObject([
      { externalId: "0", action: "rejected", errors: [{ code: "repeated" }] },
      { externalId: "8", action: "rejected", errors: [{ code: "unknown_field", pointer: "/title" }] },
    ]);
    expect(summary).toMatchObject({ unchanged: 8, rejected: 2, archived: 1 });
    expect(await statesOf(["0", "8", "9"])).toEqual(["published", "published", "archived"]);
  });

  it.each<[string, string, Record<string, string>, number, string]>([
    ["without a source", "/v1/imports?mode=retain", NDJSON, 400, "source"],
    ["of a format that is not JSON", "/v1/imports?mode=retain&source=feed&format=lever", NDJSON, 415, "Content-Type"],
    ["with a company", "/v1/imports?mode=retain&source=feed&company=Lamp", NDJSON, 400, "company"],
    ["of Markdown", "/v1/imports?mode=retain&source=feed", { "Content-Type": "text/markdown" }, 415, "Content-Type"],
    [
      "of an archive",
      "/v1/imports?mode=retain&source=feed",
      { "Content-Type": "application/zip" },
      415,
      "Content-Type",
    ],
    ["of a table without names", "/v1/imports?mode=retain&source=feed", { "Content-Type": "text/csv" }, 400, ""],
  ])("%s are refused", async (_, path, headers, status, where) => {
    const { json, ...answer } = await service.call("POST", path, { body: "title\nx\n", headers });
    expect(answer.status).toBe(status);
    const [fault] = json.errors;
    expect(fault.parameter ?? fault.header ?? fault.pointer).toBe(where);
  });

  it("are refused when their results alone are too much for an answer", async () => {
    service = await testService({ limits: { importAnswerBytes: 300 } });
    const { answer } = await retain(names(numbers(0, 10)));
    expect([answer.status, answer.json.code]).toEqual([413, "too_large"]);
  });
});

describe("the answer of a job board", () => {
  const JSON_TYPE = { "Content-Type": "application/json" };
  const job = (id: number) => ({ id, title: "Cook", company_name: "Acme", absolute_url: `https://jobs.example/${id}` });
  const sent = async (ids: readonly (number | undefined)[], query = "") => {
    const jobs = ids.map((id) => (id === undefined ? { title: "Cook" } : job(id)));
    const path = `/v1/imports?format=greenhouse&source=feed${query}`;
    return service.call("POST", path, { body: JSON.stringify({ jobs }), headers: JSON_TYPE });
  };
  const tens = Array.from({ length: 10 }, (_, id) => id);

  it("sent with and without mode=retain keeps a source in step with it", async () => {
    expect(linesOf(await sent(tens)).at(-1)).toMatchObject({ created: 10, rejected: 0 });
    const answer = linesOf(await sent([...tens.slice(1), 10], "&mode=retain"));
    expect(answer.at(-1)).toMatchObject({ unchanged: 10, rejected: 0, archived: 1, complete: true });
    expect(answer.slice(0, -1).map(({ externalId, id }) => [externalId, id !== undefined])).toEqual([
      ...tens.slice(1).map((id) => [String(id), true]),
      ["10", false],
    ]);
    expect(await statesOf(["0", "1", "9"])).toEqual(["archived", "published", "published"]);
    expect(linesOf(await sent(tens)).at(-1)).toMatchObject({ updated: 1, unchanged: 9 });
  });

  it("archives nothing when one of its jobs has no name, or when it has none", async () => {
    await sent(tens);
    const answer = linesOf(await sent([...tens.slice(0, 8), undefined], "&mode=retain"));
    expect(answer.at(-2)).toMatchObject({ index: 8, action: "rejected", errors: [{ code: "required" }] });
    expect(answer.at(-1)).toMatchObject({ unchanged: 8, rejected: 1, archived: 0 });
    expect((await sent([], "&mode=retain")).status).toBe(409);
    expect(await statesOf(["0", "8", "9"])).toEqual(["published", "published", "published"]);
  });
});

describe("mode=retain from a published index", () => {
  it("finds the listings of the snapshot and of what was written since, in a process that has loaded neither", async () => {
    const { board, env } = service;
    const blobs = memoryBlobStore();
    const process = () => createApp({ board, blobs, follower: follower({ board, blobs, env }), env });
    const post = async (path: string, body = "") => {
      const answer = await process().request(path, { method: "POST", body, headers: NDJSON });
      return (await answer.text()).trim().split("\n").at(-1) ?? "";
    };
    await post("/v1/imports", lines([...numbers(0, 50), "gone", "paused"].map((id) => row(id))));
    expect(await post("/v1/maintenance")).toContain("published");
    await post("/v1/imports", lines([...numbers(50, 60).map((id) => row(id)), row("paused", { state: "paused" })]));
    await board.remove(board.idOf({ name: "feed", externalId: "gone" }), "any");
    const query = "?mode=retain&source=feed&maxArchivedPercent=7";
    expect(await post(`/v1/imports${query}`, names(numbers(2, 57)))).toContain("5 of the 60 published listings");
    expect(JSON.parse(await post(`/v1/imports${query}`, names(numbers(2, 58))))).toMatchObject({
      archived: 4,
      complete: true,
    });
    expect(await statesOf(["0", "1", "2", "57", "58", "59", "paused"])).toEqual([
      "archived",
      "archived",
      "published",
      "published",
      "archived",
      "archived",
      "paused",
    ]);
  });
});

/** The service over a board whose own `archive` is another. */
async function serviceWith(
  archive: (board: Board) => Board["archive"],
  limits: Partial<RequestLimits> = {},
): Promise<TestService> {
  const made = await testService();
  const board = { ...made.board, archive: archive(made.board) };
  const { env } = made;
  const app = createApp({
    board,
    blobs: memoryBlobStore(),
    follower: follower({ board, env }),
    env,
    requestLimits: limits,
  });
  const call: TestService["call"] = async (method, path, { headers = {}, body } = {}) => {
    const init = body === undefined ? { method, headers } : { method, headers, body: String(body) };
    const answer = await app.request(path, init);
    const text = await answer.text();
    const json = answer.headers.get("Content-Type") === "application/x-ndjson" ? undefined : JSON.parse(text);
    return { status: answer.status, headers: answer.headers, text, json, etag: answer.headers.get("ETag") ?? "" };
  };
  return { ...made, call };
}

describe("mode=retain while others write", () => {
  it("leaves a listing that was upserted behind the look at the index, says so, and judges it anew when sent again", async () => {
    service = await serviceWith((board) => async (id, ...given) => {
      if (id === board.idOf({ name: "feed", externalId: "8" })) await upsertDirectly(board, "8");
      return board.archive(id, ...given);
    });
    await upsert(numbers(0, 10).map((id) => row(id)));
    const { summary } = await retain(names(numbers(0, 8)));
    expect(summary).toMatchObject({ archived: 1, complete: false, nextIndex: 0 });
    expect(await statesOf(["8", "9"])).toEqual(["published", "archived"]);
  });

  it.each(["paused", "archived", "draft"])("leaves a listing that became %s meanwhile", async (state) => {
    service = await serviceWith((board) => async (id, ...given) => {
      if (id === board.idOf({ name: "feed", externalId: "8" })) await upsertDirectly(board, "8", { state });
      return board.archive(id, ...given);
    });
    await upsert(numbers(0, 10).map((id) => row(id)));
    const { summary } = await retain(names(numbers(0, 8)));
    expect(summary).toMatchObject({ archived: 1, complete: true });
    expect(await stateOf("8")).toBe(state);
  });

  it("leaves a listing that was deleted meanwhile", async () => {
    service = await serviceWith((board) => async (id, ...given) => {
      if (id === board.idOf({ name: "feed", externalId: "8" })) await board.remove(id, "any");
      return board.archive(id, ...given);
    });
    await upsert(numbers(0, 10).map((id) => row(id)));
    expect((await retain(names(numbers(0, 8)))).summary).toMatchObject({ archived: 1, complete: true });
    expect((await service.call("GET", "/v1/sources/feed/listing?externalId=8")).status).toBe(410);
  });

  it("is stopped by an outage, says so, and sent again finishes", async () => {
    let isDown = true;
    service = await serviceWith((board) => async (id, ...given) => {
      if (isDown && id === board.idOf({ name: "feed", externalId: "9" })) {
        throw new AppError("unavailable", "the store is away");
      }
      return board.archive(id, ...given);
    });
    await upsert(numbers(0, 10).map((id) => row(id)));
    expect((await retain(names(numbers(0, 8)))).summary).toMatchObject({ archived: 1, complete: false, nextIndex: 0 });
    isDown = false;
    expect((await retain(names(numbers(0, 8)))).summary).toMatchObject({ archived: 1, complete: true });
    expect(await statesOf(["8", "9"])).toEqual(["archived", "archived"]);
  });

  it("without a row either is refused as unavailable only if nothing was archived", async () => {
    service = await serviceWith(() => async () => {
      throw new AppError("unavailable", "the store is away");
    });
    await upsert([row("1")]);
    const { answer } = await retain("", "&maxArchivedPercent=100");
    expect([answer.status, answer.json.code]).toEqual([503, "unavailable"]);
  });

  it("archives no more in one request than an import may write, and goes on when sent again", async () => {
    service = await serviceWith((board) => board.archive, { importRows: 100 });
    for (let at = 0; at < 300; at += 100) await upsert(numbers(at, at + 100).map((id) => row(id)));
    const all = "&maxArchivedPercent=100";
    expect((await retain(names(["0"]), all)).summary).toMatchObject({ archived: 100, complete: false, nextIndex: 0 });
    expect((await retain(names(["0"]), all)).summary).toMatchObject({ archived: 100, complete: false });
    expect((await retain(names(["0"]), all)).summary).toMatchObject({ archived: 99, complete: true });
    expect(await statesOf(["0", "1", "299"])).toEqual(["published", "archived", "archived"]);
  });

  it("shares commits", async () => {
    await upsert(numbers(0, 400).map((id) => row(id)));
    const head = await service.head();
    expect((await retain(names(numbers(0, 200)), "&maxArchivedPercent=50")).summary).toMatchObject({ archived: 200 });
    expect((await service.head()) - head).toBeLessThanOrEqual(10);
  });
});

async function upsertDirectly(board: Board, externalId: string, fields: object = {}): Promise<void> {
  const { sourcedInput } = await import("../../support/listings.ts");
  await board.upsert(sourcedInput(externalId, { title: "Changed meanwhile", ...fields }));
}
