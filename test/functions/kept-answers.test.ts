/** Answers that are given again: never told from those that are made, and never older. */
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import { newInstance, type Rates } from "../../functions/http/instance.ts";
import type { RequestLine } from "../../functions/http/request-line.ts";
import { keptAnswers } from "../../functions/kept-answers.ts";
import { openService } from "../../functions/open-service.ts";
import { startServer } from "../../functions/server.ts";
import { TEST_NOW, testEnv } from "../support/env.ts";
import { rawRequest } from "../support/raw-request.ts";

const folder = mkdtempSync(join(tmpdir(), "rolecall-kept-"));
afterAll(() => rmSync(folder, { recursive: true }));

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

let files = 0;

interface ServedOptions {
  /** Default: a new one. */
  readonly path?: string;
  /** Default: `TEST_NOW`. */
  readonly now?: number;
  readonly rates?: Rates;
  readonly maxCharacters?: number;
}

/** A server over a SQLite file, which counts the requests that it makes answers for. */
async function served({ path = join(folder, `${++files}.db`), now = TEST_NOW, ...options }: ServedOptions = {}) {
  const { rates, maxCharacters } = options;
  const env = testEnv({ now });
  const lines: RequestLine[] = [];
  const instance = newInstance({ env, log: (line) => lines.push(line), ...(rates === undefined ? {} : { rates }) });
  const counted: string[] = [];
  instance.count = ({ route, status }) => counted.push(`${route} ${status}`);
  const space = sqliteKeySpace({ path });
  const service = await openService({
    ...{ space, blobs: memoryBlobStore(), env, name: "default", instance, isLongRunning: true },
  });
  let made = 0;
  const server = await startServer({
    fetch(request, arrival) {
      made++;
      return service.fetch(request, arrival);
    },
    hostname: "127.0.0.1",
    port: 0,
    kept: keptAnswers({ env, instance, ...(maxCharacters === undefined ? {} : { maxCharacters }) }),
    trustedProxies: 1,
  });
  closing.push(async () => {
    await server.stop();
    await service.close();
    await space.close();
  });
  const ask = (method: string, path: string, headers: Readonly<Record<string, string>> = {}, body?: unknown) => {
    const json = body === undefined ? {} : { "Content-Type": "application/json" };
    const pairs = Object.entries({ ...json, ...headers });
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    return rawRequest(`${server.address}${path}`, { method, headers: pairs, ...text });
  };
  return {
    env,
    address: server.address,
    path,
    lines,
    counted,
    ask,
    get: (path: string, headers = {}) => ask("GET", path, headers),
    made: () => made,
  };
}

type Served = Awaited<ReturnType<typeof served>>;

async function created({ ask }: Served, fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const answer = await ask("POST", "/v1/listings", {}, { title: "Cook", company: { name: "Café Acme" }, ...fields });
  expect(answer.status).toBe(201);
  return `/v1/listings/${JSON.parse(answer.text).id}`;
}

/** The same request twice, after one that makes its address known, and how many of the two were made. */
async function twice(server: Served, path: string, headers: Readonly<Record<string, string>> = {}) {
  await server.get(path, headers);
  const before = server.made();
  const answers = [await server.get(path, headers), await server.get(path, headers)] as const;
  return { answers, made: server.made() - before };
}

const comparable = ({ status, headers, text }: Awaited<ReturnType<Served["get"]>>) => {
  const { "x-request-id": id, date: _date, ...others } = headers;
  return { status, text, headers: others, hasId: typeof id === "string" && id.length > 0 };
};

