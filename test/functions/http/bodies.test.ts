import { beforeEach, describe, expect, it } from "vitest";
import { LISTING, type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const VALID = JSON.stringify(LISTING);
const JSON_TYPE = { "Content-Type": "application/json" };
const post = (body: string | Uint8Array, headers: Record<string, string> = JSON_TYPE) =>
  service.call("POST", "/v1/listings", { body, headers });
const withTitle = (literal: string) => `{"title":${literal},"company":{"name":"Acme"}}`;
const latin = (...bytes: number[]) => Uint8Array.from([0x22, ...bytes, 0x22]);

describe("a body that is no listing", () => {
  it.each([
    ["null", "null", ""],
    ["a number", "1", ""],
    ["a list", "[]", ""],
    ["a text", '"x"', ""],
    ["no title", '{"company":{"name":"a"}}', "/title"],
    ["an unknown field", `{"constructor":{},${VALID.slice(1)}`, "/constructor"],
    ["an unknown nested field", '{"title":"a","company":{"name":"a","then":1}}', "/company/then"],
    ["a key with a slash and a tilde", `{"a/b~c":1,${VALID.slice(1)}`, "/a~1b~0c"],
    ["an empty key", `{"":1,${VALID.slice(1)}`, "/"],
    ["a title of zero-width characters", withTitle('"\\u200b\\u200b"'), "/title"],
    ["a title with a direction override", withTitle('"a\\u202eb"'), "/title"],
    ["a title with NUL", withTitle('"a\\u0000b"'), "/title"],
    ["a title of 501 characters", withTitle(JSON.stringify("x".repeat(501))), "/title"],
    ["a list for a title", withTitle("[]"), "/title"],
    ["a javascript url", `{"url":"javascript:alert(1)",${VALID.slice(1)}`, "/url"],
    ["a url with a user", `{"url":"https://u:p@example.com/",${VALID.slice(1)}`, "/url"],
    ["a url of an address", `{"url":"http://169.254.169.254/",${VALID.slice(1)}`, "/url"],
    ["a day that does not exist", `{"datePosted":"2023-02-29",${VALID.slice(1)}`, "/datePosted"],
    ["an hour that does not exist", `{"publishAt":"2026-01-01T24:00:00Z",${VALID.slice(1)}`, "/publishAt"],
    ["a time zone that does not exist", `{"timeZone":"Mars/Base",${VALID.slice(1)}`, "/timeZone"],
    [
      "money without a currency",
      `{"compensation":[{"min":1,"unit":"year"}],${VALID.slice(1)}`,
      "/compensation/0/currency",
    ],
    [
      "a minimum above the maximum",
      `{"compensation":[{"min":2,"max":1,"currency":"EUR","unit":"year"}],${VALID.slice(1)}`,
      "/compensation/0/max",
    ],
    ["a promotion of 1001", `{"promotion":1001,${VALID.slice(1)}`, "/promotion"],
    ["a state that is none", `{"state":"open",${VALID.slice(1)}`, "/state"],
    ["51 tags", `{"tags":${JSON.stringify(Array(51).fill("a"))},${VALID.slice(1)}`, "/tags"],
    [
      "a source with a slash in its name",
      `{"source":{"name":"a/b","externalId":"1"},${VALID.slice(1)}`,
      "/source/name",
    ],
  ])("%s is refused with a pointer, and nothing is stored", async (_name, body, pointer) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.json.code).toBe("invalid_body");
    expect(answer.json.errors.map((fault: { pointer: string }) => fault.pointer)).toContain(pointer);
    for (const fault of answer.json.errors) expect(fault).toMatchObject({ code: /^/, detail: expect.any(String) });
    expect(await service.head()).toBe(0);
  });

  it("is told a hundred faults at most", async () => {
    const fields = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`x${i}`, 1]));
    const { json } = await post(JSON.stringify(fields));
    expect(json.errors).toHaveLength(100);
  });
});

