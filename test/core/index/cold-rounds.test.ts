/** How many requests one after the other a cold search waits for: what a region's distance is paid for each time. */
import { beforeAll, describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { publishBoard } from "../../../bench/cold/published-board.ts";
import { follower } from "../../../core/index/follower.ts";
import type { BlobStore, KeySpace } from "../../../core/ports.ts";
import { search } from "../../../core/search/execute.ts";
import type { SearchRequest } from "../../../core/search/request.ts";
import { openBoard } from "../../../core/store/board.ts";
import { nodeEnv } from "../../../functions/node-env.ts";
import { contextOf, requestOf } from "../search/records.ts";

/** Some 6 MB: more than is read whole. */
const LISTINGS = 3_000;
const FACETS = (["workplaceType", "company", "city", "tag"] as const).map((name) => ({ name, size: 10 }));

/** Requests that were begun by the same time are answered together; the next ones are another round. */
class Rounds {
  count = 0;
  #waiting: (() => void)[] = [];

  async in<T>(ask: () => Promise<T>): Promise<T> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return ask();
  }

  async until<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    while (!isDone) {
      await settled();
      const asked = this.#waiting.splice(0);
      if (asked.length > 0) this.count++;
      for (const answer of asked) answer();
    }
    return work;
  }
}

/** Long enough for all that follows from an answer without another request. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20));
}

function distant({ space, blobs }: { space: KeySpace; blobs: BlobStore }, rounds: Rounds) {
  return {
    space: {
      ...space,
      get: (...call: Parameters<KeySpace["get"]>) => rounds.in(() => space.get(...call)),
      range: (...call: Parameters<KeySpace["range"]>) => rounds.in(() => space.range(...call)),
    },
    blobs: { ...blobs, get: (...call: Parameters<BlobStore["get"]>) => rounds.in(() => blobs.get(...call)) },
  };
}

describe("the first search of a process", () => {
  const stores = { space: memoryKeySpace(), blobs: memoryBlobStore() };
  beforeAll(async () => {
    await publishBoard(stores, { name: "still", listings: LISTINGS, tail: 0 });
    await publishBoard(stores, { name: "moving", listings: LISTINGS, tail: 3 });
  }, 60_000);

  async function cold(name: string, request: Partial<SearchRequest>) {
    const rounds = new Rounds();
    const { space, blobs } = distant(stores, rounds);
    const env = nodeEnv();
    const answering = openBoard({ space, env, name }).then((board) =>
      follower({ board, blobs, env }).answer({}, ({ index }) => search(index, requestOf(request), contextOf())),
    );
    const { items } = await rounds.until(answering);
    expect(items.length).toBe(20);
    return rounds.count;
  }

  it("takes four rounds: layout and pointer, file and log, what the words and facets read, cards", async () => {
    for (const q of ["engineer", "senior backend"]) {
      expect(await cold("still", { q, facets: FACETS, limit: 20 }), q).toBe(4);
    }
  });

  it("takes three without words, when the first part of the file holds what it reads", async () => {
    expect(await cold("still", { facets: FACETS, limit: 20, sort: "newest" })).toBe(3);
  });

  it("takes no more for changes behind the snapshot: the ids that they are looked up by come with the first part", async () => {
    expect(await cold("moving", { q: "engineer", facets: FACETS, limit: 20 })).toBe(4);
  });
});
