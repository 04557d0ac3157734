/** What a search answers while one of the two stores is away: over HTTP, from a snapshot, warm and cold. */
import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import { MAX_SCANNED } from "../../../core/index/bounds.ts";
import type { BlobStore } from "../../../core/ports.ts";
import { openService } from "../../../functions/open-service.ts";
import { testEnv } from "../../support/env.ts";
import { type Faults, faultySpace } from "../../support/faulty-space.ts";
import { sourcedInput } from "../../support/listings.ts";

interface BlobFaults {
  /** No blob can be read. */
  isDown: boolean;
  reads: number;
}

/** One board, published, with a change behind its snapshot; processes over it find its stores as the faults are. */
async function publishedBoard(listings: number, words: number) {
  const space = memoryKeySpace();
  const blobs = memoryBlobStore();
  const { board, publisher } = await openService({ space, blobs, env: testEnv(), name: "default" });
  for (let i = 0; i < listings; i++) {
    const value = Array.from({ length: words }, (_, word) => `word${i}x${word} common${word}`).join(" ");
    await board.upsert(sourcedInput(`${i}`, { tags: [`tag ${i % 3}`], description: { format: "text", value } }));
  }
  await publisher.run();
  await board.upsert(sourcedInput("0", { summary: "changed since" }));

  async function process() {
    const faults: Faults = {};
    const blobFaults: BlobFaults = { isDown: false, reads: 0 };
    const env = testEnv({ seed: 2 });
    const stores = { space: faultySpace(space, faults), blobs: faultyBlobs(blobs, blobFaults) };
    const { app } = await openService({ ...stores, env, name: "default" });
    const search = async (query: string) => {
      const answer = await app.request(`/v1/search?${query}`);
      const text = await answer.text();
      const header = (name: string) => answer.headers.get(name);
      return { status: answer.status, text, isStale: header("Rolecall-Stale"), header };
    };
    return { faults, blobFaults, env, search };
  }
  return { board, blobs, process };
}

function faultyBlobs(blobs: BlobStore, faults: BlobFaults): BlobStore {
  return {
    ...blobs,
    async get(...given) {
      faults.reads++;
      if (faults.isDown) throw new AppError("unavailable", "down");
      return blobs.get(...given);
    },
  };
}

const QUERY = "q=engineer&facet=tag";

describe("object storage that is down", () => {
  it("changes nothing for a process that is warm", async () => {
    const board = await publishedBoard(10, 5);
    const { blobFaults, env, search } = await board.process();
    const before = await search(QUERY);
    blobFaults.isDown = true;
    env.advance(5_000);
    expect(await search(QUERY)).toMatchObject({ status: 200, text: before.text, isStale: "false" });
    await board.board.upsert(sourcedInput("1", { title: "Engineer, changed meanwhile" }));
    env.advance(5_000);
    const after = await search(`${QUERY}&limit=20`);
    expect([after.status, after.isStale]).toEqual([200, "false"]);
    expect(after.text).toContain("changed meanwhile");
  });

  it("lets a cold process answer the same from a scan of a small board", async () => {
    const board = await publishedBoard(10, 5);
    const expected = await (await board.process()).search(QUERY);
    const { blobFaults, search } = await board.process();
    blobFaults.isDown = true;
    expect(await search(QUERY)).toMatchObject({ status: 200, text: expected.text, isStale: "false" });
    expect(blobFaults.reads).toBeGreaterThan(0);
  });

  it("makes a cold process refuse a large board by the word of its pointer, and answer once it is back", async () => {
    const board = await publishedBoard(10, 5);
    const read = await board.board.snapshots();
    const [newest] = read.offered;
    if (newest === undefined) throw new Error("no snapshot is offered");
    const bytes = (await board.blobs.get(newest.name)) ?? new Uint8Array();
    // Only the pointer says that there are so many: a scan would find a few, and answer.
    const large = { ...newest, name: newest.name.replace(/.{8}\.rcs$/, "00000000.rcs"), listings: MAX_SCANNED + 1 };
    await board.blobs.put(large.name, bytes);
    expect(await board.board.offerSnapshot({ read, snapshot: large })).toBe(true);
    const { blobFaults, env, search } = await board.process();
    blobFaults.isDown = true;
    const refused = await search(QUERY);
    expect([refused.status, refused.header("Retry-After")]).toEqual([503, "1"]);
    expect(JSON.parse(refused.text)).toMatchObject({ code: "unavailable" });
    // What is gone for good does not come back by asking again: then it takes a publisher.
    await board.blobs.delete(large.name);
    await board.blobs.delete(newest.name);
    blobFaults.isDown = false;
    const lost = await search(QUERY);
    expect([lost.status, lost.header("Retry-After")]).toEqual([503, "10"]);
    await board.blobs.put(newest.name, bytes);
    env.advance(60_000);
    expect((await search(QUERY)).status).toBe(200);
  });
});

describe("a database that is down", () => {
  it("lets a warm process go on, marked stale, also with parts of its snapshot that it has yet to load", async () => {
    const board = await publishedBoard(100, 2_500);
    const { blobFaults, faults, env, search } = await board.process();
    const before = await search(QUERY);
    const phrase = "q=%22common7+word3x8+common8%22";
    const expected = await (await board.process()).search(phrase);
    expect(JSON.parse(expected.text).total).toBe(1);
    faults.reads = true;
    env.advance(5_000);
    const { reads } = blobFaults;
    const stale = await search(QUERY);
    expect(stale).toMatchObject({ status: 200, text: before.text, isStale: "true" });
    expect(Number(stale.header("Rolecall-Age-Ms"))).toBeGreaterThanOrEqual(5_000);
    expect(stale.header("Cache-Control")).toBe("no-store");
    expect(blobFaults.reads).toBe(reads);
    expect(await search(phrase)).toMatchObject({ status: 200, text: expected.text, isStale: "true" });
    expect(blobFaults.reads).toBeGreaterThan(reads);
  }, 120_000);

  it("makes a cold process say so, and answer as soon as it is back", async () => {
    const board = await publishedBoard(10, 5);
    const { faults, search } = await board.process();
    faults.reads = true;
    const refused = await search(QUERY);
    expect([refused.status, refused.header("Retry-After")]).toEqual([503, "1"]);
    faults.reads = false;
    expect((await search(QUERY)).status).toBe(200);
  });
});
