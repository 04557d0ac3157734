import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import { buildFromScan, snapshotBytes } from "../../../core/index/build-index.ts";
import { publish } from "../../../core/index/publish.ts";
import { openSnapshot } from "../../../core/index/snapshot/open.ts";
import { memorySource } from "../../../core/index/snapshot/source.ts";
import { restoreBoard } from "../../../core/store/restore.ts";
import { RETENTION_MS } from "../../../core/store/trim.ts";
import { sourcedInput } from "../../support/listings.ts";
import {
  contentOf,
  damageNewest,
  emptyWorld,
  followerOf,
  newestOf,
  type Process,
  publishAs,
  publishedWithDamage,
  storedContent,
} from "./lifecycle-world.ts";

async function write({ board }: Process, ids: readonly string[], fields: Record<string, unknown> = {}): Promise<void> {
  for (const id of ids) await board.upsert(sourcedInput(id, fields));
}

async function remove({ board }: Process, id: string): Promise<void> {
  await board.remove(board.idOf({ name: "feed", externalId: id }), "any");
}

describe("publishing", () => {
  it("offers a snapshot of everything up to the log's end, once", async () => {
    const world = emptyWorld();
    const one = await world.process();
    await write(one, ["1", "2"]);
    expect(await publishAs(one)).toMatchObject({ outcome: "published", built: "scan" });
    const { offered, bytes } = await newestOf(one);
    expect(offered).toMatchObject({
      position: 2,
      listings: 2,
      bytes: bytes.length,
      incarnation: one.board.incarnation,
    });
    expect(offered.name).toMatch(/^default\/snapshots\/000000000002-20260115T1200\d\dZ-[0-9a-f]{16}-[0-9a-f]{8}\.rcs$/);
    expect(offered.name).toContain(offered.digest.slice(0, 16));
    expect(await publishAs(one)).toMatchObject({ outcome: "current", offered: [offered] });
    expect(world.blobs.size).toBe(1);
  });

  it("has nothing to do on a board that never had a listing", async () => {
    const one = await emptyWorld().process();
    expect(await publishAs(one)).toEqual({ outcome: "current", offered: [] });
  });

  it("goes on from the snapshot before and keeps the last three", async () => {
    const one = await emptyWorld().process();
    for (const id of ["1", "2", "3", "4"]) {
      await write(one, [id]);
      expect(await publishAs(one)).toMatchObject({ outcome: "published", built: id === "1" ? "scan" : "log" });
    }
    const { offered } = await one.board.snapshots();
    expect(offered.map(({ position, listings }) => [position, listings])).toEqual([
      [4, 4],
      [3, 3],
      [2, 2],
    ]);
  });

  it("gives the same bytes whatever the way: every order of writes, one snapshot or many, the log or a scan", async () => {
    const step = fc.record({
      id: fc.nat(5),
      kind: fc.constantFrom("put", "put", "remove", "publish"),
      text: fc.nat(2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const world = emptyWorld();
        const one = await world.process();
        for (const { id, kind, text } of steps) {
          if (kind === "publish") await publishAs(one);
          else if (kind === "put") await write(one, [`${id}`], { summary: `text ${text}` });
          else await remove(one, `${id}`).catch(() => undefined);
        }
        await write(one, ["last"]);
        await publishAs(one);
        const { bytes } = await newestOf(one);
        const other = await world.process();
        const run = () => ({ changes: 2, bytes: 1e9 });
        for (const options of [{ ...other }, { ...other, run }]) {
          expect(await snapshotBytes(await buildFromScan(options), options)).toEqual(bytes);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is exact although writes go on while it scans and writes runs into its base", async () => {
    const world = emptyWorld();
    const writer = await world.process();
    const ids = Array.from({ length: 230 }, (_, i) => `${i}`);
    await Promise.all(ids.map((id) => write(writer, [id])));
    let pages = 0;
    const one = await world.process({
      space: (space) => ({
        ...space,
        async range(partition, options, signal) {
          const page = await space.range(partition, options, signal);
          if (options.after?.startsWith("d:") && pages++ < 3) {
            await write(writer, [`${pages}`, `${229 - pages}`, `new ${pages}`], { summary: `changed ${pages}` });
            await remove(writer, `${100 + pages}`);
          }
          return page;
        },
      }),
    });
    const index = await buildFromScan({ ...one, run: () => ({ changes: 40, bytes: 1e9 }) });
    expect(pages).toBe(3);
    expect(index.position).toBe(await writer.board.head());
    index.needHashes();
    expect([...index.contentHashes()].map(([id, hash]) => `${id} ${hash}`).sort()).toEqual(
      await storedContent(writer.board),
    );
  });

  it("offers a new snapshot instead of one whose blob is lost, damaged, or another's", async () => {
    for (const damage of ["lost", "damaged", "swapped"] as const) {
      const world = emptyWorld();
      const one = await world.process();
      await write(one, ["1"]);
      await publishAs(one);
      const { bytes: older } = await newestOf(one);
      await write(one, ["2"]);
      await publishAs(one);
      const { offered, bytes } = await newestOf(one);
      if (damage === "lost") world.blobs.delete(offered.name);
      else
        world.blobs.set(
          offered.name,
          damage === "swapped" ? older : bytes.map((byte, i) => (i === 30 ? byte ^ 1 : byte)),
        );
      expect(await publishAs(one)).toMatchObject({ outcome: "published", built: "log" });
      const { offered: snapshots } = await one.board.snapshots();
      expect(snapshots.map(({ position }) => position)).toEqual([2, 1]);
      expect(snapshots.map(({ name }) => name)).not.toContain(offered.name);
      expect((await newestOf(one)).bytes).toEqual(bytes);
    }
  });

  it("finds damage anywhere in a file, also when nothing has changed since, unless it is to be cursory", async () => {
    const world = emptyWorld();
    const one = await world.process();
    const offered = await publishedWithDamage(world, one);
    expect(await publish({ ...one, isCursory: true })).toMatchObject({ outcome: "current" });
    expect(await publishAs(one)).toMatchObject({ outcome: "published", built: "scan" });
    expect(await publishAs(one)).toMatchObject({ outcome: "current" });
    expect((await newestOf(one)).offered.digest).toBe(offered.digest);
  });

  it("has something to do when a newer one is damaged than the one that has everything", async () => {
    const world = emptyWorld();
    const one = await world.process();
    await write(one, ["1"]);
    await publishAs(one);
    await publish({ ...one, isRebuild: true });
    const { name: damaged } = await damageNewest(world, one);
    expect(await publishAs(one)).toMatchObject({ outcome: "published", built: "log" });
    const names = (await one.board.snapshots()).offered.map(({ name }) => name);
    expect([names.length, names.includes(damaged)]).toEqual([2, false]);
  });

  it("scans when the log was trimmed behind the only snapshot that is left", async () => {
    const world = emptyWorld();
    const one = await world.process();
    await write(one, ["1", "2"]);
    await publishAs(one);
    await write(one, ["3"]);
    const later = await world.process({ now: one.env.now() + RETENTION_MS + 1 });
    await write(later, ["4"]);
    await later.board.trim(4);
    expect(await publishAs(later)).toMatchObject({ outcome: "published", built: "scan" });
    expect(await contentOf(followerOf(later))).toEqual(await storedContent(later.board));
  });

  it("scans when it is told to, and offers that even when nothing has changed", async () => {
    const one = await emptyWorld().process();
    await write(one, ["1"]);
    await publishAs(one);
    const { bytes } = await newestOf(one);
    expect(await publish({ ...one, isRebuild: true })).toMatchObject({ outcome: "published", built: "scan" });
    expect((await newestOf(one)).bytes).toEqual(bytes);
    expect((await one.board.snapshots()).offered.length).toBe(2);
  });

  it("counts what another line of history offered as nothing, and cannot touch what the new one offers", async () => {
    const world = emptyWorld();
    const before = await world.process();
    await write(before, ["1", "2"]);
    await publishAs(before);
    await restoreBoard({ space: memoryKeySpace(world.data), env: before.env, board: "default" });
    const after = await world.process();
    expect((await after.board.snapshots()).offered).toEqual([]);
    expect(await publishAs(after)).toMatchObject({ outcome: "published", built: "scan" });
    const { offered } = await newestOf(after);
    await expect(publish({ ...before, isRebuild: true })).rejects.toMatchObject({ code: "unavailable" });
    expect((await after.board.snapshots()).offered).toEqual([offered]);
  });

  it("replaces a pointer that cannot be read", async () => {
    const world = emptyWorld();
    const one = await world.process();
    await write(one, ["1"]);
    await publishAs(one);
    const space = memoryKeySpace(world.data);
    await space.commit("default", [{ key: "p:", value: { kind: "pointer", body: "{" } }]);
    expect(await one.board.snapshots()).toMatchObject({ offered: [], isDamaged: true });
    expect(await publishAs(one)).toMatchObject({ outcome: "published" });
    expect((await newestOf(one)).offered.position).toBe(1);
  });

  it("stops when its time is over and leaves everything as it was", async () => {
    const world = emptyWorld();
    const one = await world.process();
    await write(one, ["1"]);
    const stop = new AbortController();
    const blobs = { ...one.blobs, put: async () => stop.abort() };
    await expect(publish({ ...one, blobs, signal: stop.signal })).rejects.toMatchObject({ code: "unavailable" });
    expect(await one.board.snapshots()).toEqual({ offered: [], isDamaged: false, token: undefined });
  });

  it("leaves its blob to pruning when it does not hear whether it is offered, since it may yet be", async () => {
    const world = emptyWorld();
    const writer = await world.process();
    await write(writer, ["1"]);
    const one = await world.process({
      space: (space) => ({
        ...space,
        async commit(partition, writes, signal) {
          if (writes.some(({ key }) => key === "p:")) throw new AppError("outcome_unknown", "no answer");
          return space.commit(partition, writes, signal);
        },
      }),
    });
    await expect(publishAs(one)).rejects.toMatchObject({ code: "outcome_unknown" });
    expect(world.blobs.size).toBe(1);
  });

  it("writes a file that opens by itself", async () => {
    const one = await emptyWorld().process();
    await write(one, ["1"]);
    await publishAs(one);
    const { offered, bytes } = await newestOf(one);
    const { header } = await openSnapshot(memorySource(bytes));
    expect(header).toMatchObject({ board: "default", position: 1, listings: 1, engineVersion: offered.engineVersion });
  });
});
