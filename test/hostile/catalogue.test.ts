/** The catalogue itself: that it is whole, and that its judge can find fault. */
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { badField, created, type Expected, fixed, post, refused } from "./case.ts";
import { CLASSES, LAMBDA_EVENTS } from "./classes.ts";
import { type Answer, connection } from "./connection.ts";
import { answerFaults } from "./judge.ts";
import { LOCAL } from "./platform.ts";
import { runClass } from "./run-class.ts";
import { TRIED_HERE } from "./runs.ts";

const LEAST = 80;
const ROOT = new URL("../../", import.meta.url);

describe("the catalogue", () => {
  it("has every class from C1 to C19", () => {
    expect(CLASSES.map(({ id }) => id)).toEqual(Array.from({ length: 19 }, (_, i) => `C${i + 1}`));
  });

  it.each(CLASSES)("$id is tried here or elsewhere, where the table says", async ({ load, elsewhere = [] }) => {
    expect(load !== undefined || elsewhere.length > 0).toBe(true);
    expect(elsewhere.filter((path) => !existsSync(fileURLToPath(new URL(path, ROOT))))).toEqual([]);
  });

  it.each(TRIED_HERE)("$id has 80 cases or more, each by a name of its own", async ({ load }) => {
    const names = (await load()).cases.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(LEAST);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it("has 80 events or more for Lambda, each by a name of its own", () => {
    const names = LAMBDA_EVENTS.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(LEAST);
    expect(new Set(names).size).toBe(names.length);
  });
});

const COMMON = {
  "x-request-id": "a",
  "x-content-type-options": "nosniff",
  "access-control-allow-origin": "*",
  "content-type": "application/problem+json",
};
const FAULT = { code: "required", detail: "title is required", pointer: "/title" };
const PROBLEM = {
  type: "/problems/invalid_body",
  title: "No",
  status: 400,
  detail: "no",
  code: "invalid_body",
  errors: [FAULT],
};

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { ...COMMON, ...headers },
  text: typeof body === "string" ? body : JSON.stringify(body),
  isLast: false,
});
const summary = { kind: "summary", complete: true };
const lines = (...rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join("\n");

describe("the judge", () => {
  it("has nothing against what is right", () => {
    expect(answerFaults(answer(400, PROBLEM), badField("/title"), 100)).toEqual([]);
    expect(answerFaults(answer(201, { title: "a" }), created({ title: "a" }), 100)).toEqual([]);
    expect(
      answerFaults(
        answer(200, lines({ index: 0, action: "created" }, summary)),
        { statuses: [200], rows: [{ actions: ["created"] }] },
        1,
      ),
    ).toEqual([]);
  });

  it.each<[what: string, given: Answer | undefined, expected: Expected]>([
    ["another status", answer(500, PROBLEM), badField("/title")],
    ["no answer", undefined, badField("/title")],
    ["another code", answer(400, PROBLEM), refused("invalid_json")],
    ["another place", answer(400, PROBLEM), badField("/company")],
    ["no request id", answer(400, PROBLEM, { "x-request-id": "" }), badField("/title")],
    ["a page for a problem", answer(400, "<html>", { "content-type": "text/html" }), badField("/title")],
    ["a problem of another status", answer(400, { ...PROBLEM, status: 404 }), badField("/title")],
    ["a fault with two places", answer(400, { ...PROBLEM, errors: [{ ...FAULT, header: "x" }] }), badField("/title")],
    ["a fault without words", answer(400, { ...PROBLEM, errors: [{ ...FAULT, detail: "" }] }), badField("/title")],
    ["a stack", answer(400, { ...PROBLEM, detail: "at f (/a/b.ts:1:2)" }), badField("/title")],
    ["a refusal of a megabyte", answer(400, { ...PROBLEM, detail: "x".repeat(1_000_000) }), badField("/title")],
    ["another text than was sent", answer(201, { title: "b" }), created({ title: "a" })],
    [
      "an import without an end",
      answer(200, lines({ index: 0, action: "created" })),
      { statuses: [200], rows: [{ actions: ["created"] }] },
    ],
    ["a row too few", answer(200, lines(summary)), { statuses: [200], rows: [{ actions: ["created"] }] }],
    [
      "a row that was taken",
      answer(200, lines({ index: 0, action: "created" }, summary)),
      { statuses: [200], rows: [{ actions: ["rejected"] }] },
    ],
    [
      "a row that says nothing",
      answer(200, lines({ index: 0, action: "rejected", errors: [] }, summary)),
      { statuses: [200], rows: [{ actions: ["rejected"] }] },
    ],
  ])("finds %s", (_what, given, expected) => {
    expect(answerFaults(given, expected, 100)).not.toEqual([]);
  });
});

/** A board that stores what it refuses, and forgets what it takes. */
function liar(change: (listing: Record<string, unknown>) => Record<string, unknown>, extraChanges: readonly unknown[]) {
  let seq = 0;
  const listings = new Map<string, Record<string, unknown>>();
  const log: unknown[] = [];
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const path = request.url ?? "";
      const reply = (status: number, body: unknown, headers = {}) =>
        response
          .writeHead(status, { ...COMMON, "content-type": "application/json", ...headers })
          .end(JSON.stringify(body));
      if (request.method === "POST") {
        seq++;
        const listing = { id: `id${seq}`, revision: seq, title: "a" };
        listings.set(listing.id, listing);
        log.push({ id: listing.id, revision: seq, kind: "put" });
        reply(201, listing, { etag: `"${seq}"`, "rolecall-action": "created", "rolecall-position": `x-${seq}` });
      } else if (request.method === "DELETE") {
        seq++;
        response.writeHead(204, { ...COMMON, etag: `"${seq}-deleted"`, "rolecall-position": `x-${seq}` }).end();
      } else if (path.startsWith("/v1/listings/")) {
        const id = path.split(/[/?]/)[3] ?? "";
        reply(200, id === "id3" ? listings.get(id) : change({ ...listings.get(id) }));
      } else {
        const from = Number(/x-(\d+)$/.exec(path)?.[1] ?? 0);
        const since = [...log, ...extraChanges].filter((one) => Number((one as { revision: number }).revision) > from);
        reply(200, { items: since, nextCursor: "x-9", more: false });
      }
    });
  });
  return new Promise<{ url: string; close: () => void }>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}`, close: () => server.close() });
    });
  });
}

describe("a run", () => {
  const cases = [fixed("a listing", post({ title: "a" }), created({ title: "a" }))];
  it.each([
    ["keeps its word", (listing: Record<string, unknown>) => listing, [], 0],
    ["reads back another listing", (listing: Record<string, unknown>) => ({ ...listing, title: "b" }), [], 1],
    [
      "has stored what nobody was told of",
      (listing: Record<string, unknown>) => listing,
      [{ id: "z", revision: 8, kind: "put" }],
      1,
    ],
  ])("of a board that %s", async (_what, change, extra, faults) => {
    const { url, close } = await liar(change, extra);
    try {
      expect((await runClass(url, { cases }, LOCAL)).faults).toHaveLength(faults);
    } finally {
      close();
    }
  });
});

describe("a connection", () => {
  it("reads answers by length, by chunks and to the end, one behind the other", async () => {
    const server = createServer((request, response) => {
      if (request.url === "/chunks") response.write("ab");
      if (request.url === "/end") response.shouldKeepAlive = false;
      response.end("cd");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const line = connection(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const read = async (path: string, method = "GET") => {
      const piece = new TextEncoder().encode(`${method} ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      return (await line.exchange({ pieces: [piece] }, method))?.text;
    };
    try {
      expect([await read("/"), await read("/chunks"), await read("/", "HEAD"), await read("/end")]).toEqual([
        "cd",
        "abcd",
        "",
        "cd",
      ]);
      expect(line.isOpen).toBe(false);
    } finally {
      line.close();
      server.close();
    }
  });
});
