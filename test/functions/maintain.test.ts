import { describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { openBoard } from "../../core/store/board.ts";
import { maintain } from "../../functions/maintain.ts";
import { DEFAULT_REQUEST_LIMITS as limits } from "../../functions/request-limits.ts";
import { countingSpace, noCalls } from "../support/counting-space.ts";
import { testEnv } from "../support/env.ts";
import { sourcedInput } from "../support/listings.ts";

const FORTY_DAYS_MS = 40 * 86_400_000;

async function board() {
  const env = testEnv();
  const calls = noCalls();
  const open = await openBoard({ space: countingSpace(memoryKeySpace(), calls), env, name: "default" });
  for (const id of ["1", "2"]) await open.upsert(sourcedInput(id));
  await open.remove(open.idOf({ name: "feed", externalId: "1" }), "any");
  env.advance(FORTY_DAYS_MS);
  await open.upsert(sourcedInput("3"));
  return { services: { board: open, env, limits }, env, calls };
}

describe("maintenance", () => {
  it("trims the log, and tombstones when it reads everything", async () => {
    const { services } = await board();
    expect(await maintain(services, { isThorough: false })).toMatchObject({
      trimmed: { entries: 4, tombstones: 0 },
      swept: false,
    });
    const thorough = { trimmed: { entries: 0, tombstones: 1 }, swept: true };
    expect(await maintain(services, { isThorough: true })).toMatchObject(thorough);
    expect(await maintain(services, { isThorough: true })).toMatchObject({ trimmed: { entries: 0, tombstones: 0 } });
  });

  it("reads everything about once in 288 calls, and next to nothing otherwise", async () => {
    const { services, calls } = await board();
    await maintain(services, { isThorough: true });
    let sweeps = 0;
    for (let call = 0; call < 2_880; call++) {
      Object.assign(calls, noCalls());
      const { swept } = await maintain(services);
      if (swept) sweeps++;
      else expect(calls.keys + calls.items).toBeLessThanOrEqual(3);
    }
    // 10 are expected; 0 and 30 each have a chance below 1 in 10,000, and the seed is fixed.
    expect(sweeps).toBeGreaterThan(0);
    expect(sweeps).toBeLessThan(30);
  });
});
