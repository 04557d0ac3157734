import { afterEach, describe, expect, it } from "vitest";
import { documentPath } from "../../adapters/firestore/document.ts";
import { type FirestoreKeySpaceOptions, firestoreKeySpace } from "../../adapters/firestore/key-space.ts";
import { type AppError, type ErrorCode, isAppError } from "../../core/errors.ts";
import type { KeySpace } from "../../core/ports.ts";
import { refused, upTo } from "../contract/expect.ts";
import { keySpaceContract } from "../contract/key-space.ts";
import {
  committed,
  keysOf,
  numbered,
  present,
  put,
  read,
  readAll,
  remove,
  stored,
} from "../contract/key-space-case.ts";
import { keySpaceFaultContract } from "../contract/key-space-faults.ts";
import { keySpaceLiesAreFound } from "../contract/lying-key-spaces.ts";
import { cloudSuite } from "../support/emulators.ts";
import { type FaultProxy, faultProxy, type Harm } from "../support/fault-proxy.ts";

const opened: KeySpace[] = [];
const proxies: FaultProxy[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((keys) => keys.close()));
  await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
});

function open(options: Partial<FirestoreKeySpaceOptions>): KeySpace {
  const keys = firestoreKeySpace({ projectId: "demo-jobs", ...options });
  opened.push(keys);
  return keys;
}

/** A store before a proxy that harms every request in the same way; nothing lies behind it. */
async function harmed(harm: Harm, options: Partial<FirestoreKeySpaceOptions> = {}) {
  const proxy = await faultProxy("http://127.0.0.1:9");
  proxies.push(proxy);
  proxy.arm({ harm, times: Number.POSITIVE_INFINITY });
  return { proxy, keys: open({ emulatorHost: new URL(proxy.url).host, ...options }) };
}

function answered(status: number, body: unknown, options: Partial<FirestoreKeySpaceOptions> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return harmed({ kind: "answer before", answer: { status, body: text } }, options);
}

function errorBody(code: number, status: string, message: string) {
  return { error: { code, status, message } };
}

function documentOf(key: string, body: string) {
  const name = `projects/demo-jobs/databases/(default)/documents/rolecall/p:${key}`;
  return { name, updateTime: TOKEN, fields: { kind: { stringValue: "note" }, body: { stringValue: body } } };
}

async function failure(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.then(
    () => new Error("no failure"),
    (thrown: unknown) => thrown,
  );
  if (!isAppError(error)) throw error;
  return error;
}

const TOKEN = "2026-11-22T09:43:15.773868Z";
const CONDITIONAL = [put("a", "1", { token: TOKEN }), put("b", "1", "absent")];
const NO_DATABASE = "The database (default) does not exist for project demo-jobs Please visit https://…";
const DATASTORE_MODE = "The Cloud Firestore API is not available for Firestore in Datastore Mode database projects/…";

