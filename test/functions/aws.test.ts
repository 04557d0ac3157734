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
