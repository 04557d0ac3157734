/** How a follower comes by its index, and by another when it has to. */
import { describe, expect, it, vi } from "vitest";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import { HARD_BOUND, MAX_SCANNED, SOFT_BOUND } from "../../../core/index/bounds.ts";
import type { StoredListing } from "../../../core/listing/record.ts";
import type { BlobStore } from "../../../core/ports.ts";
import type { Board } from "../../../core/store/board.ts";
import type { ChangesPage } from "../../../core/store/changes.ts";
import { entryKey, POINTER_KEY } from "../../../core/store/keys.ts";
import { RETENTION_MS } from "../../../core/store/trim.ts";
import { sourcedInput } from "../../support/listings.ts";
import {
  contentOf,
  emptyWorld,
  followerOf,
  newestOf,
  type Process,
  publishAs,
  storedContent,
} from "./lifecycle-world.ts";

async function write({ board }: Process, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await board.upsert(sourcedInput(id, { summary: `at ${await board.head()}` }));
}

/** Three snapshots and a change behind them. */
async function published() {
  const world = emptyWorld();
  const writer = await world.process();
  for (const id of ["1", "2", "3"]) {
    await write(writer, id);
    await publishAs(writer);
  }
  await write(writer, "1", "4");
  const names = (await writer.board.snapshots()).offered.map(({ name }) => name);
  return { world, writer, names };
}

/** Changes beyond the soft bound, by their bytes: fewer writes than by their number. */
async function writeMuch({ board }: Process): Promise<void> {
  const value = "long ".repeat(20_000);
  const count = Math.ceil(SOFT_BOUND.bytes / value.length);
  const at = await board.head();
  for (let i = 0; i < count; i++) {
    await board.upsert(sourcedInput(`much ${i}`, { summary: `at ${at}`, description: { format: "text", value } }));
  }
}

