/** A sealed board takes no write of anybody, however late it comes; and says where it went. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MemoryKeys, memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { type AppError, isAppError } from "../../../core/errors.ts";
import type { KeySpace } from "../../../core/ports.ts";
import { type Board, openBoard } from "../../../core/store/board.ts";
import { LAYOUT_KEY } from "../../../core/store/keys.ts";
import { sealBoard } from "../../../core/store/seal.ts";
import { testEnv } from "../../support/env.ts";
import { listingInput, sourcedInput } from "../../support/listings.ts";
import { testService } from "../../support/service.ts";
import { FAULTS, type FaultKind, weakSpace } from "../../support/weak-space.ts";

const MOVED = "board default has moved to dynamodb:rolecall: send writes there";
const movedTo = "dynamodb:rolecall";

interface Store {
  readonly data: MemoryKeys;
  readonly space: KeySpace;
  open(bend?: (space: KeySpace) => KeySpace): Promise<Board>;
}

function store(): Store {
  const data: MemoryKeys = { partitions: new Map(), commits: 0 };
  const space = memoryKeySpace(data);
  let seed = 1;
  const open: Store["open"] = (bend = (plain) => plain) =>
    openBoard({ space: bend(memoryKeySpace(data)), env: testEnv({ seed: seed++ }), name: "default" });
  return { data, space, open };
}

const seal = (space: KeySpace, to: string | undefined = movedTo) =>
  sealBoard({ space, env: testEnv({ seed: 99 }), board: "default" }, { movedTo: to });

function bodies(data: MemoryKeys, prefix: string) {
  const items = [...(data.partitions.get("default")?.items.values() ?? [])];
  return items.filter(({ key }) => key.startsWith(prefix)).map(({ value }) => JSON.parse(value.body));
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Every call takes so many turns of the event loop each way: a network. */
function takingTurns(space: KeySpace, turns: number): KeySpace {
  const travel = async () => {
    for (let turn = 0; turn < turns; turn++) await nextTurn();
  };
  const soon = async <T>(call: () => Promise<T>) => {
    await travel();
    const answer = await call();
    await travel();
    return answer;
  };
  return {
    ...space,
    get: (partition, keys, signal) => soon(() => space.get(partition, keys, signal)),
    range: (partition, options, signal) => soon(() => space.range(partition, options, signal)),
    commit: (partition, list, signal) => soon(() => space.commit(partition, list, signal)),
  };
}

/** Everything that a client can ask to be changed. */
const writes: Readonly<Record<string, (board: Board, id: string) => Promise<unknown>>> = {
  create: (board) => board.create(listingInput()),
  "create with a key that was used": (board) =>
    board.create(listingInput(), { idempotency: { principal: "p", key: "k" } }),
  "the same content again": (board, id) => board.replace(id, listingInput(), "any"),
  upsert: (board) => board.upsert(sourcedInput("1")),
  replace: (board, id) => board.replace(id, listingInput({ title: "New" }), "any"),
  patch: (board, id) => board.patch(id, { title: "New" }, "any"),
  remove: (board, id) => board.remove(id, "any"),
  "change of settings": (board) => board.changeSettings(() => ({ timeZone: "Asia/Tokyo" })),
  trim: (board) => board.trim(100),
};

