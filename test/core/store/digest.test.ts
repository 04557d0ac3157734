/** Equal boards have equal digests, whatever their history and wherever they are. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { sqliteKeySpace } from "../../../adapters/sqlite/key-space.ts";
import type { KeySpace } from "../../../core/ports.ts";
import { type Board, openBoard } from "../../../core/store/board.ts";
import { type Content, contentDigest, followContent, liveListings, scanContent } from "../../../core/store/digest.ts";
import { temporaryFolder } from "../../support/command-line.ts";
import { testEnv } from "../../support/env.ts";
import { sourcedInput } from "../../support/listings.ts";
import { liveIn } from "../../support/lived-in-board.ts";

const env = testEnv();
const at = (space: KeySpace) => ({ space, env, board: "default" });
const scan = (space: KeySpace) => scanContent(at(space), () => undefined);
const digestOf = async (space: KeySpace) => contentDigest(env, await scan(space));

let seed = 40;
const open = (space: KeySpace): Promise<Board> =>
  openBoard({ space, env: testEnv({ seed: seed++, now: 1_700_000_000_000 + seed }), name: "default" });

describe("the content digest", () => {
  it("is the SHA-256 of sorted lines of id and content hash", () => {
    const content: Content = new Map([
      ["b", { revision: 2, hash: "22" }],
      ["gone", { revision: 3, hash: undefined }],
      ["a", { revision: 1, hash: "11" }],
    ]);
    // printf 'a 11\nb 22\n' | sha256sum
    expect(contentDigest(env, content)).toBe("286ac3fb2fd8d1438239bb3927d8f20be194666e96d94bcf634a898399fe444c");
    expect(liveListings(content)).toBe(2);
  });

  it("of equal boards is equal on every store, whatever order and history made them", async () => {
    const spaces = [memoryKeySpace(), sqliteKeySpace({ path: join(temporaryFolder(), "board.db") })] as const;
    const [first, second] = await Promise.all(spaces.map(open));
    await first?.upsert(sourcedInput("1"));
    await first?.upsert(sourcedInput("2"));
    await second?.upsert(sourcedInput("3"));
    await second?.upsert(sourcedInput("2", { summary: "something else first" }));
    await second?.upsert(sourcedInput("2"));
    await second?.remove(second.idOf({ name: "feed", externalId: "3" }), "any");
    await second?.upsert(sourcedInput("1"));
    expect(await digestOf(spaces[0])).toBe(await digestOf(spaces[1]));
    await second?.upsert(sourcedInput("2", { summary: "changed" }));
    expect(await digestOf(spaces[0])).not.toBe(await digestOf(spaces[1]));
    await spaces[1].close();
  });

  it("tells a deleted listing from one that is there", async () => {
    const space = memoryKeySpace();
    const board = await open(space);
    await board.upsert(sourcedInput("1"));
    await board.upsert(sourcedInput("2"));
    const before = await digestOf(space);
    await board.remove(board.idOf({ name: "feed", externalId: "2" }), "any");
    expect(await digestOf(space)).not.toBe(before);
    expect(liveListings(await scan(space))).toBe(1);
  });

  it("of a scan that a busy board moved on under is that of its end, once the log behind it is followed", async () => {
    const space = memoryKeySpace();
    const board = await open(space);
    await liveIn(board, 40);
    const start = await board.head();
    let writes = 0;
    const busy: KeySpace = {
      ...space,
      async range(partition, options, signal) {
        const page = await space.range(partition, { ...options, limit: 5 }, signal);
        if (writes++ < 10) await board.upsert(sourcedInput(String(writes % 3), { summary: `write ${writes}` }));
        return page;
      },
    };
    const content = await scanContent(at(busy), () => undefined);
    await followContent(at(space), start, [content]);
    expect(contentDigest(env, content)).toBe(await digestOf(space));
    // An older change does not undo a newer state.
    await followContent(at(space), start, [content]);
    expect(contentDigest(env, content)).toBe(await digestOf(space));
  });
});
