import { beforeEach, describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { type Answer, type TestService, testService } from "../../support/service.ts";

/** A function may send 6 MB; 21 of these listings are 4 MiB. */
const MAX_ANSWER_BYTES = 4.5 * 1024 * 1024;
const LARGE = { description: { format: "text", value: "職務内容をここに書く。".repeat(6_000) } };
const COUNT = 30;

let service: TestService;
let made: string[];
/** Of reads of listings, how many were asked for at once. */
let reads: number[];
/** Runs once, while a list waits for its listings. */
let meanwhile: (() => Promise<unknown>) | undefined;

beforeEach(async () => {
  made = [];
  reads = [];
  meanwhile = undefined;
  const space = memoryKeySpace();
  service = await testService({
    space: {
      ...space,
      async get(partition, keys, signal) {
        const items = await space.get(partition, keys, signal);
        if (keys.length > 1) reads.push(keys.length);
        const action = keys.length > 1 ? meanwhile : undefined;
        if (action !== undefined) meanwhile = undefined;
        await action?.();
        return items;
      },
    },
  });
  for (let i = 0; i < COUNT; i++) made.push((await service.create(LARGE)).json.id);
  reads = [];
});

async function walk(query: string): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor = "";
  for (;;) {
    const { json, text }: Answer = await service.call("GET", `/v1/listings?${query}${cursor}`);
    expect(Buffer.byteLength(text)).toBeLessThan(MAX_ANSWER_BYTES);
    pages.push(json.items.map(({ id }: { id: string }) => id));
    if (json.nextCursor === null) return pages;
    cursor = `&cursor=${json.nextCursor}`;
  }
}

describe("GET /v1/listings, a page of large listings", () => {
  it.each(["limit=100", "limit=100&view=full"])("%s ends before it is more than a function may send", async (query) => {
    const pages = await walk(query);
    expect(pages.map((ids) => ids.length)).toEqual([21, 9]);
    expect(reads).toEqual([30, 9]);
    const small = await walk("limit=7");
    expect(small.map((ids) => ids.length)).toEqual([7, 7, 7, 7, 2]);
    expect(pages.flat()).toEqual(small.flat());
    expect(pages.flat().sort()).toEqual(made.toSorted());
  });

  it("goes on behind its last listing, though the index moved on while the listings were read", async () => {
    const before = (await walk("limit=7")).flat();
    meanwhile = async () => {
      service.env.advance(60_000);
      await service.call("DELETE", `/v1/listings/${before[3]}`);
      made.push((await service.create(LARGE)).json.id);
      await service.call("GET", "/v1/listings?limit=1");
    };
    const found = (await walk("limit=100")).flat();
    expect(meanwhile).toBeUndefined();
    expect(found).toEqual([...new Set(found)]);
    const kept = before.filter((_, i) => i !== 3);
    expect(found.filter((id) => kept.includes(id))).toEqual(kept);
  });

  it("has no next page when all that had to wait for it were deleted meanwhile", async () => {
    const before = (await walk("limit=7")).flat();
    meanwhile = async () => {
      for (const id of before.slice(1)) await service.call("DELETE", `/v1/listings/${id}`);
      await service.call("GET", "/v1/listings?limit=1");
    };
    const pages = await walk("limit=100");
    expect(pages).toEqual([before.slice(0, 1)]);
  });
});