describe("a sealed board", () => {
  it.each(Object.keys(writes))("refuses in every process, and says where it went: %s", async (name) => {
    const at = store();
    const writer = await at.open();
    const { stored } = await writer.create(listingInput(), { idempotency: { principal: "p", key: "k" } });
    await writer.create(listingInput());
    const idle = await at.open();
    await seal(at.space);
    const before = JSON.stringify(bodies(at.data, ""));
    for (const board of [writer, idle, await at.open()]) {
      const write = writes[name]?.(board, stored.id);
      await expect(write).rejects.toMatchObject({ code: "unavailable", message: MOVED });
    }
    expect(JSON.stringify(bodies(at.data, ""))).toBe(before);
  });

  it("is read, searched, followed and exported as before", async () => {
    const { space, call, create } = await testService();
    const { json: listing } = await create();
    await seal(space);
    const refused = await create();
    expect([refused.status, refused.headers.get("Retry-After")]).toEqual([503, "1"]);
    expect(refused.json).toMatchObject({ code: "unavailable", detail: MOVED });
    expect((await call("GET", `/v1/listings/${listing.id}`)).status).toBe(200);
    for (const path of ["/v1/search", "/v1/changes", "/v1/exports", "/v1/listings"]) {
      const answer = await call("GET", path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.text).toContain(listing.id);
    }
    expect((await call("GET", "/ready")).status).toBe(200);
  });

  it("has the seal as the last entry of its log", async () => {
    const at = store();
    const board = await at.open();
    await board.create(listingInput());
    expect(await seal(at.space)).toBe(2);
    expect(bodies(at.data, "l:").at(-1)).toMatchObject({ seq: 2, sealed: { movedTo }, changes: [] });
    expect(bodies(at.data, LAYOUT_KEY)).toMatchObject([{ sealed: { movedTo }, incarnation: board.incarnation }]);
    expect(await board.head()).toBe(2);
  });

  it("can be sealed again for the same place, and for no other", async () => {
    const at = store();
    await at.open();
    expect([await seal(at.space), await seal(at.space)]).toEqual([1, 1]);
    await expect(seal(at.space, "firestore:other")).rejects.toMatchObject({
      code: "conflict",
      message: "board default has moved to dynamodb:rolecall already",
    });
  });

  it("that went nowhere says that it is sealed", async () => {
    const at = store();
    const board = await at.open();
    await sealBoard({ space: at.space, env: testEnv(), board: "default" }, {});
    await expect(board.create(listingInput())).rejects.toMatchObject({
      code: "unavailable",
      message: "board default is sealed: it takes no writes",
    });
  });

  it("has to be there", async () => {
    await expect(seal(memoryKeySpace())).rejects.toMatchObject({ code: "not_found" });
  });

  it("is sealed from far away while sixteen writers next to the store write without a pause", async () => {
    const at = store();
    const boards = await Promise.all(Array.from({ length: 16 }, () => at.open((space) => takingTurns(space, 1))));
    let acknowledged = 0;
    const lives = boards.map(async (board) => {
      for (;;) {
        try {
          await board.create(listingInput());
          acknowledged++;
        } catch (error) {
          if ((error as AppError).message === MOVED) return;
          if (!isAppError(error, "unavailable")) throw error;
        }
      }
    });
    while (acknowledged < 50) await nextTurn();
    const last = await seal(takingTurns(at.space, 10));
    await Promise.all(lives);
    expect(bodies(at.data, "d:")).toHaveLength(acknowledged);
    expect(bodies(at.data, "l:").map(({ seq }) => seq)).toEqual(Array.from({ length: last + 1 }, (_, i) => i));
  });

  it("of another incarnation than the one that a process has opened refuses it", async () => {
    const at = store();
    const board = await at.open();
    const [layout] = bodies(at.data, LAYOUT_KEY);
    const body = JSON.stringify({ ...layout, incarnation: "0000000000" });
    await at.space.commit("default", [{ key: LAYOUT_KEY, value: { kind: "board", body } }]);
    await expect(board.create(listingInput())).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("start the process again"),
    });
  });
});

describe("any interleaving of writers with a seal", () => {
  it("ends the log with the seal; every write is in it when it was acknowledged, and nowhere when it was refused", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
        fc.array(
          fc.oneof(
            { weight: 3, arbitrary: fc.constant<FaultKind>("none") },
            { weight: 2, arbitrary: fc.constantFrom(...FAULTS) },
          ),
          { maxLength: 40 },
        ),
        fc.scheduler(),
        play,
      ),
      { numRuns: 300 },
    );
  }, 120_000);
});

async function play(programs: readonly number[], faults: readonly FaultKind[], scheduler: fc.Scheduler): Promise<void> {
  const at = store();
  await at.open();
  const told = new Map<string, { readonly code?: string; readonly revision?: number }>();
  let used = 0;

  const life = (number: number, work: (space: KeySpace) => Promise<void>) => {
    const end = Promise.withResolvers<void>();
    let isDead = false;
    const space = weakSpace(at.space, {
      turn: (label) => scheduler.schedule(Promise.resolve(), `${number}: ${label}`),
      nextFault: () => faults[used++] ?? "none",
      isDead: () => isDead,
      onCrash: () => {
        isDead = true;
        end.resolve();
      },
    });
    const ended = work(space).catch((error: unknown) => {
      if (!isAppError(error, "unavailable") && !isAppError(error, "outcome_unknown")) throw error;
    });
    return Promise.race([ended, end.promise]);
  };
  const envOf = (number: number) =>
    testEnv({ seed: number + 7, sleep: () => scheduler.schedule(Promise.resolve(), `sleep ${number}`) });

  const writers = programs.map((count, number) =>
    life(number, async (space) => {
      const board = await openBoard({ space, env: envOf(number), name: "default" });
      for (let i = 0; i < count; i++) {
        const summary = `${number}.${i}`;
        try {
          const { stored } = await board.upsert(sourcedInput(String(i), { summary }));
          told.set(summary, { revision: stored.revision });
        } catch (error) {
          if (!isAppError(error)) throw error;
          told.set(summary, { code: error.code });
        }
      }
    }),
  );
  const sealer = life(9, async (space) => {
    await sealBoard({ space, env: envOf(9), board: "default" }, { movedTo });
  });
  await scheduler.waitFor(Promise.all([...writers, sealer]));
  await scheduler.waitIdle();
  // The sealer may have died; whoever runs it again finds the seal, or makes it.
  const last = await seal(at.space);

  const log = bodies(at.data, "l:");
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i));
  expect(log.filter(({ sealed }) => sealed !== undefined).map(({ seq }) => seq)).toEqual([last]);
  expect(log.at(-1)?.seq).toBe(last);
  const changes = log.flatMap((entry) => entry.changes);
  for (const [summary, { code, revision }] of told) {
    const effects = changes.filter(({ content }) => content.summary === summary);
    if (revision !== undefined) expect(effects.map((change) => change.revision)).toEqual([revision]);
    else if (code === "unavailable") expect(effects).toEqual([]);
  }
  const replayed = new Map(changes.map((change) => [change.id, change]));
  expect(new Map(bodies(at.data, "d:").map((stored) => [stored.id, stored]))).toEqual(replayed);
}
