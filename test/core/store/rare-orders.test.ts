/** Orders of events that took a reviewer to find: each of them once tore the log, lost a write or told a lie. */
import { describe, expect, it } from "vitest";
import { type MemoryKeys, memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import type { KeySpace } from "../../../core/ports.ts";
import { type Board, openBoard } from "../../../core/store/board.ts";
import { BOARDS_PARTITION, ENTRIES_START, entryKey, LAYOUT_KEY, POINTER_KEY } from "../../../core/store/keys.ts";
import { findTail } from "../../../core/store/tail.ts";
import { RETENTION_MS } from "../../../core/store/trim.ts";
import { type TestEnv, testEnv } from "../../support/env.ts";
import { listingInput } from "../../support/listings.ts";

interface Store {
  readonly data: MemoryKeys;
  readonly env: TestEnv;
  open(bend?: (space: KeySpace) => KeySpace): Promise<Board>;
}

function store(): Store {
  const data: MemoryKeys = { partitions: new Map(), commits: 0 };
  const env = testEnv();
  let seed = 1;
  const open: Store["open"] = (bend = (space) => space) =>
    openBoard({
      space: bend(memoryKeySpace(data)),
      env: { ...env, randomBytes: testEnv({ seed: seed++ }).randomBytes },
      name: "default",
    });
  return { data, env, open };
}

function entriesOf({ data }: Store): number[] {
  return (data.partitions.get("default")?.keys ?? []).flatMap((key) =>
    key.startsWith("l:") ? [Number(key.slice(2))] : [],
  );
}

/** Whether the numbers follow each other without a gap. */
function isDense(seqs: readonly number[]): boolean {
  return seqs.every((seq, i) => seq === (seqs[0] ?? 0) + i);
}

async function fill(board: Board, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await board.create(listingInput());
}

const lost = () => new AppError("outcome_unknown", "no answer");
const throttled = () => new AppError("unavailable", "throttled");

describe("opening", () => {
  it("while another process makes the board, of which a range meets the log alone, opens that board", async () => {
    const at = store();
    let isFirst = true;
    const slow = await at.open((space) => ({
      ...space,
      async range(partition, options, signal) {
        if (!isFirst) return space.range(partition, options, signal);
        isFirst = false;
        await at.open();
        return space.range(partition, { ...options, after: LAYOUT_KEY }, signal);
      },
    }));
    expect((await slow.create(listingInput())).stored.revision).toBe(1);
    expect(entriesOf(at)).toEqual([0, 1]);
  });

  it("a new board that no answer says to be made leaves nobody in doubt about a write, and makes it the next time", async () => {
    const at = store();
    const unheard = at.open((space) => ({ ...space, commit: () => Promise.reject(lost()) }));
    await expect(unheard).rejects.toMatchObject({ code: "unavailable" });
    expect((await (await at.open()).create(listingInput())).stored.revision).toBe(1);
  });
});

describe("trimming", () => {
  it("while another process looks for the end of the log does not make it find one", async () => {
    const at = store();
    const trimmer = await at.open();
    await fill(trimmer, 200);
    at.env.advance(RETENTION_MS + 1);
    await fill(trimmer, 1);
    let isFirst = true;
    const cold = await at.open((space) => ({
      ...space,
      async range(partition, options, signal) {
        const page = await space.range(partition, options, signal);
        if (isFirst && options.after === ENTRIES_START) {
          isFirst = false;
          await trimmer.trim(150);
        }
        return page;
      },
    }));
    expect((await cold.create(listingInput())).stored.revision).toBe(202);
    expect(isDense(entriesOf(at))).toBe(true);
  });

  it("between any two requests of a search for the end of the log leaves that search its end", async () => {
    let isTrimmed = true;
    for (let last = 1; isTrimmed; last++) {
      const at = store();
      const trimmer = await at.open();
      await fill(trimmer, 410);
      at.env.advance(RETENTION_MS + 1);
      await fill(trimmer, 1);
      isTrimmed = false;
      let requests = 0;
      const trimming = async <T>(request: () => Promise<T>): Promise<T> => {
        if (requests++ === last) {
          isTrimmed = true;
          await trimmer.trim(405);
        }
        return request();
      };
      const space = memoryKeySpace(at.data);
      const searched: KeySpace = {
        ...space,
        get: (...call) => trimming(() => space.get(...call)),
        range: (...call) => trimming(() => space.range(...call)),
      };
      const found = await findTail(searched, "default", undefined);
      expect(found, `trimmed at request ${last}`).toBe(411);
    }
  });

  it("behind an old page that this process has just read does not tear the log", async () => {
    const at = store();
    const trimmer = await at.open();
    await fill(trimmer, 200);
    at.env.advance(RETENTION_MS + 1);
    await fill(trimmer, 1);
    const reader = await at.open();
    expect((await reader.changes(undefined, 100)).more).toBe(true);
    await trimmer.trim(150);
    expect((await reader.create(listingInput())).stored.revision).toBe(202);
    expect(isDense(entriesOf(at))).toBe(true);
  });

  it("stops at the first commit that is lost, so that what remains is dense", async () => {
    const at = store();
    let losses = 1;
    const board = await at.open((space) => ({
      ...space,
      async commit(partition, writes, signal) {
        const isDeletion = writes.every(({ value }) => value === undefined);
        return isDeletion && losses-- > 0
          ? { committed: false, found: new Map() }
          : space.commit(partition, writes, signal);
      },
    }));
    await fill(board, 120);
    at.env.advance(RETENTION_MS + 1);
    await fill(board, 1);
    expect(await board.trim(100)).toEqual({ entries: 0, tombstones: 0 });
    expect(isDense(entriesOf(at))).toBe(true);
    expect(await board.trim(100)).toEqual({ entries: 100, tombstones: 0 });
    expect(isDense(entriesOf(at))).toBe(true);
  });
});

describe("a writer", () => {
  it("that is far behind catches up and writes", async () => {
    const at = store();
    const [slow, busy] = [await at.open(), await at.open()];
    await fill(slow, 1);
    await fill(busy, 1_500);
    expect((await slow.create(listingInput())).stored.revision).toBe(1_502);
  });

  it("far from the store finds the end of a log that others write to all the time", async () => {
    const at = store();
    const busy = await at.open();
    await fill(busy, 20);
    let asked = 0;
    const far = await at.open((space) => ({
      ...space,
      async range(partition, options, signal) {
        if (++asked > 100) throw new Error("it never ends");
        await fill(busy, 1);
        return space.range(partition, options, signal);
      },
    }));
    const before = await busy.head();
    expect(await far.head()).toBeGreaterThanOrEqual(before);
    expect(asked).toBeLessThan(4);
  });

  it("waits longer each time the store refuses to be read", async () => {
    const at = store();
    const slept: number[] = [];
    let isDown = false;
    at.env.sleep = async (ms) => {
      slept.push(ms);
    };
    const board = await at.open((space) => ({
      ...space,
      async get(partition, keys, signal) {
        if (isDown) throw throttled();
        return space.get(partition, keys, signal);
      },
    }));
    isDown = true;
    await expect(board.create(listingInput())).rejects.toMatchObject({ code: "unavailable" });
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(100);
  });

  it("does not take settings that it read before a change for those behind it", async () => {
    const at = store();
    const other = await at.open();
    const held = Promise.withResolvers<void>();
    let isHeld = false;
    const board: Board = await at.open((space) => ({
      ...space,
      async get(partition, keys, signal) {
        const items = await space.get(partition, keys, signal);
        const isOpening = keys.includes(POINTER_KEY);
        if (!isHeld && !isOpening && keys.length > 1 && keys.includes(LAYOUT_KEY)) {
          isHeld = true;
          await held.promise;
        }
        return items;
      },
    }));
    const dated = () => board.create(listingInput({ validThrough: "2026-06-01" }));
    const first = dated();
    await until(() => isHeld);
    await other.changeSettings(() => ({ timeZone: "Asia/Tokyo" }));
    await other.create(listingInput());
    await board.head();
    held.resolve();
    for (const { stored } of [await first, await dated()]) {
      expect(new Date((stored as ListingRecord).visibleUntil ?? 0).toISOString()).toBe("2026-06-01T15:00:00.000Z");
    }
  });

  it("refuses an id that is none without refusing its neighbours", async () => {
    const board = await store().open();
    const outcomes = await Promise.allSettled([
      board.create(listingInput()),
      board.remove("not/an/id", "any"),
      board.create(listingInput()),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("tries the operations of a batch one by one when the batch fails as a whole", async () => {
    const at = store();
    const board = await at.open((space) => ({
      ...space,
      async commit(partition, writes, signal) {
        if (writes.some(({ value }) => value?.body.includes("poison"))) throw new AppError("too_large", "refused");
        return space.commit(partition, writes, signal);
      },
    }));
    const outcomes = await Promise.allSettled(
      ["a", "poison", "b", "c"].map((summary) => board.create(listingInput({ summary }))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    expect(await board.head()).toBe(3);
  });

  it("looks at the very slot that is in doubt before it judges", async () => {
    const at = store();
    const rival = await at.open();
    const { stored } = await rival.create(listingInput());
    let step = 0;
    const board = await at.open((space) => ({
      ...space,
      async get(partition, keys, signal) {
        if (step === 2 && keys.includes(entryKey(2))) {
          step = 3;
          throw throttled();
        }
        return space.get(partition, keys, signal);
      },
      async commit(partition, writes, signal) {
        if (step !== 1) return space.commit(partition, writes, signal);
        step = 2;
        await rival.replace(stored.id, listingInput({ title: "Rival" }), "any");
        throw lost();
      },
    }));
    step = 1;
    const write = board.replace(stored.id, listingInput({ title: "Mine" }), [stored.revision]);
    await expect(write).rejects.toMatchObject({ code: "precondition_failed" });
  });
});

describe("a change of settings", () => {
  it("whose answer and slot are both out of reach is found all the same", async () => {
    const at = store();
    let step = 0;
    const board = await at.open((space) => ({
      ...space,
      async get(partition, keys, signal) {
        if (step === 2) {
          step = 3;
          throw throttled();
        }
        return space.get(partition, keys, signal);
      },
      async commit(partition, writes, signal) {
        const answer = await space.commit(partition, writes, signal);
        if (step !== 1) return answer;
        step = 2;
        throw lost();
      },
    }));
    step = 1;
    expect(await board.changeSettings(() => ({ timeZone: "Asia/Tokyo" }))).toEqual({ timeZone: "Asia/Tokyo" });
    expect(entriesOf(at)).toEqual([0, 1]);
  });

  it("that lands late is made once", async () => {
    const at = store();
    let late: (() => Promise<unknown>) | undefined;
    let isArmed = false;
    const board = await at.open((space) => ({
      ...space,
      async get(partition, keys, signal) {
        const items = await space.get(partition, keys, signal);
        await late?.();
        late = undefined;
        return items;
      },
      async commit(partition, writes, signal) {
        if (!isArmed) return space.commit(partition, writes, signal);
        isArmed = false;
        late = () => space.commit(partition, writes);
        throw lost();
      },
    }));
    isArmed = true;
    const zones = ["Asia/Tokyo", "Europe/Berlin"];
    await board.changeSettings(({ timeZone }) => ({ timeZone: zones[timeZone === "UTC" ? 0 : 1] ?? "" }));
    expect(await board.settings()).toEqual({ timeZone: "Asia/Tokyo" });
    expect(entriesOf(at)).toEqual([0, 1]);
  });
});

describe("opening a board", () => {
  it("whose layout record is gone ends with an error that says so", async () => {
    const at = store();
    const body = '{"seq":0,"at":0,"changes":[]}';
    await memoryKeySpace(at.data).commit("default", [{ key: entryKey(0), value: { kind: "entry", body } }]);
    await expect(at.open()).rejects.toMatchObject({ code: "corrupt", message: expect.stringContaining("layout") });
  });

  it("never makes one that the list of boards does not know", async () => {
    const at = store();
    const dying = at.open((space) => ({
      ...space,
      commit: (partition, writes, signal) =>
        partition === BOARDS_PARTITION
          ? Promise.reject(new Error("the process dies"))
          : space.commit(partition, writes, signal),
    }));
    await expect(dying).rejects.toThrow("dies");
    expect(entriesOf(at)).toEqual([]);
  });
});

describe("a page of changes", () => {
  it("ends at 4 MB of whatever the listings hold", async () => {
    const at = store();
    const board = await at.open();
    const extra = { notes: "x".repeat(45_000) };
    for (let i = 0; i < 150; i++) await board.create(listingInput({ extra }));
    const page = await board.changes(undefined, 1_000);
    expect(JSON.stringify(page.changes).length).toBeLessThan(5 * 1024 * 1024);
    expect([page.more, page.changes.length < 150]).toEqual([true, true]);
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
