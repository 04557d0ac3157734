/** A copy has the same log, the same listings and the same past as its source, whatever happens while it is made. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MemoryKeys, memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { isAppError } from "../../../core/errors.ts";
import type { StoredListing } from "../../../core/listing/record.ts";
import type { KeySpace } from "../../../core/ports.ts";
import { type Board, openBoard } from "../../../core/store/board.ts";
import { type CopyOptions, type CopyReport, copyBoard } from "../../../core/store/copy.ts";
import type { LogEntry } from "../../../core/store/entry.ts";
import { BOARDS_PARTITION, entryKey, LAYOUT_KEY, listingKey } from "../../../core/store/keys.ts";
import { decodePosition, type LogPoint } from "../../../core/store/position.ts";
import { restoreBoard } from "../../../core/store/restore.ts";
import { sealBoard } from "../../../core/store/seal.ts";
import { RETENTION_MS } from "../../../core/store/trim.ts";
import { dieEverywhere, dyingSpace, ProcessDied } from "../../support/dying-space.ts";
import { type TestEnv, testEnv } from "../../support/env.ts";
import { listingInput, sourcedInput } from "../../support/listings.ts";
import { KEYED, KEYED_INPUT, liveIn } from "../../support/lived-in-board.ts";
import { layoutOf, recordsOf } from "../../support/stored-records.ts";
import { FAULTS, type FaultKind, weakSpace } from "../../support/weak-space.ts";

const LISTINGS = 30;
const TO = "dynamodb:rolecall";
const seal = { movedTo: TO };

interface World {
  readonly env: TestEnv;
  readonly from: KeySpace;
  readonly to: KeySpace;
  readonly board: Board;
}

let seed = 1;

const open = (space: KeySpace, env: TestEnv = testEnv({ seed: seed++ })) => openBoard({ space, env, name: "default" });

/** A board with a past, and an empty place to go to. */
async function world(listings = LISTINGS): Promise<World> {
  const env = testEnv({ seed: seed++ });
  const from = memoryKeySpace();
  const board = await open(from, env);
  await liveIn(board, listings);
  return { env, from, to: memoryKeySpace(), board };
}

function copy({ from, to }: Pick<World, "from" | "to">, options: Partial<CopyOptions> = {}): Promise<CopyReport> {
  return copyBoard({ from, to, env: testEnv({ seed: seed++ }), name: "default", ...options });
}

async function expectSameRecords({ from, to }: Pick<World, "from" | "to">): Promise<void> {
  expect(await recordsOf(to)).toEqual(await recordsOf(from));
}

const entriesIn = async (space: KeySpace): Promise<LogEntry[]> =>
  [...(await recordsOf(space))].filter(([key]) => key.startsWith("l:")).map(([, { body }]) => JSON.parse(body));
const listingsIn = async (space: KeySpace): Promise<StoredListing[]> =>
  [...(await recordsOf(space))].filter(([key]) => key.startsWith("d:")).map(([, { body }]) => JSON.parse(body));

const seqsIn = async (space: KeySpace): Promise<number[]> => (await entriesIn(space)).map(({ seq }) => seq);

/** The listings are exactly what the log, which is whole, makes of them. */
async function expectReplayed(space: KeySpace): Promise<void> {
  const log = await entriesIn(space);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i));
  const replayed = new Map(log.flatMap(({ changes }) => changes.map((stored) => [stored.id, stored])));
  expect(new Map((await listingsIn(space)).map((stored) => [stored.id, stored]))).toEqual(replayed);
}

/** A board whose log was trimmed: it begins with this entry. */
async function trimmedWorld(first: number): Promise<World> {
  const env = testEnv({ seed: seed++ });
  const from = memoryKeySpace();
  const board = await open(from, env);
  for (let i = 0; i <= first; i++) await board.upsert(sourcedInput(String(i)));
  env.advance(RETENTION_MS + 1);
  await board.upsert(sourcedInput("young"));
  await board.trim(first);
  expect((await seqsIn(from))[0]).toBe(first);
  return { env, from, to: memoryKeySpace(), board };
}