describe("Content-Type", () => {
  const WRITES = [
    ["POST", "/v1/listings"],
    ["POST", "/v1/search"],
    ["POST", "/v1/parse"],
    ["POST", "/v1/imports"],
    ["PUT", "/v1/sources/acme/listing?externalId=a"],
  ] as const;

  it.each([
    ["text/html"],
    ["application/xml"],
    ["multipart/form-data; boundary=x"],
    ["application/x-www-form-urlencoded"],
    ["application/json-evil"],
    ["application/jsonx"],
    ["application/json, text/plain"],
    ["application/json text/plain"],
    ["application/json; charset"],
    ["json"],
    ["*/*"],
    ["application/json; charset=utf-16"],
    ["text/plain; charset=iso-8859-1"],
    ['text/markdown; charset="latin1"'],
    ["application/json; charset=utf-16; charset=utf-8"],
    [""],
  ])("%s is 415 on every write", async (type) => {
    for (const [method, path] of WRITES) {
      const answer = await service.call(method, path, { body: VALID, headers: { "Content-Type": type } });
      expect(answer.status).toBe(415);
      expect(answer.json).toMatchObject({ code: "unsupported_media_type", errors: [{ header: "Content-Type" }] });
    }
    expect(await service.head()).toBe(0);
  });

  it.each([
    ["application/json; charset=utf-8"],
    ["Application/JSON;charset=UTF8"],
    ['application/json ; charset="utf-8"'],
    ["application/json;"],
    ["application/json; version=1"],
  ])("%s is JSON", async (type) => {
    expect((await post(VALID, { "Content-Type": type })).status).toBe(201);
  });

  it("is required", async () => {
    const body = new TextEncoder().encode(VALID);
    expect((await post(body, {})).status).toBe(415);
  });

  it.each([["gzip"], ["br"], ["deflate"], ["gzip, gzip"]])(
    "Content-Encoding %s is 415 but for imports",
    async (encoding) => {
      const answer = await post(VALID, { ...JSON_TYPE, "Content-Encoding": encoding });
      expect(answer.status).toBe(415);
      expect(answer.json).toMatchObject({ errors: [{ header: "Content-Encoding" }] });
    },
  );

  it("does not decide what comes back", async () => {
    const headers = { ...JSON_TYPE, Accept: "image/png, */*;q=0" };
    expect((await post(VALID, headers)).headers.get("Content-Type")).toBe("application/json");
  });
});

describe("a body over the limit", () => {
  it("is 413, naming the limit, whether its length was announced or not", async () => {
    service = await testService({ limits: { bodyBytes: 100 } });
    const body = withTitle(JSON.stringify("x".repeat(200)));
    for (const headers of [JSON_TYPE, { ...JSON_TYPE, "Content-Length": String(body.length) }]) {
      const answer = await post(body, headers);
      expect([answer.status, answer.json.code]).toEqual([413, "too_large"]);
      expect(answer.json.detail).toContain("100");
      expect(answer.json.errors).toHaveLength(1);
    }
    expect((await post(VALID)).status).toBe(201);
  });
});

describe("POST /v1/parse", () => {
  const parse = (body: string | Uint8Array, type = "text/plain") =>
    service.call("POST", "/v1/parse", { body, headers: { "Content-Type": type } });

  it("gives a draft with its evidence, and stores nothing", async () => {
    const text = "We use 😀 Go and Kubernetes.\n#LI-Hybrid";
    const { status, json } = await parse(text);
    expect(status).toBe(200);
    expect(Object.keys(json).sort()).toEqual(["draft", "missing", "spans"]);
    expect(json.draft).toMatchObject({ state: "draft", workplaceType: "hybrid", description: { value: text } });
    for (const span of json.spans) expect(Object.keys(span).sort()).toEqual(["end", "field", "rule", "start", "value"]);
    const go = json.spans.find((span: { value: string }) => span.value === "Go");
    expect(text.slice(go.start, go.end)).toBe("Go");
    expect(json.missing).toEqual(["title", "company"]);
    expect((await service.call("POST", "/v1/listings", { json: json.draft })).status).toBe(201);
  });

  it.each([
    ["", 200],
    ["\0\u0001", 200],
    ["•\n".repeat(1_000), 200],
  ])("%j is a draft of its own", async (text, status) => {
    expect((await parse(text)).status).toBe(status);
  });

  it("refuses what is no UTF-8", async () => {
    const answer = await parse(latin(0xff));
    expect([answer.status, answer.json.code]).toEqual([400, "invalid_body"]);
  });
});
