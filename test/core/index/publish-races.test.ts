/** Publishers at once, and publishers that die: whatever happens, the pointer names snapshots that are there and right. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BlobStore, KeySpace } from "../../../core/ports.ts";
import { ProcessDied } from "../../support/dying-space.ts";
import { sourcedInput } from "../../support/listings.ts";
import { FAULTS, type FaultKind, weakSpace } from "../../support/weak-space.ts";
import {
  contentOf,
  emptyWorld,
  followerOf,
  type Process,
  publishAs,
  storedContent,
  type World,
} from "./lifecycle-world.ts";

/** Everything that is offered can be read, is of the position it says, and what was offered first is newest. */
async function assertSound(world: World): Promise<void> {
  const reader = await world.process();
  const { offered, isDamaged } = await reader.board.snapshots();
  expect(isDamaged).toBe(false);
  const positions = offered.map(({ position }) => position);
  expect(positions).toEqual([...positions].sort((a, b) => b - a));
  expect(new Set(offered.map(({ name }) => name)).size).toBe(offered.length);
  for (const { name, bytes, digest } of offered) {
    const blob = world.blobs.get(name) ?? new Uint8Array();
    expect(blob.length).toBe(bytes);
    expect(Buffer.from(reader.env.sha256(blob)).toString("hex")).toBe(digest);
  }
  const index = followerOf(reader);
  expect(await contentOf(index)).toEqual(await storedContent(reader.board));
  expect(index.status()?.snapshot).toBe(positions[0]);
  expect(reader.env.events).toEqual([]);
}

async function write({ board }: Process, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await board.upsert(sourcedInput(id));
}

function turnedBlobs(blobs: BlobStore, turn: (label: string) => Promise<unknown>): BlobStore {
  return {
    ...blobs,
    async put(name, bytes, signal) {
      await turn("put");
      await blobs.put(name, bytes, signal);
      await turn("put answers");
    },
    async get(name, range, signal) {
      await turn("get blob");
      return blobs.get(name, range, signal);
    },
    async delete(name, signal) {
      await turn("delete blob");
      await blobs.delete(name, signal);
    },
  };
}

/** Dies at the call with that number, counted over both stores: before it has an effect, or after. */
function dyingAt(at: number, isApplied: boolean) {
  let calls = 0;
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    calls++;
    if (calls > at) throw new ProcessDied();
    if (calls < at) return work();
    if (isApplied) await work();
    throw new ProcessDied();
  };
  const space = (whole: KeySpace): KeySpace => ({
    ...whole,
    get: (...given) => call(() => whole.get(...given)),
    range: (...given) => call(() => whole.range(...given)),
    commit: (...given) => call(() => whole.commit(...given)),
  });
  const blobs = (whole: BlobStore): BlobStore => ({
    ...whole,
    put: (...given) => call(() => whole.put(...given)),
    get: (...given) => call(() => whole.get(...given)),
    list: (...given) => call(() => whole.list(...given)),
    delete: (...given) => call(() => whole.delete(...given)),
  });
  return { space, blobs, calls: () => calls };
}

describe("publishers at once", () => {
  it("leave what one of them offers, and no blob of the others, in every order of their steps", async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, isWritten) => {
        const world = emptyWorld();
        const writer = await world.process();
        await write(writer, "1", "2");
        if (isWritten) await publishAs(writer);
        await write(writer, "3");
        const turn = (label: string) => scheduler.schedule(Promise.resolve(), label);
        const bends = {
          space: (space: KeySpace) =>
            weakSpace(space, { nextFault: () => "none", turn, onCrash: () => undefined, isDead: () => false }),
          blobs: (blobs: BlobStore) => turnedBlobs(blobs, turn),
        };
        const opening = [world.process(bends), world.process(bends)];
        const writing = turn("write").then(() => write(writer, "4"));
        const publishing = opening.map(async (process) => publishAs(await process));
        const work = Promise.all([...publishing, writing.then(() => undefined)]);
        await scheduler.waitFor(work);
        for (const published of await work) if (published !== undefined) outcomes.add(published.outcome);
        await assertSound(world);
        const { offered } = await writer.board.snapshots();
        expect([...world.blobs.keys()].sort()).toEqual(offered.map(({ name }) => name).sort());
        expect(offered[0]?.position).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 150 },
    );
    // So that the orders that were tried are ones in which they met.
    expect([...outcomes]).toEqual(expect.arrayContaining(["lost", "published"]));
  });

  it("stay sound over a store as weak as the port permits", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom(...FAULTS.filter((fault) => !fault.startsWith("crash"))), { maxLength: 40 }),
        async (scheduler, faults) => {
          const world = emptyWorld();
          const writer = await world.process();
          await write(writer, "1");
          await publishAs(writer);
          await write(writer, "2");
          const queue: FaultKind[] = [...faults];
          const turn = (label: string) => scheduler.schedule(Promise.resolve(), label);
          const late: Promise<unknown>[] = [];
          const remembered = (label: string) => {
            const turned = turn(label);
            late.push(turned);
            return turned;
          };
          const bends = {
            space: (space: KeySpace) =>
              weakSpace(space, {
                nextFault: () => queue.shift() ?? "none",
                turn: remembered,
                onCrash: () => undefined,
                isDead: () => false,
              }),
          };
          const work = Promise.all(
            [0, 1].map(async () => publishAs(await world.process(bends)).catch(() => undefined)),
          );
          await scheduler.waitFor(work);
          await scheduler.waitAll();
          await Promise.all(late);
          await assertSound(world);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("a publisher that dies", () => {
  it("leaves a sound pointer at every step, and the next one finishes", async () => {
    let deaths = 0;
    for (let at = 1; ; at++) {
      let hasDied = false;
      for (const isApplied of [false, true]) {
        const world = emptyWorld();
        const writer = await world.process();
        await write(writer, "1");
        await publishAs(writer);
        await write(writer, "2", "3");
        const { space, blobs } = dyingAt(at, isApplied);
        const died = await world
          .process({ space, blobs })
          .then(publishAs)
          .then(
            () => false,
            (error: unknown) => error instanceof ProcessDied || String(error).includes("ProcessDied"),
          );
        hasDied ||= died;
        if (died) deaths++;
        await assertSound(world);
        expect((await publishAs(await world.process())).offered[0]?.position).toBe(3);
        await assertSound(world);
      }
      if (!hasDied) break;
    }
    expect(deaths).toBeGreaterThan(20);
  });
});
