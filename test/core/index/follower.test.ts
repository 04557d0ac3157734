import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MemoryKeys, memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import { type Follower, follower, REFRESH_INTERVAL_MS } from "../../../core/index/follower.ts";
import type { StoredListing } from "../../../core/listing/record.ts";
import type { KeySpace } from "../../../core/ports.ts";
import { search } from "../../../core/search/execute.ts";
import { type Board, openBoard } from "../../../core/store/board.ts";
import { RETENTION_MS } from "../../../core/store/trim.ts";
import { readListParameters } from "../../../functions/http/search-parameters.ts";
import { type TestEnv, testEnv } from "../../support/env.ts";
import { listingInput, sourcedInput } from "../../support/listings.ts";

interface World {
  readonly env: TestEnv;
  readonly data: MemoryKeys;
  /** A process that only writes. */
  readonly writer: Board;
  /** A process that searches, over a store that a test may bend. */
  readonly reader: Board;
  readonly index: Follower;
}

async function world(bend: (space: KeySpace) => KeySpace = (space) => space): Promise<World> {
  const env = testEnv();
  const data: MemoryKeys = { partitions: new Map(), commits: 0 };
  const writer = await openBoard({ space: memoryKeySpace(data), env: testEnv({ seed: 5 }), name: "default" });
  const reader = await openBoard({ space: bend(memoryKeySpace(data)), env, name: "default" });
  return { env, data, writer, reader, index: follower({ board: reader, env }) };
}

function idsIn({ index }: { readonly index: Parameters<typeof search>[0] }, env: TestEnv): string[] {
  const request = { ...readListParameters([]), limit: 100 };
  return search(index, request, { env, incarnation: "0123456789", now: env.now() })
    .items.map(({ id }) => id)
    .sort();
}

