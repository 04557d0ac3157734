import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { type GcsBlobStoreOptions, gcsBlobStore } from "../../adapters/gcs/blob-store.ts";
import { crc32c } from "../../adapters/gcs/crc32c.ts";
import { type AppError, type ErrorCode, isAppError } from "../../core/errors.ts";
import type { BlobStore } from "../../core/ports.ts";
import { blobStoreContract } from "../contract/blob-store.ts";
import { bytesOf, expectBytes, namesUnder, noise } from "../contract/blob-store-case.ts";
import { blobStoreFaultContract } from "../contract/blob-store-faults.ts";
import { refused, upTo } from "../contract/expect.ts";
import { blobStoreLiesAreFound } from "../contract/lying-blob-stores.ts";
import { cloudSuite } from "../support/emulators.ts";
import { type FaultProxy, faultProxy, type Harm, type WireAnswer, type WireRequest } from "../support/fault-proxy.ts";

const opened: BlobStore[] = [];
const proxies: FaultProxy[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((blobs) => blobs.close()));
  await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
});

function open(options: Partial<GcsBlobStoreOptions>): BlobStore {
  const blobs = gcsBlobStore({ bucket: "jobs", projectId: "my-project", ...options });
  opened.push(blobs);
  return blobs;
}

/** A store before a proxy that harms every request in the same way; nothing lies behind it. */
async function harmed(harm: Harm, options: Partial<GcsBlobStoreOptions> = {}) {
  const proxy = await faultProxy("http://127.0.0.1:9");
  proxies.push(proxy);
  proxy.arm({ harm, times: Number.POSITIVE_INFINITY });
  return { proxy, blobs: open({ endpoint: proxy.url, ...options }) };
}

function answered(answer: WireAnswer) {
  return harmed({ kind: "answer before", answer });
}

function errorBody(code: number, reason: string, message: string): string {
  return JSON.stringify({ error: { code, message, errors: [{ domain: "global", reason, message }] } });
}

async function failure(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.then(
    () => new Error("no failure"),
    (thrown: unknown) => thrown,
  );
  if (!isAppError(error)) throw error;
  return error;
}

const CALLS: Readonly<Record<"put" | "delete" | "get" | "range" | "list", (blobs: BlobStore) => Promise<unknown>>> = {
  put: (blobs) => blobs.put("a", bytesOf("a")),
  delete: (blobs) => blobs.delete("a"),
  get: (blobs) => blobs.get("a"),
  range: (blobs) => blobs.get("a", { from: 0, to: 1 }),
  list: (blobs) => blobs.list(""),
};

const isWrite = (call: string) => call === "put" || call === "delete";

/** What the service answers with, what a write makes of it (a read is unavailable), and what it says. */
const ANSWERS: readonly (readonly [title: string, status: number, body: string, write: ErrorCode, says: RegExp])[] = [
  [
    "credentials that do not count",
    401,
    errorBody(401, "authError", "Invalid Credentials"),
    "unavailable",
    /Invalid Credentials; .*gcloud auth application-default login/,
  ],
  [
    "a missing permission",
    403,
    errorBody(403, "forbidden", "x does not have storage.objects.create access"),
    "unavailable",
    /storage\.objects\.create.*roles\/storage\.objectUser on bucket jobs/,
  ],
  [
    "a bucket that does not exist",
    404,
    errorBody(404, "notFound", "The specified bucket does not exist."),
    "unavailable",
    /there is no bucket jobs: .*npm run deploy:gcp -- --project my-project/,
  ],
  ["a bucket that does not exist, said in fewer words", 404, "Not Found", "unavailable", /there is no bucket jobs/],
  [
    "throttling",
    429,
    errorBody(429, "rateLimitExceeded", "Slow down."),
    "unavailable",
    /Slow down\.; .*try again later/,
  ],
  ["a failure inside", 500, errorBody(500, "backendError", "Backend Error"), "outcome_unknown", /Backend Error/],
  ["a front end without a service", 502, "<html>502</html>", "outcome_unknown", /502/],
  ["a service that is not available", 503, "Service Unavailable", "outcome_unknown", /503 Service Unavailable/],
  ["a request that took too long", 408, "Request Timeout", "outcome_unknown", /408 Request Timeout/],
];

