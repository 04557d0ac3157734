import { describe, expect, it } from "vitest";
import { AppError } from "../../../core/errors.ts";
import { HARD_BOUND, SOFT_BOUND } from "../../../core/index/bounds.ts";
import { publisher } from "../../../core/index/publisher.ts";
import type { Board } from "../../../core/store/board.ts";
import { countingSpace, noCalls } from "../../support/counting-space.ts";
import { sourcedInput } from "../../support/listings.ts";
import { emptyWorld, newestOf, type Process, publishAs, publishedWithDamage } from "./lifecycle-world.ts";

const inTime = () => new AbortController().signal;

async function oneListing() {
  const world = emptyWorld();
  const process = await world.process();
  await process.board.upsert(sourcedInput("1"));
  return { world, process };
}

/** A log of so many entries behind the snapshots, each with as many changes, until something is published. */
function withLog({ board }: Process, entries: number, changesEach: number): Board {
  const isPublished = async () => (await board.snapshots()).offered.length > 0;
  return {
    ...board,
    async head() {
      return (await isPublished()) ? board.head() : entries;
    },
    async changes(point, limit, options) {
      const seq = point?.seq ?? 0;
      const { changes } = await board.changes({ seq: 0 }, 1, options);
      const taken = Math.min(Math.ceil(limit / changesEach), entries - seq);
      const repeated = Array.from({ length: taken * changesEach }, () => changes).flat();
      return { changes: repeated, next: { seq: seq + taken }, more: seq + taken < entries };
    },
  };
}

/** The same with as many changes in each entry as `changesIn` says, and pages that may end inside of one. */
function withEntries({ board }: Process, entries: number, changesIn: (seq: number) => number): Board {
  return {
    ...board,
    head: async () => entries,
    snapshots: async () => ({ ...(await board.snapshots()), offered: [] }),
    async changes(point, limit, options) {
      const { changes: one } = await board.changes({ seq: 0 }, 1, options);
      const changes: (typeof one)[number][] = [];
      for (let seq = (point?.seq ?? 0) + 1; seq <= entries; seq++) {
        const taken = Math.min(limit - changes.length, changesIn(seq));
        changes.push(...Array.from({ length: taken }, () => one).flat());
        if (taken < changesIn(seq)) return { changes, next: { seq, taken }, more: true };
        if (changes.length === limit) return { changes, next: { seq }, more: seq < entries };
      }
      return { changes, next: { seq: entries }, more: false };
    },
  };
}

describe("the publisher of a process", () => {
  it("runs once for all who ask at the same time", async () => {
    const { world, process } = await oneListing();
    const publishing = publisher(process);
    const [one, other] = await Promise.all([publishing.run(), publishing.run()]);
    expect(one).toBe(other);
    expect(world.blobs.size).toBe(1);
    expect((await publishing.run()).outcome).toBe("current");
  });

  it("publishes after imports once they have changed enough together", async () => {
    const { world, process } = await oneListing();
    const publishing = publisher(process);
    await publishing.afterImport(SOFT_BOUND.changes - 1, inTime());
    expect(world.blobs.size).toBe(0);
    await publishing.afterImport(1, inTime());
    expect(world.blobs.size).toBe(1);
    await process.board.upsert(sourcedInput("2"));
    await publishing.afterImport(SOFT_BOUND.changes - 1, inTime());
    expect(world.blobs.size).toBe(1);
  });

  it("does not make an import fail that cannot be published, and tries again with the next", async () => {
    const { world, process } = await oneListing();
    let isDown = true;
    const put: Process["blobs"]["put"] = (...given) =>
      isDown ? Promise.reject(new AppError("unavailable", "down")) : process.blobs.put(...given);
    const publishing = publisher({ ...process, blobs: { ...process.blobs, put } });
    await publishing.afterImport(SOFT_BOUND.changes, inTime());
    expect(process.env.events.map(({ event }) => event)).toEqual(["publish_failed"]);
    isDown = false;
    await publishing.afterImport(0, inTime());
    expect(world.blobs.size).toBe(1);
  });

  it("reads the newest snapshot whole for whoever could not, and mends it", async () => {
    const world = emptyWorld();
    const process = await world.process();
    const damaged = await publishedWithDamage(world, process);
    const publishing = publisher(process);
    expect((await publishing.run()).outcome).toBe("current");
    publishing.mend();
    expect((await publishing.run()).outcome).toBe("published");
    expect((await newestOf(process)).offered).toMatchObject({ digest: damaged.digest });
    expect((await newestOf(process)).offered.name).not.toBe(damaged.name);
    expect((await publishing.run()).outcome).toBe("current");
  });

  it("lets nobody wait for it in the background, and ends what it runs when it is stopped", async () => {
    const { world, process } = await oneListing();
    let go: (() => void) | undefined;
    const put: Process["blobs"]["put"] = async (name, bytes, signal) => {
      await new Promise<void>((resolve, reject) => {
        go = resolve;
        signal?.addEventListener("abort", () => reject(new AppError("unavailable", "aborted")));
      });
      return process.blobs.put(name, bytes, signal);
    };
    const publishing = publisher({ ...process, blobs: { ...process.blobs, put }, isBackground: true });
    await publishing.afterImport(SOFT_BOUND.changes, inTime());
    const running = publishing.run();
    while (go === undefined) await new Promise((resolve) => setImmediate(resolve));
    await publishing.stop();
    await expect(running).rejects.toMatchObject({ code: "unavailable" });
    expect(world.blobs.size).toBe(0);
    publishing.start();
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.blobs.size).toBe(0);
  });
});