/** An empty board with a first write that is decided and on its way, until it arrives. */
async function delayedWrite(space: KeySpace) {
  const [isSent, arrives] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const early = await open({
    ...space,
    async commit(partition, writes, signal) {
      if (writes.some(({ key }) => key.startsWith("d:"))) {
        isSent.resolve();
        await arrives.promise;
      }
      return space.commit(partition, writes, signal);
    },
  });
  const outcome = early.create(listingInput()).catch((error: unknown) => error);
  await isSent.promise;
  return () => {
    arrives.resolve();
    return outcome;
  };
}

/** The changes behind a point, or the code that they are refused with. */
const changesOf = (board: Board, point: LogPoint | undefined) =>
  board.changes(point, 100).catch((error: unknown) => (isAppError(error) ? error.code : error));

/** A space whose calls of a kind are told of before they are made. */
function watched(
  space: KeySpace,
  before: (call: "get" | "range" | "commit", keys: readonly string[]) => Promise<void>,
) {
  return {
    ...space,
    async get(partition, keys, signal) {
      await before("get", keys);
      return space.get(partition, keys, signal);
    },
    async range(partition, options, signal) {
      await before("range", [options.after ?? ""]);
      return space.range(partition, options, signal);
    },
    async commit(partition, writes, signal) {
      const keys = writes.map(({ key }) => key);
      await before("commit", keys);
      return space.commit(partition, writes, signal);
    },
  } satisfies KeySpace;
}

describe("a move", () => {
  it("carries every record as it is, and the target goes on where the source ends", async () => {
    const at = await world();
    const report = await copy(at, { seal });
    await expectSameRecords(at);
    const moved = await open(at.to);
    expect(moved.incarnation).toBe(at.board.incarnation);
    const head = await moved.head();
    expect(report).toMatchObject({ isEqual: true, differences: [], position: `${moved.incarnation}-${head}` });
    expect(report.listings).toBe((await listingsIn(at.to)).filter(({ kind }) => kind === "listing").length);
    expect((await moved.create(listingInput())).stored.revision).toBe(head + 1);
    expect(await moved.settings()).toEqual({ timeZone: "Asia/Tokyo" });
    expect((await at.to.get(BOARDS_PARTITION, ["default"]))[0]?.value).toEqual(
      (await at.from.get(BOARDS_PARTITION, ["default"]))[0]?.value,
    );
  });

  it("leaves a source that says where the board went", async () => {
    const at = await world();
    await copy(at, { seal });
    await expect(at.board.create(listingInput())).rejects.toMatchObject({
      code: "unavailable",
      message: "board default has moved to dynamodb:rolecall: send writes there",
    });
  });

  it("takes cursors and idempotency keys along", async () => {
    const at = await world();
    const before = await at.board.changes(undefined, 10);
    await copy(at, { seal });
    const moved = await open(at.to);
    const rest = await at.board.changes(before.next, 1_000);
    expect(await moved.changes(before.next, 1_000)).toEqual(rest);
    const again = await moved.create(KEYED_INPUT, { idempotency: KEYED });
    expect(again.action).toBe("replayed");
    const other = moved.create(listingInput({ title: "Another" }), { idempotency: KEYED });
    await expect(other).rejects.toMatchObject({ code: "idempotency_mismatch" });
  });

  it("that is run again says that it is complete, until the target is written to", async () => {
    const at = await world();
    const first = await copy(at, { seal });
    expect(await copy(at, { seal })).toEqual({ ...first, wasComplete: true, written: 0 });
    await (await open(at.to)).create(listingInput());
    await expect(copy(at, { seal })).rejects.toMatchObject({ code: "conflict" });
  });

  it("back to where the board came from takes what has changed since, and opens it again", async () => {
    const at = await world();
    await copy(at, { seal });
    const moved = await open(at.to);
    await moved.upsert(sourcedInput("new"));
    const { written } = await copy({ from: at.to, to: at.from }, { seal: { movedTo: "sqlite:old" } });
    expect(written).toBeLessThan(5);
    await expectSameRecords(at);
    await expect(moved.create(listingInput())).rejects.toThrow("has moved to sqlite:old");
    expect((await at.board.create(listingInput())).action).toBe("created");
  });
});

