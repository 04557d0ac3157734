import { describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { prune } from "../../../core/index/prune.ts";
import { sourcedInput } from "../../support/listings.ts";
import { emptyWorld, publishAs } from "./lifecycle-world.ts";

const DAY_MS = 86_400_000;

async function fivePublished() {
  const world = emptyWorld();
  const one = await world.process();
  for (const id of ["1", "2", "3", "4", "5"]) {
    await one.board.upsert(sourcedInput(id));
    await publishAs(one);
  }
  const offered = (await one.board.snapshots()).offered.map(({ name }) => name).sort();
  return { world, one, offered };
}

describe("pruning", () => {
  it("deletes what is no longer offered once it is a day old, and nothing else", async () => {
    const { world, one, offered } = await fivePublished();
    await one.blobs.put("default/snapshots/notes.txt", new Uint8Array([1]));
    await one.blobs.put(
      "default2/snapshots/000000000001-20200101T000000Z-0123456789abcdef-01234567.rcs",
      new Uint8Array([1]),
    );
    expect(await prune(one)).toBe(0);
    expect(world.blobs.size).toBe(7);
    one.env.advance(DAY_MS + 1_000);
    expect(await prune(one)).toBe(2);
    expect(await prune(one)).toBe(0);
    const left = [...world.blobs.keys()].filter((name) => name.endsWith(".rcs") && name.startsWith("default/")).sort();
    expect(left).toEqual(offered);
    expect(world.blobs.size).toBe(5);
  });

  it("never takes a snapshot that is offered while it looks", async () => {
    const { world, one } = await fivePublished();
    one.env.advance(2 * DAY_MS);
    await one.board.upsert(sourcedInput("6"));
    const publisher = await world.process();
    const blobs = {
      ...one.blobs,
      async list(...given: Parameters<typeof one.blobs.list>) {
        const page = await one.blobs.list(...given);
        // A publisher with a clock that is two days slow: its blob looks old as soon as it is there.
        await publishAs(publisher);
        return one.blobs.list(...given).then((later) => ({ ...page, blobs: later.blobs }));
      },
    };
    expect(await prune({ ...one, blobs })).toBe(3);
    for (const { name } of (await one.board.snapshots()).offered) expect(world.blobs.has(name)).toBe(true);
  });

  it("deletes nothing while the pointer cannot be read", async () => {
    const { world, one } = await fivePublished();
    one.env.advance(2 * DAY_MS);
    await memoryKeySpace(world.data).commit("default", [{ key: "p:", value: { kind: "pointer", body: "[]" } }]);
    expect(await prune(one)).toBe(0);
    expect(world.blobs.size).toBe(5);
  });
});