/** What the service answers with, and what a read and a write make of it. */
const ANSWERS: readonly {
  readonly title: string;
  readonly status: number;
  readonly body: unknown;
  readonly write: ErrorCode | "conflict result";
  readonly says?: RegExp;
}[] = [
  {
    title: "a document that exists",
    status: 409,
    body: errorBody(409, "ALREADY_EXISTS", "Document already exists: projects/…"),
    write: "conflict result",
  },
  {
    title: "an update time that is outdated",
    status: 400,
    body: errorBody(400, "FAILED_PRECONDITION", "the stored version (1) does not match the required base version (2)"),
    write: "conflict result",
  },
  {
    title: "a document that is not there",
    status: 404,
    body: errorBody(404, "NOT_FOUND", "No document to update: projects/demo-jobs/databases/(default)/documents/a"),
    write: "conflict result",
  },
  {
    title: "contention",
    status: 409,
    body: errorBody(409, "ABORTED", "Too much contention on these documents. Please try again."),
    write: "conflict result",
  },
  {
    title: "throttling",
    status: 429,
    body: errorBody(429, "RESOURCE_EXHAUSTED", "Quota exceeded."),
    write: "unavailable",
    says: /Quota exceeded.*try again later/,
  },
  { title: "throttling by a front end", status: 429, body: "slow down", write: "unavailable", says: /429 slow down/ },
  {
    title: "a missing permission",
    status: 403,
    body: errorBody(403, "PERMISSION_DENIED", "Missing or insufficient permissions."),
    write: "unavailable",
    says: /roles\/datastore\.user in project demo-jobs/,
  },
  {
    title: "an interface that is not enabled",
    status: 403,
    body: errorBody(
      403,
      "PERMISSION_DENIED",
      "Cloud Firestore API has not been used in project 1 before or it is disabled.",
    ),
    write: "unavailable",
    says: /gcloud services enable firestore\.googleapis\.com --project demo-jobs/,
  },
  {
    title: "credentials that do not count",
    status: 401,
    body: errorBody(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
    write: "unavailable",
    says: /gcloud auth application-default login/,
  },
  {
    title: "a database that does not exist",
    status: 404,
    body: errorBody(404, "NOT_FOUND", NO_DATABASE),
    write: "unavailable",
    says: /there is no database \(default\) of project demo-jobs/,
  },
  {
    title: "a project that does not exist",
    status: 404,
    body: errorBody(404, "NOT_FOUND", "The project demo-jobs does not exist or it does not contain an active …"),
    write: "unavailable",
    says: /there is no database \(default\) of project demo-jobs/,
  },
  {
    title: "a database in Datastore mode",
    status: 400,
    body: errorBody(400, "FAILED_PRECONDITION", DATASTORE_MODE),
    write: "unavailable",
    says: /Datastore mode: make another in Native mode/,
  },
  {
    title: "a request that is not understood",
    status: 400,
    body: errorBody(400, "INVALID_ARGUMENT", "Payload isn't valid for request."),
    write: "unavailable",
  },
  { title: "a request that is too large", status: 413, body: "Request Entity Too Large", write: "too_large" },
  {
    title: "a failure inside",
    status: 500,
    body: errorBody(500, "INTERNAL", "Internal error encountered."),
    write: "outcome_unknown",
  },
  {
    title: "a service that is not available",
    status: 503,
    body: errorBody(503, "UNAVAILABLE", "The service is currently unavailable."),
    write: "outcome_unknown",
  },
  {
    title: "a deadline of the service",
    status: 504,
    body: errorBody(504, "DEADLINE_EXCEEDED", "Deadline exceeded"),
    write: "outcome_unknown",
  },
  { title: "a page of a wrong host", status: 404, body: "<html>404</html>", write: "unavailable", says: /404 <html>/ },
  {
    title: "an error of another interface",
    status: 404,
    body: { error: { code: 404, message: "Not Found", errors: [{ reason: "notFound" }] } },
    write: "unavailable",
    says: /Not Found/,
  },
  { title: "a conflict of a front end's own", status: 409, body: "<html>409</html>", write: "unavailable" },
  { title: "a precondition of a front end's own", status: 412, body: "<html>412</html>", write: "unavailable" },
  { title: "a front end that gave up", status: 408, body: "<html>408</html>", write: "outcome_unknown" },
  { title: "a front end without a service", status: 502, body: "<html>502</html>", write: "outcome_unknown" },
  { title: "an answer that is no JSON", status: 200, body: "{", write: "outcome_unknown" },
];

describe("firestore, what the service answers with", () => {
  for (const { title, status, body, write, says } of ANSWERS) {
    it(`${title}: a commit is ${write}, a read is unavailable, and each is one request`, async () => {
      const { keys, proxy } = await answered(status, body);
      if (write === "conflict result") {
        expect(await keys.commit("p", CONDITIONAL)).toEqual({ committed: false, found: new Map() });
      } else {
        const error = await failure(keys.commit("p", CONDITIONAL));
        expect([error.code, error.message]).toEqual([write, expect.stringMatching(says ?? /^firestore: /)]);
        expect(error.cause).toBeInstanceOf(Error);
      }
      expect(proxy.seen()).toHaveLength(1);
      await refused("unavailable", () => keys.get("p", ["a"]));
      await refused("unavailable", () => keys.range("p", { limit: 10 }));
      expect(proxy.seen()).toHaveLength(3);
    });
  }

  it("no condition can be lost by a commit that has none", async () => {
    for (const [status, code] of [
      [400, "FAILED_PRECONDITION"],
      [404, "NOT_FOUND"],
      [409, "ALREADY_EXISTS"],
    ] as const) {
      const { keys } = await answered(status, errorBody(status, code, "no"));
      await refused("unavailable", () => keys.commit("p", [put("a", "1"), remove("b")]));
    }
  });

  it("an error in the middle of a list of results is an error, also as a list", async () => {
    const late = errorBody(503, "UNAVAILABLE", "in the middle");
    for (const body of [[{ document: documentOf("a", "1") }, late], [late]]) {
      const { keys } = await answered(body.length === 1 ? 503 : 200, body);
      expect((await failure(keys.range("p", { limit: 10 }))).message).toMatch(/in the middle/);
    }
  });

  it("a get that leaves out one of its documents is unavailable, not absent", async () => {
    const missing = "projects/demo-jobs/databases/(default)/documents/rolecall/p:a";
    const { keys } = await answered(200, [{ missing, readTime: TOKEN }]);
    expect(await keys.get("p", ["a"])).toEqual([undefined]);
    await refused("unavailable", () => keys.get("p", ["a", "b"]));
  });

  it("a document of somebody else is corrupt", async () => {
    const name = "projects/demo-jobs/databases/(default)/documents/rolecall/p:a";
    for (const fields of [
      {},
      { kind: { stringValue: "note" } },
      { body: { stringValue: "" }, kind: { integerValue: "1" } },
    ]) {
      const { keys } = await answered(200, [{ found: { name, updateTime: TOKEN, fields } }]);
      await refused("corrupt", () => keys.get("p", ["a"]));
    }
  });

  it("a range whose answer is very long is asked for again in pages of few items", async () => {
    const { keys, proxy } = await answered(500, "not asked a third time");
    proxy.calm();
    for (const count of [80, 32]) {
      const body = JSON.stringify(upTo(count).map((i) => ({ document: documentOf(numbered(i), "x".repeat(350_000)) })));
      proxy.arm({ harm: { kind: "answer before", answer: { status: 200, body } } });
    }
    const { items, end } = await keys.range("p", { limit: 1_000 });
    expect([items.map(({ key }) => key), end]).toEqual([upTo(32).map((i) => numbered(i)), false]);
    const limits = proxy.seen().map(({ body }) => JSON.parse(body.toString()).structuredQuery.limit);
    expect(limits).toEqual([1_000, 32]);
  });

  it("a token that the store never gave is a lost condition, and no request", async () => {
    const { keys, proxy } = await answered(500, "never");
    for (const token of ["", "none", "2026", "2026-99-99T99:99:99Z", "1970-01-01", `${TOKEN} `]) {
      expect(await keys.commit("p", [put("a", "1", { token })])).toEqual({ committed: false, found: new Map() });
    }
    expect(proxy.seen()).toEqual([]);
  });
});

describe("firestore, on the way to the service", () => {
  it("a service that is not there is unavailable for reads and writes, and says where", async () => {
    const proxy = await faultProxy("http://127.0.0.1:9");
    const keys = open({ emulatorHost: new URL(proxy.url).host });
    await proxy.stop();
    for (const call of [keys.get("p", ["a"]), keys.range("p", { limit: 1 }), keys.commit("p", [put("a", "1")])]) {
      const error = await failure(call);
      expect(error.code).toBe("unavailable");
      expect(error.message).toMatch(/ECONNREFUSED.*nothing answers at 127\.0\.0\.1:\d+: start the emulators/);
    }
  });

  it("a connection that is cut leaves a write unknown and a read unavailable, after one request each", async () => {
    const { keys, proxy } = await harmed({ kind: "cut before" });
    await refused("outcome_unknown", () => keys.commit("p", [put("a", "1")]));
    await refused("unavailable", () => keys.get("p", ["a"]));
    await refused("unavailable", () => keys.range("p", { limit: 1 }));
    expect(proxy.seen()).toHaveLength(3);
  });

  it("a kept connection that is cut leaves a write unknown as well", async () => {
    const { keys, proxy } = await harmed({ kind: "cut before" });
    proxy.calm();
    const body = JSON.stringify([{ missing: documentOf("a", "").name }]);
    proxy.arm({ harm: { kind: "answer before", answer: { status: 200, body } } });
    proxy.arm({ harm: { kind: "cut before" } });
    expect(await keys.get("p", ["a"])).toEqual([undefined]);
    await refused("outcome_unknown", () => keys.commit("p", [put("a", "1")]));
  });

  it("no answer within the time leaves a write unknown and a read unavailable", async () => {
    const { keys } = await harmed({ kind: "stall before" }, { timeoutMs: 50 });
    expect((await failure(keys.commit("p", [put("a", "1")]))).code).toBe("outcome_unknown");
    expect((await failure(keys.get("p", ["a"]))).message).toMatch(/no answer within 50 ms/);
  });

  it("an abort under way ends the call at once: a write is unknown, a read unavailable", async () => {
    const { keys, proxy } = await harmed({ kind: "stall before" }, { timeoutMs: 3_600_000 });
    for (const [code, call] of [
      ["outcome_unknown", (signal: AbortSignal) => keys.commit("p", [put("a", "1")], signal)],
      ["unavailable", (signal: AbortSignal) => keys.get("p", ["a"], signal)],
      ["unavailable", (signal: AbortSignal) => keys.range("p", { limit: 1 }, signal)],
    ] as const) {
      const controller = new AbortController();
      const seen = proxy.seen().length;
      const pending = failure(call(controller.signal));
      await expect.poll(() => proxy.seen().length).toBe(seen + 1);
      controller.abort(new Error("enough"));
      expect((await pending).code).toBe(code);
    }
  });

  it("a commit that waits for its credentials is not sent when it is aborted or out of time", async () => {
    const authorization = { headers: () => new Promise<never>(() => {}), forget: () => {} };
    const { keys, proxy } = await answered(200, {}, { authorization, timeoutMs: 50 });
    await refused("unavailable", () => keys.commit("p", [put("a", "1")]));
    const controller = new AbortController();
    const pending = failure(keys.commit("p", [put("a", "1")], controller.signal));
    controller.abort();
    expect((await pending).code).toBe("unavailable");
    expect(proxy.seen()).toEqual([]);
  });

  it("a store that was closed refuses every call", async () => {
    const { keys, proxy } = await answered(200, []);
    await keys.close();
    await keys.close();
    await refused("unavailable", () => keys.commit("p", [put("a", "1")]));
    await refused("unavailable", () => keys.get("p", ["a"]));
    await refused("unavailable", () => keys.range("p", { limit: 1 }));
    expect(proxy.seen()).toEqual([]);
  });

  it("nothing is asked for no keys, and nothing for a range that can hold nothing", async () => {
    const { keys, proxy } = await answered(500, "never");
    expect(await keys.get("p", [])).toEqual([]);
    expect(await keys.range("p", { after: "b", upTo: "b", limit: 1 })).toEqual({ items: [], end: true });
    expect(proxy.seen()).toEqual([]);
  });

  it("a name that is no project or database is refused on opening", async () => {
    for (const names of [
      { projectId: "" },
      { projectId: "a/b" },
      { projectId: "a b" },
      { projectId: ".." },
      { databaseId: "(other)" },
    ]) {
      expect(() => open({ emulatorHost: "127.0.0.1:9", ...names })).toThrow(/is no name of a (project|database)/);
    }
  });
});

describe("firestore, document ids", () => {
  it("are partition and key, with a dot before partitions that could make a reserved id", () => {
    expect(documentPath("jobs", "l:0001")).toBe("rolecall/jobs:l:0001");
    expect(documentPath("_jobs", "_")).toBe("rolecall/_jobs:_");
    expect(documentPath("__jobs", "a__")).toBe("rolecall/.__jobs:a__");
    expect(documentPath("__", "__")).toBe("rolecall/.__:__");
  });
});

await cloudSuite("firestore", ({ endpoint, name: projectId }) => {
  const emulatorHost = new URL(endpoint).host;

  const openHere = async () => firestoreKeySpace({ projectId, emulatorHost });

  keySpaceContract("firestore", { open: openHere });
  keySpaceLiesAreFound("firestore", openHere);

  keySpaceFaultContract("firestore", {
    upstream: endpoint,
    open: async (url, timeoutMs) => firestoreKeySpace({ projectId, emulatorHost: new URL(url).host, timeoutMs }),
    isCommit: ({ path }) => path.endsWith(":commit"),
    throttled: { status: 429, body: JSON.stringify(errorBody(429, "RESOURCE_EXHAUSTED", "Quota exceeded.")) },
    serverError: { status: 500, body: JSON.stringify(errorBody(500, "INTERNAL", "Internal error encountered.")) },
  });

  describe("firestore, on its emulator", () => {
    it("partitions and keys of underscores are stored, ordered and kept apart", async () => {
      const keys = open({ projectId, emulatorHost });
      const run = crypto.randomUUID();
      const names = ["-", "_", "__", "a", "a__", "z__"];
      for (const partition of [`__${run}`, `__${run}__`, `_${run}__`, run]) {
        await committed(keys, partition, ...names.map((key) => put(key, partition, "absent")));
        expect(await keysOf(keys, partition)).toEqual(names);
        const { token } = await present(keys, partition, "a__");
        await committed(keys, partition, put("a__", partition, { token }), remove("__"));
        expect((await readAll(keys, partition, { after: "_", limit: 2 })).map(({ value }) => value.body)).toEqual(
          upTo(3).map(() => partition),
        );
      }
    });

    it("another database of the project holds other items", async () => {
      const partition = crypto.randomUUID();
      const [first, second] = [
        open({ projectId, emulatorHost }),
        open({ projectId, emulatorHost, databaseId: "other" }),
      ];
      await committed(first, partition, put("a", "1"));
      expect(await read(second, partition, "a")).toBeUndefined();
    });

    it("a delete and a put in quick turn never bring a token back", async () => {
      const keys = open({ projectId, emulatorHost });
      const partition = crypto.randomUUID();
      const tokens: string[] = [];
      for (const _ of upTo(50)) {
        tokens.push((await stored(keys, partition, "a", "same")).token);
        await committed(keys, partition, remove("a"));
      }
      expect(new Set(tokens).size).toBe(50);
      // The tokens are times, so this also says that they never go back.
      expect(tokens).toEqual(tokens.toSorted());
    });
  });
});