describe("a fork", () => {
  it("is a board of its own, from the same past on", async () => {
    const at = await world();
    const { position } = await copy(at);
    await expectSameRecords(at);
    const fork = await open(at.to);
    expect(fork.incarnation).not.toBe(at.board.incarnation);
    const seq = await at.board.head();
    expect(position).toBe(`${fork.incarnation}-${seq}`);
    expect(await layoutOf(at.to)).toMatchObject({ forkedFrom: { incarnation: at.board.incarnation, seq } });
    await fork.upsert(sourcedInput("of the fork"));
    await at.board.upsert(sourcedInput("of the source"));
    const { incarnation } = at.board;
    expect(() => decodePosition(fork.incarnation, `${incarnation}-3`, "invalid_cursor", "cursor")).toThrow(
      expect.objectContaining({ code: "cursor_expired" }),
    );
  });

  it("that is run again says that it is complete, until it is written to", async () => {
    const at = await world();
    const first = await copy(at);
    await at.board.upsert(sourcedInput("later"));
    expect(await copy(at)).toEqual({ ...first, wasComplete: true, written: 0 });
    await (await open(at.to)).create(listingInput());
    await expect(copy(at)).rejects.toMatchObject({ code: "conflict" });
  });

  it("has the idempotency keys of its past, and none that its source was given later", async () => {
    const at = await world();
    const key = (name: string) => ({ idempotency: { principal: "p", key: name } });
    const left = new Set(["behind the marks", "behind the end"]);
    const once = async (name: string) => {
      if (left.delete(name)) await at.board.create(listingInput({ title: name }), key(name));
    };
    let hasReadMarks = false;
    const from = watched(at.from, async (call, [first = ""]) => {
      if (call === "range" && first.startsWith("l:") && hasReadMarks) await once("behind the marks");
      if (call === "range" && first.startsWith("k:")) hasReadMarks = true;
      if (call === "get" && first.startsWith("k:")) await once("behind the end");
    });
    expect((await copy({ ...at, from })).isEqual).toBe(true);
    expect(left.size).toBe(0);
    const fork = await open(at.to);
    const other = listingInput({ title: "Another" });
    for (const known of [KEYED, key("behind the marks").idempotency]) {
      await expect(fork.create(other, { idempotency: known })).rejects.toMatchObject({ code: "idempotency_mismatch" });
    }
    expect((await fork.create(other, key("behind the end"))).action).toBe("created");
    const marks = [...(await recordsOf(at.to)).keys()].filter((name) => name.startsWith("k:"));
    expect(marks).toHaveLength(3);
  });

  it("of a sealed board takes writes", async () => {
    const at = await world();
    await sealBoard({ space: at.from, env: at.env, board: "default" }, {});
    await copy(at);
    expect((await (await open(at.to)).create(listingInput())).action).toBe("created");
  });
});

describe("a copy that dies", () => {
  it.each([true, false])("at any commit is closed, and the same copy finishes it (move: %s)", async (isMove) => {
    const options = isMove ? { seal } : {};
    const deaths = await dieEverywhere(
      () => world(),
      (at, dying) => copy({ from: dying(at.from), to: dying(at.to) }, options),
      async (at, death) => {
        const layout = await layoutOf(at.to);
        if (layout.making !== undefined) {
          await expect(open(at.to)).rejects.toMatchObject({
            code: "unavailable",
            message: "board default is being copied; run the same copy again to finish it",
          });
        }
        const report = await copy(at, options);
        expect([death, report.isEqual]).toEqual([death, true]);
        await expectSameRecords(at);
        const target = await open(at.to);
        expect(target.incarnation === at.board.incarnation).toBe(isMove);
      },
    );
    expect(deaths).toBeGreaterThan(4);
  });

  it("again and again goes on from where it was, writing each record once", async () => {
    const at = await world(300);
    let runs = 0;
    let written = 0;
    for (; ; runs++) {
      const to = dyingSpace(at.to, { at: 4, isApplied: true });
      const progress: number[] = [];
      const onProgress = (now: { readonly written: number }) => progress.push(now.written);
      const hasDied = await copy({ ...at, to }, { seal, onProgress }).then(
        () => false,
        (error: unknown) => error instanceof ProcessDied,
      );
      written += progress.at(-1) ?? 0;
      if (!hasDied) break;
    }
    await expectSameRecords(at);
    expect(runs).toBeGreaterThan(2);
    // The last commit of each run that died was applied without being counted.
    expect(written).toBeLessThanOrEqual((await recordsOf(at.to)).size);
  });

  it("of which a part was spoilt is mended: what differs is put, what is extra is deleted", async () => {
    const at = await world();
    await expect(copy({ ...at, to: dyingSpace(at.to, { at: 5, isApplied: true }) }, { seal })).rejects.toThrow();
    const [first, second] = (await listingsIn(at.to)).map(({ id }) => id);
    const value = { kind: "listing", body: "{}" };
    await at.to.commit("default", [
      { key: listingKey(first ?? ""), value },
      { key: listingKey(second ?? ""), value: undefined },
      { key: listingKey("0".repeat(26)), value },
      { key: entryKey(900), value },
    ]);
    expect((await copy(at, { seal })).isEqual).toBe(true);
    await expectSameRecords(at);
  });
});