describe("a follower", () => {
  it("tells the age that a view has when it is asked for, be it of an index that another took over", async () => {
    const { index, env, writer } = await world();
    const view = await index.view();
    env.advance(700);
    expect(view.ageMs).toBe(700);
    await writer.create(listingInput());
    await index.view({ minPosition: 1 });
    expect([view.position, view.ageMs]).toEqual([1, 0]);
  });

  it("is exact at the end of the log although writes went on while it scanned", async () => {
    let duringScan: (() => Promise<unknown>) | undefined;
    const { writer, index, env } = await world((space) => ({
      ...space,
      async range(partition, options, signal) {
        if (options.after === "d:") {
          await duringScan?.();
          duringScan = undefined;
        }
        return space.range(partition, options, signal);
      },
    }));
    const { stored } = await writer.create(listingInput());
    const doomed = await writer.create(listingInput());
    const added: string[] = [];
    duringScan = async () => {
      await writer.remove(doomed.stored.id, "any");
      added.push((await writer.create(listingInput())).stored.id);
    };
    const view = await index.view();
    expect(view.position).toBe(4);
    expect(idsIn(view, env)).toEqual([stored.id, ...added].sort());
  });

  it("shows a process its own writes in the next search", async () => {
    const { reader, index, env } = await world();
    await index.view();
    const { stored } = await reader.create(listingInput());
    expect(idsIn(await index.view(), env)).toEqual([stored.id]);
    await reader.remove(stored.id, "any");
    expect(idsIn(await index.view(), env)).toEqual([]);
  });

  it("looks for the writes of others once its view is older than the interval", async () => {
    const { writer, index, env } = await world();
    await index.view();
    await writer.create(listingInput());
    expect((await index.view()).position).toBe(0);
    env.advance(REFRESH_INTERVAL_MS + 1);
    expect(await index.view()).toMatchObject({ position: 1, ageMs: 0, isStale: false });
  });

  it("looks also when only the wall clock went on, as in a function that was frozen", async () => {
    const { writer, index, env } = await world();
    await index.view();
    await writer.create(listingInput());
    env.setClock(env.now() + REFRESH_INTERVAL_MS + 1);
    expect(await index.view()).toMatchObject({ position: 1, ageMs: 0, isStale: false });
  });

  it("refreshes for a position that it has not reached, and says behind when the log has not either", async () => {
    const { writer, index } = await world();
    await index.view();
    await writer.create(listingInput());
    expect((await index.view({ minPosition: 1 })).position).toBe(1);
    await expect(index.view({ minPosition: 2 })).rejects.toMatchObject({
      code: "behind",
      details: { retryAfterSeconds: 1 },
    });
  });

  it("shares one refresh among all who wait for one", async () => {
    let ranges = 0;
    const { writer, index, env } = await world((space) => ({
      ...space,
      range(partition, options, signal) {
        ranges++;
        return space.range(partition, options, signal);
      },
    }));
    await index.view();
    await writer.create(listingInput());
    env.advance(REFRESH_INTERVAL_MS + 1);
    ranges = 0;
    await Promise.all(Array.from({ length: 20 }, () => index.view()));
    expect(ranges).toBe(1);
  });

  it("goes on with what it has, marked stale, while the store is down", async () => {
    let isDown = false;
    const { writer, index, env } = await world((space) => ({
      ...space,
      async range(partition, options, signal) {
        if (isDown) throw new AppError("unavailable", "down");
        return space.range(partition, options, signal);
      },
    }));
    const { stored } = await writer.create(listingInput());
    await index.view();
    isDown = true;
    env.advance(REFRESH_INTERVAL_MS + 1);
    const view = await index.view();
    expect([view.isStale, idsIn(view, env)]).toEqual([true, [stored.id]]);
    expect(view.ageMs).toBeGreaterThan(REFRESH_INTERVAL_MS);
    isDown = false;
    env.advance(REFRESH_INTERVAL_MS + 1);
    expect((await index.view()).isStale).toBe(false);
  });

  it("does not wait for a slow store longer than a search may take", async () => {
    let answer: (() => void) | undefined;
    let isSlow = false;
    const { index, env } = await world((space) => ({
      ...space,
      async range(partition, options, signal) {
        if (isSlow) await new Promise<void>((resolve) => (answer = resolve));
        return space.range(partition, options, signal);
      },
    }));
    await index.view();
    isSlow = true;
    env.advance(REFRESH_INTERVAL_MS + 1);
    expect((await index.view()).isStale).toBe(true);
    answer?.();
  });

  it("goes on without its own writes, marked stale, while the store hangs", async () => {
    let isHanging = false;
    const { reader, index, env } = await world((space) => ({
      ...space,
      range: (partition, options, signal) =>
        isHanging ? new Promise(() => undefined) : space.range(partition, options, signal),
    }));
    const { stored } = await reader.create(listingInput());
    await index.view();
    await reader.create(listingInput());
    isHanging = true;
    const view = await index.view();
    expect([view.isStale, idsIn(view, env)]).toEqual([true, [stored.id]]);
  });

  it("lets others have their turn while it follows a backlog", async () => {
    const { writer, index } = await world();
    await index.view();
    await Promise.all(Array.from({ length: 1_000 }, () => writer.create(listingInput())));
    let turns = 0;
    const count = setInterval(() => turns++, 0);
    await index.view({ minPosition: writer.lastWritten() });
    clearInterval(count);
    expect(turns).toBeGreaterThan(3);
  });

  it("names with a view the position that its index has now", async () => {
    const { reader, index } = await world();
    const view = await index.view();
    await reader.create(listingInput());
    await index.view();
    expect([view.position, view.index.position]).toEqual([1, 1]);
  });

  it("cannot answer before it is built, and says so when the store is down from the start", async () => {
    const { index } = await world((space) => ({
      ...space,
      range: () => Promise.reject(new AppError("unavailable", "down")),
    }));
    await expect(index.view()).rejects.toMatchObject({ code: "unavailable" });
    expect(index.status()).toBeUndefined();
  });

  it("builds anew when the log was trimmed behind its view", async () => {
    const { data, writer, index, env } = await world();
    await index.view();
    const { stored } = await writer.create(listingInput());
    await writer.create(listingInput());
    const later = testEnv({ now: env.now() + RETENTION_MS + 1 });
    const trimmer = await openBoard({ space: memoryKeySpace(data), env: later, name: "default" });
    await trimmer.remove(stored.id, "any");
    await trimmer.trim(3);
    env.advance(REFRESH_INTERVAL_MS + 1);
    const view = await index.view({ minPosition: 3 });
    expect([view.position, idsIn(view, env).length]).toEqual([3, 1]);
  });

  it("holds at every position exactly what the log says up to there, whatever the pages", async () => {
    const step = fc.record({ target: fc.nat(6), isRemoval: fc.boolean(), look: fc.boolean(), together: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { writer, index, env } = await world();
        const byId = new Map<string, StoredListing>();
        for (const { target, isRemoval, look, together } of steps) {
          const id = writer.idOf({ name: "feed", externalId: String(target) });
          const others = Array.from({ length: together }, (_, i) =>
            writer.upsert(sourcedInput(`${target}-${i}`, { summary: String(env.now()) })),
          );
          const one = isRemoval
            ? writer.remove(id, "any").catch(() => undefined)
            : writer.upsert(sourcedInput(String(target), { summary: String(env.now()) }));
          for (const outcome of await Promise.all([one, ...others])) {
            if (outcome !== undefined) byId.set(outcome.stored.id, outcome.stored);
          }
          env.advance(REFRESH_INTERVAL_MS + 1);
          if (!look) continue;
          const live = [...byId.values()].filter(({ kind }) => kind === "listing").map((listing) => listing.id);
          const view = await index.view();
          expect(view.position).toBe(await writer.head());
          expect(idsIn(view, env)).toEqual(live.sort());
        }
      }),
      { numRuns: 60 },
    );
  });
});
