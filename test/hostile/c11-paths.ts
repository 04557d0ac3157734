/** C11: ids, names and paths that are none. */
import {
  ANY_MATCH,
  answered,
  badParameter,
  behind,
  fixed,
  get,
  type HostileCase,
  LISTING,
  NO_HTTP,
  type Request,
  refused,
  refusedAs,
  sendJson,
  shown,
} from "./case.ts";

/** As segments of a path, byte by byte. */
const IDS: readonly string[] = [
  "x",
  "0",
  "null",
  "undefined",
  "..%2f",
  "..%2f..%2fetc%2fpasswd",
  "%2e%2e%2f",
  "%252e%252e",
  "%00",
  "a%00b",
  "a%2Fb",
  "a%5Cb",
  "a\\b",
  "%ff",
  "%c0%af",
  "%E0%A4%A",
  "%u0041",
  "%",
  "%%",
  "%2",
  "a%20b",
  "a+b",
  "*",
  "__proto__",
  "__x__",
  "constructor",
  "CON",
  "nul.txt",
  "a:b",
  "a;b",
  "a,b",
  "a=b",
  "a&b",
  "%23",
  "LOG%231",
  "%3F",
  "l:1",
  "d:0123456789abcdefghjkmnpqrs",
  "b:",
  "p:",
  "0123456789ABCDEFGHJKMNPQRS",
  "0123456789abcdefghjkmnpqri",
  "0123456789abcdefghjkmnpqr",
  "0123456789abcdefghjkmnpqrst",
  "0123456789abcdefghjkmnpqrs%0A",
  "%200123456789abcdefghjkmnpqrs",
  "0123456789abcdefghjkmnpqrs.",
  "0123456789abcdefghjkmnpqrs%00",
  "%F0%9F%98%80",
  "\xf0\x9f\x98\x80",
  "%C3%A9",
  "e%CC%81",
  "\xe9",
  "-leading",
  ".hidden",
  "trailing.",
  "x".repeat(65),
  "x".repeat(1_501),
  "x".repeat(8_000),
  "%7B%22%24gt%22%3A1%7D",
  "'%20OR%201=1",
  "$%7Bjndi:ldap:%2F%2Fx%7D",
];

/** A request's target has neither backslashes nor bytes above 7f (RFC 9112, section 3.2): that is for the HTTP server to say. */
function isAddress(path: string): boolean {
  return /^[\x21-\x5b\x5d-\x7e]*$/.test(path);
}

type Method = readonly [name: string, request: (id: string) => Request];
const METHODS: readonly Method[] = [
  ["GET", (id) => get(`/v1/listings/${id}`)],
  ["PUT", (id) => sendJson("PUT", `/v1/listings/${id}`, LISTING, ANY_MATCH)],
  ["PATCH", (id) => sendJson("PATCH", `/v1/listings/${id}`, { title: "a" }, ANY_MATCH)],
  ["DELETE", (id) => ({ method: "DELETE", path: `/v1/listings/${id}`, headers: [] })],
  ["GET markdown", (id) => get(`/v1/listings/${id}/markdown`)],
];

/** What a parser of addresses takes away or cuts leaves no id: there is no such route, or none for the method. */
const ADDRESSES: readonly string[] = [
  ".",
  "..",
  "%2e",
  "%2E%2e",
  ".%2e",
  "./",
  "../",
  "",
  "/",
  "//",
  "a/b/c",
  "a\\..\\b",
];

const UNKNOWN = "0123456789abcdefghjkmnpqrs";

const ids: readonly HostileCase[] = [
  ...METHODS.flatMap(([name, request]) =>
    IDS.map((id) =>
      fixed(
        `${name} of the id ${shown(id)}`,
        request(id),
        isAddress(id) ? refused("invalid_id", { parameter: "id" }) : NO_HTTP,
      ),
    ),
  ),
  ...METHODS.map(([name, request]) =>
    fixed(`${name} of an id that nothing has`, request(UNKNOWN), refused("not_found")),
  ),
  ...METHODS.slice(0, 4).flatMap(([name, request]) =>
    ADDRESSES.map((address) =>
      fixed(
        `${name} of ${shown(address)} behind the slash`,
        request(address),
        isAddress(address) ? refusedAs("not_found", "method_not_allowed", "invalid_id", "invalid_parameter") : NO_HTTP,
      ),
    ),
  ),
];

