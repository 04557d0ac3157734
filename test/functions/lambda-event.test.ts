import { describe, expect, it } from "vitest";
import { type LambdaHttpEvent, requestOf, resultOf } from "../../functions/lambda-event.ts";

function event(given: Partial<LambdaHttpEvent> & { readonly method?: string }): LambdaHttpEvent {
  const { method = "GET", ...members } = given;
  const requestContext = { domainName: "abc.lambda-url.eu-central-1.on.aws", http: { method } };
  return { rawPath: "/", rawQueryString: "", headers: {}, requestContext, ...members };
}

describe("a Lambda event becomes a request", () => {
  it("with its method, address and headers", () => {
    const headers = { host: "x", "if-none-match": '"a", "b"', accept: undefined };
    const request = requestOf(
      event({ method: "HEAD", rawPath: "/v1/search", rawQueryString: "q=a%2Bb&tag=x&tag=y", headers }),
    );
    expect(request.method).toBe("HEAD");
    expect(request.url).toBe("https://abc.lambda-url.eu-central-1.on.aws/v1/search?q=a%2Bb&tag=x&tag=y");
    expect(request.headers.get("If-None-Match")).toBe('"a", "b"');
    expect(request.headers.get("Accept")).toBeNull();
  });

  it.each([
    ["/v1/a b", "/v1/a%20b"],
    ["/v1/é", "/v1/%C3%A9"],
    ["/v1/a?b#c", "/v1/a%3Fb%23c"],
    ["/v1/a%2Fb", "/v1/a%2Fb"],
    ["//evil.example/x", "//evil.example/x"],
    ["", "/"],
    [":80/v1/limits", "/:80/v1/limits"],
    ["@evil.example/v1/limits", "/@evil.example/v1/limits"],
    [".evil.example/v1/limits", "/.evil.example/v1/limits"],
  ])("with the path %j as %s", (rawPath, path) => {
    const url = new URL(requestOf(event({ rawPath })).url);
    expect([url.hostname, url.pathname]).toEqual(["abc.lambda-url.eu-central-1.on.aws", path]);
  });

  it("with its body as text or as base64", async () => {
    const text = '{"title":"Köchin 🍳"}';
    expect(await requestOf(event({ method: "POST", body: text })).text()).toBe(text);
    const body = Buffer.from([0, 255, 128]).toString("base64");
    const request = requestOf(event({ method: "PUT", body, isBase64Encoded: true }));
    expect([...new Uint8Array(await request.arrayBuffer())]).toEqual([0, 255, 128]);
  });

  it("without a body when there is none, or its method has none", () => {
    expect(requestOf(event({ method: "POST" })).body).toBeNull();
    expect(requestOf(event({ method: "DELETE", body: "" })).body).toBeNull();
    expect(requestOf(event({ method: "GET", body: "x" })).body).toBeNull();
  });

  it("with its cookies", () => {
    expect(requestOf(event({ cookies: ["a=1", "b=2"] })).headers.get("Cookie")).toBe("a=1; b=2");
  });
});

describe("an answer becomes a Lambda result", () => {
  it("with status, headers and text", async () => {
    const headers = { ETag: '"1-published"', "Content-Type": "application/json" };
    expect(await resultOf(new Response('{"a":"ü"}', { status: 201, headers }))).toEqual({
      statusCode: 201,
      headers: { etag: '"1-published"', "content-type": "application/json" },
      body: '{"a":"ü"}',
      isBase64Encoded: false,
    });
  });

  it("as base64 when it is large, so that its size in JSON is known", async () => {
    const text = '"ü'.repeat(600_000);
    const { body, isBase64Encoded } = await resultOf(new Response(text));
    expect(isBase64Encoded).toBe(true);
    expect(Buffer.from(body, "base64").toString("utf8") === text).toBe(true);
  });

  it("without a body, and as a stream", async () => {
    expect(await resultOf(new Response(null, { status: 204 }))).toMatchObject({ statusCode: 204, body: "" });
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"a":1}\n'));
        controller.enqueue(new TextEncoder().encode('{"b":2}\n'));
        controller.close();
      },
    });
    expect((await resultOf(new Response(stream))).body).toBe('{"a":1}\n{"b":2}\n');
  });
});
