/** T23: what another version of Rolecall has published, newer or older, costs time and never an answer; its own is offered again. */
import { describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { FORMAT } from "../../../core/index/snapshot/format.ts";
import { ENGINE_VERSION } from "../../../core/search/impact.ts";
import { encodePointer } from "../../../core/store/codec.ts";
import { POINTER_KEY } from "../../../core/store/keys.ts";
import type { OfferedSnapshot } from "../../../core/store/pointer.ts";
import { sourcedInput } from "../../support/listings.ts";
import {
  contentOf,
  emptyWorld,
  followerOf,
  newestOf,
  publishAs,
  storedContent,
  type World,
} from "./lifecycle-world.ts";

/** Three snapshots, at 1, 2 and 3, and a change behind them. */
async function published() {
  const world = emptyWorld();
  const writer = await world.process();
  for (const id of ["1", "2", "3"]) {
    await writer.board.upsert(sourcedInput(id));
    await publishAs(writer);
  }
  await writer.board.upsert(sourcedInput("4"));
  return { world, writer, offered: (await writer.board.snapshots()).offered };
}

/** Makes the pointer say something else of the newest ones, as the version that had written them would. */
async function offer(
  world: World,
  offered: readonly OfferedSnapshot[],
  newest: number,
  fields: Partial<OfferedSnapshot>,
) {
  const all = offered.map((one, i) => (i < newest ? { ...one, ...fields } : one));
  const value = encodePointer("default", all);
  expect(await memoryKeySpace(world.data).commit("default", [{ key: POINTER_KEY, value }])).toEqual({
    committed: true,
  });
}

/** A process that writes down which blobs it has asked for. */
async function readerOf(world: World) {
  const asked = new Set<string>();
  const reader = await world.process({
    blobs: (blobs) => ({
      ...blobs,
      get: (name, ...rest) => {
        asked.add(name);
        return blobs.get(name, ...rest);
      },
    }),
  });
  return { reader, asked };
}

/** As another version's file: the number stands behind the magic. */
function withFormat(bytes: Uint8Array, format: number): Uint8Array {
  const other = bytes.slice();
  new DataView(other.buffer).setUint32(8, format, true);
  return other;
}

const OTHERS: readonly (readonly [what: string, fields: Partial<OfferedSnapshot>])[] = [
  ["a newer engine", { engineVersion: ENGINE_VERSION + 1 }],
  ["an older engine", { engineVersion: ENGINE_VERSION - 1 }],
  ["a newer format", { format: FORMAT + 1 }],
  ["a format before the first that is read", { format: 0 }],
];

describe("a snapshot of another version", () => {
  it.each(OTHERS)(
    "of %s is passed over unread, for the one before, and for a scan where there is none",
    async (_what, fields) => {
      const { world, writer, offered } = await published();
      for (const [newest, position] of [
        [1, 2],
        [3, undefined],
      ] as const) {
        await offer(world, offered, newest, fields);
        const { reader, asked } = await readerOf(world);
        const index = followerOf(reader);
        expect(await contentOf(index)).toEqual(await storedContent(writer.board));
        expect(index.status()).toMatchObject({ position: 4, listings: 4 });
        expect(index.status()?.snapshot).toBe(position);
        for (const { name } of offered.slice(0, newest)) expect(asked).not.toContain(name);
      }
    },
  );

  it.each([0, FORMAT + 1])(
    "that the pointer does not know for one (format %i) is refused by its number, for the one before",
    async (format) => {
      const { world, writer, offered } = await published();
      const { name = "" } = offered[0] ?? {};
      world.blobs.set(name, withFormat(world.blobs.get(name) ?? new Uint8Array(), format));
      const { reader } = await readerOf(world);
      const index = followerOf(reader);
      expect(await contentOf(index)).toEqual(await storedContent(writer.board));
      expect(index.status()?.snapshot).toBe(2);
      const lost = reader.env.events.filter(({ event }) => event === "snapshot_lost");
      expect(lost.map(({ facts }) => String(facts.error))).toEqual([expect.stringContaining(`format ${format} `)]);
    },
  );

  it.each(OTHERS)("of %s is followed by one of this version, although nothing has changed", async (_what, fields) => {
    const { world, writer, offered } = await published();
    await publishAs(writer);
    expect(await publishAs(writer)).toMatchObject({ outcome: "current" });
    const { offered: newest } = await newestOf(writer);
    await offer(world, [newest, ...offered.slice(0, 2)], 3, fields);
    expect(await publishAs(await world.process())).toMatchObject({ outcome: "published", built: "scan" });
    const index = followerOf(await world.process());
    expect(await contentOf(index)).toEqual(await storedContent(writer.board));
    expect(index.status()?.snapshot).toBe(4);
    expect((await newestOf(writer)).offered).toMatchObject({ engineVersion: ENGINE_VERSION, format: FORMAT });
  });
});
