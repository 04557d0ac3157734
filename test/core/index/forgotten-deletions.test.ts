/** T10: a deletion outlives its tombstone and its log entry: no snapshot, index or publisher from before brings the listing back. */
import { describe, expect, it } from "vitest";
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

const DELETED = { name: "feed", externalId: "2" } as const;

const upsert = ({ board }: Process, id: string) => board.upsert(sourcedInput(id));

/**
 * Three listings, two snapshots that have them, and a reader whose index does; then one is deleted, and 30 days and another write
 * later nothing that is stored says so any more.
 */
async function forgotten() {
  const world = emptyWorld();
  const writer = await world.process();
  for (const id of ["1", "2"]) await upsert(writer, id);
  await publishAs(writer);
  await upsert(writer, "3");
  await publishAs(writer);
  const reader = await world.process();
  const index = followerOf(reader);
  const id = writer.board.idOf(DELETED);
  const has = (content: readonly string[]) => content.some((one) => one.startsWith(id));
  expect(has(await contentOf(index))).toBe(true);
  await writer.board.remove(id, "any");
  const later = await world.process({ now: writer.env.now() + RETENTION_MS + 1 });
  await upsert(later, "4");
  const head = await later.board.head();
  // From entry 0 on, with which a log begins, to the one before the last.
  expect(await later.board.trim(head)).toEqual({ entries: head, tombstones: 1 });
  expect((await later.board.get([id]))[0]).toBeUndefined();
  return { world, later, index, head, has };
}

describe("a deletion that is forgotten", () => {
  it("is not undone by a new process that finds only snapshots from before it", async () => {
    const { world, later, has } = await forgotten();
    expect((await newestOf(later)).offered.position).toBe(3);
    const cold = followerOf(await world.process());
    const content = await contentOf(cold);
    expect(has(content)).toBe(false);
    expect(content).toEqual(await storedContent(later.board));
    expect(cold.status()?.snapshot).toBeUndefined();
  });

  it("is not undone by a process that stood still all the while, with the listing in its index", async () => {
    const { later, index, head, has } = await forgotten();
    const content = await contentOf(index, head);
    expect(has(content)).toBe(false);
    expect(content).toEqual(await storedContent(later.board));
  });

  it("is not undone by the next snapshot, which would otherwise be made from the one before", async () => {
    const { world, later, has } = await forgotten();
    expect(await publishAs(later)).toMatchObject({ outcome: "published", built: "scan" });
    const fresh = followerOf(await world.process());
    const content = await contentOf(fresh);
    expect(fresh.status()?.snapshot).toBe((await newestOf(later)).offered.position);
    expect(has(content)).toBe(false);
    expect(content).toEqual(await storedContent(later.board));
  });
});
