/** C3: keys that are there twice, that mean something to an engine or a store, or that nobody knows. */
import {
  badField,
  created,
  fixed,
  type HostileCase,
  importOf,
  JSON_TYPE,
  LISTING,
  refused,
  rejected,
  rows,
  send,
  shown,
} from "./case.ts";

const REST = JSON.stringify(LISTING).slice(1);
const post = (body: string) => send("POST", "/v1/listings", body, JSON_TYPE);
const pointerOf = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** A literal key with its value at each level of a listing, and the pointer of the object that holds it. */
const LEVELS: readonly (readonly [name: string, holder: string, body: (member: string) => string])[] = [
  ["at the root", "", (member) => `{${member},${REST}`],
  ["in company", "/company", (member) => `{"title":"a","company":{"name":"a",${member}}}`],
  ["in a place", "/locations/0", (member) => `{"locations":[{"raw":"a",${member}}],${REST}`],
  ["in apply", "/apply", (member) => `{"apply":{${member}},${REST}`],
];

const TWICE: readonly string[] = [
  '"title":"a","title":"b"',
  '"name":"a","name":"b"',
  '"raw":1,"\\u0072aw":1',
  '"url":null,"url":"https://example.com/"',
  '"x":1,"\\u0078":2',
  '"":1,"":2',
  '"a\\/b":1,"a/b":2',
];

/** Members of every object there is, and what stores and query languages read into a name. */
const KEYS: readonly string[] = [
  "constructor",
  "prototype",
  "hasOwnProperty",
  "toString",
  "valueOf",
  "then",
  "toJSON",
  "__defineGetter__",
  "__lookupSetter__",
  "length",
  "0",
  "-1",
  "",
  " ",
  "a.b",
  "a[0]",
  "a/b~c",
  "$where",
  "$gt",
  "#n",
  ":v",
  "`a`",
  "a\u0000b",
  "a\nb",
  "\u202ea",
  "é",
  "e\u0301",
  "😀",
  "__name__",
  "__x__",
  "pk",
  "Title",
  "TITLE",
  "title ",
  "x".repeat(1_000),
];

const twice: readonly HostileCase[] = LEVELS.flatMap(([where, , body]) =>
  TWICE.map((members) => fixed(`${members} ${where}`, post(body(members)), refused("invalid_json"))),
);

const proto: readonly HostileCase[] = LEVELS.flatMap(([where, , body]) =>
  ["{}", '{"isAdmin":true}', "null", "[]", '"x"'].flatMap((value) =>
    ['"__proto__"', '"__pr\\u006fto__"'].map((key) =>
      fixed(`${key}: ${value} ${where}`, post(body(`${key}:${value}`)), refused("invalid_json")),
    ),
  ),
);

const unknown: readonly HostileCase[] = LEVELS.slice(0, 3).flatMap(([where, holder, body]) =>
  KEYS.map((key) =>
    fixed(
      `the key ${shown(key)} ${where}`,
      post(body(`${JSON.stringify(key)}:1`)),
      badField(`${holder}/${pointerOf(key)}`),
    ),
  ),
);

/** `extra` takes any key, and gives it back. */
const verbatim: readonly HostileCase[] = KEYS.map((key) => {
  const extra = { [key]: { [key]: key } };
  return fixed(`the key ${shown(key)} in extra`, post(`{"extra":${JSON.stringify(extra)},${REST}`), created({ extra }));
});

const keyed: readonly HostileCase[] = KEYS.filter((key) => !/^[a-z][a-z0-9_]{0,39}$/.test(key)).flatMap((key) => [
  fixed(
    `the key ${shown(key)} in attributes`,
    post(`{"attributes":${JSON.stringify({ [key]: ["a"] })},${REST}`),
    badField(`/attributes/${pointerOf(key)}`),
  ),
  fixed(
    `the key ${shown(key)} in numbers`,
    post(`{"numbers":${JSON.stringify({ [key]: 1 })},${REST}`),
    badField(`/numbers/${pointerOf(key)}`),
  ),
]);

/** Names that our pattern of keys allows although every object has them. */
const inherited: readonly HostileCase[] = ["constructor", "then", "length"].map((key) =>
  fixed(
    `the attribute ${key}`,
    post(`{"attributes":{"${key}":["zq"]},"numbers":{"${key}":1},${REST}`),
    created({ attributes: { [key]: ["zq"] }, numbers: { [key]: "1" } }),
  ),
);

const inRows: readonly HostileCase[] = ['"a":1,"a":2', '"__proto__":{}'].map((members) =>
  fixed(
    `a row with ${members}`,
    importOf("application/x-ndjson", `{"source":{"name":"c3","externalId":"a"},${members},${REST}`),
    rows(rejected("invalid_json")),
  ),
);

export const cases: readonly HostileCase[] = [
  ...twice,
  ...proto,
  ...unknown,
  ...verbatim,
  ...keyed,
  ...inherited,
  ...inRows,
];