describe("a copy of a board that is written to", () => {
  it("is a true cut of it, and what the fork's settings were there", async () => {
    const at = await world(200);
    const start = await at.board.head();
    let writes = 0;
    const moveOn = async () => {
      writes++;
      await at.board.upsert(sourcedInput(String(writes % 7), { summary: `write ${writes}` }));
      if (writes % 3 === 0) await at.board.changeSettings(() => ({ timeZone: `Etc/GMT+${writes / 3}` }));
    };
    const from = watched(at.from, async (call, [after = ""]) => {
      if (call === "range" && /^[dk]:/.test(after)) await moveOn();
    });
    const to = watched(at.to, async (call) => {
      if (call === "commit") await moveOn();
    });
    const report = await copy({ from, to });
    expect(report.isEqual).toBe(true);
    await expectReplayed(at.to);
    const log = await entriesIn(at.to);
    expect((await entriesIn(at.from)).slice(0, log.length)).toEqual(log);
    const { settings } = log.findLast((entry) => entry.settings !== undefined) ?? {};
    expect((await layoutOf(at.to)).settings).toEqual(settings);
    expect(log.length).toBeGreaterThan(start + 5);
    expect((await entriesIn(at.from)).length).toBeGreaterThan(log.length);
  });

  it("starts the log over when its source is trimmed meanwhile, so that it has no gap", async () => {
    const at = await world(250);
    at.env.advance(RETENTION_MS + 1);
    for (let i = 0; i < 200; i++) await at.board.create(listingInput());
    let [isInTheLog, isTrimmed] = [false, false];
    const to = watched(at.to, async (call, keys) => {
      isInTheLog ||= call === "commit" && keys.includes(entryKey(10));
    });
    const from = watched(at.from, async (call) => {
      if (isTrimmed || !isInTheLog || call !== "range") return;
      isTrimmed = true;
      at.env.advance(RETENTION_MS + 1);
      await at.board.create(listingInput());
      await at.board.trim(200);
    });
    expect((await copy({ from, to }, { seal })).isEqual).toBe(true);
    const seqs = await seqsIn(at.from);
    // The slot that a first write takes is not given free again.
    expect(await seqsIn(at.to)).toEqual([-1, ...seqs]);
    expect(seqs[0]).toBeGreaterThan(50);
    expect(isTrimmed).toBe(true);
  });

  it("refuses a source whose log has a gap that stays", async () => {
    const at = await world();
    await at.from.commit("default", [{ key: entryKey(3), value: undefined }]);
    await expect(copy(at)).rejects.toMatchObject({
      code: "corrupt",
      message: "the log of board default has a gap behind entry 2: run `rolecall restore` on it first",
    });
  });

  it("keeps within the limits of every store with listings of any size", async () => {
    const at = await world(4);
    const extra = { notes: "é".repeat(22_000) };
    await Promise.all(Array.from({ length: 120 }, () => at.board.create(listingInput({ extra }))));
    expect((await copy(at, { seal })).isEqual).toBe(true);
    await expectSameRecords(at);
  });
});