describe("an answer that is given again", () => {
  it("is the same to the last header, but for the name of its request", async () => {
    const server = await served();
    const path = await created(server);
    const inAscii = await created(server, { company: { name: "Acme" } });
    for (const address of [path, inAscii, "/v1/search?q=cook&facet=company", "/v1/search?q=nothing"]) {
      const { answers, made } = await twice(server, address);
      expect(made, address).toBe(1);
      expect(comparable(answers[1])).toEqual(comparable(answers[0]));
      expect(answers[1].status).toBe(200);
      expect(answers[1].headers["x-request-id"]).not.toBe(answers[0].headers["x-request-id"]);

      const condition = { "If-None-Match": String(answers[0].headers.etag) };
      const known = await server.get(address, condition);
      // Another address, so that it has to be made.
      const asMade = await server.get(`${address}${address.includes("?") ? "&" : "?"}view=public`, condition);
      expect([known.status, known.text]).toEqual([304, ""]);
      if (!address.includes("?")) expect(comparable(known)).toEqual(comparable(asMade));
    }
  });

  it("takes the name of its request from the caller, if it is a sane one", async () => {
    const server = await served();
    const path = await created(server);
    await twice(server, path);
    const made = server.made();
    expect((await server.get(path, { "X-Request-Id": "mine-1" })).headers["x-request-id"]).toBe("mine-1");
    expect((await server.get(path, { "X-Request-Id": "no name" })).headers["x-request-id"]).not.toBe("no name");
    expect(server.made()).toBe(made);
  });

  it("is counted, and logged in the same words", async () => {
    const server = await served();
    const path = await created(server);
    const trace = "0123456789abcdef0123456789abcdef";
    for (const address of [path, "/v1/search?q=cook"]) {
      const { made } = await twice(server, address, { traceparent: `00-${trace}-0123456789abcdef-01` });
      expect(made).toBe(1);
      const [first, second] = server.lines.slice(-2);
      const { requestId: _one, ...asMade } = first ?? expect.fail("no line");
      const { requestId: _two, ...asGiven } = second ?? expect.fail("no line");
      expect(asGiven).toEqual(asMade);
      expect(asGiven).toMatchObject({ status: 200, trace, principal: "local", board: "default" });
    }
    const [read, searched] = ["/v1/listings/:id 200", "/v1/search 200"];
    expect(server.counted.slice(1)).toEqual([read, read, read, searched, searched, searched]);
  });

  it("is nobody's who shows credentials, asks for more, sends a body, or asks otherwise", async () => {
    const server = await served();
    const path = await created(server);
    await twice(server, path);
    for (const ask of [
      () => server.get(path, { Authorization: "Bearer x" }),
      () => server.ask("HEAD", path),
      () => server.ask("GET", path, { "Content-Length": "0" }),
      () => server.get(path.replace("/v1/", "/v1/boards/default/")),
    ]) {
      const before = server.made();
      await ask();
      expect(server.made()).toBe(before + 1);
    }
    for (const address of [`${path}?view=full`, `${path}/jsonld`, "/v1/search?view=full", "/v1/listings"])
      expect((await twice(server, address)).made, address).toBe(2);
  });

  it("comes in its turn when requests are sent one behind the other on a connection", async () => {
    const server = await served();
    const path = await created(server);
    await twice(server, path);
    const { hostname, port } = new URL(server.address);
    const socket = connect(Number(port), hostname);
    const paths = [path, "/v1/limits", path, path, "/nowhere", path];
    const made = server.made();
    const requests = paths.map(
      (one, i) => `GET ${one} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nX-Request-Id: n${i}\r\n`,
    );
    socket.write(`${requests.join("\r\n")}Connection: close\r\n\r\n`);
    const answers = await text(socket);
    expect([...answers.matchAll(/x-request-id: (n\d)/gi)].map(([, name]) => name)).toEqual(
      paths.map((_, i) => `n${i}`),
    );
    expect([...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(
      paths.map((one) => (one === "/nowhere" ? "404" : "200")),
    );
    expect(server.made() - made).toBe(2);
  });

  it("is taken from what its address may ask, and refused like any other", async () => {
    const server = await served({ rates: { perAddress: { perSecond: 1, burst: 3 } } });
    const path = await created(server);
    const from = { "X-Forwarded-For": "203.0.113.9" };
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await server.get(path, from)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await server.get(path, { "X-Forwarded-For": "203.0.113.10" })).status).toBe(200);
  });

  it("makes room for others", async () => {
    const server = await served({ maxCharacters: 2_000 });
    const paths = [await created(server), await created(server), await created(server)];
    for (const path of paths) await twice(server, path);
    const before = server.made();
    for (const path of paths.toReversed()) await server.get(path);
    expect(server.made()).toBeGreaterThan(before);
    expect(server.made()).toBeLessThan(before + 3);
  });

  it("makes no room for what is asked for once", async () => {
    const server = await served({ maxCharacters: 2_000 });
    const path = await created(server);
    const others = [await created(server), await created(server)];
    await twice(server, path);
    for (const other of others) await server.get(other);
    expect((await twice(server, path)).made).toBe(0);
  });
});

