/**
 * C8 on Lambda: there a caller's bytes arrive as an event that the platform made of them. So the odd ones are events here, of what
 * a caller decides in them: method, path, query, headers, cookies and body. (What is no HTTP never gets so far.)
 */
import { LISTING } from "./case.ts";

export interface EventCase {
  readonly name: string;
  readonly event: unknown;
  readonly statuses: readonly number[];
  readonly code?: string;
}

interface EventParts {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

const BODY = JSON.stringify(LISTING);
const JSON_TYPE = { "content-type": "application/json" } as const;

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
function event({ method = "GET", path = "/v1/limits", query = "", headers = {}, ...more }: EventParts): unknown {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    headers: { host: "x.lambda-url.eu-central-1.on.aws", ...headers },
    requestContext: {
      domainName: "x.lambda-url.eu-central-1.on.aws",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "" },
    },
    isBase64Encoded: false,
    ...more,
  };
}

const post = (body: unknown, more: EventParts = {}) =>
  event({ method: "POST", path: "/v1/listings", headers: JSON_TYPE, body, ...more });

function one(name: string, given: unknown, statuses: number | readonly number[], code?: string): EventCase {
  return {
    name,
    event: given,
    statuses: typeof statuses === "number" ? [statuses] : statuses,
    ...(code === undefined ? {} : { code }),
  };
}

const METHODS = ["PROPFIND", "PURGE", "FOO", "patch", "SEARCH", "LINK", "-", "G".repeat(5_000)];
/** No `Request` of the web can have them. */
const FORBIDDEN = ["TRACE", "CONNECT", "TRACK", "", " GET", "GET ", "G\nET", "G\0T", "GÉT"];

const PATHS = [
  "",
  "/",
  "//",
  "//evil.example/v1/limits",
  "/v1/nothing",
  "/v1/../../etc/passwd",
  "/v1/%2e%2e/%2e%2e/etc/passwd",
  "/%00",
  "/\u0000",
  "/v1/\n",
  "/v1/é",
  "/v1/😀",
  "/v1/%ff",
  "/v1/%E0%A4%A",
  "/v1/limits?x=1",
  "/v1/limits#x",
  "/v1/a b",
  "/v1/limits;x",
  "/v1/limits\\..\\x",
  "\\\\evil.example\\v1",
  "@evil.example/v1/limits",
  ":80/v1/limits",
  "http://evil.example/v1/nothing",
  `/v1/${"x".repeat(60_000)}`,
  "/v1/listings/\u202e",
  "/v1/listings/..%2f",
  "/v1/listings/__proto__",
];

const QUERIES: readonly (readonly [query: string, status: number])[] = [
  ["%", 400],
  ["q=%ff", 400],
  ["q=%00", 200],
  ["q=a&q=b", 400],
  ["q=é", 200],
  ["q=a\u0000b", 200],
  ["q=a b", 200],
  ["q=a#b", 200],
  ["q=a?b", 200],
  ["__proto__=1", 400],
  ["a[b]=1", 400],
  ["&&&", 200],
  ["a=b&".repeat(2_000), 400],
  [`q=${"x".repeat(60_000)}`, 400],
];

const HEADERS: readonly (readonly [
  name: string,
  headers: Readonly<Record<string, string>>,
  statuses: readonly number[],
])[] = [
  ["a NUL", { "x-a": "a\0b" }, [400]],
  ["a line end", { "x-a": "a\r\nset-cookie: b" }, [400]],
  ["letters beyond Latin", { "x-a": "漢字" }, [400]],
  ["letters of Latin", { "x-a": "\xff\xe9" }, [200]],
  ["an empty name", { "": "a" }, [400]],
  ["a name with a blank", { "x a": "b" }, [400]],
  ["a name with a line end", { "x\r\na": "b" }, [400]],
  ["__proto__", JSON.parse('{"__proto__":"a"}'), [200]],
  ["constructor", { constructor: "a" }, [200]],
  ["1,000 headers", Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`x-${i}`, "a"])), [200]],
  ["100 KB", { "x-a": "a".repeat(100_000) }, [200]],
  ["another host", { host: "evil.example/../@x" }, [200]],
  ["a forwarded host", { "x-forwarded-host": "evil.example", "x-forwarded-for": "127.0.0.1, 10.0.0.1" }, [200]],
  ["a length that lies", { "content-length": "5" }, [200]],
  ["a length that is none", { "content-length": "x" }, [200]],
  ["two lengths", { "content-length": "5,6" }, [200]],
  ["chunks", { "transfer-encoding": "chunked" }, [200]],
  ["a request id of bytes", { "x-request-id": "\xff" }, [200]],
  ["a request id of two", { "x-request-id": "a,b" }, [200]],
  ["a method", { "x-http-method-override": "DELETE" }, [200]],
];

