/** A board that is moved from store to store, with what must still hold in each of them. */
import { expect } from "vitest";
import type { KeySpace } from "../../core/ports.ts";
import { type Board, openBoard } from "../../core/store/board.ts";
import { copyBoard } from "../../core/store/copy.ts";
import { nodeEnv } from "../../functions/node-env.ts";
import { dyingSpace, ProcessDied } from "./dying-space.ts";
import { listingInput } from "./listings.ts";
import { generated, KEYED, KEYED_INPUT, liveIn } from "./lived-in-board.ts";
import { recordsOf } from "./stored-records.ts";

export interface ChainPlace {
  /** As operators write it. */
  readonly address: string;
  readonly space: KeySpace;
}

/** Makes a board with a past in the first place and moves it from each to the next; each time the first try dies half-way. */
export async function copyChain(name: string, places: readonly ChainPlace[], listings = 200): Promise<void> {
  const env = nodeEnv();
  const [first, ...others] = places;
  if (first === undefined) throw new Error("a chain has a first place");
  let source = first;
  let board = await openBoard({ space: first.space, env, name });
  await liveIn(board, listings);
  const { incarnation } = board;
  const cursor = (await board.changes(undefined, Math.floor(listings / 2))).next;
  const digests = new Set<string>();

  for (const target of others) {
    const move = { from: source.space, to: target.space, env, name, seal: { movedTo: target.address } };
    const dying = copyBoard({ ...move, to: dyingSpace(target.space, { at: 3, isApplied: true }) });
    await expect(dying).rejects.toThrow(ProcessDied);
    const early = openBoard({ space: target.space, env, name });
    await expect(early).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("is being copied"),
    });
    const report = await copyBoard(move);
    expect(report).toMatchObject({ isEqual: true, differences: [] });
    digests.add(report.digest);
    expect(await recordsOf(target.space, name)).toEqual(await recordsOf(source.space, name));
    await expect(board.create(listingInput())).rejects.toMatchObject({
      code: "unavailable",
      message: `board ${name} has moved to ${target.address}: send writes there`,
    });
    const moved = await openBoard({ space: target.space, env, name });
    expect([moved.incarnation, await moved.settings()]).toEqual([incarnation, await board.settings()]);
    expect(await moved.changes(cursor, 1_000)).toEqual(await board.changes(cursor, 1_000));
    expect((await moved.create(KEYED_INPUT, { idempotency: KEYED })).action).toBe("replayed");
    expect(await copyBoard(move)).toMatchObject({ isEqual: true, wasComplete: true, written: 0 });
    await expectWritable(moved, listings);
    [source, board] = [target, moved];
  }
  // What each step changed and took back leaves the content as it was.
  expect(digests.size).toBe(1);
}

/** One listing is changed, and changed back: the log goes on, the content is the same. */
async function expectWritable(board: Board, listings: number): Promise<void> {
  const head = await board.head();
  const number = listings - 1;
  expect((await board.upsert(generated(number, { summary: "Somewhere else" }))).stored.revision).toBe(head + 1);
  expect((await board.upsert(generated(number))).stored.revision).toBe(head + 2);
}
