/** What is said of requests, in lines and in metrics: enough for whoever runs the service, and nothing that was said in confidence. */
import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { AppError } from "../../core/errors.ts";
import { doorOf } from "../../functions/door.ts";
import type { Arrival } from "../../functions/http/instance.ts";
import { newInstance } from "../../functions/http/instance.ts";
import { overloaded } from "../../functions/http/overload/overloaded.ts";
import { ADMIN, ANONYMOUS } from "../../functions/http/principal.ts";
import type { RequestLine } from "../../functions/http/request-line.ts";
import { instanceFrom, trustedProxies } from "../../functions/instance-settings.ts";
import { withMetrics } from "../../functions/metrics.ts";
import { openService } from "../../functions/open-service.ts";
import { DEFAULT_REQUEST_LIMITS as limits } from "../../functions/request-limits.ts";
import { cloudLoggingRequestLog, cloudWatchRequestLog, plainRequestLog } from "../../functions/request-log.ts";
import { testEnv } from "../support/env.ts";

const KEY = "canary-key-7f3a9c";
const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOiJqd3QifQ.canaryjwtsignature";
const BODY_WORD = "canarybodyword";
const QUERY_WORD = "canaryqueryword";
const ADDRESS = "203.0.113.77";

async function service() {
  const env = testEnv();
  const lines: RequestLine[] = [];
  const instance = newInstance({ env, log: (line) => lines.push(line) });
  const verify = (authorization: string | undefined) => {
    if (authorization === undefined) return ANONYMOUS;
    if (authorization === `Bearer ${KEY}`) return ADMIN;
    throw new AppError("unauthenticated", "no key of this service");
  };
  const opened = await openService({
    space: memoryKeySpace(),
    blobs: memoryBlobStore(),
    env,
    name: "default",
    authentication: () => verify,
    instance,
  });
  const fetch = withMetrics((request, arrival) => opened.app.fetch(request, arrival), {
    env,
    limits,
    verify,
    instance,
  });
  const ask = async (path: string, init: RequestInit = {}, arrival: Arrival = { address: ADDRESS }) => {
    const answer = await fetch(new Request(`http://localhost${path}`, init), arrival);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return { env, instance, lines, ask };
}

const withKey = { Authorization: `Bearer ${KEY}` };
const json = { "Content-Type": "application/json" };
const listing = (title: string) => JSON.stringify({ title, company: { name: "Acme" } });

describe("a line of the log", () => {
  it("is written for each request, with its route as a pattern", async () => {
    const { lines, ask } = await service();
    const created = await ask("/v1/listings", {
      method: "POST",
      body: listing("Cook"),
      headers: { ...withKey, ...json },
    });
    const { id } = JSON.parse(created.text) as { readonly id: string };
    await ask(`/v1/listings/${id}`, { headers: { "X-Request-Id": "req-1" } });
    await ask("/v1/search?q=cook");
    await ask("/v1/nothing");
    await ask("/v1/search?unknown=1");
    const common = { board: "default", requestId: expect.any(String), at: expect.any(Number), ms: expect.any(Number) };
    const position = expect.any(String);
    expect(lines).toEqual([
      { ...common, method: "POST", route: "/v1/listings", status: 201, principal: "admin", position, cold: true },
      { ...common, requestId: "req-1", method: "GET", route: "/v1/listings/:id", status: 200, principal: "anonymous" },
      { ...common, method: "GET", route: "/v1/search", status: 200, principal: "anonymous", position, ageMs: 0 },
      { ...common, method: "GET", route: "none", status: 404, code: "not_found", principal: "anonymous" },
      { ...common, method: "GET", route: "/v1/search", status: 400, code: "invalid_parameter", principal: "anonymous" },
    ]);
  });

  it("of an import comes once it has ended, with its rows", async () => {
    const { lines, ask } = await service();
    const row = (i: number) =>
      JSON.stringify({ title: "Cook", company: { name: "A" }, source: { name: "s", externalId: `${i}` } });
    const body = [1, 2, 3].map(row).join("\n");
    const headers = { ...withKey, "Content-Type": "application/x-ndjson" };
    const { text } = await ask("/v1/imports", { method: "POST", body, headers });
    expect(text.trim().split("\n").length).toBe(4);
    expect(lines).toMatchObject([{ route: "/v1/imports", status: 200, rows: 3 }]);
  });

  it("names nobody when the credentials were refused", async () => {
    const { lines, ask } = await service();
    await ask("/v1/changes", { headers: { Authorization: `Bearer ${JWT}` } });
    expect(lines).toMatchObject([{ status: 401, code: "unauthenticated" }]);
    expect(lines[0]).not.toHaveProperty("principal");
  });
});

describe("what was said in confidence", () => {
  it("is in no line, no event and no metric, in whichever form they are written", async () => {
    const { env, lines, ask } = await service();
    await ask("/v1/listings", { method: "POST", body: listing(BODY_WORD), headers: { ...withKey, ...json } });
    await ask("/v1/listings", { method: "POST", body: `{"${BODY_WORD}":`, headers: { ...withKey, ...json } });
    await ask(`/v1/search?q=${QUERY_WORD}`);
    await ask(`/v1/search?${QUERY_WORD}=1`);
    await ask(`/v1/listings/${QUERY_WORD}`);
    await ask(`/${QUERY_WORD}`);
    await ask("/v1/changes", { headers: { Authorization: `Bearer ${JWT}` } });
    await ask("/v1/changes", { headers: { ...withKey, "X-Request-Id": `bad ${QUERY_WORD}` } });
    await ask("/health", { method: QUERY_WORD.toUpperCase() });
    const metrics = await ask("/metrics", { headers: withKey });
    expect([lines.length, metrics.status]).toEqual([10, 200]);
    const written: string[] = [...env.events.map((event) => JSON.stringify(event)), metrics.text];
    const write = (line: string) => written.push(line);
    for (const log of [cloudWatchRequestLog(write, "jobs"), cloudLoggingRequestLog(write, "my-project")])
      lines.forEach(log);
    for (const canary of [KEY, JWT, "canaryjwt", BODY_WORD, QUERY_WORD, ADDRESS]) {
      expect(written.join("\n").toLowerCase()).not.toContain(canary.toLowerCase());
    }
  });
});

const LINE: RequestLine = {
  ...{
    at: Date.UTC(2026, 0, 15, 12),
    requestId: "r",
    method: "GET",
    route: "/v1/search",
    status: 503,
    code: "overloaded",
  },
  ...{ ms: 12.5, board: "default", principal: "anonymous", trace: "0af7651916cd43dd8448eb211c80319c" },
};

describe("the forms of a line", () => {
  const one = (form: (write: (line: string) => void) => (line: RequestLine) => void) => {
    const written: string[] = [];
    form((line) => written.push(line))(LINE);
    return JSON.parse(written[0] ?? "");
  };

  it("are figures for CloudWatch, whose names and values are members of the same line", () => {
    const line = one((write) => cloudWatchRequestLog(write, "jobs"));
    const [{ Namespace, Dimensions, Metrics }] = line._aws.CloudWatchMetrics;
    expect([Namespace, Dimensions]).toEqual(["Rolecall", [["Table", "Route"]]]);
    for (const { Name } of Metrics) expect(line[Name]).toEqual(expect.any(Number));
    for (const name of Dimensions[0]) expect(line[name]).toEqual(expect.any(String));
    expect(line).toMatchObject({ event: "request", Requests: 1, Errors: 1, LatencyMs: 12.5, Route: "GET /v1/search" });
    expect(line._aws.Timestamp).toBe(LINE.at);
  });

  it("are an entry for Cloud Logging, with severity, request and trace", () => {
    expect(one((write) => cloudLoggingRequestLog(write, "p"))).toMatchObject({
      severity: "ERROR",
      httpRequest: { requestMethod: "GET", status: 503, latency: "0.012500s" },
      "logging.googleapis.com/trace": "projects/p/traces/0af7651916cd43dd8448eb211c80319c",
      event: "request",
      route: "/v1/search",
    });
  });

  it("are an event like others for a server of one's own", () => {
    const env = testEnv();
    plainRequestLog(env)(LINE);
    expect(env.events).toMatchObject([{ event: "request", facts: { route: "/v1/search", status: 503 } }]);
  });

  it.each([
    ["traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"],
    ["X-Cloud-Trace-Context", "0af7651916cd43dd8448eb211c80319c/1;o=1"],
  ])("take the trace from %s", async (name, value) => {
    const { lines, ask } = await service();
    await ask("/health", { headers: { [name]: value } });
    await ask("/health", { headers: { [name]: `${QUERY_WORD}/1` } });
    expect(lines.map(({ trace }) => trace)).toEqual(["0af7651916cd43dd8448eb211c80319c", undefined]);
  });
});

describe("/metrics", () => {
  it("counts requests and says how the index is", async () => {
    const { ask } = await service();
    await ask("/v1/search");
    await ask("/v1/search");
    const { status, text, headers } = await ask("/metrics", {}, { address: "127.0.0.1" });
    expect([status, headers.get("Content-Type")]).toEqual([200, expect.stringContaining("text/plain; version=0.0.4")]);
    expect(text).toContain('rolecall_requests_total{method="GET",route="/v1/search",status="200"} 2');
    for (const name of [
      "rolecall_request_seconds_bucket",
      "rolecall_searches_waiting 0",
      "rolecall_shed_total 0",
      'rolecall_index_listings{board="default"} 0',
      'rolecall_index_age_seconds{board="default"}',
      'rolecall_index_tail_changes{board="default"} 0',
      "process_resident_memory_bytes",
    ]) {
      expect(text).toContain(name);
    }
  });

  it.each([
    ["a stranger", { address: ADDRESS }, {}, 401],
    ["a stranger with the key", { address: ADDRESS }, withKey, 200],
    ["this machine", { address: "::1" }, {}, 200],
    ["this machine, in IPv6's form", { address: "::ffff:127.0.0.1" }, {}, 200],
    ["a proxy on this machine", { address: "127.0.0.1" }, { "X-Forwarded-For": ADDRESS }, 401],
    ["nobody knows where", {}, {}, 401],
  ])("answers %s with %o, %o: %i", async (_who, arrival, headers, status) => {
    const { ask } = await service();
    expect((await ask("/metrics", { headers: headers as Record<string, string> }, arrival)).status).toBe(status);
  });
});

describe("the door", () => {
  it("lets all in while there is room, then refuses searches as the routes would", async () => {
    const env = testEnv();
    const instance = newInstance({ env });
    const door = doorOf(instance, env);
    const knock = { method: "GET", url: `/v1/search?q=${QUERY_WORD}`, requestId: "req-1" };
    expect(door(knock)).toBeUndefined();
    const full = { ...instance, turns: { ...instance.turns, refusal: () => overloaded(env, "many wait") } };
    const closed = doorOf(full, env);
    expect(closed({ ...knock, url: "/health" })).toBeUndefined();
    expect(closed({ ...knock, url: "/v1/listings/x" })).toBeUndefined();
    const refusal = closed(knock);
    expect(refusal).toMatchObject({ status: 503, headers: { "X-Request-Id": "req-1", "Cache-Control": "no-store" } });
    expect(refusal?.headers["Retry-After"]).toMatch(/^[123]$/);
    expect(JSON.parse(refusal?.body ?? "")).toMatchObject({
      code: "overloaded",
      status: 503,
      type: "/problems/overloaded",
    });
    expect(refusal?.body).not.toContain(QUERY_WORD);
    expect(closed({ ...knock, requestId: "not sane" })?.headers["X-Request-Id"]).toMatch(/^[0-9a-z]{26}$/);
    expect(full.shed).toBe(2);
  });
});

describe("the settings of a process", () => {
  it("have rates for addresses and keys, unless they are switched off", () => {
    const env = testEnv();
    const { perAddress, perKey } = instanceFrom({}, env);
    expect([perAddress?.rate, perKey?.rate]).toEqual([100, 100].map((perSecond) => ({ perSecond, burst: 200 })));
    const other = instanceFrom({ ROLECALL_RATE_PER_ADDRESS: "0", ROLECALL_RATE_PER_KEY: "5" }, env);
    expect([other.perAddress, other.perKey?.rate]).toEqual([undefined, { perSecond: 5, burst: 10 }]);
  });

  it("may do without lines", () => {
    const log = () => undefined;
    expect(instanceFrom({}, testEnv(), log).log).toBe(log);
    expect(instanceFrom({ ROLECALL_REQUEST_LOG: "false" }, testEnv(), log).log).toBeUndefined();
  });

  it.each([
    [undefined, undefined],
    ["", undefined],
    ["https://jobs.example.com", "https://jobs.example.com"],
    ["HTTP://Jobs.example.com:8080/", "http://jobs.example.com:8080"],
    ["https://example.com/@team/jobs/", "https://example.com/@team/jobs"],
  ])("have the address %s as %s", (text, expected) => {
    expect(instanceFrom({ ROLECALL_PUBLIC_URL: text }, testEnv()).publicUrl).toBe(expected);
  });

  it.each([
    "jobs.example.com",
    "/jobs",
    "ftp://jobs.example.com",
    "https:jobs.example.com",
    "https://",
    "https://u:p@jobs.example.com",
    "https://jobs.example.com?x=1",
    "https://jobs.example.com#x",
  ])("refuse %s as an address", (text) => {
    expect(() => instanceFrom({ ROLECALL_PUBLIC_URL: text }, testEnv())).toThrow(
      `ROLECALL_PUBLIC_URL=${text} must be an http or https address`,
    );
  });

  it.each(["-1", "1.5", "many", "1e3", "99999999"])("refuse %s, and name the variable", (text) => {
    expect(() => instanceFrom({ ROLECALL_RATE_PER_ADDRESS: text }, testEnv())).toThrow("ROLECALL_RATE_PER_ADDRESS");
    expect(() => trustedProxies({ ROLECALL_TRUSTED_PROXIES: text })).toThrow("ROLECALL_TRUSTED_PROXIES");
  });
});
