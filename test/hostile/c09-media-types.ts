/** C9: bodies that say they are something else, or are packed. */
import { gzipSync } from "node:zlib";
import {
  ANY_MATCH,
  answered,
  bytesOf,
  type Expected,
  fixed,
  type HostileCase,
  JSON_TYPE,
  LISTING,
  type Request,
  refused,
  refusedAs,
  rows,
  send,
  shown,
  TAKEN,
} from "./case.ts";

const VALID = JSON.stringify(LISTING);
type Named = readonly [name: string, path: (id: string) => string, method: string];

const ROUTES: readonly Named[] = [
  ["POST", () => "/v1/listings", "POST"],
  ["PUT", (id) => `/v1/listings/${id}`, "PUT"],
  ["PATCH", (id) => `/v1/listings/${id}`, "PATCH"],
  ["PUT by source", () => "/v1/sources/c9/listing?externalId=refused", "PUT"],
  ["search", () => "/v1/search", "POST"],
  ["parse", () => "/v1/parse", "POST"],
  ["import", () => "/v1/imports", "POST"],
];
/** An encoding that is none is refused at once by imports too. */
const READS_NO_ENCODING = ROUTES.filter(([name]) => name !== "import");

/** No route takes any of them. */
const REFUSED_TYPES: readonly (string | undefined)[] = [
  undefined,
  "",
  "*/*",
  "application/*",
  "json",
  "text/html",
  "text/xml",
  "application/xml",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/json-evil",
  "application/jsonx",
  "application/json/x",
  "application/json,text/plain",
  "application/json text/plain",
  "application/json; charset",
  "application/json; charset=utf-16",
  "application/json; charset=utf-16; charset=utf-8",
  'application/json; charset="utf-7"',
  "text/plain; charset=iso-8859-1",
  "text/markdown; charset=latin1",
  "application/problem+json",
  "application/vnd.api+json",
  `application/${"x".repeat(5_000)}`,
  `application/json${";a=b".repeat(1_000)};charset=x`,
  "application/json\xa0",
  "apPlication/jso\xf1",
];

const unsupported = refused("unsupported_media_type", { header: "Content-Type" });
const typed = (type: string | undefined): Request["headers"] => (type === undefined ? [] : [["Content-Type", type]]);

const types: readonly HostileCase[] = ROUTES.flatMap(([name, path, method]) =>
  REFUSED_TYPES.map((type) => ({
    name: `${name} of ${type === undefined ? "no type" : shown(type)}`,
    request: ({ id }: { readonly id: string }) => send(method, path(id), VALID, ...typed(type), ANY_MATCH),
    expected: unsupported,
  })),
);

const TAKEN_TYPES = [
  "application/json",
  "application/json; charset=utf-8",
  'Application/JSON ; Charset="UTF-8"',
  "application/json;",
  "application/json; version=1",
  `application/json${"; a=b".repeat(500)}`,
];

const taken: readonly HostileCase[] = TAKEN_TYPES.map((type) =>
  fixed(`POST of ${shown(type)}`, send("POST", "/v1/listings", VALID, ["Content-Type", type]), answered(201)),
);

const ENCODINGS = [
  "gzip",
  "GZIP",
  "br",
  "deflate",
  "zstd",
  "compress",
  "x-gzip",
  "gzip, gzip",
  "identity, gzip",
  "none",
  "utf-8",
];

const encoded: readonly HostileCase[] = READS_NO_ENCODING.flatMap(([name, path, method]) =>
  ENCODINGS.map((encoding) => ({
    name: `${name}, encoded as ${encoding}`,
    request: ({ id }: { readonly id: string }) =>
      send(
        method,
        path(id),
        gzipSync(VALID),
        ["Content-Type", name === "parse" ? "text/plain" : "application/json"],
        ["Content-Encoding", encoding],
        ANY_MATCH,
      ),
    expected: refused("unsupported_media_type", { header: "Content-Encoding" }),
  })),
);

const MIB = 1_024 * 1_024;
const zeros = (bytes: number) => gzipSync(new Uint8Array(bytes));
const row = bytesOf(`${JSON.stringify({ ...LISTING, source: { name: "c9", externalId: "packed" } })}\n`);
const packed = (body: Uint8Array, encoding = "gzip", type = "application/x-ndjson") =>
  send("POST", "/v1/imports", body, ["Content-Type", type], ["Content-Encoding", encoding]);
const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 0xff : byte));

const inImports: readonly HostileCase[] = [
  fixed("rows in gzip", packed(gzipSync(row)), rows(TAKEN)),
  ...["br", "deflate", "gzip, gzip", "zstd"].map((encoding) =>
    fixed(
      `rows in ${encoding}`,
      packed(gzipSync(row), encoding),
      refused("unsupported_media_type", { header: "Content-Encoding" }),
    ),
  ),
  fixed("gzip that is none", packed(row), refused("invalid_body")),
  fixed("gzip of nothing", packed(new Uint8Array()), refusedAs("invalid_body")),
  fixed("200 MiB of zeros in 200 KB", packed(zeros(200 * MIB)), refused("too_large")),
  fixed("200 MiB of zeros in gzip in gzip", packed(gzipSync(zeros(200 * MIB))), answered(200)),
  ...[0, 1, 2, 3].map((at) =>
    fixed(`gzip with its byte ${at} turned`, packed(flipped(gzipSync(row), at)), refused("invalid_body")),
  ),
  ...[1, 5, 10, 20, 40].map((bytes) =>
    fixed(
      `gzip that lacks its last ${bytes} bytes`,
      packed(gzipSync(row).subarray(0, -bytes)),
      refused("invalid_body"),
    ),
  ),
];

const ACCEPTS = [
  "image/png",
  "*/*;q=0",
  "text/html",
  "application/json;q=0",
  "x".repeat(10_000),
  "\xff\xfe",
  ",,,;;;",
  "application/json;q=NaN",
];

/** What a caller would like is no condition: the answer is JSON. */
const accepted = (name: string, expected: Expected, request: (headers: Request["headers"]) => Request) =>
  ACCEPTS.map((accept) =>
    fixed(
      `${name} that accepts ${shown(accept)}`,
      request([
        ["Accept", accept],
        ["Accept-Charset", "x"],
        ["Accept-Encoding", "*;q=0"],
      ]),
      expected,
    ),
  );

export const cases: readonly HostileCase[] = [
  ...types,
  ...taken,
  ...encoded,
  ...inImports,
  ...accepted("POST", answered(201), (headers) => send("POST", "/v1/listings", VALID, JSON_TYPE, ...headers)),
  ...accepted("a refusal", refused("invalid_json"), (headers) =>
    send("POST", "/v1/listings", "{", JSON_TYPE, ...headers),
  ),
  ...accepted("a search", answered(200), (headers) => ({ method: "GET", path: "/v1/search?q=porter", headers })),
];
