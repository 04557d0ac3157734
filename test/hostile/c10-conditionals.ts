/** C10: conditions, ranges and keys of repetition that are none. */
import {
  answered,
  badHeader,
  behind,
  type Expected,
  fixed,
  get,
  type HostileCase,
  LISTING,
  NO_HTTP,
  type Request,
  refused,
  refusedAs,
  type Seeded,
  sendJson,
  shown,
} from "./case.ts";

type Write = readonly [name: string, request: (seeded: Seeded, headers: Request["headers"]) => Request];

const BODY = { ...LISTING, title: "Never written" };
const WRITES: readonly Write[] = [
  ["PUT", ({ id }, headers) => sendJson("PUT", `/v1/listings/${id}`, BODY, ...headers)],
  ["PATCH", ({ id }, headers) => sendJson("PATCH", `/v1/listings/${id}`, { title: "Never written" }, ...headers)],
  ["DELETE", ({ id }, headers) => ({ method: "DELETE", path: `/v1/listings/${id}`, headers })],
];

const failed = refused("precondition_failed");
const malformed = badHeader("If-Match");

/** What is no entity tag is a mistake; a tag that is none of ours is a condition that does not hold. */
const IF_MATCH: readonly (readonly [value: string, expected: Expected])[] = [
  ["", malformed],
  [" ", malformed],
  ["1", malformed],
  ["1-published", malformed],
  ["'1'", malformed],
  ['"1', malformed],
  ['1"', malformed],
  ['"1" "2"', malformed],
  ['"1",', malformed],
  [',"1"', malformed],
  ["**", malformed],
  ['*,"1"', malformed],
  ['w/"1"', malformed],
  ["W/1", malformed],
  ['"a\tb"', malformed],
  ['"a b"', malformed],
  ["Thu, 01 Jan 2026 00:00:00 GMT", malformed],
  ["null", malformed],
  ['W/"1-published"', failed],
  ['""', failed],
  ['"0"', failed],
  ['"-1"', failed],
  ['"1e9"', failed],
  ['"1.0"', failed],
  ['"01x"', failed],
  ['"999999999999999"', failed],
  ['"9999999999999999999999"', failed],
  ['"__proto__"', failed],
  ['"1-published-x"', failed],
  ['"\xe9"', failed],
  ['"p1-published"', failed],
  [Array.from({ length: 100 }, (_, i) => `"9999${i}"`).join(", "), failed],
  [`"${"9".repeat(10_000)}"`, failed],
];

const conditions: readonly HostileCase[] = WRITES.flatMap(([name, request]) => [
  ...IF_MATCH.map(([value, expected]) => ({
    name: `${name} if it matches ${shown(value)}`,
    request: (seeded: Seeded) => request(seeded, [["If-Match", value]]),
    expected,
  })),
  ...["*", '"1"', "", '"x", W/"y"'].map((value) => ({
    name: `${name} if none matches ${shown(value)}`,
    request: (seeded: Seeded) =>
      request(seeded, [
        ["If-Match", "*"],
        ["If-None-Match", value],
      ]),
    expected: badHeader("If-None-Match"),
  })),
  {
    name: `${name} of a deleted listing`,
    request: (seeded: Seeded) => request({ ...seeded, id: seeded.deletedId }, [["If-Match", "*"]]),
    expected: name === "DELETE" ? answered(204) : refused("gone"),
  },
  {
    name: `${name} with a condition that holds and one that does not`,
    request: (seeded: Seeded) =>
      request(seeded, [
        ["If-Match", '"999999"'],
        ["If-Match", '"999998"'],
      ]),
    expected: failed,
  },
  {
    name: `${name} by the tag of readers`,
    request: (seeded: Seeded) => request(seeded, [["If-Match", seeded.etag.replace('"', '"p')]]),
    expected: failed,
  },
]);

