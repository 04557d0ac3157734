import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { beforeEach, describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { follower } from "../../../core/index/follower.ts";
import { createApp } from "../../../functions/http/app.ts";
import { LISTING, linesOf, type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const row = (externalId: string, fields: object = {}) => ({
  ...LISTING,
  source: { name: "feed", externalId },
  ...fields,
});
const NDJSON = { "Content-Type": "application/x-ndjson" };

async function send(body: string | Uint8Array, headers: Record<string, string> = NDJSON, query = "") {
  const answer = await service.call("POST", `/v1/imports${query}`, { body, headers });
  const lines = answer.status === 200 ? linesOf(answer) : [];
  return { answer, rows: lines.slice(0, -1), summary: lines.at(-1) };
}
const sendRows = (rows: readonly unknown[], query = "") =>
  send(rows.map((one) => JSON.stringify(one)).join("\n"), NDJSON, query);

const FILE = '---\ntitle: "Go"\ncompanyName: "Acme"\n---\nText\n';

describe("POST /v1/imports", () => {
  it("answers each row in the order of the input, then the summary", async () => {
    const { answer, rows, summary } = await sendRows([row("1"), row("2"), row("3")]);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Type")).toBe("application/x-ndjson");
    expect(rows).toMatchObject(
      [1, 2, 3].map((n) => ({ kind: "row", index: n - 1, externalId: `${n}`, action: "created" })),
    );
    for (const { id } of rows) expect((await service.call("GET", `/v1/listings/${id}`)).status).toBe(200);
    const counts = { created: 3, updated: 0, unchanged: 0, rejected: 0, archived: 0 };
    expect(summary).toEqual({ kind: "summary", ...counts, complete: true, position: expect.stringMatching(/-\d+$/) });
    const search = await service.call("GET", `/v1/search?minPosition=${summary.position}`);
    expect(search.json.total).toBe(3);
  });

  it("says created, updated, unchanged; what is unchanged takes no position", async () => {
    await sendRows([row("1"), row("2")]);
    const head = await service.head();
    const { rows } = await sendRows([row("1"), row("2", { title: "New" }), row("3")]);
    expect(rows.map(({ action }) => action)).toEqual(["unchanged", "updated", "created"]);
    expect((await sendRows([row("1"), row("3")])).summary).toMatchObject({ unchanged: 2 });
    expect(await service.head()).toBe(head + 1);
  });

  it("lets many rows share a log entry", async () => {
    const { summary } = await sendRows(Array.from({ length: 1_000 }, (_, i) => row(String(i))));
    expect(summary.created).toBe(1_000);
    expect(await service.head()).toBeLessThan(40);
  });

  it("never lets a bad row block another", async () => {
    const lines = [
      JSON.stringify(row("1")),
      "{not json",
      "",
      "[]",
      JSON.stringify({ ...row("2"), nonsense: 1, tags: "x" }),
      JSON.stringify({ ...LISTING }),
      JSON.stringify({ ...row("3"), title: null }),
      `{"title":"a","title":"b"}`,
      "null",
      JSON.stringify(row("4")),
    ];
    const { rows, summary } = await send(lines.join("\r\n"));
    expect(rows.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const verdicts = rows.map(({ action, errors }) => (action === "rejected" ? errors[0].code : action));
    expect(verdicts).toEqual([
      "created",
      "invalid_json",
      "invalid_type",
      expect.any(String),
      "required",
      "required",
      "invalid_json",
      "invalid_type",
      "created",
    ]);
    expect(rows[3].errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual(["/nonsense", "/tags"]);
    expect(rows[3]).toMatchObject({ externalId: "2" });
    expect(summary).toMatchObject({ created: 2, rejected: 7, complete: true });
  });

  it("refuses only the line that is no UTF-8", async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${JSON.stringify(row("1"))}\n"`),
      Buffer.from([0xff, 0x0a]),
      Buffer.from(JSON.stringify(row("é"))),
    ]);
    const { rows } = await send(bytes);
    expect(rows.map(({ action }) => action)).toEqual(["created", "rejected", "created"]);
    expect(rows[1].errors[0]).toMatchObject({ code: "invalid_json", detail: expect.stringContaining("not UTF-8") });
    expect(rows[2].externalId).toBe("é");
  });

  it("rejects an identity that the input has twice, and tells which was first", async () => {
    const { rows } = await sendRows([row("1"), row("1", { title: "Other" }), row("2")]);
    expect(rows.map(({ action }) => action)).toEqual(["created", "rejected", "created"]);
    expect(rows[1].errors[0]).toMatchObject({ code: "repeated", detail: expect.stringContaining("row 0") });
    expect((await service.call("GET", `/v1/listings/${rows[0].id}`)).json.title).toBe(LISTING.title);
  });

  it("takes a JSON array, and nothing of what is not one", async () => {
    const headers = { "Content-Type": "application/json" };
    expect((await send(JSON.stringify([row("1"), 1]), headers)).rows).toMatchObject([
      { action: "created" },
      { action: "rejected" },
    ]);
    expect((await send(JSON.stringify(row("1")), headers)).answer.json.code).toBe("invalid_body");
    expect((await send("[{", headers)).answer.json.code).toBe("invalid_json");
  });

  it.each([
    ["application/x-ndjson", ""],
    ["application/x-ndjson", "\n \n"],
    ["application/json", "[]"],
  ])("an empty %s input has a summary", async (type, body) => {
    const { json } = await service.create();
    const { summary } = await send(body, { "Content-Type": type });
    expect(summary).toMatchObject({ created: 0, rejected: 0, complete: true, position: json.position });
  });

  it("writes nothing in a dry run, and says what it would do", async () => {
    await sendRows([row("1"), row("2")]);
    const head = await service.head();
    const input = [row("1"), row("2", { title: "New" }), row("3"), row("3"), { state: "draft" }];
    const { rows, summary } = await sendRows(input, "?dryRun=true");
    expect(rows.map(({ action }) => action)).toEqual(["unchanged", "updated", "created", "rejected", "rejected"]);
    expect(summary).toMatchObject({ created: 1, updated: 1, unchanged: 1, rejected: 2, complete: true });
    expect(await service.head()).toBe(head);
    expect((await sendRows(input.slice(2, 3), "?dryRun=FALSE")).summary.created).toBe(1);
  });

  it("gives rows that name no source the one of the parameter", async () => {
    const unnamed = { ...LISTING, source: { externalId: "1" } };
    expect((await sendRows([unnamed])).rows[0]).toMatchObject({ action: "rejected" });
    const { rows } = await sendRows([unnamed, row("2")], "?source=acme");
    expect(rows.map(({ action }) => action)).toEqual(["created", "created"]);
    expect((await service.call("GET", "/v1/sources/acme/listing?externalId=1")).json.id).toBe(rows[0].id);
    expect((await service.call("GET", "/v1/sources/feed/listing?externalId=2")).json.id).toBe(rows[1].id);
  });

  it("is unchanged for the export of the same board, listings without a source included", async () => {
    await sendRows([row("1", { extra: { a: null } }), row("2", { datePosted: "2026-01-02" })]);
    await service.create({ summary: "no source" });
    await service.create({ state: "draft" });
    const exported = (await service.call("GET", "/v1/exports")).json.items;
    const head = await service.head();
    expect((await sendRows(exported)).summary).toMatchObject({ unchanged: 4, rejected: 0 });
    const edited = exported.map((item: object) => ({ ...item, summary: "edited" }));
    expect((await sendRows(edited)).summary).toMatchObject({ updated: 4, rejected: 0 });
    expect(await service.head()).toBe(head + 1);
  });

  it("rejects the id of another board's export, and of what was deleted", async () => {
    const { json } = await service.create();
    await service.call("DELETE", `/v1/listings/${json.id}`);
    const { rows } = await sendRows([json, { ...json, id: "0".repeat(26) }, { ...json, id: "x" }]);
    const codes = rows.map(({ action, errors }) => [action, errors[0].code]);
    expect(codes).toEqual([
      ["rejected", "gone"],
      ["rejected", "not_found"],
      ["rejected", "required"],
    ]);
  });
});

describe("an import of Markdown", () => {
  it("takes one file, whose url is its identity", async () => {
    const body = FILE.replace("---\nText", "url: https://a.example.com/1\n---\nText");
    const { rows } = await send(body, { "Content-Type": "text/markdown" });
    expect(rows).toMatchObject([{ action: "created", externalId: "https://a.example.com/1" }]);
    expect((await send(FILE, { "Content-Type": "text/markdown" })).rows).toMatchObject([{ action: "rejected" }]);
    const named = await send(body, { "Content-Type": "text/markdown" }, "?source=acme");
    expect((await service.call("GET", `/v1/listings/${named.rows[0].id}`)).json.source.name).toBe("acme");
  });

  it("does not rename a source that a JSON row names itself", async () => {
    const { rows } = await sendRows([row("1", { source: { name: "markdown", externalId: "1" } })], "?source=acme");
    expect((await service.call("GET", `/v1/listings/${rows[0].id}`)).json.source.name).toBe("markdown");
  });

  it("takes a ZIP of files, which go by their names, and is unchanged for its own export", async () => {
    const bytes = zipSync({ "jobs/a.md": Buffer.from(FILE), "b.md": Buffer.from("---\n"), "c.txt": Buffer.from("x") });
    const headers = { "Content-Type": "application/zip" };
    const { rows, summary } = await send(bytes, headers, "?source=files");
    expect(rows).toMatchObject([
      { name: "a.md", externalId: "a.md", action: "created" },
      { name: "b.md", action: "rejected" },
    ]);
    expect(summary).toMatchObject({ created: 1, rejected: 1 });
    const { json } = await service.call("GET", "/v1/sources/files/listing?externalId=a.md");
    expect([json.id, json.slug]).toEqual([rows[0].id, "a"]);
    const file = await service.call("GET", `/v1/listings/${json.id}/markdown?view=full`);
    expect(file.headers.get("Content-Type")).toBe("text/markdown; charset=utf-8");
    const again = zipSync({ "a.md": Buffer.from(file.text) });
    expect((await send(again, headers, "?source=files")).rows).toMatchObject([{ action: "unchanged" }]);
  });

  it.each([["application/zip"], ["application/gzip"]])(
    "refuses what is no %s before anything is written",
    async (type) => {
      const { answer } = await send("no archive", { "Content-Type": type });
      expect([answer.status, answer.json.code]).toEqual([400, "invalid_body"]);
    },
  );
});

describe("an import that meets a bug of ours", () => {
  it("is cut before its summary, and says why in the log", async () => {
    const upsert = service.board.upsert.bind(service.board);
    const board = {
      ...service.board,
      upsert: (...given: Parameters<typeof upsert>) =>
        given[0].title === "bug" ? Promise.reject(new Error("a bug")) : upsert(...given),
    };
    const { env } = service;
    const app = createApp({ board, blobs: memoryBlobStore(), env, follower: follower({ board, env }) });
    const body = [row("1"), row("2", { title: "bug" }), row("3")].map((one) => JSON.stringify(one)).join("\n");
    const answer = await app.request("/v1/imports", { method: "POST", body, headers: NDJSON });
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow("a bug");
    expect(env.events.at(-1)).toMatchObject({ event: "import_failed", facts: { error: "Error: a bug" } });
  });
});

describe("what an import refuses as a whole", () => {
  it.each([["prune"], ["nonsense"]])("mode=%s", async (mode) => {
    const { answer } = await send("", NDJSON, `?mode=${mode}`);
    expect([answer.status, answer.json.errors[0]]).toMatchObject([400, { parameter: "mode" }]);
    expect((await send("", NDJSON, "?mode=UPSERT")).answer.status).toBe(200);
  });

  it.each([
    ["source=A"],
    ["source="],
    ["dryRun=1"],
    ["maxArchivedPercent=101"],
    ["maxArchivedPercent=20"],
    ["mode=upsert&maxArchivedPercent=20"],
    ["source=a&source=b"],
    ["dryRun=true&dryRun=true"],
  ])("%s", async (query) => {
    expect((await send("", NDJSON, `?${query}`)).answer.json.code).toBe("invalid_parameter");
  });

  it("more rows than the limit, before any is written", async () => {
    service = await testService({ limits: { importRows: 2 } });
    const rows = [row("1"), row("2"), row("3")];
    const array = () => send(JSON.stringify(rows), { "Content-Type": "application/json" });
    const zip = () =>
      send(zipSync({ "a.md": Buffer.from(FILE), "b.md": Buffer.from(FILE), "c.md": Buffer.from(FILE) }), {
        "Content-Type": "application/zip",
      });
    for (const { answer } of [await sendRows(rows), await array(), await zip()]) {
      expect([answer.status, answer.json.code]).toEqual([413, "too_large"]);
      expect(answer.json.detail).toContain("2");
    }
    expect(await service.head()).toBe(0);
    expect((await sendRows(rows.slice(1))).summary.created).toBe(2);
  });

  it("more bytes than the limit, sent or decompressed", async () => {
    service = await testService({ limits: { importBytes: 1_000, importDecodedBytes: 2_000 } });
    expect((await send("x".repeat(1_001))).answer.json.code).toBe("too_large");
    const bomb = gzipSync("\n".repeat(100_000));
    expect(bomb.length).toBeLessThan(1_000);
    for (const headers of [{ ...NDJSON, "Content-Encoding": "gzip" }, { "Content-Type": "application/gzip" }]) {
      const { answer } = await send(bomb, headers);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
    expect((await send(bomb, { ...NDJSON, "Content-Encoding": "gzip" })).answer.json.code).toBe("too_large");
  });

  it("Content-Encoding other than gzip, and gzip that is none", async () => {
    const body = gzipSync(JSON.stringify(row("1")));
    expect((await send(body, { ...NDJSON, "Content-Encoding": "gzip" })).summary.created).toBe(1);
    expect((await send(body, { ...NDJSON, "Content-Encoding": "GZIP" })).summary.unchanged).toBe(1);
    expect((await send(body, { ...NDJSON, "Content-Encoding": "br" })).answer.status).toBe(415);
    for (const broken of [body.subarray(0, 30), Buffer.from("plain"), Buffer.alloc(0)]) {
      const { answer } = await send(broken, { ...NDJSON, "Content-Encoding": "gzip" });
      expect([answer.status, answer.json.code]).toEqual([400, "invalid_body"]);
    }
  });
});

describe("an import whose answer would be too large for its platform", () => {
  it("stops, says where to go on, and goes on from there", async () => {
    service = await testService({ limits: { importAnswerBytes: 4_000 } });
    const all = Array.from({ length: 300 }, (_, i) => row(`${i}`));
    const first = await sendRows(all);
    expect(first.summary).toMatchObject({ kind: "summary", complete: false, created: first.rows.length });
    expect(first.summary.nextIndex).toBe(first.rows.length);
    expect(first.rows.length).toBeLessThan(300);
    const seen = [...first.rows];
    while (seen.length < 300) {
      const { rows } = await sendRows(all.slice(seen.length));
      expect(rows.length).toBeGreaterThan(0);
      seen.push(...rows);
    }
    expect(seen.map(({ externalId, action }) => [externalId, action])).toEqual(all.map((_, i) => [`${i}`, "created"]));
  });
});
