import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Server, startServer } from "../../functions/server.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer({ fetch: () => new Response("reached"), hostname: "127.0.0.1", port: 0 });
});
afterAll(() => server.stop());

async function answerTo(bytes: string): Promise<{ head: string; body: string }> {
  const { hostname, port } = new URL(server.address);
  const socket = connect(Number(port), hostname);
  socket.write(bytes, "latin1");
  const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
  return { head, body };
}

describe("what never becomes a request", () => {
  const CASES: Readonly<Record<string, string>> = {
    "a host that is none": "GET / HTTP/1.1\r\nHost: x/../@evil\r\nConnection: close\r\n\r\n",
    "bytes in the path": "GET /\xff\xfe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "another protocol": "SSH-2.0-OpenSSH_9.6\r\n\r\n",
    "no host": "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    "two hosts": "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\nConnection: close\r\n\r\n",
    "one host twice": "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\nConnection: close\r\n\r\n",
    "two lengths": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
  };
  it.each(Object.entries(CASES))("is refused as a problem: %s", async (_name, bytes) => {
    const { head, body } = await answerTo(bytes);
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(head.toLowerCase()).toContain("content-type: application/problem+json");
    expect(head).toMatch(/x-request-id: [0-9a-f-]{36}/i);
    expect(head.toLowerCase()).toContain("x-content-type-options: nosniff");
    expect(body).toContain('"code":"invalid_parameter"');
    expect(body).toContain('"status":400');
  });

  it("is told which header it has too few or too many of", async () => {
    const { body } = await answerTo("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    const detail = "the request has 2 Host headers and must have one";
    expect(JSON.parse(body)).toMatchObject({ detail, errors: [{ code: "invalid_value", detail, header: "Host" }] });
  });

  it("may name no host in HTTP/1.0, which knows none", async () => {
    const { head, body } = await answerTo("GET / HTTP/1.0\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(body).toBe("reached");
  });

  it("is 431 with a problem when its headers are too many bytes", async () => {
    const { head, body } = await answerTo(`GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`);
    expect(head).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large/);
    expect(head.toLowerCase()).toContain("content-type: application/problem+json");
    expect(head).toMatch(/x-request-id: [0-9a-f-]{36}/i);
    expect(JSON.parse(body)).toMatchObject({
      status: 431,
      code: "too_large",
      detail: expect.stringContaining("16384"),
    });
  });

  it("leaves the server as it was", async () => {
    expect(await (await fetch(server.address)).text()).toBe("reached");
  });
});
