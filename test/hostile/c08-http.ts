/**
 * C8: requests that are no HTTP, say two things, or come slowly. Most are refused by Node's parser before our code runs: what
 * counts is that they are, and that the next request is answered.
 */
import {
  answered,
  bytesOf,
  type Expected,
  fixed,
  type HostileCase,
  LISTING,
  latin1,
  NO_HTTP,
  type RawRequest,
  refused,
} from "./case.ts";

const HOST = "Host: localhost";
const BODY = JSON.stringify(LISTING);
const JSON_LINE = "Content-Type: application/json";

/** Lines of a head, then the body, in one piece. */
function raw(lines: readonly string[], body = ""): RawRequest {
  return { pieces: [latin1(`${lines.join("\r\n")}\r\n\r\n${body}`)] };
}

const get = (...lines: readonly string[]) => raw(["GET /v1/limits HTTP/1.1", HOST, ...lines]);
const post = (lines: readonly string[], body = BODY) =>
  raw(["POST /v1/listings HTTP/1.1", HOST, JSON_LINE, ...lines], body);

/** Told apart by hand: a server that takes one of them for another's request can be made to smuggle. */
const FRAMING: readonly (readonly [name: string, lines: readonly string[], body?: string])[] = [
  ["two lengths", ["Content-Length: 5", "Content-Length: 6"]],
  ["two equal lengths", ["Content-Length: 5", "Content-Length: 5"]],
  ["a list of lengths", ["Content-Length: 5, 5"]],
  ["a length and chunks", ["Content-Length: 5", "Transfer-Encoding: chunked"], "0\r\n\r\n"],
  ["chunks and a length", ["Transfer-Encoding: chunked", "Content-Length: 5"], "0\r\n\r\n"],
  ["a length of -1", ["Content-Length: -1"]],
  ["a length of 1e2", ["Content-Length: 1e2"]],
  ["a length of +7", ["Content-Length: +7"]],
  ["a length of 0x10", ["Content-Length: 0x10"]],
  ["a length of 1.5", ["Content-Length: 1.5"]],
  ["a length with a letter", ["Content-Length: 5a"]],
  ["a length of a sextillion", ["Content-Length: 1000000000000000000000"]],
  ["a length that is empty", ["Content-Length: "]],
  ["an encoding that is none", ["Transfer-Encoding: xchunked"], "0\r\n\r\n"],
  ["chunks that are not last", ["Transfer-Encoding: chunked, identity"], "0\r\n\r\n"],
  ["chunks by two lines", ["Transfer-Encoding: gzip", "Transfer-Encoding: xchunked"], "0\r\n\r\n"],
  ["a blank before the colon", ["Transfer-Encoding : chunked"], "0\r\n\r\n"],
  ["a folded line", ["X-A: 1", " 2: 3"]],
  ["a chunk without a size", ["Transfer-Encoding: chunked"], "\r\n\r\n"],
  ["a chunk of size z", ["Transfer-Encoding: chunked"], "z\r\n\r\n"],
  ["a chunk of size -1", ["Transfer-Encoding: chunked"], "-1\r\n\r\n"],
  ["a chunk of size 0x5", ["Transfer-Encoding: chunked"], "0x5\r\nabcde\r\n0\r\n\r\n"],
  ["a chunk longer than any", ["Transfer-Encoding: chunked"], `${"f".repeat(20)}\r\n`],
  ["a chunk that is longer than it says", ["Transfer-Encoding: chunked"], "2\r\nabcd\r\n0\r\n\r\n"],
];

/** Nothing behind it on the same connection can be told from it. */
const UNFRAMED: Expected = { ...NO_HTTP, endsConnection: true };
/** A read is answered by its head alone, whatever its body turns out to be. */
const BODILESS: Expected = { ...UNFRAMED, statuses: [200, ...UNFRAMED.statuses] };

const framing: readonly HostileCase[] = FRAMING.flatMap(([name, lines, body]) => [
  fixed(`${name}, on a write`, post(lines, body), UNFRAMED),
  fixed(`${name}, on a read`, raw(["GET /v1/limits HTTP/1.1", HOST, ...lines], body), BODILESS),
]);