describe("an answer is made anew", () => {
  it("after a write of this process", async () => {
    const server = await served();
    const path = await created(server);
    const search = "/v1/search?q=cook";
    await twice(server, path);
    await twice(server, search);
    const { headers } = await server.get(path);
    const tag = JSON.stringify(
      String(headers.etag)
        .replaceAll('"', "")
        .replace(/^p(\d+).*/, "$1"),
    );
    const patched = await server.ask("PATCH", path, { "If-Match": tag }, { title: "Chief cook" });
    expect(patched.status).toBe(200);
    expect(JSON.parse((await server.get(path)).text).title).toBe("Chief cook");
    expect(JSON.parse((await server.get(search)).text).items[0].listing.title).toBe("Chief cook");
    expect((await server.get(path, { "If-None-Match": String(headers.etag) })).status).toBe(200);

    await twice(server, path);
    expect((await server.ask("DELETE", path)).status).toBe(204);
    expect((await server.get(path)).status).toBe(410);
    expect(JSON.parse((await server.get(search)).text).total).toBe(0);
  });

  it("after a write of another process, of a listing at once and of a search after a second", async () => {
    const one = await served();
    const path = await created(one);
    const search = "/v1/search?q=cook";
    await twice(one, path);
    await twice(one, search);
    const other = await served({ path: one.path });
    expect((await other.ask("DELETE", path)).status).toBe(204);
    expect((await one.get(path)).status).toBe(410);
    one.env.advance(1_001);
    expect(JSON.parse((await one.get(search)).text).total).toBe(0);
  });

  it("when another process replaces the listing with one that looks the same but for its revision", async () => {
    const one = await served();
    const path = await created(one);
    const [before] = (await twice(one, path)).answers;
    const other = await served({ path: one.path });
    for (const title of ["Chef", "Cook"]) {
      const tag = String((await other.get(`${path}?view=full`)).headers.etag);
      expect((await other.ask("PATCH", path, { "If-Match": tag }, { title })).status).toBe(200);
    }
    const after = await one.get(path);
    expect(after.status).toBe(200);
    expect(after.headers.etag).not.toBe(before.headers.etag);
  });

  it("when time alone has changed it, and a listing says until then how long it may be kept", async () => {
    const server = await served();
    const path = await created(server, { validThrough: new Date(TEST_NOW + 90_000).toISOString() });
    await twice(server, path);
    expect((await server.get(path)).headers["cache-control"]).toBe("public, max-age=60");
    server.env.advance(60_000);
    const before = server.made();
    const late = await server.get(path);
    expect(server.made()).toBe(before);
    expect([JSON.parse(late.text).effectiveState, late.headers["cache-control"]]).toEqual([
      "published",
      "public, max-age=30",
    ]);
    server.env.advance(30_000);
    expect(JSON.parse((await server.get(path)).text).effectiveState).toBe("expired");
    server.env.setClock(TEST_NOW);
    expect(JSON.parse((await server.get(path)).text).effectiveState).toBe("published");
  });

  it("of a search that was asked before a write, once another one has seen that", async () => {
    const server = await served();
    const path = await created(server);
    const search = "/v1/search?q=cook";
    await twice(server, search);
    expect((await server.ask("DELETE", path)).status).toBe(204);
    expect(JSON.parse((await server.get("/v1/search?q=chef")).text).total).toBe(0);
    expect(JSON.parse((await server.get(search)).text).total).toBe(0);
  });

  it("of a search in the next minute, to which all of them are cut", async () => {
    const server = await served({ now: TEST_NOW + 59_000 });
    await created(server, { validThrough: new Date(TEST_NOW + 60_000).toISOString() });
    const search = "/v1/search?q=cook";
    await twice(server, search);
    server.env.advance(900);
    const before = server.made();
    const again = await server.get(search);
    expect(server.made()).toBe(before);
    expect([again.headers["rolecall-age-ms"], again.headers["cache-control"]]).toEqual(["900", "public, max-age=0"]);
    // The view is as old as it may be, and no older.
    server.env.advance(100);
    expect(JSON.parse((await server.get(search)).text).total).toBe(0);
  });
});