describe("room for an import", () => {
  it("is there while the log behind the newest snapshot is within the hard bound", async () => {
    const { world, process } = await oneListing();
    await publisher(process).assertRoom(inTime());
    await publisher({ ...process, board: withLog(process, HARD_BOUND.changes / 40, 40) }).assertRoom();
    expect(world.blobs.size).toBe(0);
  });

  it("is made by publishing when it is not", async () => {
    const { world, process } = await oneListing();
    await publisher({ ...process, board: withLog(process, HARD_BOUND.changes / 40 + 1, 40) }).assertRoom(inTime());
    expect(world.blobs.size).toBe(1);
  });

  it("is judged without reading all that is in no snapshot", async () => {
    const world = emptyWorld();
    const calls = noCalls();
    const process = await world.process({ space: (space) => countingSpace(space, calls) });
    for (let i = 0; i < 3_000; i++) await process.board.upsert(sourcedInput(`${i}`));
    Object.assign(calls, noCalls());
    await publisher(process).assertRoom(inTime());
    expect(calls.items).toBeGreaterThan(0);
    expect(calls.items).toBeLessThan(500);
    expect(calls.ranges).toBeLessThan(40);
  });

  it.each([
    ["of entries that end inside a page", 1_000, () => 20],
    ["of imports among single writes", 1_000, (seq: number) => (seq % 500 < 250 ? 1 : 39)],
    ["of one import behind single writes", 1_000, (seq: number) => (seq <= 500 ? 1 : 39)],
  ])("is judged by what it holds on average: %s", async (_name, entries, changesIn) => {
    const { process } = await oneListing();
    const put = () => Promise.reject(new AppError("unavailable", "down"));
    const roomOf = (board: Board) => publisher({ ...process, blobs: { ...process.blobs, put }, board }).assertRoom();
    await roomOf(withEntries(process, entries, changesIn));
    // Twice as long a log of the same is beyond it.
    const longer = withEntries(process, 2 * entries, (seq) => changesIn(Math.ceil(seq / 2)));
    await expect(roomOf(longer)).rejects.toMatchObject({ code: "publish_behind" });
  });

  it("is refused when a snapshot leaves too much behind it, since others write meanwhile", async () => {
    const { world, process } = await oneListing();
    let asked = 0;
    // Between the first look and the snapshot it is the publisher that asks.
    const head = async () => (++asked === 1 || world.blobs.size > 0 ? 2 * HARD_BOUND.changes : process.board.head());
    const publishing = publisher({ ...process, board: { ...process.board, head } });
    await expect(publishing.assertRoom(inTime())).rejects.toMatchObject({ code: "publish_behind" });
    expect(world.blobs.size).toBe(1);
  });

  it("is refused when it cannot be made, with when to come back", async () => {
    const { process } = await oneListing();
    const put = () => Promise.reject(new AppError("unavailable", "down"));
    const board = withLog(process, HARD_BOUND.changes, 1);
    await publisher({ ...process, board }).assertRoom(inTime());
    const other = await oneListing();
    const full = withLog(other.process, HARD_BOUND.changes + 1, 1);
    const blobs = { ...other.process.blobs, put };
    await expect(publisher({ ...other.process, board: full, blobs }).assertRoom(inTime())).rejects.toMatchObject({
      code: "publish_behind",
      details: { retryAfterSeconds: 10 },
      cause: { code: "unavailable" },
    });
    await publishAs(other.process);
  });
});
