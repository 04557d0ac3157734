/** The stand-in for Lambda, by functions that show what they are given and do what functions should not. */
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Lambda, type LambdaOptions, scheduledEvent, startLambda } from "../../infra/aws/lambda-runtime.ts";
import { installedClient } from "../../infra/aws/lambda-runtime-process.ts";

const folder = mkdtempSync(join(tmpdir(), "rolecall-lambda-test-"));
const bundle = { file: join(folder, "function.cjs") };
writeFileSync(
  bundle.file,
  `
let calls = 0;
const json = (value) => ({ statusCode: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });
const handlers = {
  event: (event) => json(event),
  facts: (event, context) => json({ env: process.env, calls, files: require("fs").readdirSync(process.env.LAMBDA_TASK_ROOT, { recursive: true }), id: context.awsRequestId, left: context.getRemainingTimeInMillis() }),
  answer: (event) => JSON.parse(event.body),
  throw: () => { throw new RangeError("out of range"); },
  exit: () => process.exit(3),
  never: () => new Promise(() => setInterval(() => {}, 1000)),
  large: (event) => json("x".repeat(Number(event.rawQueryString))),
  undefined: () => undefined,
  print: () => { console.log("said so"); return json(null); },
};
let running = 0;
handlers.slow = async () => {
  running++;
  await new Promise((resolve) => setTimeout(resolve, 50));
  return json(running--);
};
exports.api = async (event, context) => {
  calls++;
  return handlers[event.rawPath?.slice(1) ?? "event"](event, context);
};
`,
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const printed: string[] = [];

async function started(options: Partial<LambdaOptions> = {}): Promise<Lambda> {
  const log = (line: string) => void printed.push(line);
  return startLambda({ bundle, handler: "dist/index.api", env: {}, log, ...options });
}

interface Facts {
  readonly env: Record<string, string>;
  readonly calls: number;
  readonly files: readonly string[];
  readonly id: string;
  readonly left: number;
}

async function factsOf(lambda: Lambda): Promise<Facts> {
  const answer = await fetch(`${lambda.url}/facts`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Facts;
}

interface Event {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Record<string, string>;
  readonly queryStringParameters?: Record<string, string>;
  readonly requestContext: { readonly domainName: string; readonly http: Record<string, string> };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** Amazon's where it is installed; our own everywhere. */
const CLIENTS = [...new Set([installedClient(), "own loop"] as const)];

describe.each(CLIENTS)("a function behind a function URL, run by %s", (client) => {
  let lambda: Lambda;
  beforeAll(async () => {
    lambda = await started({ env: { ROLECALL_TABLE: "jobs", AWS_REGION: "us-east-2" }, memorySize: 512, client });
  });
  afterAll(() => lambda.stop());

  const eventFor = async (path: string, init: RequestInit = {}) =>
    (await (await fetch(`${lambda.url}/event${path}`, init)).json()) as Event;

  it("finds itself in Lambda's environment, alone in its folder, with nothing of ours", async () => {
    const { env, files, id, left } = await factsOf(lambda);
    expect(env).toMatchObject({
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_DEFAULT_REGION: "us-east-2",
      AWS_REGION: "us-east-2",
      ROLECALL_TABLE: "jobs",
      TZ: ":UTC",
      _HANDLER: "dist/index.api",
    });
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_LAMBDA_LOG_STREAM_NAME"]) {
      expect(env[name]).toMatch(/./);
    }
    expect(Object.keys(env).filter((name) => /VITEST|HOME|NODE_/.test(name))).toEqual([]);
    expect(files).toEqual(["dist", "dist/index.cjs"]);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(30_000);
  });

  it("keeps its process from one request to the next", async () => {
    const before = await factsOf(lambda);
    const after = await factsOf(lambda);
    expect(after.calls).toBe(before.calls + 1);
    expect(after.id).not.toBe(before.id);
  });

  it("gets path and query as they were sent, and the query's values once more decoded", async () => {
    const event = (await (await fetch(`${lambda.url}/event?q=c%2B%2B+x&tag=a&tag=b%2Cc&empty=`)).json()) as Event;
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "$default",
      rawPath: "/event",
      rawQueryString: "q=c%2B%2B+x&tag=a&tag=b%2Cc&empty=",
      queryStringParameters: { q: "c++ x", tag: "a,b,c", empty: "" },
      requestContext: { http: { method: "GET", path: "/event", protocol: "HTTP/1.1", sourceIp: "127.0.0.1" } },
    });
    expect(event.requestContext.domainName).toMatch(/^127\.0\.0\.1:\d+$/);
    const plain = await eventFor("");
    expect(plain.rawQueryString).toBe("");
    expect(plain.queryStringParameters).toBeUndefined();
  });

  it("leaves escapes in a path alone", async () => {
    const answer = await lambda.invoke({ rawPath: "/event" });
    expect(answer).toMatchObject({ statusCode: 200 });
    const raw = await exchange(
      lambda,
      "GET /answer/../%2Fevent?a=%zz HTTP/1.1\r\nhost: a.example\r\nconnection: close\r\n\r\n",
    );
    // No such handler: the function fails, since the path came as it was.
    expect(raw).toMatch(/^HTTP\/1\.1 502 /);
  });

  it("gets headers in lower case, the same name joined by commas, and cookies apart", async () => {
    const raw = await exchange(
      lambda,
      "GET /event HTTP/1.1\r\nHost: a.example\r\nX-Many: 1\r\nx-many: 2\r\nCookie: a=1; b=2\r\nConnection: close\r\n\r\n",
    );
    const { headers, cookies } = JSON.parse(raw.slice(raw.indexOf("\r\n\r\n"))) as Event;
    expect(headers).toMatchObject({ "x-many": "1,2", host: "a.example", "x-forwarded-proto": "https" });
    expect(headers).not.toHaveProperty("cookie");
    expect(headers).not.toHaveProperty("connection");
    expect(cookies).toEqual(["a=1", "b=2"]);
  });

  it.each([
    ["application/json", '{"ä":1}', false],
    ["application/json; charset=utf-8", "{}", false],
    ["text/markdown; charset=utf-8", "# ä", false],
    ["application/xml", "<a/>", false],
    ["application/x-ndjson", "{}", true],
    ["application/merge-patch+json", "{}", true],
    ["application/x-www-form-urlencoded", "a=1", true],
    ["application/octet-stream", Uint8Array.of(0, 255), true],
    ["application/json", Uint8Array.of(0x22, 0xff, 0x22), true],
  ])("gets a body of %s in the way that its type says", async (type, body, isBase64Encoded) => {
    const event = await eventFor("", { method: "POST", body, headers: { "Content-Type": type } });
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    const bytes = Buffer.from(event.body ?? "", isBase64Encoded ? "base64" : "utf8");
    expect(bytes).toEqual(Buffer.from(body as string));
  });

  it("gets no body member when there is none", async () => {
    expect(await eventFor("", { method: "DELETE" })).toMatchObject({ isBase64Encoded: false });
    expect(await eventFor("", { method: "DELETE" })).not.toHaveProperty("body");
  });

  const answered = (result: unknown, path = "/answer", method = "POST") =>
    fetch(lambda.url + path, { method, body: JSON.stringify(result), headers: { "Content-Type": "application/json" } });

  it("answers with its status, headers, cookies and body", async () => {
    const answer = await answered({
      statusCode: 201,
      headers: { ETag: '"1"', "Content-Type": "text/plain", "X-Number": 5 },
      cookies: ["a=1; Path=/", "b=2"],
      body: "Gärtner",
    });
    expect(answer.status).toBe(201);
    expect(await answer.text()).toBe("Gärtner");
    expect(answer.headers.get("etag")).toBe('"1"');
    expect(answer.headers.get("content-type")).toBe("text/plain");
    expect(answer.headers.get("x-number")).toBe("5");
    expect(answer.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
    expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("answers bytes that come as base64", async () => {
    const answer = await answered({ statusCode: 200, body: "AP8=", isBase64Encoded: true });
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255]);
    expect(answer.headers.get("content-type")).toBe("application/json");
  });

  it.each([
    [{ statusCode: 304, headers: { ETag: '"1"' } }, 304, ""],
    [{ statusCode: 204 }, 204, ""],
    [{ hello: "world" }, 200, '{"hello":"world"}'],
    ["words", 200, "words"],
    [null, 200, "null"],
    [{ statusCode: "two hundred" }, 502, "Internal Server Error"],
    [{ statusCode: 99 }, 502, "Internal Server Error"],
    [{ statusCode: 200, body: {} }, 502, "Internal Server Error"],
    [{ statusCode: 200, headers: { a: ["1"] } }, 502, "Internal Server Error"],
  ])("turns the result %j into %i", async (result, status, body) => {
    const answer = await answered(result);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe(body);
  });

  it("takes a function that gives nothing for null", async () => {
    expect(await (await fetch(`${lambda.url}/undefined`)).text()).toBe("null");
  });

  it("refuses a request whose event is over 6 MB, and stays fit", async () => {
    const size = (bytes: number, type: string) =>
      fetch(`${lambda.url}/event`, {
        method: "POST",
        body: new Uint8Array(bytes).fill(0x61),
        headers: { "Content-Type": type },
      });
    // Base64 makes four of three.
    const large = await size(4_800_000, "application/octet-stream");
    expect([large.status, await large.json()]).toEqual([413, { message: "Request Entity Too Large" }]);
    // An answer that repeats it would be over the limit for answers.
    expect((await size(4_500_000, "application/octet-stream")).status).toBe(200);
    expect((await factsOf(lambda)).calls).toBeGreaterThan(0);
  });

  it("reads no further than 6 MB of a body that does not end", async () => {
    const socket = connect(Number(new URL(lambda.url).port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write("POST /event HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n");
    const answer = text(socket).catch(String);
    const chunk = `100000\r\n${"a".repeat(0x100000)}\r\n`;
    for (let i = 0; i < 7 && !socket.destroyed; i++) socket.write(chunk);
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("is 502 for an answer over 6 MB, and stays fit", async () => {
    expect((await fetch(`${lambda.url}/large?6000000`)).status).toBe(200);
    const answer = await fetch(`${lambda.url}/large?6300000`);
    expect([answer.status, await answer.text()]).toEqual([502, "Internal Server Error"]);
    await expect(lambda.invoke({ rawPath: "/large", rawQueryString: "6300000" })).rejects.toMatchObject({
      errorType: "Function.ResponseSizeTooLarge",
    });
    expect((await factsOf(lambda)).calls).toBeGreaterThan(0);
  });

  it("is 502 when it throws, and keeps its process", async () => {
    const { calls } = await factsOf(lambda);
    const answer = await fetch(`${lambda.url}/throw`);
    expect([answer.status, await answer.text()]).toEqual([502, "Internal Server Error"]);
    expect((await factsOf(lambda)).calls).toBe(calls + 2);
  });

  it("is 502 when its process ends, and has a new one for the next request", async () => {
    expect((await fetch(`${lambda.url}/exit`)).status).toBe(502);
    expect((await factsOf(lambda)).calls).toBe(1);
  });

  it("prints to the log", async () => {
    await fetch(`${lambda.url}/print`);
    await expect.poll(() => printed.join("")).toContain("said so");
  });

  it("runs one request at a time", async () => {
    const answers = await Promise.all([1, 2, 3].map(async () => (await fetch(`${lambda.url}/slow`)).json()));
    expect(answers).toEqual([1, 1, 1]);
  });
});

describe("a function", () => {
  it("serves requests side by side in as many processes as it may have", async () => {
    const lambda = await started({ processes: 2 });
    onTestFinished(() => lambda.stop());
    await Promise.all([1, 2, 3, 4].map(() => fetch(`${lambda.url}/slow`)));
    const [a, b] = await Promise.all([factsOf(lambda), factsOf(lambda)]);
    // Four and two calls, over two processes.
    expect(a.calls + b.calls).toBe(6);
    expect(Math.max(a.calls, b.calls)).toBeLessThan(6);
  });

  it("that is asked directly says what went wrong in it", async () => {
    const lambda = await started();
    onTestFinished(() => lambda.stop());
    await expect(lambda.invoke({ rawPath: "/throw" })).rejects.toMatchObject({
      errorType: "RangeError",
      message: "out of range",
    });
    await expect(lambda.invoke({ rawPath: "/exit" })).rejects.toMatchObject({
      errorType: "Runtime.ExitError",
      message: "Runtime exited with error: exit status 3",
    });
    const event = await lambda.invoke(scheduledEvent(new Date("2026-01-15T12:00:00.123Z")));
    expect(JSON.parse((event as { body: string }).body)).toMatchObject({
      source: "aws.events",
      time: "2026-01-15T12:00:00Z",
    });
  });

  it("that takes longer than it may is ended, and the next call has a new process", async () => {
    const lambda = await started({ timeoutMs: 3_000 });
    onTestFinished(() => lambda.stop());
    await expect(lambda.invoke({ rawPath: "/never" })).rejects.toMatchObject({
      errorType: "Sandbox.Timedout",
      message: "Task timed out after 3.00 seconds",
    });
    expect((await factsOf(lambda)).calls).toBe(1);
  });

  it.each([
    ["is not in its file", "dist/index.missing", /missing is undefined or not exported/],
    ["cannot be loaded", "dist/index.api", /no such part/],
  ])("that %s says so at each call", async (_name, handler, message) => {
    const broken = join(folder, `${handler.slice(5)}-broken.cjs`);
    writeFileSync(broken, handler.endsWith(".api") ? "throw new Error('no such part');" : "exports.api = () => 1;");
    const lambda = await started({ bundle: { file: broken }, handler });
    onTestFinished(() => lambda.stop());
    await expect(lambda.invoke({})).rejects.toThrow(message);
    await expect(lambda.invoke({})).rejects.toThrow(message);
    expect((await fetch(lambda.url)).status).toBe(502);
  });

  it("cannot load a package that is not in its bundle", async () => {
    const needy = join(folder, "needy.cjs");
    writeFileSync(needy, "require('hono'); exports.api = () => 1;");
    const lambda = await started({ bundle: { file: needy } });
    onTestFinished(() => lambda.stop());
    await expect(lambda.invoke({})).rejects.toThrow(/Cannot find module 'hono'/);
  });

  it("leaves nothing behind when it is stopped", async () => {
    const lambda = await started();
    const { env } = await factsOf(lambda);
    const call = lambda.invoke({ rawPath: "/never" });
    call.catch(() => undefined);
    await lambda.stop();
    await expect(call).rejects.toMatchObject({ errorType: "Sandbox.Stopped" });
    expect(existsSync(env.LAMBDA_TASK_ROOT ?? "")).toBe(false);
    await expect(fetch(lambda.url)).rejects.toThrow();
    await expect(fetch(`http://${env.AWS_LAMBDA_RUNTIME_API}/`)).rejects.toThrow();
  });

  it("fails to start, leaving nothing behind, when the port is taken", async () => {
    const lambda = await started();
    onTestFinished(() => lambda.stop());
    await expect(started({ port: Number(new URL(lambda.url).port) })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

/** Bytes as they are, for what `fetch` would tidy. */
async function exchange(lambda: Lambda, request: string): Promise<string> {
  const socket = connect(Number(new URL(lambda.url).port), "127.0.0.1");
  await once(socket, "connect");
  socket.write(request);
  return text(socket);
}
