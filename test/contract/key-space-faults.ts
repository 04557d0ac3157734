import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAppError } from "../../core/errors.ts";
import type { CommitResult, Item, KeySpace, Write } from "../../core/ports.ts";
import { type FaultProxy, faultProxy, type Harm, type WireRequest } from "../support/fault-proxy.ts";
import { declareBoardFaults } from "./board-faults.ts";
import { allOf, refused, upTo } from "./expect.ts";
import { abortedWhileStalled, FAULTY_TIMEOUT_MS, harmed, harms, NO_TIMEOUT_MS, type Refusals } from "./harms.ts";
import { bodies, committed, conflicts, numbered, present, put, read, readAll, remove } from "./key-space-case.ts";

/** What an adapter brings to the suite of faults. */
export interface KeySpaceFaultHarness extends Refusals {
  /** Address of the service itself. */
  readonly upstream: string;
  /** Opens the store at the service's address or the proxy's. No call may wait longer than `timeoutMs` for the service. */
  open(url: string, timeoutMs: number): Promise<KeySpace>;
  /** Whether a request on the wire carries a commit. */
  isCommit(request: WireRequest): boolean;
}

export interface FaultScene {
  readonly proxy: FaultProxy;
  /** Over the proxy. */
  readonly faulty: KeySpace;
  /** To the service itself: what is really there. */
  readonly direct: KeySpace;
}

/** Declares what `KeySpace` promises of errors, for an adapter that speaks HTTP/1.1 to its service. */
export function keySpaceFaultContract(name: string, harness: KeySpaceFaultHarness): void {
  describe(`${name} tells the truth under faults on the wire`, () => {
    let scene: FaultScene;
    beforeAll(async () => {
      const proxy = await faultProxy(harness.upstream);
      const direct = await harness.open(harness.upstream, NO_TIMEOUT_MS);
      const faulty = await harness.open(proxy.url, FAULTY_TIMEOUT_MS);
      scene = { proxy, direct, faulty };
      // The first call of a client opens connections and reads settings: it may take longer than a fault is waited for.
      await allOf([read(direct, "warm", "up"), read(faulty, "warm", "up").catch(() => undefined)]);
    });
    afterAll(async () => {
      await allOf([scene.faulty.close(), scene.direct.close()]);
      await scene.proxy.stop();
    });

    for (const { name: harm, harm: kind } of harms(harness)) {
      it(`${harm}: what a commit answers is so, and repeating it changes no more`, async () => {
        const told = await allOf(SHAPES.map((shape) => commitUnderHarm(scene, shape, kind, harness.isCommit)));
        told.forEach(expectTruth);
      });

      it(`${harm}: a read is unavailable, never wrong or partial, and works when it is over`, async () => {
        const read = await readable(scene.direct);
        await harmed(scene.proxy, { harm: kind, times: Number.POSITIVE_INFINITY }, () =>
          allOf(read.calls.map((call) => refused("unavailable", () => call(scene.faulty)))),
        );
        for (const [i, call] of read.calls.entries()) expect(await call(scene.faulty)).toEqual(read.answers[i]);
      });
    }

    it("throttling is unavailable: nothing was applied", async () => {
      const fault = { harm: { kind: "answer before", answer: harness.throttled }, matches: harness.isCommit } as const;
      const partition = freshPartition();
      await harmed(scene.proxy, fault, () =>
        refused("unavailable", () => scene.faulty.commit(partition, [put("k", "1")])),
      );
    });

    it("every second answer of a range is cut, and no item is lost or read twice", async () => {
      const partition = freshPartition();
      await committed(scene.direct, partition, ...upTo(60).map((i) => put(numbered(i), `${i}`)));
      const seen = await harmed(
        scene.proxy,
        { harm: { kind: "cut in the answer" }, every: 2, times: Number.POSITIVE_INFINITY },
        () => pagedWithRepeats(scene.faulty, partition),
      );
      expect(seen).toEqual(upTo(60).map((i) => numbered(i)));
    });

    it("a call aborted while it waits ends at once: a commit with an unknown outcome, a read as unavailable", async () => {
      const patient = await harness.open(scene.proxy.url, NO_TIMEOUT_MS);
      const partition = freshPartition();
      for (const kind of ["stall before", "stall after"] as const) {
        const commit = await abortedWhileStalled(scene.proxy, { harm: { kind } }, (signal) =>
          patient.commit(partition, [put("k", kind)], signal),
        );
        expect(commit).toMatchObject({ code: "outcome_unknown" });
        const get = await abortedWhileStalled(scene.proxy, { harm: { kind } }, (signal) =>
          patient.get(partition, ["k"], signal),
        );
        expect(get).toMatchObject({ code: "unavailable" });
      }
      await patient.close();
    });

    it("where nothing listens a call is unavailable, and nothing was applied", async () => {
      const gone = await faultProxy(harness.upstream);
      await gone.stop();
      const keys = await harness.open(gone.url, FAULTY_TIMEOUT_MS);
      const partition = freshPartition();
      await refused("unavailable", () => keys.commit(partition, [put("k", "1")]));
      await refused("unavailable", () => keys.get(partition, ["k"]));
      await refused("unavailable", () => keys.range(partition, { limit: 1 }));
      await keys.close();
      expect(await read(scene.direct, partition, "k")).toBeUndefined();
    });

    declareBoardFaults(harness, () => scene);
  });
}

