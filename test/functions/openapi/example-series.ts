/** The requests that the document shows, in their order: each may be made of the answers before it. */

import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { ANONYMOUS, type Verifier } from "../../../functions/http/principal.ts";
import type { Example } from "../../../functions/openapi/examples.ts";
import { type Faults, faultySpace } from "../../support/faulty-space.ts";
import { type Answer, type TestService, testService, UNKNOWN_ID } from "../../support/service.ts";

interface Asked {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
}

/** Answers of earlier steps by their names. */
type Seen = (name: string) => Answer;

interface ExampleStep {
  readonly name: string;
  readonly operation: string;
  readonly status: number;
  readonly on: Place;
  ask(seen: Seen): Asked;
}

/** Which service is asked: the board that all steps share, or one that refuses. */
type Place = "board" | "keyed" | "reader" | "away" | "doubtful" | "busy" | "small";

function example(
  name: string,
  operation: string,
  status: number,
  ask: Asked | ((seen: Seen) => Asked),
  on: Place = "board",
): ExampleStep {
  return { name, operation, status, on, ask: typeof ask === "function" ? ask : () => ask };
}

const JSON_TYPE = { "Content-Type": "application/json" };

const LISTING = {
  title: "Senior Backend Engineer",
  company: { name: "Lumen Grid", website: "https://lumengrid.example.com" },
  description: { format: "markdown", value: "You will build the **billing** platform in TypeScript." },
  summary: "Billing platform, TypeScript, four days a week if you like.",
  locations: [{ raw: "Berlin, Germany", city: "Berlin", country: "DE", lat: 52.52, lng: 13.405 }],
  workplaceType: "hybrid",
  employmentTypes: ["full_time"],
  seniority: "senior",
  language: "en",
  tags: ["backend", "billing"],
  skills: ["TypeScript", "PostgreSQL"],
  compensation: [{ currency: "EUR", min: "75000", max: "95000", unit: "year" }],
  apply: { url: "https://lumengrid.example.com/jobs/4711/apply" },
  source: { name: "ats", externalId: "4711", hubUrl: "https://lumengrid.example.com/careers" },
  validThrough: "2026-06-30",
  timeZone: "Europe/Berlin",
  attributes: { team: ["billing"] },
  numbers: { weekly_hours: 40 },
};

const ROWS = [
  {
    title: "Gardener",
    company: { name: "Green & Sons" },
    tags: ["outdoors"],
    source: { externalId: "row-1" },
  },
  { title: "", company: { name: "Green & Sons" }, source: { externalId: "row-2" } },
];

const MARKDOWN = `---
title: Frontend Engineer
companyName: Papertrail Atlas
location: Lisbon, Portugal
hashtags: "#frontend,#maps"
url: https://papertrail.example.com/jobs/frontend
---
Maps in the browser.
`;

const POSTING = `Platform Engineer (m/f/d)

We run Kubernetes and PostgreSQL, and write Go.
Full-time, hybrid in Hamburg.`;

const idOf = (seen: Seen) => String(seen("a listing is created").json.id);

