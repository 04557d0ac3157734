/** C12: cursors that were cut, changed, made up, or made for something else, wherever one is taken. */
import { createHash } from "node:crypto";
import {
  type CursorKind,
  type Expected,
  get,
  type HostileCase,
  refused,
  refusedAs,
  type Seeded,
  sendJson,
  shown,
} from "./case.ts";

const PATHS: Readonly<Record<CursorKind, (cursor: string) => string>> = {
  listings: (cursor) => `/v1/listings?limit=1&cursor=${cursor}`,
  search: (cursor) => `/v1/search?q=porter&limit=1&cursor=${cursor}`,
  changes: (cursor) => `/v1/changes?limit=1&cursor=${cursor}`,
  exports: (cursor) => `/v1/exports?limit=1&cursor=${cursor}`,
};
// The order of the table above.
const KINDS = Object.keys(PATHS) as CursorKind[];

const none = refused("invalid_cursor", { parameter: "cursor" });
/** A changed letter of the incarnation is another board's cursor. */
const noneOrExpired = refusedAs("invalid_cursor", "cursor_expired");

const MADE_UP: readonly string[] = [
  "x",
  "0",
  "-1",
  "null",
  "undefined",
  "%7B%7D",
  "[]",
  "e30",
  "eyJfX3Byb3RvX18iOnt9fQ",
  "AAAA",
  "====",
  "a.b.c",
  "..%2f..%2fetc",
  "%00",
  "%F0%9F%98%80",
  "kkkkkkkkkk",
  "kkkkkkkkkk-",
  "kkkkkkkkkk--1",
  "kkkkkkkkkk-1e9",
  "kkkkkkkkkk-9999999999999999999999",
  "'%20OR%201=1",
  "x".repeat(10_000),
];

const madeUp: readonly HostileCase[] = KINDS.flatMap((kind) => [
  ...MADE_UP.map((cursor) => ({
    name: `${kind}: ${shown(cursor)}`,
    request: () => get(PATHS[kind](cursor)),
    expected: none,
  })),
  {
    name: `${kind}: nothing`,
    request: () => get(PATHS[kind]("")),
    expected: refused("invalid_parameter", { parameter: "cursor" }),
  },
  {
    name: `${kind}: two`,
    request: ({ cursors }: Seeded) => get(`${PATHS[kind](cursors[kind])}&cursor=${cursors[kind]}`),
    expected: refused("invalid_parameter", { parameter: "cursor" }),
  },
]);

/** Two kinds of cursors: a checksum over a hundred bytes and more, and a place in the log in clear text. */
const LENGTHS: Readonly<Record<CursorKind, number>> = { listings: 150, search: 150, changes: 12, exports: 38 };
const POSITIONS = 40;

const places = (kind: CursorKind) =>
  Array.from({ length: Math.min(POSITIONS, LENGTHS[kind]) }, (_, i) =>
    Math.floor((i * LENGTHS[kind]) / Math.min(POSITIONS, LENGTHS[kind])),
  );

function turned(cursor: string, at: number): string {
  const character = cursor.charAt(at % cursor.length);
  const other = character === "z" ? "0" : character === "9" ? "a" : "z";
  return cursor.slice(0, at % cursor.length) + other + cursor.slice((at % cursor.length) + 1);
}

const damaged: readonly HostileCase[] = KINDS.flatMap((kind) =>
  places(kind).flatMap((at) => [
    {
      name: `${kind}: character ${at} turned`,
      request: ({ cursors }: Seeded) => get(PATHS[kind](turned(cursors[kind], at))),
      expected: damage(kind, at),
    },
    {
      name: `${kind}: cut to ${at + 1}`,
      request: ({ cursors }: Seeded) =>
        get(PATHS[kind](cursors[kind].slice(0, Math.min(at + 1, cursors[kind].length - 1)))),
      expected: kind === "exports" || kind === "changes" ? noneOrExpired : none,
    },
  ]),
);

/** A place in the log in clear text may be turned into another that there is: then the answer is the one for that place. */
function damage(kind: CursorKind, at: number): Expected {
  if (kind === "listings" || kind === "search") return none;
  if (at < 10) return refusedAs("cursor_expired", "invalid_cursor");
  return { statuses: [200, 400, 410], codes: ["invalid_cursor", "cursor_expired"] };
}

const SUFFIXES = ["x", "=", "==", "%20", "%0A", "%00", ".", "-1", "%2B", "&limit=2x"];

