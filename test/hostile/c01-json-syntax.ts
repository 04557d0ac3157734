/** C1: bodies that are no JSON, and JSON that is no object. */
import {
  ANY_MATCH,
  badField,
  bytesOf,
  fixed,
  type HostileCase,
  importOf,
  JSON_TYPE,
  LISTING,
  latin1,
  refused,
  rejected,
  rows,
  send,
  shown,
  TAKEN,
} from "./case.ts";

const VALID = JSON.stringify(LISTING);
const inTitle = (literal: string) => `{"title":${literal},${VALID.slice(VALID.indexOf('"company"'))}`;
const utf16 = (text: string) => latin1([...text].map((character) => `${character}\0`).join(""));

const BROKEN: readonly (string | Uint8Array)[] = [
  "",
  " ",
  "{",
  "}",
  "]",
  "[",
  ":",
  ",",
  '"',
  "'x'",
  "{]",
  "[}",
  '{"a":1,}',
  "{a:1}",
  "{'a':1}",
  '{"a" 1}',
  '{"a":}',
  '{"a":1 "b":2}',
  '{,"a":1}',
  "[1,]",
  "[1 2]",
  "undefined",
  "True",
  "nul",
  "nulll",
  "// c",
  `${VALID}//c`,
  `/* c */${VALID}`,
  `${VALID}${VALID}`,
  `${VALID} x`,
  `${VALID}\0`,
  `\0${VALID}`,
  `\v${VALID}`,
  `\u00a0${VALID}`,
  `\ufeff${VALID}`,
  utf16(VALID),
  latin1("\xfe\xff\0{\0}"),
  ...[
    "NaN",
    "Infinity",
    "-Infinity",
    "01",
    "-01",
    "+1",
    ".5",
    "1.",
    "-",
    "--1",
    "1e",
    "1e+",
    "0x1",
    "0b1",
    "1_000",
  ].map(inTitle),
  ...['"\\u12"', '"\\u12', '"\\x41"', '"\\', '"\\a"', '"a\nb"', '"a\tb"', '"a\0b"', "'a'", "`a`", "tru"].map(inTitle),
];

/** What is an object cut anywhere is no JSON: at every byte. */
const CUT = Array.from({ length: VALID.length - 1 }, (_, i) => VALID.slice(0, i + 1));

const NO_OBJECTS = ["null", "true", "1", "-0", '"x"', "[]", `[${VALID}]`];

type Route = readonly [
  name: string,
  send: (seeded: { readonly id: string }, body: string | Uint8Array) => ReturnType<typeof send>,
];

const ROUTES: readonly Route[] = [
  ["POST", (_seeded, body) => send("POST", "/v1/listings", body, JSON_TYPE)],
  ["PUT by source", (_seeded, body) => send("PUT", "/v1/sources/c1/listing?externalId=a", body, JSON_TYPE)],
  ["PUT", ({ id }, body) => send("PUT", `/v1/listings/${id}`, body, JSON_TYPE, ANY_MATCH)],
  ["PATCH", ({ id }, body) => send("PATCH", `/v1/listings/${id}`, body, JSON_TYPE, ANY_MATCH)],
  ["search", (_seeded, body) => send("POST", "/v1/search", body, JSON_TYPE)],
];

function textOf(body: string | Uint8Array): string {
  return typeof body === "string" ? body : String.fromCharCode(...body);
}

export const cases: readonly HostileCase[] = [
  ...BROKEN.flatMap((body, i) => {
    // Each on POST, and on one more route in turn.
    const other = ROUTES[1 + (i % (ROUTES.length - 1))];
    return [ROUTES[0], other].flatMap((route) => (route === undefined ? [] : [{ body, route }]));
  }).map(({ body, route: [name, request] }) => ({
    name: `${name} of ${shown(textOf(body))}`,
    request: (seeded: { readonly id: string }) => request(seeded, body),
    expected: refused("invalid_json"),
  })),
  ...CUT.map((body) =>
    fixed(
      `POST cut behind ${body.length} bytes`,
      send("POST", "/v1/listings", body, JSON_TYPE),
      refused("invalid_json"),
    ),
  ),
  ...ROUTES.flatMap(([name, request]) =>
    NO_OBJECTS.map((body) => ({
      name: `${name} of ${body}`,
      request: (seeded: { readonly id: string }) => request(seeded, body),
      expected: badField(""),
    })),
  ),
  ...["{", '{"a":1,}', "NaN", "[1,]"].map((body) =>
    fixed(`an import of the list ${body}`, importOf("application/json", body), refused("invalid_json")),
  ),
  ...["{}", "null", '"x"', "1"].map((body) =>
    fixed(`an import of ${body}, which is no list`, importOf("application/json", body), refused("invalid_body")),
  ),
  fixed(
    "lines of which some are no JSON, none of which blocks another",
    importOf(
      "application/x-ndjson",
      bytesOf(
        [
          "{",
          JSON.stringify({ ...LISTING, source: { name: "c1", externalId: "line" } }),
          "NaN",
          "[]",
          '{"a":1}{"b":2}',
          JSON.stringify({ ...LISTING, source: { name: "c1", externalId: "last" } }),
        ].join("\n"),
      ),
    ),
    rows(
      rejected("invalid_json"),
      TAKEN,
      rejected("invalid_json"),
      rejected("invalid_type", ""),
      rejected("invalid_json"),
      TAKEN,
    ),
  ),
];