const EXAMPLE_STEPS: readonly ExampleStep[] = [
  example("a listing is created", "POST /v1/listings", 201, {
    path: "/v1/listings",
    headers: { "Idempotency-Key": "ats-4711" },
    json: LISTING,
  }),
  example("the same create again", "POST /v1/listings", 201, {
    path: "/v1/listings",
    headers: { "Idempotency-Key": "ats-4711" },
    json: LISTING,
  }),
  example("a key that was used with another body", "POST /v1/listings", 422, {
    path: "/v1/listings",
    headers: { "Idempotency-Key": "ats-4711" },
    json: { ...LISTING, title: "Backend Engineer" },
  }),
  example("a source that is taken", "POST /v1/listings", 409, { path: "/v1/listings", json: LISTING }),
  example("a body with three faults", "POST /v1/listings", 400, {
    path: "/v1/listings",
    json: { titel: "Gardener", tags: ["x".repeat(65)] },
  }),
  example("a body that is no JSON", "POST /v1/listings", 400, {
    path: "/v1/listings",
    headers: JSON_TYPE,
    body: '{"title": "Gardener",}',
  }),
  example("a body of another type", "POST /v1/listings", 415, {
    path: "/v1/listings",
    headers: { "Content-Type": "text/plain" },
    body: "Gardener",
  }),
  example("the public view of a listing", "GET /v1/listings/:id", 200, (seen) => ({
    path: `/v1/listings/${idOf(seen)}`,
  })),
  example("a listing that the caller has already", "GET /v1/listings/:id", 304, (seen) => ({
    path: `/v1/listings/${idOf(seen)}`,
    headers: { "If-None-Match": seen("the public view of a listing").etag },
  })),
  example("an unknown listing", "GET /v1/listings/:id", 404, { path: `/v1/listings/${UNKNOWN_ID}` }),
  example("an id that is none", "GET /v1/listings/:id", 400, { path: "/v1/listings/4711" }),
  example("a change of some fields", "PATCH /v1/listings/:id", 200, (seen) => ({
    path: `/v1/listings/${idOf(seen)}`,
    headers: { "If-Match": seen("a listing is created").etag, "Content-Type": "application/merge-patch+json" },
    json: { promotion: 10, category: "Engineering" },
  })),
  example("a change that comes too late", "PATCH /v1/listings/:id", 412, (seen) => ({
    path: `/v1/listings/${idOf(seen)}`,
    headers: { "If-Match": seen("a listing is created").etag, ...JSON_TYPE },
    json: { promotion: 20 },
  })),
  example("a replacement", "PUT /v1/listings/:id", 200, (seen) => ({
    path: `/v1/listings/${idOf(seen)}`,
    headers: { "If-Match": seen("a change of some fields").etag },
    json: { ...LISTING, skills: ["TypeScript", "PostgreSQL", "Kafka"] },
  })),
  example("a replacement without a condition", "PUT /v1/listings/:id", 428, (seen) => ({
    path: `/v1/listings/${idOf(seen)}`,
    json: LISTING,
  })),
  example("a listing as a file", "GET /v1/listings/:id/markdown", 200, (seen) => ({
    path: `/v1/listings/${idOf(seen)}/markdown?view=full`,
  })),
  example("a feed brings a listing", "PUT /v1/sources/:source/listing", 201, {
    path: "/v1/sources/feed/listing?externalId=g-1",
    json: { title: "Gardener", company: { name: "Green & Sons" }, tags: ["outdoors"] },
  }),
  example("the feed brings it again", "PUT /v1/sources/:source/listing", 200, {
    path: "/v1/sources/feed/listing?externalId=g-1",
    json: { title: "Gardener", company: { name: "Green & Sons" }, tags: ["outdoors"] },
  }),
  example("the feed's listing", "GET /v1/sources/:source/listing", 200, {
    path: "/v1/sources/feed/listing?externalId=g-1",
  }),
  example("an import of two rows", "POST /v1/imports", 200, {
    path: "/v1/imports?source=garden",
    headers: { "Content-Type": "application/x-ndjson" },
    body: ROWS.map((row) => `${JSON.stringify(row)}\n`).join(""),
  }),
  example("an import of a Markdown file", "POST /v1/imports", 200, {
    path: "/v1/imports",
    headers: { "Content-Type": "text/markdown" },
    body: MARKDOWN,
  }),
  example("a raw posting", "POST /v1/parse", 200, {
    path: "/v1/parse",
    headers: { "Content-Type": "text/plain" },
    body: POSTING,
  }),
  example("a search with facets", "GET /v1/search", 200, {
    path: "/v1/search?q=backend+engineer&workplaceType=hybrid&facet=tag:3&facet=company",
  }),
  example("a search that includes a write, explained", "GET /v1/search", 200, (seen) => ({
    path: `/v1/search?q=gardner&highlight=true&explain=true&limit=1&minPosition=${seen("the feed brings it again").headers.get("Rolecall-Position")}`,
  })),
  example("a search with two faults", "GET /v1/search", 400, { path: "/v1/search?sort=price&limit=1000" }),
  example("a cursor that is none", "GET /v1/search", 400, { path: "/v1/search?cursor=4711" }),
  example("a search in a body", "POST /v1/search", 200, {
    path: "/v1/search",
    json: { salaryMin: 80000, currency: "EUR", near: "52.5,13.4", radiusKm: 50, facet: ["salary"], sort: "distance" },
  }),
  example("the start of a word", "GET /v1/suggest", 200, { path: "/v1/suggest?q=gard&limit=5" }),
  example("the newest listings", "GET /v1/listings", 200, { path: "/v1/listings?limit=2" }),
  example("everything", "GET /v1/exports", 200, { path: "/v1/exports?limit=1" }),
  example("a listing is deleted", "DELETE /v1/listings/:id", 204, (seen) => ({
    path: `/v1/listings/${idOf(seen)}`,
    headers: { "If-Match": seen("a replacement").etag },
  })),
  example("a deleted listing", "GET /v1/listings/:id", 410, (seen) => ({ path: `/v1/listings/${idOf(seen)}` })),
  example("the feed takes its listing back", "DELETE /v1/sources/:source/listing", 204, {
    path: "/v1/sources/feed/listing?externalId=g-1",
  }),
  example("the log from its beginning", "GET /v1/changes", 200, { path: "/v1/changes?limit=3" }),
  example("the log of another board", "GET /v1/changes", 410, { path: "/v1/changes?cursor=0000000000-1" }),
  example("upkeep", "POST /v1/maintenance", 200, { path: "/v1/maintenance" }),
  example("index and store compared", "GET /v1/verify", 200, { path: "/v1/verify" }),
  example("readiness", "GET /ready", 200, { path: "/ready" }),
  example("health", "GET /health", 200, { path: "/health" }),
  example("the limits", "GET /v1/limits", 200, { path: "/v1/limits" }),
  example("no key where one is needed", "GET /v1/changes", 401, { path: "/v1/changes" }, "keyed"),
  example("a key without the scope", "GET /v1/verify", 403, { path: "/v1/verify" }, "reader"),
  example("a store that is away", "GET /v1/changes", 503, { path: "/v1/changes" }, "away"),
  example(
    "an answer of the store that got lost",
    "PUT /v1/sources/:source/listing",
    504,
    { path: "/v1/sources/feed/listing?externalId=g-2", json: { title: "Gardener", company: { name: "Green & Sons" } } },
    "doubtful",
  ),
  example(
    "an import too many",
    "POST /v1/imports",
    503,
    { path: "/v1/imports", headers: { "Content-Type": "application/x-ndjson" }, body: "" },
    "busy",
  ),
  example("a body that is too large", "POST /v1/listings", 413, { path: "/v1/listings", json: LISTING }, "small"),
];