const missing: readonly HostileCase[] = WRITES.slice(0, 2).map(([name, request]) => ({
  name: `${name} without a condition`,
  request: (seeded) => request(seeded, []),
  expected: refused("precondition_required", { header: "If-Match" }),
}));

const KEYS: readonly string[] = [
  "",
  " ",
  '"',
  '""',
  '"a',
  'a"b"\x7f',
  "x".repeat(256),
  `"${"x".repeat(256)}"`,
  "\xe9",
  "a\tb",
  "x".repeat(10_000),
  "a\x80",
];
const create = (headers: Request["headers"]) => sendJson("POST", "/v1/listings", LISTING, ...headers);

const keys: readonly HostileCase[] = [
  ...KEYS.map((key) =>
    fixed(
      `the key ${shown(key)}`,
      create([["Idempotency-Key", key]]),
      key.includes("\x7f") ? NO_HTTP : badHeader("Idempotency-Key"),
    ),
  ),
  ...["c10-a", "*", "__proto__", "k:a", "../x", "a, b", "x".repeat(255), `"${'\\"'.repeat(100)}"`].map((key) =>
    fixed(`the key ${shown(key)}, which is one`, create([["Idempotency-Key", key]]), answered(201)),
  ),
  ...behind(
    fixed("a key", create([["Idempotency-Key", "c10-again"]]), answered(201)),
    fixed(
      "the same key with another body",
      sendJson("POST", "/v1/listings", BODY, ["Idempotency-Key", "c10-again"]),
      refused("idempotency_mismatch"),
    ),
    fixed(
      "the same key in quotes, with another body",
      sendJson("POST", "/v1/listings", BODY, ["Idempotency-Key", '"c10-again"']),
      refused("idempotency_mismatch"),
    ),
    fixed("the same key and body", create([["Idempotency-Key", "c10-again"]]), answered(201)),
  ),
  ...["*", '"x"', ""].map((value) =>
    fixed(`POST if none matches ${shown(value)}`, create([["If-None-Match", value]]), badHeader("If-None-Match")),
  ),
];

const RANGES = [
  "bytes=0-",
  "bytes=5-1",
  "bytes=-1",
  "bytes=0-0",
  "x",
  Array.from({ length: 1_000 }, (_, i) => `${i}-${i}`).join(","),
  "bytes=99999999999999999999-",
];
const NONE_MATCH: readonly (readonly [value: string, status: number])[] = [
  ["", 200],
  ["*", 304],
  ["x", 200],
  ['"', 200],
  ['W/"', 200],
  [`${'"a",'.repeat(2_000)}"b"`, 200],
  ["\xff", 200],
  ["Thu, 01 Jan 2026 00:00:00 GMT", 200],
];

const reads: readonly HostileCase[] = [
  ...RANGES.map((range) => ({
    name: `the range ${shown(range)}`,
    request: ({ id }: Seeded) => get(`/v1/listings/${id}`, ["Range", range], ["If-Range", '"x"']),
    expected: answered(200),
  })),
  ...NONE_MATCH.map(([value, status]) => ({
    name: `GET if none matches ${shown(value)}`,
    request: ({ id }: Seeded) => get(`/v1/listings/${id}`, ["If-None-Match", value]),
    expected: answered(status),
  })),
  ...["Thu, 01 Jan 2099 00:00:00 GMT", "x", "-1"].map((value) => ({
    name: `GET if modified since ${value}`,
    request: ({ id }: Seeded) =>
      get(`/v1/listings/${id}`, ["If-Modified-Since", value], ["If-Unmodified-Since", value]),
    expected: answered(200),
  })),
  {
    name: "PUT by source of what is not there, if it matches",
    request: () => sendJson("PUT", "/v1/sources/c10/listing?externalId=nothing", LISTING, ["If-Match", '"1"']),
    expected: refusedAs("not_found", "precondition_failed"),
  },
];

export const cases: readonly HostileCase[] = [...conditions, ...missing, ...keys, ...reads];
