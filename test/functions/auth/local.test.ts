/** A process without keys: who is its administrator, and which page in a browser of this machine is nobody. */
import { describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { localAuthentication } from "../../../functions/auth/authentication.ts";
import { testEnv } from "../../support/env.ts";
import { LISTING, testService } from "../../support/service.ts";

function service(options: Parameters<typeof localAuthentication>[0] = {}) {
  const board = { name: "default", isDefault: true, space: memoryKeySpace(), env: testEnv() };
  return testService({ verify: localAuthentication(options)(board) });
}

describe("without keys", () => {
  it.each([
    ["localhost:8787", undefined, 201],
    ["127.0.0.1:8787", undefined, 201],
    ["[::1]:8787", "http://localhost:3000", 201],
    ["localhost:8787", "https://evil.example", 401],
    ["localhost:8787", "https://localhost.evil.example", 401],
    ["localhost:8787", "null", 401],
    ["evil.example:8787", undefined, 401],
    ["evil.example:8787", "http://localhost:8787", 401],
  ])("a write to %s from a page of %s: %i", async (host, origin, status) => {
    const { call, head } = await service();
    const before = await head();
    const headers: Record<string, string> = origin === undefined ? {} : { Origin: origin };
    expect((await call("POST", `http://${host}/v1/listings`, { json: LISTING, headers })).status).toBe(status);
    expect((await head()) - before).toBe(status === 201 ? 1 : 0);
  });

  it("another site's page reads what everybody may, and no more", async () => {
    const { call } = await service();
    const headers = { Origin: "https://evil.example" };
    const [all, full] = await Promise.all([
      call("GET", "/v1/search", { headers }),
      call("GET", "/v1/exports", { headers }),
    ]);
    expect([all.status, full.status]).toEqual([200, 401]);
    expect(all.headers.get("Access-Control-Allow-Origin")).toBe("*");
  });

  it("a function in an emulator has the host of its platform", async () => {
    const { call } = await service({ isAnyHostOurs: true });
    const address = "https://abcdefgh.lambda-url.eu-central-1.on.aws/v1/listings";
    expect((await call("POST", address, { json: LISTING })).status).toBe(201);
    expect((await call("POST", address, { json: LISTING, headers: { Origin: "https://evil.example" } })).status).toBe(
      401,
    );
  });
});