describe("a copy is refused, and nothing is written,", () => {
  const refusals: Readonly<
    Record<string, readonly [code: string, message: RegExp, arrange: (at: World) => Promise<Partial<World>>]>
  > = {
    "when there is no such board": ["not_found", /the source has no board/, async () => ({ from: memoryKeySpace() })],
    "where another board is": [
      "conflict",
      /the target already holds a board at position [a-z0-9]{10}-1 named default/,
      async ({ to }) => {
        await (await open(to)).create(listingInput());
        return {};
      },
    ],
    "onto itself": ["conflict", /already holds a board at position/, async ({ from }) => ({ to: from })],
    "of an empty board onto itself": [
      "conflict",
      /already holds/,
      async () => {
        const space = memoryKeySpace();
        await open(space);
        return { from: space, to: space };
      },
    ],
    "where the copy of another board is being made": [
      "conflict",
      /already holds an unfinished copy/,
      async ({ to }) => {
        const other = await world();
        const dying = dyingSpace(to, { at: 3, isApplied: true });
        await expect(copy({ from: other.from, to: dying })).rejects.toThrow(ProcessDied);
        return {};
      },
    ],
    "where records have lost their layout": [
      "conflict",
      /lost its layout/,
      async ({ to }) => {
        await to.commit("default", [{ key: entryKey(7), value: { kind: "entry", body: "{}" } }]);
        return {};
      },
    ],
    "of a board that is itself being copied": [
      "unavailable",
      /is being copied/,
      async ({ from }) => {
        const to = memoryKeySpace();
        await expect(copy({ from, to: dyingSpace(to, { at: 3, isApplied: true }) })).rejects.toThrow(ProcessDied);
        return { from: to };
      },
    ],
    "of a name that is none": ["invalid_id", /board name "_boards"/, async () => ({})],
  };

  it.each(Object.keys(refusals))("%s", async (name) => {
    const [code, message, arrange] = refusals[name] ?? ["", /./, async () => ({})];
    const at = await world(6);
    const places = { ...at, ...(await arrange(at)) };
    const before = [await recordsOf(places.from), await recordsOf(places.to)];
    const options = name.includes("name") ? { name: "_boards" } : {};
    const refused = copy(places, { ...options, env: testEnv() });
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect([await recordsOf(places.from), await recordsOf(places.to)]).toEqual(before);
  });

  it("when the board has moved elsewhere", async () => {
    const at = await world(6);
    await copy(at, { seal });
    await expect(copy({ ...at, to: memoryKeySpace() }, { seal: { movedTo: "sqlite:x" } })).rejects.toMatchObject({
      code: "conflict",
      message: "board default has moved to dynamodb:rolecall already",
    });
  });

  it("when the target is the fork that an earlier copy has made", async () => {
    const at = await world(6);
    await copy(at);
    await expect(copy(at, { seal })).rejects.toMatchObject({ code: "conflict" });
    expect((await layoutOf(at.from)).sealed).toBeUndefined();
  });
});

