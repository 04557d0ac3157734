/**
 * Any interleaving of writes, publishers, crashes, trims, lost blobs and readers, against what is stored: an index is exact at
 * its position, or it is refused, whatever it was made from.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Follower } from "../../../core/index/follower.ts";
import { prune } from "../../../core/index/prune.ts";
import { sourcedInput } from "../../support/listings.ts";
import { contentOf, emptyWorld, followerOf, type Process, publishAs, storedContent } from "./lifecycle-world.ts";

const DAY_MS = 86_400_000;

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("put" as const), id: fc.nat(6), text: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), id: fc.nat(6) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("publish" as const), by: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("publish together" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("crash" as const), at: fc.integer({ min: 1, max: 25 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("maintain" as const), days: fc.integer({ min: 0, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("lose" as const), which: fc.nat(2), isCut: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("look" as const), reader: fc.nat(2) }) },
);

describe("an index", () => {
  it("is exact in every process, whatever has happened to the snapshots", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const world = emptyWorld();
        const processes = [await world.process(), await world.process(), await world.process()] as const;
        const [writer] = processes;
        const readers: Follower[] = processes.map((process) => followerOf(process));
        const look = async (index: Follower) => {
          expect(await contentOf(index, await writer.board.head())).toEqual(await storedContent(writer.board));
        };
        for (const one of steps) {
          switch (one.kind) {
            case "put":
              await writer.board.upsert(sourcedInput(`${one.id}`, { summary: `text ${one.text}` }));
              break;
            case "remove":
              await writer.board
                .remove(writer.board.idOf({ name: "feed", externalId: `${one.id}` }), "any")
                .catch(() => undefined);
              break;
            case "publish":
              await publishAs(processes[one.by === 0 ? 1 : 2]);
              break;
            case "publish together":
              await Promise.all([publishAs(processes[1]), publishAs(processes[2])]);
              break;
            case "crash":
              await publishAs(await dying(world, one.at)).catch(() => undefined);
              break;
            case "maintain":
              for (const process of processes) process.env.advance(one.days * DAY_MS);
              await trimmed(processes[1]);
              await prune(processes[1]);
              break;
            case "lose": {
              const name = (await writer.board.snapshots()).offered[one.which]?.name ?? "";
              const blob = world.blobs.get(name);
              if (one.isCut && blob !== undefined) world.blobs.set(name, blob.subarray(0, blob.length >>> 1));
              else world.blobs.delete(name);
              break;
            }
            case "look":
              await look(readers[one.reader] ?? followerOf(writer));
              break;
          }
        }
        for (const index of readers) await look(index);
        await look(followerOf(await world.process()));
      }),
      { numRuns: 150 },
    );
  });
});

async function trimmed({ board }: Process): Promise<void> {
  const { offered } = await board.snapshots();
  if (offered.length > 0) await board.trim(Math.min(...offered.map(({ position }) => position)));
}

/** A process that answers so many calls of its stores, and none after. */
async function dying(world: ReturnType<typeof emptyWorld>, calls: number): Promise<Process> {
  let left = calls;
  const spend = <A extends unknown[], R>(call: (...given: A) => Promise<R>) => {
    return async (...given: A): Promise<R> => {
      if (left-- <= 0) throw new Error("died");
      return call(...given);
    };
  };
  return world.process({
    space: (space) => ({ ...space, get: spend(space.get), range: spend(space.range), commit: spend(space.commit) }),
    blobs: (blobs) => ({ ...blobs, get: spend(blobs.get), put: spend(blobs.put), delete: spend(blobs.delete) }),
  });
}