describe("gcs, what the service answers with", () => {
  for (const [title, status, body, write, says] of ANSWERS) {
    it(`${title}: a write is ${write}, a read is unavailable`, async () => {
      for (const [name, call] of Object.entries(CALLS)) {
        const { blobs, proxy } = await answered({ status, body });
        const error = await failure(call(blobs));
        expect([name, error.code, error.message]).toEqual([
          name,
          isWrite(name) ? write : "unavailable",
          expect.stringMatching(says),
        ]);
        // Only of a 404 without words the service is asked what it means.
        const isAsked = body === "Not Found" && name !== "put" && name !== "list";
        expect(proxy.seen()).toHaveLength(isAsked ? 2 : 1);
      }
    });
  }

  it("an object that does not exist is no error, and the bucket is asked for only until it was seen", async () => {
    const { blobs, proxy } = await harmed({
      kind: "answer before",
      answer: { status: 404, body: errorBody(404, "notFound", "No such object: jobs/a") },
    });
    proxy.calm();
    const isList = ({ path }: WireRequest) => path.includes("maxResults");
    const missing = { kind: "answer before", answer: { status: 404, body: "No such object: jobs/a" } } as const;
    const listed = { kind: "answer before", answer: { status: 200, body: "{}" } } as const;
    proxy.arm({ harm: listed, matches: isList });
    proxy.arm({ harm: missing, times: Number.POSITIVE_INFINITY });
    expect(await blobs.get("a")).toBeUndefined();
    expect(await blobs.get("a", { from: 0, to: 0 })).toBeUndefined();
    await blobs.delete("a");
    expect(proxy.seen().filter(isList)).toHaveLength(1);
    expect(proxy.seen()).toHaveLength(4);
  });

  it("a blob that was stored with another checksum is corrupt, and an answer without one is no success", async () => {
    const { blobs } = await answered({ status: 200, body: JSON.stringify({ crc32c: "AAAAAA==", size: "1" }) });
    await refused("corrupt", () => blobs.put("a", bytesOf("a")));
    const other = await answered({ status: 200, body: "<html>" });
    await refused("outcome_unknown", () => other.blobs.put("a", bytesOf("a")));
  });

  it("bytes without a checksum are not taken for a blob", async () => {
    const { blobs } = await answered({ status: 200, body: "abc" });
    await refused("unavailable", () => blobs.get("a"));
    const hashed = await answered({ status: 200, body: "abc", headers: { "x-goog-hash": "md5=x==, crc32c=Nks/tw==" } });
    expectBytes(await hashed.blobs.get("a"), bytesOf("abc"));
  });

  it("a server that leaves ranges aside gives the part all the same", async () => {
    const { blobs } = await answered({ status: 200, body: "abc", headers: { "x-goog-hash": "crc32c=Nks/tw==" } });
    expectBytes(await blobs.get("a", { from: 1, to: 9 }), bytesOf("bc"));
    expectBytes(await blobs.get("a", { from: 3, to: 9 }), new Uint8Array());
  });

  it("a part that is not the one asked for is not taken for it", async () => {
    for (const range of ["bytes 1-2/9", "bytes 0-2/9", "bytes 0-1", "0-1/9", undefined]) {
      const headers = range === undefined ? {} : { "content-range": range };
      const { blobs } = await answered({ status: 206, body: "ab", headers });
      await refused("unavailable", () => blobs.get("a", { from: 0, to: range === "bytes 0-2/9" ? 3 : 2 }));
    }
  });

  it("a list goes on behind a page that holds nothing of ours, and never answers an empty page before the end", async () => {
    const { blobs, proxy } = await harmed({ kind: "cut before" });
    proxy.calm();
    const pages = [
      {
        items: [
          { name: "a/", size: "0" },
          { name: ".a", size: "0" },
        ],
        nextPageToken: "1",
      },
      { nextPageToken: "2" },
      { items: [{ name: "b", size: "7" }], nextPageToken: "3" },
    ];
    for (const page of pages) {
      proxy.arm({ harm: { kind: "answer before", answer: { status: 200, body: JSON.stringify(page) } } });
    }
    expect(await blobs.list("")).toEqual({ blobs: [{ name: "b", bytes: 7 }], end: false });
    expect(proxy.seen().map(({ path }) => new URL(path, proxy.url).searchParams.get("pageToken"))).toEqual([
      null,
      "1",
      "2",
    ]);
  });
});