describe("a copy to where somebody has looked before", () => {
  it("takes the empty board over, and keeps out whoever has it open", async () => {
    const at = await world();
    const early = await open(at.to);
    let isTaken = false;
    const to = watched(at.to, async (call) => {
      if (call !== "commit") return;
      if (isTaken) await expect(early.create(listingInput())).rejects.toMatchObject({ code: "unavailable" });
      isTaken = true;
    });
    expect((await copy({ ...at, to }, { seal })).isEqual).toBe(true);
    await expectSameRecords(at);
    await expect(early.create(listingInput())).rejects.toThrow("start the process again");
  });

  it("takes it over from a write that was decided before and arrives late", async () => {
    const at = await world();
    const arrives = Promise.withResolvers<void>();
    const early = await open({
      ...at.to,
      async commit(partition, writes, signal) {
        if (partition === "default" && writes.some(({ key }) => key === entryKey(1))) await arrives.promise;
        return at.to.commit(partition, writes, signal);
      },
    });
    const write = early.create(listingInput()).catch((error: unknown) => error);
    let commits = 0;
    const to = watched(at.to, async (call) => {
      if (call !== "commit" || ++commits !== 2) return;
      arrives.resolve();
      expect(await write).toMatchObject({ code: "unavailable" });
    });
    expect((await copy({ ...at, to }, { seal })).isEqual).toBe(true);
    expect(commits).toBeGreaterThan(1);
    await expectSameRecords(at);
  });

  it.each(["before its end", "behind its end"])(
    "keeps the slot of a trimmed source's copy: a write arrives %s",
    async (moment) => {
      const at = await trimmedWorld(6);
      const arrived = await delayedWrite(at.to);
      let outcome: unknown;
      let hasLog = false;
      const to = watched(at.to, async (call, keys) => {
        if (moment === "before its end" && hasLog) outcome ??= await arrived();
        hasLog ||= call === "commit" && keys.includes(entryKey(6));
      });
      expect(await copy({ ...at, to }, { seal })).toMatchObject({ isEqual: true });
      outcome ??= await arrived();
      expect(outcome).toMatchObject({ code: "unavailable" });
      expect(await seqsIn(at.to)).toEqual([-1, ...(await seqsIn(at.from))]);
      expect(await listingsIn(at.to)).toEqual(await listingsIn(at.from));
      expect(await copy(at, { seal })).toMatchObject({ isEqual: true, wasComplete: true });
    },
  );

  // From 2 on the log would be dense behind the slot, and a reader from entry 0 would never miss entry 1.
  it.each([2, 6])("reads there as trimmed, as at its source whose log begins at %i", async (first) => {
    const at = await trimmedWorld(first);
    await open(at.to);
    await copy(at, { seal });
    const moved = await open(at.to);
    const points = [undefined, { seq: 0 }, { seq: 0, taken: 0 }, { seq: 1 }, { seq: 1, taken: 1 }, { seq: first }];
    for (const point of points) {
      expect([point, await changesOf(moved, point)]).toEqual([point, await changesOf(at.board, point)]);
    }
    for (const point of points.slice(0, 3)) expect(await changesOf(moved, point)).toBe("cursor_expired");
    expect((await moved.create(listingInput())).stored.revision).toBe((await at.board.head()) + 1);
  });

  it("can be copied on from there, moved back, trimmed and restored", async () => {
    const at = await trimmedWorld(6);
    await open(at.to);
    await copy(at, { seal });
    const on = { from: at.to, to: memoryKeySpace() };
    expect(await copy(on)).toMatchObject({ isEqual: true });
    await expectSameRecords(on);
    const moved = await open(at.to, at.env);
    await moved.upsert(sourcedInput("new"));
    const back = { from: at.to, to: at.from };
    expect(await copy(back, { seal: { movedTo: "sqlite:old" } })).toMatchObject({ isEqual: true });
    await expectSameRecords(back);
    at.env.advance(RETENTION_MS + 1);
    const { stored } = await at.board.upsert(sourcedInput("newer"));
    await at.board.trim(stored.revision);
    expect(await seqsIn(at.from)).toEqual([stored.revision]);
    const fork = { space: on.to, env: at.env, board: "default" };
    expect(await restoreBoard(fork)).toMatchObject({ repaired: 0 });
    expect(await seqsIn(on.to)).toHaveLength(1);
  });

  it("keeps the slot of a fork of a board that nobody has written to", async () => {
    const at = { from: memoryKeySpace(), to: memoryKeySpace() };
    const source = await open(at.from);
    const arrived = await delayedWrite(at.to);
    const first = await copy(at);
    expect(first.isEqual).toBe(true);
    expect(await arrived()).toMatchObject({ code: "unavailable" });
    await source.create(listingInput());
    expect(await copy(at)).toEqual({ ...first, wasComplete: true, written: 0 });
    const fork = await open(at.to);
    expect((await fork.create(listingInput())).stored.revision).toBe(2);
    expect(
      (await fork.changes(decodePosition(fork.incarnation, first.position, "invalid_cursor", "cursor"), 10)).changes,
    ).toHaveLength(1);
    await expect(copy(at)).rejects.toMatchObject({ code: "conflict" });
    expect(await copy({ from: at.to, to: memoryKeySpace() })).toMatchObject({ isEqual: true });
    // A first write to the fork itself is no such slot.
    const other = { from: memoryKeySpace(), to: memoryKeySpace() };
    await open(other.from);
    await copy(other);
    await (await open(other.to)).create(listingInput());
    await expect(copy(other)).rejects.toMatchObject({ code: "conflict" });
  });

  it("does not take it over from a write that comes first", async () => {
    const at = await world();
    const early = await open(at.to);
    let isFirst = true;
    const to = watched(at.to, async (call) => {
      if (call !== "commit" || !isFirst) return;
      isFirst = false;
      await early.create(listingInput());
    });
    await expect(copy({ ...at, to }, { seal })).rejects.toMatchObject({ code: "conflict" });
    expect(await listingsIn(at.to)).toHaveLength(1);
  });
});