const SOURCES = [
  "A",
  "a%2Fb",
  "%00",
  "%ff",
  "-a",
  ".a",
  "_a",
  "a%20b",
  "%C3%A9",
  "x".repeat(65),
  "*",
  "a:b",
  "__proto__",
  "%",
];
const EXTERNAL_IDS: readonly string[] = [
  "",
  "%00",
  "a%00b",
  "a%0Ab",
  "%0A",
  "%20",
  "%E2%80%8B",
  "%E2%80%AEa",
  "%7F",
  "%C2%85",
  "x".repeat(2_001),
  "%ff",
  "%E0%A4%A",
  "%ED%A0%80",
  "%",
  "%zz",
];
/** Any text of one line names a listing. */
const GOOD_IDS = [
  "..%2f..",
  "%2e%2e",
  "a%2Fb",
  "a%5Cb",
  "%23",
  "*",
  "d:x",
  "__proto__",
  "%F0%9F%98%80",
  "x".repeat(2_000),
  "e%CC%81",
  "%C3%A9",
  "a+b",
  "'%20OR%201=1",
];

const sourced = (source: string, externalId: string) => `/v1/sources/${source}/listing?externalId=${externalId}`;
const bySource: readonly Method[] = [
  ["GET", (path) => get(path)],
  ["PUT", (path) => sendJson("PUT", path, LISTING)],
  ["DELETE", (path) => ({ method: "DELETE", path, headers: [] })],
];

const sources: readonly HostileCase[] = bySource.flatMap(([name, request]) => [
  ...SOURCES.map((source) =>
    fixed(`${name} of the source ${shown(source)}`, request(sourced(source, "1")), badParameter("source")),
  ),
  ...EXTERNAL_IDS.map((externalId) =>
    fixed(
      `${name} of the external id ${shown(externalId)}`,
      request(sourced("c11", externalId)),
      badParameter("externalId"),
    ),
  ),
  fixed(`${name} without an external id`, request("/v1/sources/c11/listing"), badParameter("externalId")),
  fixed(`${name} with two external ids`, request(`${sourced("c11", "a")}&externalId=b`), badParameter("externalId")),
]);

const goodSources: readonly HostileCase[] = GOOD_IDS.flatMap((externalId) =>
  behind(
    fixed(`PUT of ${shown(externalId)}`, sendJson("PUT", sourced("c11", externalId), LISTING), answered(201)),
    fixed(`GET of ${shown(externalId)}`, get(sourced("c11", externalId)), answered(200)),
  ),
);

const ROUTES: readonly string[] = [
  "/",
  "/v1",
  "/v1/",
  "/v1/listings/",
  "/v2/listings",
  "/V1/listings",
  "//v1/listings",
  "/v1//listings",
  "/v1/listings/a/b/c",
  "/v1/../../etc/passwd",
  "/v1/%2e%2e/%2e%2e/etc/passwd",
  "/%00",
  "/v1/%E0%A4%A",
  "/v1/listings%00",
  "/v1/listings;x=1",
  "/.git/config",
  "/.env",
  "/wp-login.php",
  "/v1/__proto__",
  "/v1/constructor",
  "/v1/search/",
  "/v1/search%2f",
  "/v1/search%3Fq=a",
  "/v1/sources//listing",
  "/v1/sources/a/b/listing",
  `/v1/${"a/".repeat(2_000)}`,
  `/${"x".repeat(8_000)}`,
  "/v1/\xff",
  "/~root",
  "/v1/listings/*",
];

const routes: readonly HostileCase[] = ROUTES.map((path) =>
  fixed(`the path ${shown(path)}`, get(path), isAddress(path) ? refusedAs("not_found", "invalid_id") : NO_HTTP),
);

export const cases: readonly HostileCase[] = [...ids, ...sources, ...goodSources, ...routes];