const LINES: readonly (readonly [name: string, request: RawRequest, expected: Expected])[] = [
  ["no version", raw(["GET /v1/limits", HOST]), BODILESS],
  ["a version of 9.9", raw(["GET /v1/limits HTTP/9.9", HOST]), NO_HTTP],
  ["a version of 2.0", raw(["GET /v1/limits HTTP/2.0", HOST]), BODILESS],
  ["a version that is none", raw(["GET /v1/limits HTTP/x", HOST]), NO_HTTP],
  ["another protocol", { pieces: [latin1("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")] }, NO_HTTP],
  ["the preface of HTTP/2", { pieces: [latin1("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")] }, NO_HTTP],
  ["nothing but NULs", { pieces: [new Uint8Array(1_000)] }, NO_HTTP],
  ["bare line feeds", { pieces: [bytesOf("GET /v1/limits HTTP/1.1\nHost: localhost\n\n")] }, NO_HTTP],
  ["a bare return", { pieces: [bytesOf("GET /v1/limits HTTP/1.1\r\nHost: localhost\rX: y\r\n\r\n")] }, NO_HTTP],
  ["no host", raw(["GET /v1/limits HTTP/1.1"]), NO_HTTP],
  ["an empty host", raw(["GET /v1/limits HTTP/1.1", "Host:"]), BODILESS],
  ["a host with a path", raw(["GET /v1/limits HTTP/1.1", "Host: x/../@evil"]), NO_HTTP],
  ["a host with a user", raw(["GET /v1/limits HTTP/1.1", "Host: u:p@example.com"]), NO_HTTP],
  ["a host with blanks", raw(["GET /v1/limits HTTP/1.1", "Host: a b"]), NO_HTTP],
  ["a host with a query", raw(["GET /v1/limits HTTP/1.1", "Host: a?b"]), NO_HTTP],
  ["a host of bytes", raw(["GET /v1/limits HTTP/1.1", "Host: \xff\xfe"]), { statuses: [200, 400], isForeign: true }],
  [
    "two hosts",
    raw(["GET /v1/limits HTTP/1.1", HOST, "Host: evil.example"]),
    { statuses: [200, 400], isForeign: true },
  ],
  ["a blank in the target", raw(["GET /v1/li mits HTTP/1.1", HOST]), NO_HTTP],
  ["no target", raw(["GET  HTTP/1.1", HOST]), NO_HTTP],
  ["a target without a slash", raw(["GET v1/limits HTTP/1.1", HOST]), NO_HTTP],
  ["an asterisk for a target", raw(["OPTIONS * HTTP/1.1", HOST]), { statuses: [400, 404, "closed"], isForeign: true }],
  [
    "a target of 20 KB",
    raw([`GET /v1/${"x".repeat(20_000)} HTTP/1.1`, HOST]),
    { statuses: [431, 400, "closed"], isForeign: true },
  ],
  ["an absolute target", raw(["GET http://localhost/v1/limits HTTP/1.1", HOST]), answered(200)],
  ["an absolute target elsewhere", raw(["GET http://evil.example/v1/limits HTTP/1.1", HOST]), answered(200)],
  [
    "an absolute target of another scheme",
    raw(["GET file:///etc/passwd HTTP/1.1", HOST]),
    { statuses: [400, 404, "closed"], isForeign: true },
  ],
  [
    "2,000 parameters",
    raw([`GET /v1/search?${"a=b&".repeat(2_000)} HTTP/1.1`, HOST]),
    refused("invalid_parameter", { parameter: "a" }),
  ],
  ["a header without a colon", get("X-Nothing"), NO_HTTP],
  ["a header without a name", get(": x"), NO_HTTP],
  ["a header with a blank in its name", get("X A: b"), NO_HTTP],
  ["a header with a NUL", get("X-A: a\0b"), NO_HTTP],
  ["a header with a bell", get("X-A: a\x07b"), NO_HTTP],
  ["a header of bytes", get("X-A: \xff\xfe"), answered(200)],
  ["a header of 20 KB", get(`X-A: ${"a".repeat(20_000)}`), { statuses: [431, "closed"], isForeign: true }],
  [
    "1,000 headers",
    get(...Array.from({ length: 1_000 }, (_, i) => `X-${i}: a`)),
    { statuses: [200, 431], isForeign: true },
  ],
  [
    "1,900 headers of one name",
    get(...Array.from({ length: 1_900 }, () => "X-A: b")),
    { statuses: [200, 431], isForeign: true },
  ],
  ["a header twice", get("X-Request-Id: a", "X-Request-Id: b"), answered(200)],
  ["a request id that would end a header", get("X-Request-Id: a%0d%0aSet-Cookie: b"), answered(200)],
  ["a request id of 10 KB", get(`X-Request-Id: ${"a".repeat(10_000)}`), answered(200)],
  ["a method by header", get("X-HTTP-Method-Override: DELETE", "X-Method-Override: DELETE"), answered(200)],
  [
    "a path by header",
    get("X-Original-URL: /v1/changes", "X-Rewrite-URL: /v1/changes", "X-Forwarded-Prefix: /x"),
    answered(200),
  ],
  [
    "a caller by header",
    get("X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "X-Forwarded-Host: evil"),
    answered(200),
  ],
  ["100 cookies", get(`Cookie: ${"a=b; ".repeat(100)}`), answered(200)],
  ["a read with a body", raw(["GET /v1/limits HTTP/1.1", HOST, "Content-Length: 5"], "abcde"), answered(200)],
  [
    "a read with a body in chunks",
    raw(["GET /v1/limits HTTP/1.1", HOST, "Transfer-Encoding: chunked"], "5\r\nabcde\r\n0\r\n\r\n"),
    answered(200),
  ],
  [
    "an upgrade",
    get("Connection: Upgrade", "Upgrade: websocket"),
    { statuses: [200, 400, 426, "closed"], isForeign: true },
  ],
  [
    "an upgrade to HTTP/2",
    get("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"),
    { statuses: [200, 400, "closed"], isForeign: true },
  ],
  [
    "an expectation that is none",
    post(["Expect: 200-maybe", `Content-Length: ${BODY.length}`]),
    { statuses: [417, 201], isForeign: true },
  ],
  ["an expectation that is met", post(["Expect: 100-continue", `Content-Length: ${BODY.length}`]), answered(201)],
  ["an old client", raw(["GET /v1/limits HTTP/1.0", HOST]), answered(200)],
  [
    "a write in chunks",
    post(["Transfer-Encoding: chunked"], `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`),
    answered(201),
  ],
  [
    "a write in chunks with a trailer",
    post(["Transfer-Encoding: chunked"], `${BODY.length.toString(16)};a=b\r\n${BODY}\r\n0\r\nX: y\r\n\r\n`),
    answered(201),
  ],
];

const METHODS: readonly (readonly [method: string, expected: Expected])[] = [
  ["TRACE", { ...refused("method_not_allowed"), statuses: [405, 400], isForeign: true }],
  ["CONNECT", { statuses: [400, 404, 405, "closed"], isForeign: true }],
  ["PROPFIND", refused("method_not_allowed")],
  ["PURGE", refused("method_not_allowed")],
  ["SEARCH", refused("method_not_allowed")],
  ["LINK", refused("method_not_allowed")],
  ["FOO", NO_HTTP],
  ["get", NO_HTTP],
  ["G\0T", NO_HTTP],
  ["", NO_HTTP],
  ["G".repeat(10_000), NO_HTTP],
];

const slow = (text: string, size: number, pauseMs: number): RawRequest => ({
  pieces: Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
    bytesOf(text.slice(i * size, (i + 1) * size)),
  ),
  pauseMs,
});
const HEAD = `POST /v1/listings HTTP/1.1\r\n${HOST}\r\n${JSON_LINE}\r\nContent-Length: ${BODY.length}\r\n\r\n`;

const times: readonly HostileCase[] = [
  fixed("a head that comes byte by byte", slow(HEAD + BODY, 1, 1), answered(201)),
  fixed("a body that comes slowly", slow(HEAD + BODY, 40, 50), answered(201)),
  fixed(
    "two requests at once, the first refused",
    post([`Content-Length: ${BODY.length + 1}`], `${BODY}x`),
    refused("invalid_json"),
  ),
  fixed(
    "a body of 3 MB behind a refusal",
    post(["Content-Length: 3000000"], "x".repeat(3_000_000)),
    refused("too_large"),
  ),
  fixed(
    "a body of 3 MB in chunks",
    post(["Transfer-Encoding: chunked"], `${`186a0\r\n${"x".repeat(100_000)}\r\n`.repeat(30)}0\r\n\r\n`),
    refused("too_large"),
  ),
];

export const cases: readonly HostileCase[] = [
  ...framing,
  ...LINES.map(([name, request, expected]) => fixed(name, request, expected)),
  ...METHODS.map(([method, expected]) =>
    fixed(
      `the method ${JSON.stringify(method.slice(0, 12))}`,
      raw([`${method} /v1/listings HTTP/1.1`, HOST]),
      expected,
    ),
  ),
  ...times,
];