describe("two copies at once", () => {
  it("end as one: the later run goes on, the earlier can do no more", async () => {
    const at = await world(200);
    let commits = 0;
    let later: Promise<CopyReport> | undefined;
    const to = watched(at.to, async (call) => {
      if (call === "commit" && ++commits === 4) later = copy(at, { seal });
      if (later !== undefined) await later;
    });
    await expect(copy({ ...at, to }, { seal })).rejects.toMatchObject({
      code: "conflict",
      message: "another run goes on with the copy of board default",
    });
    expect(await later).toMatchObject({ isEqual: true });
    await expectSameRecords(at);
  });

  it("are two also when a range of the later meets what the earlier has copied, and not its layout", async () => {
    const at = await world();
    let isFirst = true;
    const torn: KeySpace = {
      ...at.to,
      async range(partition, options, signal) {
        if (!isFirst || options.after !== undefined) return at.to.range(partition, options, signal);
        isFirst = false;
        const dying = dyingSpace(at.to, { at: 4, isApplied: true });
        await expect(copy({ ...at, to: dying })).rejects.toThrow(ProcessDied);
        return at.to.range(partition, { ...options, after: LAYOUT_KEY }, signal);
      },
    };
    expect(await copy({ ...at, to: torn })).toMatchObject({ isEqual: true });
  });
});

describe("a run of a copy that was given up", () => {
  it("can do no more once another has begun, though that one is not finished", async () => {
    const at = await world(200);
    const [isHeld, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let laterCommits = 0;
    const held = watched(at.to, async (call) => {
      if (call !== "commit" || ++laterCommits !== 4) return;
      isHeld.resolve();
      await goesOn.promise;
    });
    let commits = 0;
    let later: Promise<CopyReport> | undefined;
    const to = watched(at.to, async (call) => {
      if (call !== "commit" || ++commits !== 3) return;
      later = copy({ ...at, to: held }, { seal });
      await isHeld.promise;
    });
    const earlier = copy({ ...at, to }, { seal });
    await expect(earlier).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("another run") });
    goesOn.resolve();
    expect(await later).toMatchObject({ isEqual: true });
    await expectSameRecords(at);
  });

  it("changes nothing when what it had sent arrives behind the end of the copy", async () => {
    const at = await world();
    let late: (() => Promise<unknown>) | undefined;
    const to: KeySpace = {
      ...at.to,
      async commit(partition, writes, signal) {
        if (!writes.some(({ key }) => key.startsWith("k:"))) return at.to.commit(partition, writes, signal);
        late = () => at.to.commit(partition, writes);
        throw new ProcessDied();
      },
    };
    await expect(copy({ ...at, to }, { seal })).rejects.toThrow(ProcessDied);
    await copy(at, { seal });
    // The mark that the late commit would put is no longer there to keep it out.
    const moved = await open(at.to, testEnv({ now: at.env.now() + RETENTION_MS + 1 }));
    await moved.trim(0);
    const before = await recordsOf(at.to);
    expect([...before.keys()].filter((key) => key.startsWith("k:"))).toEqual([]);
    expect(await late?.()).toMatchObject({ committed: false });
    expect(await recordsOf(at.to)).toEqual(before);
    expect((await moved.create(listingInput())).action).toBe("created");
  });
});

describe("a copy that is not what its source is", () => {
  it("stays closed and names the listings, and the same copy mends it", async () => {
    const at = await world();
    const lost = (await listingsIn(at.from)).find(({ kind }) => kind === "listing")?.id ?? "";
    const lossy: KeySpace = {
      ...at.to,
      commit: (partition, writes, signal) =>
        at.to.commit(
          partition,
          writes.filter(({ key }) => key !== listingKey(lost)),
          signal,
        ),
    };
    const report = await copy({ ...at, to: lossy }, { seal });
    expect(report).toMatchObject({ isEqual: false, differing: 1 });
    expect(report.differences).toEqual([{ id: lost, difference: "missing in the copy" }]);
    await expect(open(at.to)).rejects.toMatchObject({ code: "unavailable" });
    expect(await copy(at, { seal })).toMatchObject({ isEqual: true, written: 1 });
    expect((await open(at.to)).incarnation).toBe(at.board.incarnation);
  });
});

