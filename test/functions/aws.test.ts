import { describe, expect, it } from "vitest";
import { api } from "../../functions/aws.ts";

const event = (method: string, rawPath: string, headers: Record<string, string> = {}) => ({
  rawPath,
  rawQueryString: "",
  headers,
  requestContext: { domainName: "x.lambda-url.eu-central-1.on.aws", http: { method } },
});

describe("the Lambda function without its configuration", () => {
  it("is healthy, and says which variable is missing", async () => {
    expect(await api(event("GET", "/health"))).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
    const { statusCode, body } = await api(event("GET", "/ready"));
    expect(statusCode).toBe(503);
    expect(JSON.parse(body).detail).toContain("ROLECALL_TABLE is not set");
  });

  it("names a request as its caller does, else as Lambda does", async () => {
    const asked = event("GET", "/health");
    const named = { ...asked, requestContext: { ...asked.requestContext, requestId: "lambda-7" } };
    const nameOf = async (given: typeof asked) => (await api(given)).headers["x-request-id"];
    expect(await nameOf(named)).toBe("lambda-7");
    expect(await nameOf({ ...named, headers: { "x-request-id": "mine-1" } })).toBe("mine-1");
    expect(await nameOf(asked)).toMatch(/^[0-9a-z]{26}$/);
  });

  it.each([
    ["TRACE", {}],
    ["CONNECT", {}],
    ["GET", { "x-name": "Köln 東京" }],
    ["GET", { "no name": "x" }],
  ])("answers %s with %j as a problem, and does not throw", async (method, headers) => {
    const { statusCode, body } = await api(event(method, "/health", headers));
    expect(statusCode).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ code: "invalid_parameter", status: 400 });
  });
});
