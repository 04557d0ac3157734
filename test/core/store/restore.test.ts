/** A board from any part of its records is a whole board again, on a line of history of its own. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MemoryKeys, memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { mulberry32 } from "../../../bench/generator.ts";
import { follower } from "../../../core/index/follower.ts";
import type { StoredListing } from "../../../core/listing/record.ts";
import type { Item, KeySpace } from "../../../core/ports.ts";
import { openBoard } from "../../../core/store/board.ts";
import { copyBoard } from "../../../core/store/copy.ts";
import type { LogEntry } from "../../../core/store/entry.ts";
import {
  BOARDS_PARTITION,
  ENTRIES_START,
  entryKey,
  LAYOUT_KEY,
  LISTINGS_START,
  listingKey,
} from "../../../core/store/keys.ts";
import { decodePosition, encodePosition } from "../../../core/store/position.ts";
import { restoreBoard } from "../../../core/store/restore.ts";
import { sealBoard } from "../../../core/store/seal.ts";
import { dieEverywhere, dyingSpace, ProcessDied } from "../../support/dying-space.ts";
import { testEnv } from "../../support/env.ts";
import { listingInput, sourcedInput } from "../../support/listings.ts";
import { KEYED, KEYED_INPUT, liveIn } from "../../support/lived-in-board.ts";
import { layoutOf, recordsOf } from "../../support/stored-records.ts";

const DAY_MS = 86_400_000;

let seed = 70;
const open = (space: KeySpace) => openBoard({ space, env: testEnv({ seed: seed++ }), name: "default" });
const restore = (space: KeySpace) => restoreBoard({ space, env: testEnv({ seed: seed++ }), board: "default" });

async function livedIn(listings = 30): Promise<KeySpace> {
  const space = memoryKeySpace();
  await liveIn(await open(space), listings);
  return space;
}

/** As a backup has it that was made during a trim: an old entry is left, without the deletion that came next and its tombstone. */
async function trimmedInPart({ idleDays }: { readonly idleDays: number }) {
  const space = memoryKeySpace();
  const env = testEnv({ seed: seed++ });
  const board = await openBoard({ space, env, name: "default" });
  const { stored } = await board.upsert(sourcedInput("1"));
  const { stored: deleted } = await board.remove(stored.id, "any");
  env.advance(idleDays * DAY_MS);
  const { stored: kept } = await board.upsert(sourcedInput("2"));
  const gone = [listingKey(stored.id), entryKey(deleted.revision)].map((key) => ({ key, value: undefined }));
  await space.commit("default", gone);
  expect(await space.get("default", [entryKey(stored.revision)])).toMatchObject([{ key: entryKey(stored.revision) }]);
  return { space, env, kept: kept.id };
}

/** Newest state of each listing that the records know, in a listing of its own or in an entry. */
async function newestIn(space: KeySpace): Promise<Map<string, StoredListing>> {
  const newest = new Map<string, StoredListing>();
  const take = (stored: StoredListing) => {
    if ((newest.get(stored.id)?.revision ?? -1) < stored.revision) newest.set(stored.id, stored);
  };
  for (const [key, { body }] of await recordsOf(space)) {
    if (key.startsWith("d:")) take(JSON.parse(body));
    if (key.startsWith("l:")) for (const stored of (JSON.parse(body) as LogEntry).changes) take(stored);
  }
  return newest;
}

async function listingsIn(space: KeySpace): Promise<Map<string, StoredListing>> {
  const records = [...(await recordsOf(space))].filter(([key]) => key.startsWith("d:"));
  return new Map(records.map(([, { body }]) => JSON.parse(body)).map((stored: StoredListing) => [stored.id, stored]));
}

const seqsIn = async (space: KeySpace): Promise<number[]> =>
  [...(await recordsOf(space)).keys()].filter((key) => key.startsWith("l:")).map((key) => Number(key.slice(2)));