const BODIES: readonly EventCase[] = [
  one("a body that is null", post(null), 400, "invalid_json"),
  one("a body that is absent", post(undefined), 400, "invalid_json"),
  one("a body that is empty", post(""), 400, "invalid_json"),
  one("a body that is text", post(BODY), 201),
  one("a body in base64", post(Buffer.from(BODY).toString("base64"), { isBase64Encoded: true }), 201),
  one("a body that says it is base64", post(BODY, { isBase64Encoded: true }), 400, "invalid_json"),
  one("a body of base64 that does not say so", post(Buffer.from(BODY).toString("base64")), 400, "invalid_json"),
  one("base64 that is none", post("!!!!", { isBase64Encoded: true }), 400, "invalid_json"),
  one(
    "base64 of bytes that are no text",
    post(Buffer.from([0xff, 0xfe]).toString("base64"), { isBase64Encoded: true }),
    400,
    "invalid_json",
  ),
  one(
    "base64 with line ends",
    post(
      Buffer.from(BODY)
        .toString("base64")
        .replace(/(.{20})/g, "$1\n"),
      { isBase64Encoded: true },
    ),
    201,
  ),
  one("a lone surrogate", post('{"title":"\ud800","company":{"name":"a"}}'), [201, 400]),
  one("a length that is too small", post(BODY, { headers: { ...JSON_TYPE, "content-length": "5" } }), 201),
  one(
    "a length that is too large",
    post(BODY, { headers: { ...JSON_TYPE, "content-length": "3000000" } }),
    413,
    "too_large",
  ),
  one("a length that is none", post(BODY, { headers: { ...JSON_TYPE, "content-length": "x" } }), 201),
  one("3 MB", post("x".repeat(3_000_000)), 413, "too_large"),
  one(
    "3 MB that say 5 bytes",
    post("x".repeat(3_000_000), { headers: { ...JSON_TYPE, "content-length": "5" } }),
    413,
    "too_large",
  ),
  one("a read with a body", event({ body: "abc" }), 200),
  one("a HEAD with a body", event({ method: "HEAD", body: "abc" }), 200),
  one("a delete with a body", event({ method: "DELETE", path: "/v1/listings/x", body: "abc" }), 400, "invalid_id"),
  one(
    "a write to another type",
    post(BODY, { headers: { "content-type": "text/plain" } }),
    415,
    "unsupported_media_type",
  ),
];

const COOKIES = [["a=b"], ["a=b\r\nx: y"], ["\0"], Array(1_000).fill("a=b"), ["漢字=1"]];

export const cases: readonly EventCase[] = [
  ...METHODS.map((method) => one(`the method ${method.slice(0, 12)}`, event({ method }), [405, 400])),
  ...FORBIDDEN.map((method) => one(`the method ${JSON.stringify(method)}`, event({ method }), [400, 405])),
  ...PATHS.map((path) => one(`the path ${JSON.stringify(path.slice(0, 40))}`, event({ path }), [400, 404])),
  ...QUERIES.map(([query, status]) =>
    one(`the query ${JSON.stringify(query.slice(0, 40))}`, event({ path: "/v1/search", query }), status),
  ),
  ...HEADERS.map(([name, headers, statuses]) => one(`headers with ${name}`, event({ headers }), statuses)),
  ...COOKIES.map((cookies) =>
    one(`cookies of ${JSON.stringify(cookies).slice(0, 40)}`, event({ cookies }), [200, 400]),
  ),
  ...BODIES,
];