/** Holds back the first answer that comes once it is told to, and tells when there is one. */
function held() {
  const [met, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let isHolding = false;
  return {
    hold: () => {
      isHolding = true;
    },
    release: gate.resolve,
    isMet: met.promise,
    async pass<T>(call: () => Promise<T>): Promise<T> {
      const answer = await call();
      if (!isHolding) return answer;
      isHolding = false;
      met.resolve();
      await gate.promise;
      return answer;
    },
  };
}

const unavailable = () => Promise.reject(new AppError("unavailable", "down"));

/** A log with so many changes behind an entry: deletions of listings that nobody has. */
function withBacklog(board: Board, from: number, changes: number): Board {
  const page = (point: { seq: number }, limit: number): ChangesPage => {
    const first = point.seq + 1;
    const count = Math.min(limit, from + changes - point.seq);
    const deletions = Array.from({ length: count }, (_, i) => ({ at: 0, stored: deletion(first + i) }));
    return { changes: deletions, next: { seq: point.seq + count }, more: point.seq + count < from + changes };
  };
  return {
    ...board,
    head: async () => from + changes,
    changes: async (point, limit) => page(point ?? { seq: 0 }, limit),
  };
}

function deletion(revision: number): StoredListing {
  const id = String(revision).padStart(26, "0");
  const createdBy = { operation: "o", requestHash: "h" };
  return { kind: "tombstone", id, revision, createdBy, changedBy: "o", deletedAt: 0, wasPublic: false };
}

describe("a follower's index", () => {
  it("comes from the newest snapshot and the log behind it, without a look at any listing", async () => {
    const { world, writer } = await published();
    const reader = await world.process({
      space: (space) => ({
        ...space,
        range: (partition, options, signal) => {
          if (options.after?.startsWith("d:")) throw new Error("a scan");
          return space.range(partition, options, signal);
        },
      }),
    });
    const index = followerOf(reader);
    expect(await contentOf(index)).toEqual(await storedContent(writer.board));
    expect(index.status()).toEqual({ position: 5, ageMs: 0, listings: 4, snapshot: 3, tail: 2 });
  });

  it("comes from a scan when nothing is published, or no blob store is there", async () => {
    const world = emptyWorld();
    const writer = await world.process();
    await write(writer, "1", "2");
    const index = followerOf(await world.process());
    expect(await contentOf(index)).toEqual(await storedContent(writer.board));
    expect(index.status()).toEqual({ position: 2, ageMs: 0, listings: 2, tail: 2 });
    await publishAs(writer);
    expect(await contentOf(followerOf(await world.process(), { blobs: undefined }))).toEqual(
      await storedContent(writer.board),
    );
  });

  it.each([
    ["missing", (_: Uint8Array) => undefined],
    ["cut short", (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1)],
    ["changed in one bit", (bytes: Uint8Array) => bytes.map((byte, i) => (i === bytes.length - 70 ? byte ^ 4 : byte))],
    ["empty", (_: Uint8Array) => new Uint8Array()],
  ])("comes from the snapshot before when the newest is %s, and from a scan when all are", async (_name, damage) => {
    const { world, writer, names } = await published();
    for (const [i, position] of [2, 1, undefined].entries()) {
      const name = names[i] ?? "";
      const damaged = damage(world.blobs.get(name) ?? new Uint8Array());
      if (damaged === undefined) world.blobs.delete(name);
      else world.blobs.set(name, damaged);
      const reader = await world.process();
      const onLost = vi.fn();
      const index = followerOf(reader, { onLost });
      expect(await contentOf(index)).toEqual(await storedContent(writer.board));
      expect(index.status()?.snapshot).toBe(position);
      expect(onLost).toHaveBeenCalledTimes(i + 1);
      expect(reader.env.events.filter(({ event }) => event === "snapshot_lost").length).toBe(i + 1);
    }
  });

  it("comes from a scan while object storage is down, and moves to a snapshot once its tail is long", async () => {
    const { world, writer } = await published();
    await writeMuch(writer);
    let isDown = true;
    const reader = await world.process({
      blobs: (blobs) => ({ ...blobs, get: (...given) => (isDown ? unavailable() : blobs.get(...given)) }),
    });
    const index = followerOf(reader);
    expect(await contentOf(index)).toEqual(await storedContent(writer.board));
    expect(index.status()?.snapshot).toBeUndefined();
    isDown = false;
    reader.env.advance(10_000);
    await write(writer, "5");
    expect(await contentOf(index, await writer.board.head())).toEqual(await storedContent(writer.board));
    expect(index.status()?.snapshot).toBe(3);
  });

  it("goes on when object storage goes down while it is warm", async () => {
    const { world, writer } = await published();
    let isDown = false;
    const reader = await world.process({
      blobs: (blobs) => ({ ...blobs, get: (...given) => (isDown ? unavailable() : blobs.get(...given)) }),
    });
    const index = followerOf(reader, { isEager: true });
    await index.view();
    isDown = true;
    await write(writer, "5");
    expect(await contentOf(index, await writer.board.head())).toEqual(await storedContent(writer.board));
  });

  it("is exact at its position while it moves to newer snapshots, and never goes back", async () => {
    const { world, writer } = await published();
    const reader = await world.process();
    const index = followerOf(reader);
    const snapshots = new Set<number | undefined>();
    let position = 0;
    for (let round = 0; round < 6; round++) {
      if (round % 2 === 0) await writeMuch(writer);
      else await publishAs(writer);
      await write(writer, `${round}`);
      reader.env.advance(6_000);
      expect(await contentOf(index, await writer.board.head())).toEqual(await storedContent(writer.board));
      const status = index.status();
      expect(status?.position).toBeGreaterThanOrEqual(position);
      position = status?.position ?? 0;
      snapshots.add(status?.snapshot);
    }
    expect(index.status()?.snapshot).toBe(await newestOf(writer).then(({ offered }) => offered.position));
    expect(snapshots.size).toBe(4);
  });

  it("does not go back when a refresh ends late that began before it moved to a newer snapshot", async () => {
    const { world, writer } = await published();
    const [pointer, page] = [held(), held()];
    const reader = await world.process({
      space: (space) => ({
        ...space,
        get: (partition, keys, signal) => {
          const get = () => space.get(partition, keys, signal);
          return keys.includes(POINTER_KEY) ? pointer.pass(get) : get();
        },
        range: (...given) => page.pass(() => space.range(...given)),
      }),
    });
    const index = followerOf(reader, { isEager: true });
    await index.view();
    await writeMuch(writer);
    await publishAs(writer);
    await write(writer, "5");
    pointer.hold();
    await index.view({ minPosition: await writer.board.head() });
    page.hold();
    reader.env.advance(2_000);
    await index.view();
    await Promise.all([pointer.isMet, page.isMet]);
    await write(writer, "6");
    const head = await writer.board.head();
    pointer.release();
    await vi.waitFor(() => expect(index.status()).toMatchObject({ position: head, snapshot: head - 2 }));
    page.release();
    expect(await contentOf(index)).toEqual(await storedContent(writer.board));
    expect(index.status()).toMatchObject({ position: head, snapshot: head - 2 });
  });

  it("asks for a publisher when its tail is long and there is nothing newer, and only every 5 s", async () => {
    const { world, writer } = await published();
    await writeMuch(writer);
    const reader = await world.process();
    let asked = 0;
    const index = followerOf(reader, { onBacklog: () => asked++ });
    const lookAfter = async (ms: number) => {
      reader.env.advance(ms);
      await write(writer, "5");
      await index.view({ minPosition: await writer.board.head() });
      return asked;
    };
    expect([await lookAfter(0), await lookAfter(2_000), await lookAfter(2_000)]).toEqual([1, 1, 1]);
    expect([await lookAfter(2_000), await lookAfter(2_000)]).toEqual([2, 2]);
  });

  it("holds whole entries of the log and no part of one, wherever its pages end", async () => {
    const { world, writer } = await published();
    const reader = await world.process();
    const seen: number[] = [];
    const watched = {
      ...reader.env,
      sleep: async (ms: number, signal?: AbortSignal) => {
        seen.push(index.status()?.listings ?? 0);
        await reader.env.sleep(ms, signal);
      },
    };
    const index = followerOf(reader, { env: watched });
    await index.view();
    seen.length = 0;
    // 30 go into one entry, and a page of 200 ends in the middle of the seventh.
    for (let entry = 0; entry < 20; entry++) {
      await Promise.all(Array.from({ length: 30 }, (_, i) => writer.board.upsert(sourcedInput(`${entry}/${i}`))));
    }
    const head = await writer.board.head();
    expect(head).toBe(25);
    expect(await contentOf(index, head)).toEqual(await storedContent(writer.board));
    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect(seen.map((listings) => (listings - 4) % 30)).toEqual(seen.map(() => 0));
    await publishAs(writer);
    expect(await contentOf(followerOf(await world.process()))).toEqual(await storedContent(writer.board));
  });

  it("is not made of a snapshot that is ahead of the log, as after a restore of parts", async () => {
    const { world, writer } = await published();
    await publishAs(writer);
    for (const seq of [4, 5]) {
      const write = { key: entryKey(seq), value: undefined };
      expect(await memoryKeySpace(world.data).commit("default", [write])).toEqual({ committed: true });
    }
    const index = followerOf(await world.process());
    await expect(index.view()).rejects.toMatchObject({ code: "invalid_cursor" });
  });

  it("starts from what the board was opened with, without asking again, only right after", async () => {
    const { world } = await published();
    for (const [later, asked] of [
      [0, 0],
      [1_000, 1],
    ] as const) {
      let reads = 0;
      const reader = await world.process({
        space: (space) => ({
          ...space,
          get(partition, keys, signal) {
            if (keys.join() === POINTER_KEY) reads++;
            return space.get(partition, keys, signal);
          },
        }),
      });
      reader.env.advance(later);
      const index = followerOf(reader);
      await index.view();
      expect([index.status()?.snapshot, reads]).toEqual([3, asked]);
    }
  });

  it("starts from the newest snapshot again when the log was trimmed behind it, as behind a function that was frozen", async () => {
    const { world, writer } = await published();
    const reader = await world.process();
    const index = followerOf(reader);
    await index.view();
    const later = await world.process({ now: reader.env.now() + RETENTION_MS + 1 });
    await write(writer, "6");
    await write(later, "7");
    await publishAs(later);
    await write(later, "8");
    await later.board.trim(7);
    expect(await contentOf(index, 8)).toEqual(await storedContent(later.board));
    expect(index.status()?.snapshot).toBe(7);
  });
});

describe("a snapshot that is loaded part by part", () => {
  /** Two snapshots, too large to be read whole when they are opened. Made once: every test leaves it as it was. */
  let made: ReturnType<typeof make> | undefined;
  const large = () => (made ??= make());

  async function make() {
    const world = emptyWorld();
    const writer = await world.process();
    const put = (i: number, from: number) => {
      const value = Array.from({ length: 2_500 }, (_, word) => `word${i}x${from + word}`).join(" ");
      return writer.board.upsert(sourcedInput(`${i}`, { description: { format: "text", value } }));
    };
    for (let i = 0; i < 200; i++) await put(i, 0);
    await publishAs(writer);
    await put(0, 1);
    await publishAs(writer);
    return { world, writer, ...(await newestOf(writer)) };
  }

  it("is replaced by the one before when a part of it turns out to be lost, in the middle of an answer", async () => {
    const { world, writer, offered, bytes } = await large();
    expect(bytes.length).toBeGreaterThan(4 * 1024 * 1024);
    let reads = 0;
    const watched = (blobs: BlobStore): BlobStore => ({
      ...blobs,
      get: (...given) => {
        reads++;
        return blobs.get(...given);
      },
    });
    const reader = await world.process({ blobs: watched });
    const index = followerOf(reader);
    const view = await index.view();
    expect([index.status()?.snapshot, reads]).toEqual([offered.position, 1]);
    world.blobs.delete(offered.name);
    expect(await contentOf(index)).toEqual(await storedContent(writer.board));
    expect(index.status()?.snapshot).toBe(offered.position - 1);
    expect((await index.view()).position).toBe(view.position);
    world.blobs.set(offered.name, bytes);
  }, 120_000);

  it("makes the answer unavailable when no other can be had, and the next one tries again", async () => {
    const { world, writer, offered, bytes } = await large();
    let isDown = false;
    const reader = await world.process({
      space: (space) => ({
        ...space,
        get: (...given) => (isDown ? unavailable() : space.get(...given)),
        range: (...given) => (isDown ? unavailable() : space.range(...given)),
      }),
    });
    const index = followerOf(reader);
    await index.view();
    world.blobs.delete(offered.name);
    isDown = true;
    await expect(contentOf(index)).rejects.toMatchObject({ code: "unavailable" });
    isDown = false;
    world.blobs.set(offered.name, bytes);
    expect(await contentOf(index)).toEqual(await storedContent(writer.board));
  }, 120_000);
});

describe("a board without a snapshot that helps", () => {
  it("is refused as behind when the log behind every snapshot is too long, and once, not by every request anew", async () => {
    const { world } = await published();
    const reader = await world.process();
    const board = withBacklog(reader.board, 3, HARD_BOUND.changes + 1_000);
    let pages = 0;
    const changes: Board["changes"] = (...given) => {
      pages++;
      return board.changes(...given);
    };
    let asked = 0;
    const index = followerOf(reader, { board: { ...board, changes }, onBacklog: () => asked++ });
    const refusal = { code: "behind", details: { retryAfterSeconds: 10 } };
    await expect(index.view()).rejects.toMatchObject(refusal);
    const once = pages;
    await expect(index.view()).rejects.toMatchObject(refusal);
    expect([pages, asked]).toEqual([once, 2]);
    expect(index.status()).toBeUndefined();
  });

  it("is answered up to the hard bound", async () => {
    const { world } = await published();
    const reader = await world.process();
    const index = followerOf(reader, { board: withBacklog(reader.board, 3, HARD_BOUND.changes) });
    expect((await index.view()).position).toBe(3 + HARD_BOUND.changes);
  });

  it("is followed at most that far at a time by a process that was frozen, marked stale until it is there", async () => {
    const { world } = await published();
    const reader = await world.process();
    let board = reader.board;
    const index = followerOf(reader, {
      board: { ...reader.board, changes: (...given) => board.changes(...given), head: () => board.head() },
    });
    await index.view();
    board = withBacklog(reader.board, 5, 3 * HARD_BOUND.changes);
    const far = { minPosition: 5 + 3 * HARD_BOUND.changes };
    await expect(index.view(far)).rejects.toMatchObject({ code: "behind" });
    expect(index.status()?.position).toBeGreaterThan(5 + 2 * HARD_BOUND.changes);
    expect(index.status()?.position).toBeLessThan(5 + 2 * HARD_BOUND.changes + 1_000);
    expect(await index.view(far)).toMatchObject({ position: far.minPosition, isStale: false });
  });

  it("is refused when it is too large to scan, until something is published", async () => {
    const world = emptyWorld();
    const writer = await world.process();
    await write(writer, "1", "2");
    const [listing] = (await writer.board.scan(undefined, 1)).stored;
    if (listing === undefined) throw new Error("no listing");
    let scans = 0;
    const scan: Board["scan"] = async (after, limit) => {
      scans++;
      const first = Number(after ?? 0);
      const stored = Array.from({ length: limit }, (_, i) => ({ ...listing, id: String(first + i).padStart(26, "0") }));
      return { stored, next: String(first + limit) };
    };
    const reader = await world.process();
    const index = followerOf(reader, { board: { ...reader.board, scan } });
    await expect(index.view()).rejects.toMatchObject({ code: "unavailable", details: { retryAfterSeconds: 10 } });
    const once = scans;
    expect(once * 100).toBeGreaterThan(MAX_SCANNED);
    await expect(index.view()).rejects.toMatchObject({ code: "unavailable" });
    expect(scans).toBe(once);
    await publishAs(writer);
    expect(await contentOf(index)).toEqual(await storedContent(writer.board));
  }, 120_000);
});