describe("a restored board", () => {
  it("has every listing, a new incarnation and a log that begins anew", async () => {
    const space = await livedIn();
    const before = await open(space);
    const [newest, head] = [await newestIn(space), await before.head()];
    const report = await restore(space);
    const board = await open(space);
    expect(await listingsIn(space)).toEqual(newest);
    expect(await seqsIn(space)).toEqual([head + 1]);
    expect(report).toMatchObject({ position: `${board.incarnation}-${head + 1}`, repaired: 0, settings: "kept" });
    expect([report.entries, await board.settings()]).toEqual([head + 1, { timeZone: "Asia/Tokyo" }]);
    expect(board.incarnation).not.toBe(before.incarnation);
    expect((await board.create(listingInput())).stored.revision).toBe(head + 2);
  });

  it("answers old positions and cursors with cursor_expired, also from the beginning of the log", async () => {
    const space = await livedIn();
    const before = await open(space);
    const old = encodePosition(before.incarnation, { seq: 4 });
    await restore(space);
    const { incarnation, changes } = await open(space);
    expect(() => decodePosition(incarnation, old, "invalid_cursor", "cursor")).toThrow(
      expect.objectContaining({ code: "cursor_expired" }),
    );
    await expect(changes(undefined, 10)).rejects.toMatchObject({ code: "cursor_expired" });
  });

  it("takes no writes of a process that had it open before", async () => {
    const space = await livedIn();
    const before = await open(space);
    await before.upsert(sourcedInput("1"));
    await restore(space);
    await expect(before.create(listingInput())).rejects.toThrow("start the process again");
  });

  it("takes no writes while it is being restored, and cannot be opened", async () => {
    const space = await livedIn();
    const before = await open(space);
    let refused = 0;
    let isFirst = true;
    const watched: KeySpace = {
      ...space,
      async commit(partition, writes, signal) {
        const isOurs = partition === "default";
        if (isOurs && !isFirst) {
          await expect(before.create(listingInput())).rejects.toMatchObject({ code: "unavailable" });
          await expect(open(space)).rejects.toMatchObject({
            code: "unavailable",
            message: "board default is being restored; run `rolecall restore` again to finish it",
          });
          refused++;
        }
        if (isOurs) isFirst = false;
        return space.commit(partition, writes, signal);
      },
    };
    const newest = await newestIn(space);
    await restore(watched);
    expect(refused).toBeGreaterThan(1);
    expect(await listingsIn(space)).toEqual(newest);
  });

  it("has what a write that came first has written", async () => {
    const space = await livedIn();
    const before = await open(space);
    let isFirst = true;
    const watched: KeySpace = {
      ...space,
      async commit(partition, writes, signal) {
        if (isFirst) {
          isFirst = false;
          await before.upsert(sourcedInput("at the last moment"));
        }
        return space.commit(partition, writes, signal);
      },
    };
    await restore(watched);
    const id = before.idOf({ name: "feed", externalId: "at the last moment" });
    const board = await open(space);
    const [stored] = await board.get([id]);
    expect(stored?.revision).toBeLessThan(await board.head());
  });

  it("keeps idempotency keys", async () => {
    const space = await livedIn();
    await restore(space);
    const board = await open(space);
    expect((await board.create(KEYED_INPUT, { idempotency: KEYED })).action).toBe("replayed");
  });

  it("is no longer sealed", async () => {
    const space = await livedIn();
    await sealBoard({ space, env: testEnv(), board: "default" }, { movedTo: "sqlite:x" });
    await restore(space);
    expect((await (await open(space)).create(listingInput())).action).toBe("created");
  });

  it("without its layout has the settings that its log knows, in the list of boards", async () => {
    const data: MemoryKeys = { partitions: new Map(), commits: 0 };
    const space = memoryKeySpace(data);
    await liveIn(await open(space), 30);
    await space.commit("default", [{ key: LAYOUT_KEY, value: undefined }]);
    data.partitions.delete(BOARDS_PARTITION);
    await expect(open(space)).rejects.toMatchObject({
      code: "corrupt",
      message: expect.stringContaining("run `rolecall restore`"),
    });
    expect(await restore(space)).toMatchObject({ settings: "kept" });
    expect(await (await open(space)).settings()).toEqual({ timeZone: "Asia/Tokyo" });
    expect(await space.get(BOARDS_PARTITION, ["default"])).toMatchObject([{ value: { kind: "board", id: "default" } }]);
  });

  it("without layout and log says that the settings were lost", async () => {
    const space = await livedIn();
    const keys = [...(await recordsOf(space)).keys()].filter((key) => key.startsWith("l:"));
    await space.commit(
      "default",
      [LAYOUT_KEY, ...keys].map((key) => ({ key, value: undefined })),
    );
    const newest = await newestIn(space);
    const { position, settings } = await restore(space);
    expect(settings).toBe("lost");
    expect(await listingsIn(space)).toEqual(newest);
    const highest = Math.max(...[...newest.values()].map(({ revision }) => revision));
    expect(position.endsWith(`-${highest + 1}`)).toBe(true);
  });

  it("keeps settings that are newer than what the log still knows", async () => {
    const space = await livedIn();
    const board = await open(space);
    const last = await board.head();
    await board.changeSettings(() => ({ timeZone: "Europe/Berlin" }));
    await space.commit("default", [{ key: entryKey(last + 1), value: undefined }]);
    await restore(space);
    expect(await (await open(space)).settings()).toEqual({ timeZone: "Europe/Berlin" });
  });

  it("keeps a listing that is newer than what the log still knows", async () => {
    const space = await livedIn();
    const board = await open(space);
    await board.upsert(sourcedInput("1", { summary: "old" }));
    const { stored } = await board.upsert(sourcedInput("1", { summary: "new" }));
    await space.commit("default", [{ key: entryKey(stored.revision), value: undefined }]);
    await restore(space);
    expect(await (await open(space)).get([stored.id])).toEqual([stored]);
  });

  it("can be restored again", async () => {
    const space = await livedIn();
    await restore(space);
    const first = await open(space);
    const [listings, head] = [await listingsIn(space), await first.head()];
    await restore(space);
    const second = await open(space);
    expect(second.incarnation).not.toBe(first.incarnation);
    expect(await listingsIn(space)).toEqual(listings);
    expect(await second.head()).toBeGreaterThan(head);
  });
});