/** As they are recorded: what every answer has in any case is left out. */
const LEFT_OUT = /^(?:access-control-|x-content-type-options$)/;

/** Makes every request once. Throws for an answer of another status than its step names. */
export async function makeExamples(): Promise<Example[]> {
  const services = await places();
  const answers = new Map<string, Answer>();
  const seen: Seen = (name) => {
    const answer = answers.get(name);
    if (answer === undefined) throw new Error(`there was no example ${name} before`);
    return answer;
  };
  const made: Example[] = [];
  for (const { name, operation, status, on, ask } of EXAMPLE_STEPS) {
    const { path, json, body = json === undefined ? undefined : JSON.stringify(json), ...rest } = ask(seen);
    const headers = { ...(json === undefined ? {} : JSON_TYPE), ...rest.headers };
    const [method = ""] = operation.split(" ");
    const answer = await services[on].call(method, path, { headers, ...(body === undefined ? {} : { body }) });
    if (answer.status !== status) throw new Error(`${name}: ${answer.status} ${answer.text}`);
    answers.set(name, answer);
    made.push({
      name,
      operation,
      request: { path, headers, ...(body === undefined ? {} : { body }) },
      answer: { status, headers: shownHeaders(answer.headers), body: answer.text },
    });
  }
  return made;
}

function shownHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !LEFT_OUT.test(name)));
}

async function places(): Promise<Readonly<Record<Place, TestService>>> {
  const reader: Verifier = () => ({ id: "reader", scopes: new Set(["public"]) });
  return {
    board: await testService(),
    keyed: await testService({ verify: () => ANONYMOUS }),
    reader: await testService({ verify: reader }),
    away: await faultyService({ ranges: true }),
    doubtful: await faultyService({ commits: "lost" }),
    busy: await testService({ limits: { importsAtOnce: 0 } }),
    small: await testService({ limits: { bodyBytes: 100 } }),
  };
}

/** Opened, and then with a store that fails. */
async function faultyService(later: Faults): Promise<TestService> {
  const faults: Faults = {};
  const service = await testService({ space: faultySpace(memoryKeySpace(), faults) });
  Object.assign(faults, later);
  return service;
}