describe("any interleaving of writers with a move", () => {
  const fault = fc.oneof(
    { weight: 4, arbitrary: fc.constant<FaultKind>("none") },
    { weight: 1, arbitrary: fc.constantFrom(...FAULTS) },
  );

  it("ends with the same log on both sides: what was acknowledged is in it, what was refused is not", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
        fc.array(fault, { maxLength: 60 }),
        fc.scheduler(),
        play,
      ),
      { numRuns: 200 },
    );
  }, 120_000);
});

async function play(programs: readonly number[], faults: readonly FaultKind[], scheduler: fc.Scheduler): Promise<void> {
  const data: MemoryKeys = { partitions: new Map(), commits: 0 };
  const at = { from: memoryKeySpace(data), to: memoryKeySpace() };
  const first = await open(at.from);
  await first.upsert(sourcedInput("0"));
  const told = new Map<string, { readonly code?: string; readonly revision?: number }>();
  let used = 0;
  const weak = (space: KeySpace, label: string, onCrash: () => void, isDead: () => boolean) =>
    weakSpace(space, {
      turn: (call) => scheduler.schedule(Promise.resolve(), `${label}: ${call}`),
      nextFault: () => faults[used++] ?? "none",
      isDead,
      onCrash,
    });
  const live = (number: number, work: (bend: (space: KeySpace) => KeySpace) => Promise<void>) => {
    const end = Promise.withResolvers<void>();
    let isDead = false;
    const die = () => {
      isDead = true;
      end.resolve();
    };
    const ended = work((space) => weak(space, String(number), die, () => isDead)).catch((error: unknown) => {
      if (!isAppError(error, "unavailable") && !isAppError(error, "outcome_unknown")) throw error;
    });
    return Promise.race([ended, end.promise]);
  };
  const envOf = (number: number) =>
    testEnv({ seed: number + 7, sleep: () => scheduler.schedule(Promise.resolve(), `sleep ${number}`) });

  const writers = programs.map((count, number) =>
    live(number, async (bend) => {
      const board = await openBoard({ space: bend(at.from), env: envOf(number), name: "default" });
      for (let i = 0; i < count; i++) {
        const summary = `${number}.${i}`;
        try {
          // Every other write has a key, whose mark is in no entry of the log.
          const { stored } =
            i % 2 === 0
              ? await board.upsert(sourcedInput(String(i), { summary }))
              : await board.create(listingInput({ summary }), { idempotency: { principal: "p", key: summary } });
          told.set(summary, { revision: stored.revision });
        } catch (error) {
          if (!isAppError(error)) throw error;
          told.set(summary, { code: error.code });
        }
      }
    }),
  );
  const copier = live(9, async (bend) => {
    await copyBoard({ from: bend(at.from), to: bend(at.to), env: envOf(9), name: "default", seal });
  });
  await scheduler.waitFor(Promise.all([...writers, copier]));
  await scheduler.waitIdle();
  expect(await copy(at, { seal })).toMatchObject({ isEqual: true });

  await expectSameRecords(at);
  await expectReplayed(at.to);
  const log = await entriesIn(at.to);
  expect(log.at(-1)).toMatchObject({ sealed: { movedTo: TO } });
  for (const [summary, { code, revision }] of told) {
    const effects = log.flatMap(({ changes }) =>
      changes.filter((stored) => stored.kind === "listing" && stored.content.summary === summary),
    );
    if (revision !== undefined) expect(effects.map((stored) => stored.revision)).toEqual([revision]);
    else if (code === "unavailable") expect(effects).toEqual([]);
  }
  expect((await (await open(at.to)).create(listingInput())).stored.revision).toBe(log.length);
  expect((await layoutOf(at.to)).making).toBeUndefined();
  expect((await at.to.get("default", [LAYOUT_KEY]))[0]?.value.kind).toBe("board");
}
