import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { isAppError } from "../../core/errors.ts";
import { type Board, openBoard } from "../../core/store/board.ts";
import { entryKey } from "../../core/store/keys.ts";
import { testEnv } from "../support/env.ts";
import type { Fault } from "../support/fault-proxy.ts";
import { listingInput } from "../support/listings.ts";
import { upTo } from "./expect.ts";
import { harmsDone } from "./harms.ts";
import type { FaultScene, KeySpaceFaultHarness } from "./key-space-faults.ts";

const CREATES = 30;

/** A board over the faulty store: what it acknowledges is there once, whatever the wire does. */
export function declareBoardFaults(harness: KeySpaceFaultHarness, sceneOf: () => FaultScene): void {
  const { isCommit, throttled, serverError } = harness;
  const always = { matches: isCommit, times: Number.POSITIVE_INFINITY };

  it("a board on which every third commit loses its answer loses and doubles no listing", async () => {
    await createUnder(sceneOf(), [{ ...always, harm: { kind: "cut after" }, every: 3 }]);
  });

  it("a board that meets every fault in turn loses and doubles no listing", async () => {
    await createUnder(sceneOf(), [
      { ...always, harm: { kind: "answer after", answer: serverError }, every: 3 },
      { ...always, harm: { kind: "answer before", answer: throttled }, every: 3 },
      { ...always, harm: { kind: "cut before" }, every: 4 },
      { ...always, harm: { kind: "cut in the answer" }, every: 4 },
      { harm: { kind: "cut in the answer" }, matches: (request) => !isCommit(request), every: 5, times: 20 },
    ]);
  });
}

async function createUnder({ proxy, faulty, direct }: FaultScene, faults: readonly Fault[]): Promise<void> {
  const name = `f${randomUUID().replaceAll("-", "")}`;
  const board = await openBoard({ space: faulty, env: testEnv({ seed: 1 }), name });
  const harmsBefore = harmsDone(proxy);
  const disarm = faults.map((fault) => proxy.arm(fault));
  const outcomes = await createInWaves(board);
  for (const end of disarm) end();
  expect(harmsDone(proxy) - harmsBefore).toBeGreaterThan(2);

  const witness = await openBoard({ space: direct, env: testEnv({ seed: 2 }), name });
  const titles = await titlesOf(witness);
  for (const [i, outcome] of outcomes.entries()) {
    const times = titles.filter((title) => title === titleOf(i)).length;
    if (outcome === "acknowledged") expect(times, titleOf(i)).toBe(1);
    else if (outcome === "unavailable") expect(times, titleOf(i)).toBe(0);
    else expect(times, titleOf(i)).toBeLessThan(2);
  }
  expect(outcomes).toContain("acknowledged");

  const head = await witness.head();
  const entries = await direct.get(name, upTo(head + 2).map(entryKey));
  expect(entries.indexOf(undefined), "the first slot without an entry").toBe(head + 1);
  const { changes } = await witness.changes(undefined, 1_000);
  expect(changes.map(({ stored }) => stored.id).toSorted()).toEqual((await idsOf(witness)).toSorted());
}

/** Three at a time: a commit of several listings is cut as well as a commit of one. */
async function createInWaves(board: Board): Promise<("acknowledged" | "unavailable" | "outcome_unknown")[]> {
  const outcomes: ("acknowledged" | "unavailable" | "outcome_unknown")[] = [];
  for (let i = 0; i < CREATES; i += 3) {
    outcomes.push(...(await Promise.all(upTo(3).map((n) => createOne(board, i + n)))));
  }
  return outcomes;
}

async function createOne(board: Board, i: number): Promise<"acknowledged" | "unavailable" | "outcome_unknown"> {
  try {
    await board.create(listingInput({ title: titleOf(i) }));
    return "acknowledged";
  } catch (error) {
    if (isAppError(error, "unavailable")) return "unavailable";
    if (isAppError(error, "outcome_unknown")) return "outcome_unknown";
    throw error;
  }
}

function titleOf(i: number): string {
  return `Engineer number ${i}`;
}

async function titlesOf(board: Board): Promise<string[]> {
  const { stored } = await board.scan(undefined, 1_000);
  return stored.flatMap((listing) => (listing.kind === "listing" ? [listing.content.title ?? ""] : []));
}

async function idsOf(board: Board): Promise<string[]> {
  return (await board.scan(undefined, 1_000)).stored.map(({ id }) => id);
}