describe("gcs, on the way to the service", () => {
  it("a service that is not there is unavailable for reads and writes, and says where", async () => {
    const proxy = await faultProxy("http://127.0.0.1:9");
    const blobs = open({ endpoint: proxy.url });
    await proxy.stop();
    for (const call of Object.values(CALLS)) {
      const error = await failure(call(blobs));
      expect(error.code).toBe("unavailable");
      expect(error.message).toMatch(/ECONNREFUSED.*nothing answers at http:\/\/127\.0\.0\.1:\d+: start the emulators/);
    }
  });

  it("a connection that is cut leaves a write unknown and a read unavailable, after one request each", async () => {
    for (const [name, call] of Object.entries(CALLS)) {
      const { blobs, proxy } = await harmed({ kind: "cut before" });
      expect((await failure(call(blobs))).code).toBe(isWrite(name) ? "outcome_unknown" : "unavailable");
      expect(proxy.seen()).toHaveLength(1);
    }
  });

  it("no answer within the time leaves a write unknown and a read unavailable", async () => {
    const { blobs } = await harmed({ kind: "stall before" }, { timeoutMs: 50 });
    for (const [name, call] of Object.entries(CALLS)) {
      const error = await failure(call(blobs));
      expect(error.code).toBe(isWrite(name) ? "outcome_unknown" : "unavailable");
      expect(error.message).toMatch(/no answer within 50 ms/);
    }
  });

  it("where no TLS can be spoken nothing is sent: also a write is unavailable", async () => {
    const { proxy } = await answered({ status: 200, body: "{}" });
    const blobs = open({ endpoint: proxy.url.replace("http:", "https:") });
    for (const call of Object.values(CALLS)) await refused("unavailable", () => call(blobs));
    expect(proxy.seen()).toEqual([]);
  });

  it("a store that was closed refuses every call", async () => {
    const { blobs, proxy } = await answered({ status: 200, body: "{}" });
    await blobs.close();
    await blobs.close();
    for (const call of Object.values(CALLS)) await refused("unavailable", () => call(blobs));
    expect(proxy.seen()).toEqual([]);
  });

  it("a name that is no bucket is refused on opening", () => {
    for (const bucket of ["", "a", "a/b", "Jobs", "jobs/", "../jobs"]) {
      expect(() => open({ bucket, endpoint: "http://127.0.0.1:9" })).toThrow(/is no name of a bucket/);
    }
  });
});

describe("gcs, CRC-32C", () => {
  it("is that of RFC 3720", () => {
    const hex = (bytes: Uint8Array) => Buffer.from(crc32c(bytes), "base64").toString("hex");
    expect(hex(new Uint8Array(32))).toBe("8a9136aa");
    expect(hex(new Uint8Array(32).fill(0xff))).toBe("62a8ab43");
    expect(hex(Uint8Array.from(upTo(32)))).toBe("46dd794e");
    expect(hex(new Uint8Array())).toBe("00000000");
  });

  it("is that of the bits one by one, for any bytes at any place of a buffer", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(8), (bytes, from) => {
        const part = bytes.subarray(from);
        expect(crc32c(part)).toBe(bitByBit(part));
      }),
    );
  });
});

function bitByBit(bytes: Uint8Array): string {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  const encoded = Buffer.alloc(4);
  encoded.writeUInt32BE(~crc >>> 0);
  return encoded.toString("base64");
}

await cloudSuite("gcs", ({ endpoint, name: bucket }) => {
  const openHere = async () => gcsBlobStore({ bucket, endpoint });

  blobStoreContract("gcs", { open: openHere });
  blobStoreLiesAreFound("gcs", openHere);

  blobStoreFaultContract("gcs", {
    upstream: endpoint,
    open: async (url, timeoutMs) => gcsBlobStore({ bucket, endpoint: url, timeoutMs }),
    isDownload: ({ method, path }) => method === "GET" && path.includes("alt=media"),
    throttled: { status: 429, body: errorBody(429, "rateLimitExceeded", "Slow down.") },
    serverError: { status: 503, body: errorBody(503, "backendError", "Backend Error") },
  });

  describe("gcs, on its emulator", () => {
    it("a bucket that does not exist is unavailable for every call, whatever it is asked", async () => {
      for (const call of Object.values(CALLS)) {
        const blobs = open({ bucket: "no-such-bucket", endpoint });
        expect((await failure(call(blobs))).message).toMatch(/there is no bucket no-such-bucket/);
      }
    });

    it("objects that others put there are not listed, and ours behind them are", async () => {
      const blobs = open({ bucket, endpoint });
      const prefix = `f${crypto.randomUUID()}/`;
      for (const name of [`${prefix}folder/`, `${prefix}.hidden`, `${prefix}a b`]) {
        const query = new URLSearchParams({ uploadType: "media", name });
        const answer = await fetch(`${endpoint}/upload/storage/v1/b/${bucket}/o?${query}`, {
          method: "POST",
          body: "x",
        });
        expect(answer.status).toBe(200);
      }
      await blobs.put(`${prefix}z`, bytesOf("z"));
      expect(await namesUnder(blobs, prefix, { limit: 1 })).toEqual([`${prefix}z`]);
    });

    it("a blob of 40 MB comes back whole", async () => {
      const blobs = open({ bucket, endpoint });
      const name = `f${crypto.randomUUID()}`;
      const bytes = noise(40_000_000);
      await blobs.put(name, bytes);
      expectBytes(await blobs.get(name), bytes);
      expectBytes(await blobs.get(name, { from: 39_999_990, to: 40_000_010 }), bytes.subarray(39_999_990));
      await blobs.delete(name);
    });
  });
});
