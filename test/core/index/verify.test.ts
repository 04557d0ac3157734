import { describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { compareBuilds } from "../../../core/index/compare-builds.ts";
import { follower } from "../../../core/index/follower.ts";
import { verify } from "../../../core/index/verify.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import type { KeySpace } from "../../../core/ports.ts";
import { openBoard } from "../../../core/store/board.ts";
import { entryKey } from "../../../core/store/keys.ts";
import { sourcedInput } from "../../support/listings.ts";
import { emptyWorld, followerOf, newestOf, publishAs, type World } from "./lifecycle-world.ts";

async function fewListings(world: World, order: readonly string[] = ["1", "2", "3", "4"]) {
  const writer = await world.process();
  for (const id of order) await writer.board.upsert(sourcedInput(id, { summary: "as first written" }));
  await writer.board.upsert(sourcedInput("2", { summary: "changed" }));
  await writer.board.remove(writer.board.idOf({ name: "feed", externalId: "4" }), "any");
  return writer;
}

/** Changes a stored listing without a word in the log, as an operator could in the service's console. */
async function tamper(world: World, id: string, change: (record: ListingRecord) => ListingRecord | undefined) {
  const space = memoryKeySpace(world.data);
  const [item] = await space.get("default", [`d:${id}`]);
  if (item === undefined) throw new Error(`no listing ${id}`);
  const changed = change(JSON.parse(item.value.body));
  const value = changed === undefined ? undefined : { ...item.value, body: JSON.stringify(changed) };
  await space.commit("default", [{ key: item.key, value }]);
}

/** Ranges over the log that end behind a key. */
function shortRange(space: KeySpace, last: string): KeySpace["range"] {
  return async (partition, options, signal) => {
    const page = await space.range(partition, options, signal);
    return { items: page.items.filter(({ key }) => !key.startsWith("l:") || key <= last), end: page.end };
  };
}

describe("verify", () => {
  it("finds index and store equal, at one position, by one digest that equal boards share", async () => {
    const [one, other] = [emptyWorld(), emptyWorld()];
    const [a, b] = [await fewListings(one), await fewListings(other, ["4", "3", "2", "1"])];
    await publishAs(a);
    const first = await verify({ ...a, follower: followerOf(a) });
    const second = await verify({ ...b, follower: followerOf(b) });
    expect(first).toMatchObject({ position: 6, listings: 3, equal: true });
    expect(first.storeDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set([first.storeDigest, first.indexDigest, second.storeDigest, second.indexDigest]).size).toBe(1);
    expect(first).not.toHaveProperty("differing");
  });

  it.each([
    ["a body", (record: ListingRecord) => ({ ...record, content: { ...record.content, title: "Something else" } })],
    [
      "a body and its hash",
      (record: ListingRecord) => ({
        ...record,
        content: { ...record.content, title: "Something else" },
        contentHash: "0".repeat(64),
      }),
    ],
    ["everything, by deleting it", () => undefined],
  ])("finds and names a listing of which the store has changed %s behind the log's back", async (_what, change) => {
    for (const isPublished of [true, false]) {
      const world = emptyWorld();
      const writer = await fewListings(world);
      if (isPublished) await publishAs(writer);
      const index = followerOf(writer);
      await index.view();
      const id = writer.board.idOf({ name: "feed", externalId: "1" });
      await tamper(world, id, change);
      const report = await verify({ ...writer, follower: index });
      expect(report).toMatchObject({ equal: false, differing: [id] });
      expect(report.storeDigest).not.toBe(report.indexDigest);
    }
  });

  it("finds a changed body also when the index was made from it", async () => {
    const world = emptyWorld();
    const writer = await fewListings(world);
    const id = writer.board.idOf({ name: "feed", externalId: "1" });
    await tamper(world, id, (record) => ({ ...record, content: { ...record.content, title: "Something else" } }));
    await publishAs(writer);
    expect(await verify({ ...writer, follower: followerOf(writer) })).toMatchObject({ equal: false, differing: [id] });
  });

  it("names a record whose stamps are not those of its log entry, and one that its entry differs from", async () => {
    const world = emptyWorld();
    const writer = await fewListings(world);
    const stamped = writer.board.idOf({ name: "feed", externalId: "1" });
    await tamper(world, stamped, (record) => ({ ...record, createdAt: record.createdAt + 1 }));
    expect(await verify({ ...writer, follower: followerOf(writer) })).toMatchObject({
      equal: false,
      differing: [stamped],
    });

    const other = emptyWorld();
    const second = await fewListings(other);
    const id = second.board.idOf({ name: "feed", externalId: "3" });
    const space = memoryKeySpace(other.data);
    for (const { key, value } of (await space.range("default", { after: "l:", limit: 100 })).items) {
      const body = value.body.replace('"summary":"as first written"', '"summary":"as nobody wrote"');
      if (value.body.includes(id)) await space.commit("default", [{ key, value: { ...value, body } }]);
    }
    const report = await verify({ ...second, follower: followerOf(second) });
    expect(report).toMatchObject({ equal: false, differing: expect.arrayContaining([id]) });
  });

  it("names a listing whose deletion the log gives to another", async () => {
    const world = emptyWorld();
    const writer = await fewListings(world);
    const deleted = writer.board.idOf({ name: "feed", externalId: "4" });
    const space = memoryKeySpace(world.data);
    const [item] = await space.get("default", [entryKey(6)]);
    const value = { kind: "entry", ...item?.value, body: item?.value.body.replace(deleted, "0".repeat(26)) ?? "" };
    await space.commit("default", [{ key: entryKey(6), value }]);
    expect(await verify({ ...writer, follower: followerOf(writer) })).toMatchObject({
      equal: false,
      differing: [deleted],
    });
  });

  it("names records of entries behind the end of a log that has lost its end", async () => {
    const world = emptyWorld();
    const writer = await fewListings(world);
    const space = memoryKeySpace(world.data);
    await space.commit("default", [{ key: entryKey(6), value: undefined }]);
    const reopened = await world.process();
    const deleted = writer.board.idOf({ name: "feed", externalId: "4" });
    expect(await verify({ ...reopened, follower: followerOf(reopened) })).toMatchObject({ differing: [deleted] });
  });

  it("names what a log should have said that ends before the entry that is known to be its last", async () => {
    const world = emptyWorld();
    const writer = await fewListings(world);
    const deleted = writer.board.idOf({ name: "feed", externalId: "4" });
    const space = memoryKeySpace(world.data);
    // As a damaged page of a tree does it: what is asked for by its key is there, and a range ends before it.
    const short = { ...space, range: shortRange(space, entryKey(5)) };
    const board = await openBoard({ space: short, env: writer.env, name: "default" });
    const report = await verify({ board, env: writer.env, follower: follower({ board, env: writer.env }) });
    expect(report).toMatchObject({ equal: false, differing: [deleted] });
  });

  it("says nothing against a board whose log was trimmed, or whose tombstones are gone", async () => {
    const world = emptyWorld();
    const writer = await fewListings(world);
    await publishAs(writer);
    writer.env.advance(40 * 86_400_000);
    await writer.board.upsert(sourcedInput("5", { summary: "later" }));
    await writer.board.trim(await writer.board.head(), { isThorough: true });
    expect(await verify({ ...writer, follower: followerOf(writer) })).toMatchObject({ equal: true, listings: 4 });
  });

  it("compares at one position although writes go on", async () => {
    const world = emptyWorld();
    const writer = await fewListings(world);
    await publishAs(writer);
    let writes = 0;
    const reader = await world.process({
      space: (space) => ({
        ...space,
        async range(partition, options, signal) {
          const page = await space.range(partition, options, signal);
          if (writes++ < 12) await writer.board.upsert(sourcedInput(`${writes % 5}`, { summary: `during ${writes}` }));
          return page;
        },
      }),
    });
    const report = await verify({ ...reader, follower: followerOf(reader) });
    expect(writes).toBeGreaterThan(5);
    expect(report).toMatchObject({ equal: true, listings: 5 });
  });

  it("names no more than a hundred", async () => {
    const world = emptyWorld();
    const writer = await world.process();
    const ids = Array.from({ length: 130 }, (_, i) => `${i}`);
    await Promise.all(ids.map((id) => writer.board.upsert(sourcedInput(id))));
    const index = followerOf(writer);
    await index.view();
    for (const id of ids) {
      await tamper(world, writer.board.idOf({ name: "feed", externalId: id }), () => undefined);
    }
    const report = await verify({ ...writer, follower: index });
    expect([report.equal, report.listings, report.differing?.length]).toEqual([false, 0, 100]);
  });
});

describe("two builds", () => {
  it("are the same bytes, with a snapshot to go on from and without", async () => {
    const writer = await fewListings(emptyWorld());
    const without = await compareBuilds(writer);
    await publishAs(writer);
    await writer.board.upsert(sourcedInput("5"));
    const behind = await compareBuilds(writer);
    expect([without, behind]).toMatchObject([
      { position: 6, equal: true },
      { position: 7, equal: true },
    ]);
    expect(without).not.toHaveProperty("differing");
  });

  it("name a snapshot that is offered and cannot be read", async () => {
    const world = emptyWorld();
    const writer = await fewListings(world);
    await publishAs(writer);
    const { offered, bytes } = await newestOf(writer);
    world.blobs.set(offered.name, bytes.subarray(1));
    expect(await compareBuilds(writer)).toMatchObject({ equal: true, lost: [offered.name] });
  });

  it("name the sections that differ when the store was changed behind the log's back", async () => {
    const world = emptyWorld();
    const writer = await fewListings(world);
    await publishAs(writer);
    const id = writer.board.idOf({ name: "feed", externalId: "1" });
    await tamper(world, id, (record) => ({ ...record, content: { ...record.content, title: "Something else" } }));
    const { equal, differing = [] } = await compareBuilds(writer);
    expect(equal).toBe(false);
    expect(differing.length).toBeGreaterThan(0);
    expect(differing).not.toContain("root");
  });
});
