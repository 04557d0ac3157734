/** Bodies that are no listing, up to the last byte that fits. */
import { gzipSync } from "node:zlib";
import { call, get, type Step, sendBytes, sendJson, step, textOf } from "../step.ts";

const LISTING = {
  title: "Body",
  company: { name: "Bodies Ltd" },
  datePosted: "2021-02-03",
  state: "archived",
} as const;
const JSON_TYPE = { "Content-Type": "application/json" };
const MIB = 1024 * 1024;

const post = (body: string | Uint8Array, headers: Record<string, string> = JSON_TYPE) =>
  sendBytes("POST", "/v1/listings", body, headers);
const put = (externalId: string, json: unknown) =>
  sendJson("PUT", `/v1/sources/bodies/listing?externalId=${externalId}`, json);

export function bodySteps(): readonly Step[] {
  return [...jsonSteps(), ...typeSteps(), ...faultSteps(), ...limitSteps(), ...parseSteps()];
}

function jsonSteps(): readonly Step[] {
  const broken: Record<string, string | Uint8Array> = {
    "that ends early": '{"title":"a"',
    "that is empty": "",
    "with a key twice": '{"title":"a","t\\u0069tle":"b"}',
    "with __proto__": '{"__proto__":{"title":"a"}}',
    "nested too deep": `{"extra":${'{"a":'.repeat(40)}1${"}".repeat(40)}}`,
    "with a byte order mark": "\ufeff{}",
    "with a lone surrogate": '{"title":"\\ud800"}',
    "with a number that a double cannot hold": '{"promotion":1e999}',
    "with an integer that a double would change": '{"extra":{"n":9007199254740993}}',
    "that is no UTF-8": new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    "with a comment": '{"title":"a"/* no */}',
    "in single quotes": "{'title':'a'}",
  };
  return [
    ...Object.entries(broken).map(([what, body]) => step(`JSON ${what}`, 400, post(body))),
    ...["[]", '"text"', "null", "12"].map((body) => step(`a body that is ${body}`, 400, post(body))),
  ];
}

function typeSteps(): readonly Step[] {
  const json = JSON.stringify({ ...LISTING, source: { name: "bodies", externalId: "typed" } });
  return [
    step("a body without a type", 415, post(json, {})),
    step("no body at all", 415, call("POST", "/v1/listings")),
    step("a type and no body", 400, call("POST", "/v1/listings", JSON_TYPE)),
    step("a body of text", 415, post(json, { "Content-Type": "text/plain" })),
    step("a form", 415, post("title=a&company=b", { "Content-Type": "application/x-www-form-urlencoded" })),
    step("a form of parts", 415, post("--x\r\n\r\n--x--", { "Content-Type": "multipart/form-data; boundary=x" })),
    step("JSON in another charset", 415, post(json, { "Content-Type": "application/json; charset=latin1" })),
    step("a type that is none", 415, post(json, { "Content-Type": "application/json; charset" })),
    step("an encoded body", 415, post(gzipSync(json), { ...JSON_TYPE, "Content-Encoding": "gzip" })),
    step("a deflated body", 415, post(gzipSync(json), { ...JSON_TYPE, "Content-Encoding": "deflate" })),
    step(
      "a type in capitals, with a charset in quotes",
      201,
      post(json, { "Content-Type": 'Application/JSON ; Charset="UTF-8"' }),
    ),
    step("an encoding that is none", 409, post(json, { ...JSON_TYPE, "Content-Encoding": "identity" })),
  ];
}

function faultSteps(): readonly Step[] {
  const wrong = {
    title: " ",
    company: { name: 5, website: "javascript:alert(1)" },
    description: { format: "rtf", value: "x" },
    locations: [{ country: "Germany", lat: 91, lng: 0 }, { lat: 1 }],
    employmentTypes: ["forever"],
    tags: ["x".repeat(65), ""],
    compensation: [{ min: "1", max: "0", currency: "euro" }, { label: "nothing" }],
    apply: { url: "https://user:secret@example.com", email: "nobody" },
    url: "http://127.0.0.1/",
    source: { name: "UPPER", externalId: "" },
    promotion: 1_001,
    state: "gone",
    publishAt: "2026-02-30",
    validThrough: "tomorrow",
    timeZone: "Mars/Olympus",
    attributes: { Bad: ["x"], ok: [1] },
    numbers: { n: "one" },
    extra: [],
    language: "english!",
    nonsense: 1,
  };
  return [
    step("all faults of a body at once", 400, sendJson("POST", "/v1/listings", wrong)),
    step("a body without title and company", 400, sendJson("POST", "/v1/listings", {})),
    step(
      "a listing that ends before it starts",
      400,
      sendJson("POST", "/v1/listings", { ...LISTING, publishAt: "2030-01-02", validThrough: "2030-01-01" }),
    ),
    step("a parameter where there is none", 400, sendJson("POST", "/v1/listings?dryRun=true", LISTING)),
  ];
}

function limitSteps(): readonly Step[] {
  const emoji = "😀";
  const largest = {
    ...LISTING,
    description: { format: "text", value: "é".repeat(100_000) },
    extra: { text: "x".repeat(51_000) },
  };
  const tooLarge = { ...largest, description: { format: "text", value: "漢".repeat(71_000) } };
  const padded = (bytes: number) => {
    const json = JSON.stringify({ ...LISTING, title: " " });
    return `${json}${" ".repeat(bytes - json.length)}`;
  };
  return [
    step(
      "a title of 500 characters outside of the first plane",
      201,
      put("title", { ...LISTING, title: emoji.repeat(500) }),
    ),
    step("a title of 501", 400, put("title", { ...LISTING, title: emoji.repeat(501) })),
    step(
      "a description of 100,001 characters",
      400,
      put("description", { ...LISTING, description: { format: "text", value: "x".repeat(100_001) } }),
    ),
    step("a listing of 251 KB", 201, put("largest", largest)),
    step("a listing of 251 KB, read again", 200, (seen) =>
      get(`/v1/listings/${textOf(seen("a listing of 251 KB"), "id")}?view=full`),
    ),
    step("a listing of more than 256 KB", 413, put("largest", tooLarge)),
    step("a body of 2 MiB is read", 400, post(padded(2 * MIB))),
    step("a body of 2 MiB and a byte", 413, post(padded(2 * MIB + 1))),
    step(
      "attributes of more than 100 keys",
      400,
      put("keys", { ...LISTING, numbers: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`k${i}`, i])) }),
    ),
  ];
}

function parseSteps(): readonly Step[] {
  const posting =
    "Title: Senior Go Engineer\nCompany: Lumen Grid\n\nRequirements\n- 5+ years of Go, C++ and Node.js\n- Kubernetes 👩🏽‍💻\n\nFull-time. #LI-Hybrid\n";
  const parse = (body: string | Uint8Array, type = "text/plain") =>
    sendBytes("POST", "/v1/parse", body, { "Content-Type": type });
  return [
    step("a posting becomes a draft with its evidence", 200, parse(posting)),
    step("an empty posting", 200, parse("")),
    step("a posting that is no UTF-8", 400, parse(new Uint8Array([0xff, 0xfe]))),
    step("a posting that could be no description", 413, parse("x".repeat(100_001))),
    step("a posting in HTML", 415, parse("<p>", "text/html")),
  ];
}
