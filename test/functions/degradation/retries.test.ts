/** D2: repeating is done in one layer, and paid from one budget. */
import { describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import type { KeySpace } from "../../../core/ports.ts";
import { LISTING, testService, UNKNOWN_ID } from "../../support/service.ts";

const REQUESTS = 1_000;
const MOST_ATTEMPTS = 1_150;

/** Counts what it is asked, and fails it once it is told to. */
function failing(space: KeySpace) {
  const state = { isDown: false, reads: 0, commits: 0 };
  const refuse = () => {
    throw new AppError("unavailable", "down");
  };
  const down: KeySpace = {
    async get(...call) {
      if (!state.isDown) return space.get(...call);
      state.reads++;
      return refuse();
    },
    async range(...call) {
      if (!state.isDown) return space.range(...call);
      state.reads++;
      return refuse();
    },
    async commit(...call) {
      if (!state.isDown) return space.commit(...call);
      state.commits++;
      return refuse();
    },
    close: () => space.close(),
  };
  return { space: down, state };
}

describe("D2: while everything fails", () => {
  it.each([
    ["reads of a listing", "GET", `/v1/listings/${UNKNOWN_ID}`, undefined],
    ["searches without an index", "GET", "/v1/search?q=engineer", undefined],
    ["pages of changes", "GET", "/v1/changes", undefined],
    ["creates", "POST", "/v1/listings", LISTING],
  ])("a thousand %s ask the store 1,150 times at most", async (_name, method, path, json) => {
    const { space, state } = failing(memoryKeySpace());
    const service = await testService({ space });
    state.isDown = true;
    const statuses = new Set<number>();
    for (let i = 0; i < REQUESTS; i++) statuses.add((await service.call(method, path, { json })).status);
    expect([...statuses]).toEqual([503]);
    expect(state.reads + state.commits).toBeLessThanOrEqual(MOST_ATTEMPTS);
    expect(state.reads + state.commits).toBeGreaterThanOrEqual(REQUESTS);
  });

  it("a short fault is still repeated, and nobody notices", async () => {
    const { space, state } = failing(memoryKeySpace());
    const service = await testService({
      space,
      env: {
        sleep: async () => {
          state.isDown = false;
        },
      },
    });
    state.isDown = true;
    expect((await service.call("GET", `/v1/listings/${UNKNOWN_ID}`)).status).toBe(404);
    expect(state.reads).toBe(1);
  });
});
