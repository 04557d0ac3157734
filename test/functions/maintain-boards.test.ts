import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { AppError } from "../../core/errors.ts";
import type { BlobStore } from "../../core/ports.ts";
import { openBoard } from "../../core/store/board.ts";
import { listNewBoard } from "../../core/store/board-list.ts";
import { maintainBoards } from "../../functions/maintain-boards.ts";
import { DEFAULT_REQUEST_LIMITS as limits } from "../../functions/request-limits.ts";
import { testEnv } from "../support/env.ts";
import { listingInput } from "../support/listings.ts";

async function store(names: readonly string[], seed = 1) {
  const env = testEnv({ seed });
  const space = memoryKeySpace();
  const boards = [];
  for (const name of names) {
    const board = await openBoard({ space, env, name });
    await board.create(listingInput({}));
    boards.push(board);
  }
  const [board] = boards;
  if (board === undefined) throw new Error("a store to maintain has a board");
  return { board, space, blobs: memoryBlobStore(), env, limits };
}

async function snapshots(blobs: BlobStore): Promise<string[]> {
  return (await blobs.list("")).blobs.map(({ name }) => name.split("/")[0] ?? "");
}

describe("maintenance by a schedule", () => {
  it("is done for every board of the store, the default one first, and tells of each index's age", async () => {
    const on = await store(["main", "acme", "zulu"]);
    const ages: string[] = [];
    const { boards } = await maintainBoards(on, { onIndexAge: (board) => void ages.push(board) });
    expect(boards[0]).toMatchObject({ board: "main", published: "published" });
    expect(boards.map(({ board }) => board).sort()).toEqual(["acme", "main", "zulu"]);
    expect(boards.every(({ published }) => published === "published")).toBe(true);
    expect(ages.sort()).toEqual(["acme", "main", "zulu"]);
    expect((await snapshots(on.blobs)).sort()).toEqual(["acme", "main", "zulu"]);
    const again = await maintainBoards(on);
    expect(again.boards.every(({ published }) => published === "current")).toBe(true);
  });

  it("does not begin with the same of the others each time", async () => {
    const seconds = new Set<string | undefined>();
    for (let seed = 1; seed <= 20; seed++) {
      const { boards } = await maintainBoards(await store(["main", "a", "b", "c"], seed));
      seconds.add(boards[1]?.board);
    }
    expect([...seconds].sort()).toEqual(["a", "b", "c"]);
  });

  it("of one board that fails keeps no other from its turn, and fails in the end", async () => {
    const on = await store(["main", "acme", "zulu"]);
    const { blobs } = on;
    const failing: BlobStore = {
      ...blobs,
      async put(name, ...rest) {
        if (name.startsWith("acme/")) throw new AppError("unavailable", "no room for acme");
        return blobs.put(name, ...rest);
      },
    };
    await expect(maintainBoards({ ...on, blobs: failing })).rejects.toMatchObject({ message: "no room for acme" });
    expect((await snapshots(blobs)).sort()).toEqual(["main", "zulu"]);
    expect(on.env.events.find(({ event }) => event === "maintenance_failed")?.facts.board).toBe("acme");
  });

  it("passes over a name in the list whose board was never finished, and makes none of it", async () => {
    const on = await store(["main"]);
    await listNewBoard({ space: on.space, env: on.env, board: "never" });
    const { boards } = await maintainBoards(on);
    expect(boards.map(({ board }) => board)).toEqual(["main"]);
    expect((await on.space.range("never", { limit: 1 })).items).toEqual([]);
  });
});