const suffixed: readonly HostileCase[] = KINDS.flatMap((kind) =>
  SUFFIXES.slice(0, 7).map((suffix) => ({
    name: `${kind}: with ${suffix} behind`,
    request: ({ cursors }: Seeded) => get(PATHS[kind](cursors[kind] + suffix)),
    expected: none,
  })),
);

const others: readonly HostileCase[] = KINDS.flatMap((kind) =>
  KINDS.filter((other) => other !== kind && !(kind === "changes" && other === "changes")).map((other) => ({
    name: `${kind}: that of ${other}`,
    request: ({ cursors }: Seeded) => get(PATHS[kind](cursors[other])),
    expected: none,
  })),
);

const SEARCHES = [
  "q=hotel",
  "q=porter&tag=x",
  "q=porter&sort=newest",
  "q=porter&typo=off",
  "q=porter&collapse=duplicates",
  "q=porter&country=DE",
  "sort=newest",
];

/** Signed with what anybody can work out: it guards against slips, and reaches nothing that the caller may not see. */
function forged(change: (fields: unknown[]) => unknown) {
  return ({ cursors }: Seeded) => {
    const payload = Buffer.from(cursors.search, "base64url").subarray(6);
    const json = Buffer.from(JSON.stringify(change(JSON.parse(payload.toString("utf8")))));
    const sum = createHash("sha256").update(json).digest().subarray(0, 6);
    return get(PATHS.search(Buffer.concat([sum, json]).toString("base64url")));
  };
}

const FORGED: readonly (readonly [name: string, change: (fields: unknown[]) => unknown])[] = [
  ["another format", (fields) => fields.with(0, 2)],
  ["another query", (fields) => fields.with(2, "0000000000000000")],
  ["a position far ahead", (fields) => fields.with(3, 999_999_999)],
  ["a position of -1", (fields) => fields.with(3, -1)],
  ["a position that is text", (fields) => fields.with(3, "1")],
  ["a key that is text", (fields) => fields.with(6, ["a"])],
  ["a key of nothing", (fields) => fields.with(6, [])],
  ["a key of a hundred", (fields) => fields.with(6, Array(100).fill(1))],
  ["a key that is none", (fields) => fields.with(6, { length: 1 })],
  ["an id that is none", (fields) => fields.with(7, { toString: 1 })],
  ["no fields", () => []],
  ["an object", () => ({ __proto__: { position: 1 } })],
  ["null", () => null],
  ["a number", () => 1],
];

const foreign: readonly HostileCase[] = [
  ...SEARCHES.map((query) => ({
    name: `search: that of another query, ${query}`,
    request: ({ cursors }: Seeded) => get(`/v1/search?${query}&limit=1&cursor=${cursors.search}`),
    expected: none,
  })),
  ...FORGED.map(([name, change]) => ({
    name: `search: forged, with ${name}`,
    request: forged(change),
    expected: none,
  })),
  {
    name: "search: forged, with another board",
    request: forged((fields) => fields.with(1, "0000000000")),
    expected: refused("cursor_expired"),
  },
  {
    name: "search: forged, with a time far ahead",
    request: forged((fields) => fields.with(5, 8e15)),
    expected: { statuses: [200, 400], codes: ["invalid_cursor"] },
  },
  {
    name: "search: with a page",
    request: ({ cursors }: Seeded) => get(`${PATHS.search(cursors.search)}&page=2`),
    expected: refused("invalid_parameter", { parameter: "page" }),
  },
  {
    name: "changes: of another board",
    request: ({ cursors }: Seeded) => get(PATHS.changes(cursors.changes.replace(/^.{10}/, "0123456789"))),
    expected: refused("cursor_expired"),
  },
  ...[1, true, {}, ["a"], "x"].map((cursor) => ({
    name: `search by body: ${JSON.stringify(cursor)}`,
    request: () => sendJson("POST", "/v1/search", { cursor }),
    expected: cursor === "x" ? refused("invalid_cursor") : refused("invalid_body", { pointer: "/cursor" }),
  })),
  ...["x", "0", "kkkkkkkkkk-1-1", "%00", "x".repeat(5_000)].map((position) => ({
    name: `search: the position ${shown(position)}`,
    request: () => get(`/v1/search?minPosition=${position}`),
    expected: refused("invalid_parameter", { parameter: "minPosition" }),
  })),
];

export const cases: readonly HostileCase[] = [...madeUp, ...damaged, ...suffixed, ...others, ...foreign];