function freshPartition(): string {
  return `f${randomUUID().replaceAll("-", "")}`;
}

/** A commit under the token of an item, and what it makes of the partition. */
interface Shape {
  readonly writes: (item: Item) => readonly Write[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const SHAPES: readonly Shape[] = [
  {
    writes: ({ token }) => [put("k", "new", { token })],
    before: ["k old", "m old"],
    after: ["k new", "m old"],
  },
  {
    writes: ({ token }) => [put("k", "new", { token }), put("log", "entry", "absent"), remove("m")],
    before: ["k old", "m old"],
    after: ["k new", "log entry"],
  },
];

interface Told {
  readonly said: "committed" | "conflict" | "unavailable" | "outcome_unknown" | "something else";
  readonly isApplied: boolean;
}

/** Judges the commit by what is in the store, then repeats it as a caller would that knows no better. */
async function commitUnderHarm(
  { proxy, faulty, direct }: FaultScene,
  { writes, before, after }: Shape,
  harm: Harm,
  isCommit: (request: WireRequest) => boolean,
): Promise<Told> {
  const partition = freshPartition();
  await committed(direct, partition, put("k", "old"), put("m", "old"));
  const written = writes(await present(direct, partition, "k"));
  // Other shapes are under way at the same time, and some repeat themselves already.
  const matches = (request: WireRequest) => isCommit(request) && request.body.includes(partition);
  const answer = await harmed(proxy, { harm, matches }, () =>
    faulty.commit(partition, written).catch((error: unknown) => error),
  );

  const now = await contents(direct, partition);
  const isApplied = now.join() === after.join();
  if (!isApplied) expect(now, "a commit that is neither whole nor nothing").toEqual(before);

  if (isApplied) await conflicts(faulty, partition, ...written);
  else await committed(faulty, partition, ...written);
  expect(await contents(direct, partition)).toEqual(after);
  return { said: spoken(answer), isApplied };
}

function expectTruth({ said, isApplied }: Told): void {
  expect(["committed", "unavailable", "outcome_unknown"]).toContain(said);
  if (said === "committed") expect(isApplied, "said to be committed").toBe(true);
  if (said === "unavailable") expect(isApplied, "said to be unavailable, yet applied").toBe(false);
}

function spoken(answer: unknown): Told["said"] {
  if (isAppError(answer, "unavailable")) return "unavailable";
  if (isAppError(answer, "outcome_unknown")) return "outcome_unknown";
  if (answer instanceof Error) return "something else";
  return (answer as CommitResult).committed ? "committed" : "conflict";
}

async function contents(keys: KeySpace, partition: string): Promise<string[]> {
  const items = await readAll(keys, partition, { limit: 100 });
  return items.map(({ key, value }) => `${key} ${value.body}`);
}

type Call = (keys: KeySpace) => Promise<unknown>;

/** Every way of reading a partition, with the honest answers. */
async function readable(direct: KeySpace): Promise<{ calls: readonly Call[]; answers: readonly unknown[] }> {
  const partition = freshPartition();
  await committed(direct, partition, ...upTo(5).map((i) => put(numbered(i), `${i}`)));
  const calls: readonly Call[] = [
    (keys) => keys.get(partition, [numbered(3)]),
    (keys) => keys.get(partition, ["none"]),
    (keys) => keys.get(partition, [numbered(1), "none", numbered(2)]),
    (keys) => keys.range(partition, { limit: 3 }),
    (keys) => keys.range(partition, { after: numbered(4), limit: 3 }),
  ];
  const answers = await allOf(calls.map((call) => call(direct)));
  expect(bodies((await direct.range(partition, { limit: 10 })).items)).toEqual(["0", "1", "2", "3", "4"]);
  return { calls, answers };
}

async function pagedWithRepeats(keys: KeySpace, partition: string): Promise<string[]> {
  const seen: string[] = [];
  for (let calls = 0; calls < 100; calls++) {
    const after = seen.at(-1);
    const options = after === undefined ? { limit: 7 } : { after, limit: 7 };
    const page = await keys.range(partition, options).catch((error: unknown) => {
      if (isAppError(error, "unavailable")) return undefined;
      throw error;
    });
    seen.push(...(page?.items ?? []).map((item) => item.key));
    if (page?.end === true) return seen;
  }
  throw new Error("100 calls and no end");
}