describe("a restore that dies", () => {
  it("at any commit is closed or as before, and the next one finishes it", async () => {
    const whole = await newestIn(await livedIn());
    const deaths = await dieEverywhere(
      async () => {
        const space = await livedIn();
        for (const id of [...whole.keys()].slice(0, 10)) {
          await space.commit("default", [{ key: listingKey(id), value: undefined }]);
        }
        return { space, newest: await newestIn(space), head: Math.max(...(await seqsIn(space))) };
      },
      ({ space }, dying) => restore(dying(space)),
      async ({ space, newest, head }) => {
        const { making } = await layoutOf(space);
        if (making !== undefined) await expect(open(space)).rejects.toMatchObject({ code: "unavailable" });
        await restore(space);
        const board = await open(space);
        expect(await listingsIn(space)).toEqual(newest);
        expect(await seqsIn(space)).toEqual([await board.head()]);
        expect(await board.head()).toBeGreaterThan(head);
        expect((await board.create(listingInput())).action).toBe("created");
      },
    );
    expect(deaths).toBeGreaterThan(6);
  });
});

describe("a restore", () => {
  it("beside another run ends as that one does, though what it looked at has moved", async () => {
    const space = await livedIn();
    const newest = await newestIn(space);
    let looks = 0;
    const racing: KeySpace = {
      ...space,
      async range(partition, options, signal) {
        if (options.after !== ENTRIES_START || options.limit !== 1 || ++looks !== 2)
          return space.range(partition, options, signal);
        // A range that began before the other run, and has gone on behind it, may meet neither what is deleted nor what is new.
        await restore(space);
        return { items: [], end: true };
      },
    };
    await restore(racing);
    expect(await listingsIn(space)).toEqual(newest);
  });

  it("beside another run that finishes first is of the same line of history as that one", async () => {
    const space = await livedIn();
    let surveys = 0;
    let finished: Awaited<ReturnType<typeof restore>> | undefined;
    const racing: KeySpace = {
      ...space,
      async range(partition, options, signal) {
        // All of the log is in the listings by then.
        if (options.after === LISTINGS_START && ++surveys === 2) finished = await restore(space);
        return space.range(partition, options, signal);
      },
    };
    const { position } = await restore(racing);
    expect(finished?.position).toBe(position);
    expect(decodePosition((await layoutOf(space)).incarnation, position, "invalid_cursor", "cursor")).toBeDefined();
  });

  it("does not open what another run has begun anew since", async () => {
    const space = await livedIn();
    let surveys = 0;
    const racing: KeySpace = {
      ...space,
      async range(partition, options, signal) {
        if (options.after === LISTINGS_START && ++surveys === 2) {
          await restore(space);
          // Takes the next slot, and dies before it has folded the log.
          await expect(restore(dyingSpace(space, { at: 2, isApplied: true }))).rejects.toThrow(ProcessDied);
        }
        return space.range(partition, options, signal);
      },
    };
    await expect(restore(racing)).rejects.toMatchObject({ code: "conflict" });
    await expect(open(space)).rejects.toMatchObject({ code: "unavailable" });
    await restore(space);
    expect((await seqsIn(space)).length).toBe(1);
    expect((await open(space)).name).toBe("default");
  });

  it("begins its log above the last entry, whatever is missing below it", async () => {
    const random = mulberry32(11);
    for (let round = 0; round < 60; round++) {
      const space = memoryKeySpace();
      const board = await open(space);
      for (let i = 0; i < 40; i++) {
        await board.changeSettings((settings) => ({ ...settings, keepExpiredDays: 100 + i }));
      }
      const last = await board.head();
      const lost = (await seqsIn(space)).filter((seq) => seq < last && random() < 0.4);
      for (const seq of lost) await space.commit("default", [{ key: entryKey(seq), value: undefined }]);
      await restore(space);
      const restored = await open(space);
      expect(await seqsIn(space)).toEqual([await restored.head()]);
      expect(await restored.head()).toBeGreaterThan(last);
      expect(await restored.settings()).toMatchObject({ keepExpiredDays: 139 });
    }
  });

  it("brings nothing back of which a trim left an old entry behind, while newer ones and the tombstone were forgotten", async () => {
    const { space, kept } = await trimmedInPart({ idleDays: 40 });
    // Again: then the newest entry is that of the first restore, and of its time.
    for (let run = 0; run < 2; run++) expect(await restore(space)).toMatchObject({ listings: 1, repaired: 0 });
    expect([...(await listingsIn(space)).keys()]).toEqual([kept]);
  });

  it("brings nothing back of a board that had long been idle, either, if it is told when the backup was taken", async () => {
    const { space, env, kept } = await trimmedInPart({ idleDays: 0 });
    const place = { space, env, board: "default" };
    env.advance(40 * DAY_MS);
    const report = await restoreBoard({ ...place, takenAt: env.now() });
    expect(report).toMatchObject({ listings: 1, repaired: 0 });
    expect([...(await listingsIn(space)).keys()]).toEqual([kept]);
  });
});

