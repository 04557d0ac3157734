/** The whole HTTP suite once more with the light classes in the place of Node's, as in the bundle for Lambda. */
import { readdirSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { Headers } from "../../functions/light-fetch/headers.ts";
import { Request } from "../../functions/light-fetch/request.ts";
import { Response } from "../../functions/light-fetch/response.ts";

// Before the first app is made: Hono takes the globals when it needs them.
for (const [name, light] of Object.entries({ Headers, Request, Response })) vi.stubGlobal(name, light);

const FOLDER = new URL("./http/", import.meta.url).pathname;
const SUITES = readdirSync(FOLDER).filter((name) => name.endsWith(".test.ts"));
// Each in a block of its own, or what one sets up before its tests would be set up before all tests of all.
for (const suite of SUITES) describe(suite, () => import(/* @vite-ignore */ `${FOLDER}${suite}`));

it("is what the suites above have met", () => {
  expect(new globalThis.Response()).toBeInstanceOf(Response);
  expect(SUITES.length).toBeGreaterThan(10);
});
