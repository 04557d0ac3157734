/** What HTTP itself brings: methods, headers, preflights, and addresses that lead nowhere. */
import { call, get, type Step, sendBytes, sendJson, step } from "../step.ts";

const UNKNOWN_ID = "0123456789abcdefghjkmnpqrs";
const PATHS = [
  ["/v1/listings", "PUT"],
  [`/v1/listings/${UNKNOWN_ID}`, "POST"],
  [`/v1/listings/${UNKNOWN_ID}/markdown`, "DELETE"],
  ["/v1/sources/acme/listing", "PATCH"],
  ["/v1/imports", "GET"],
  ["/v1/exports", "POST"],
  ["/v1/parse", "HEAD"],
  ["/v1/search", "DELETE"],
  ["/v1/changes", "PUT"],
  ["/health", "POST"],
  ["/ready", "PATCH"],
  ["/v1/limits", "PURGE"],
] as const;

/** Of a board that has no listing yet. */
export function emptyBoardSteps(): readonly Step[] {
  return [
    step("the service is up", 200, get("/health")),
    step("the service is ready", 200, get("/ready")),
    step("HEAD of health", 200, call("HEAD", "/health")),
    step("the limits", 200, get("/v1/limits")),
    step("an empty board, searched", 200, get("/v1/search?q=engineer&facet=tag")),
    step("an empty board, listed", 200, get("/v1/listings")),
    step("an empty board, exported", 200, get("/v1/exports")),
    step("an empty board's changes", 200, get("/v1/changes")),
  ];
}

export function protocolSteps(): readonly Step[] {
  return [...methodSteps(), ...headerSteps(), ...addressSteps()];
}

function methodSteps(): readonly Step[] {
  const browser = {
    Origin: "https://board.example.com",
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": "if-match",
  };
  return PATHS.flatMap(([path, wrong]) => [
    step(`OPTIONS ${path}`, 204, call("OPTIONS", path, browser)),
    step(`${wrong} ${path}`, 405, call(wrong, path)),
  ]);
}

function headerSteps(): readonly Step[] {
  const health = (headers: Record<string, string>) => get("/health", headers);
  return [
    step("a request id of the caller", 200, health({ "X-Request-Id": "svc:a/b=1+2._-" })),
    step("a request id that is not sane", 200, health({ "X-Request-Id": "<script>" })),
    step("a request id of two", 200, health({ "X-Request-Id": "a, b" })),
    step("a request id with a letter that is not ASCII", 200, health({ "X-Request-Id": "é" })),
    step("cookies mean nothing", 200, health({ Cookie: "session=1; other=2" })),
    step("an origin means nothing", 200, health({ Origin: "null" })),
    step(
      "what the answer may be means nothing",
      200,
      health({ Accept: "text/html", "Accept-Encoding": "gzip, br", "Accept-Language": "de" }),
    ),
    step("a method by header means nothing", 200, health({ "X-HTTP-Method-Override": "DELETE" })),
    step("the service is ready, with listings", 200, get("/ready")),
    step("health with a parameter", 400, get("/health?x=1")),
  ];
}

function addressSteps(): readonly Step[] {
  return [
    ...[
      "/",
      "/v1",
      "/v1/listings/",
      "/v2/listings",
      "/v1/listings/a/b/c",
      "/v1/sources//listing",
      "//v1/search",
      "/V1/search",
      "/v1/search/",
      "/healthz",
      "/v1/%73earcz",
    ].map((path) => step(`GET ${path}`, 404, get(path))),
    step("an escaped path", 200, get("/v1/%6Cimits?")),
    step("an address with a broken escape", 404, get("/v1/%E0%A4%A")),
    step("an address with a zero", 404, get("/%00")),
    step("an address with dots", 404, get("/v1/../../etc/passwd")),
    step("an address with escaped dots", 404, get("/v1/%2e%2e/%2e%2e/etc/passwd")),
    step("an unknown address, with a body", 404, sendJson("POST", "/v1/nothing", { a: 1 })),
    step(
      "an unknown address, with broken JSON",
      404,
      sendBytes("POST", "/v1/nothing", "{", { "Content-Type": "application/json" }),
    ),
    step(
      "an unknown address, by a preflight",
      404,
      call("OPTIONS", "/v1/nothing", { Origin: "https://a.example.com" }),
    ),
  ];
}