describe("a restore is refused", () => {
  it("where there is nothing of the board", async () => {
    const space = memoryKeySpace();
    await expect(restore(space)).rejects.toMatchObject({ code: "not_found" });
    expect((await recordsOf(space)).size).toBe(0);
  });

  it("of an unfinished copy, whose source has it all", async () => {
    const from = await livedIn();
    const to = memoryKeySpace();
    const options = { from, env: testEnv(), name: "default" };
    const dying = copyBoard({ ...options, to: dyingSpace(to, { at: 4, isApplied: true }) });
    await expect(dying).rejects.toThrow(ProcessDied);
    await expect(restore(to)).rejects.toMatchObject({ code: "conflict" });
    expect((await copyBoard({ ...options, to })).isEqual).toBe(true);
  });

  it("of what is no board", async () => {
    const space = await livedIn();
    const refused = restoreBoard({ space, env: testEnv(), board: BOARDS_PARTITION });
    await expect(refused).rejects.toMatchObject({ code: "invalid_id" });
  });
});

describe("any torn backup", () => {
  it("is restored to the newest that it holds of each listing, and goes on", async () => {
    const moments = await history();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 5, arbitrary: fc.nat(moments.length - 1) }, fc.constant(undefined)), {
          minLength: 1,
          maxLength: 400,
        }),
        async (choices) => {
          const space = await tornBackup(moments, choices);
          const newest = await newestIn(space);
          const seen = [...(await seqsIn(space)), ...[...newest.values()].map(({ revision }) => revision)];
          const hasLayout = (await space.get("default", [LAYOUT_KEY]))[0] !== undefined;
          if (!hasLayout && (await recordsOf(space)).size === 0) return;

          await restore(space);
          expect(await listingsIn(space)).toEqual(newest);
          const env = testEnv({ seed: seed++ });
          const board = await openBoard({ space, env, name: "default" });
          const head = await board.head();
          expect(head).toBeGreaterThan(Math.max(0, ...seen));
          const { stored } = await board.upsert(sourcedInput("new", { title: "Zookeeper" }));
          expect(stored.revision).toBe(head + 1);
          const seqs = await seqsIn(space);
          expect(seqs).toEqual([head, head + 1]);
          const view = await follower({ board, env }).view();
          const live = [...newest.values()].filter(({ kind }) => kind === "listing").length;
          expect([view.position, view.index.listings]).toEqual([head + 1, live + 1]);
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);
});

/** All records of a board as they were after each part of its life. */
async function history(): Promise<readonly (readonly Item[])[]> {
  const space = memoryKeySpace();
  const board = await open(space);
  const moments: (readonly Item[])[] = [];
  const remember = async () => {
    moments.push((await space.range("default", { limit: 1_000 })).items);
  };
  for (let i = 0; i < 12; i++) {
    await Promise.all([0, 1, 2].map((n) => board.upsert(sourcedInput(String((i + n) % 8), { summary: `round ${i}` }))));
    if (i % 3 === 0) await board.remove(board.idOf({ name: "feed", externalId: String(i % 8) }), "any");
    if (i % 4 === 1) await board.changeSettings(() => ({ timeZone: `Etc/GMT+${i}` }));
    if (i === 5) await board.create(KEYED_INPUT, { idempotency: KEYED });
    await remember();
  }
  return moments;
}

/** Each record as of a moment of its own, or not at all, as services restore that know nothing of transactions. */
async function tornBackup(
  moments: readonly (readonly Item[])[],
  choices: readonly (number | undefined)[],
): Promise<KeySpace> {
  const space = memoryKeySpace();
  const keys = [...new Set(moments.flatMap((items) => items.map(({ key }) => key)))].sort();
  for (const [i, key] of keys.entries()) {
    const moment = choices[i % choices.length];
    const item = moment === undefined ? undefined : moments[moment]?.find((each) => each.key === key);
    if (item !== undefined) await space.commit("default", [{ key, value: item.value }]);
  }
  return space;
}
