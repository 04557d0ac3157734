import { expect } from "vitest";
import type { BlobStore } from "../../core/ports.ts";
import {
  type BlobStoreCase,
  blobStoreCase,
  bytesOf,
  expectBytes,
  listAll,
  namesUnder,
  noise,
} from "./blob-store-case.ts";
import { allOf, refused, upTo } from "./expect.ts";

const RACERS = 10;

async function raced(puts: readonly Promise<void>[]): Promise<number[]> {
  const outcomes = await Promise.allSettled(puts);
  return outcomes.flatMap(({ status }, racer) => (status === "fulfilled" ? [racer] : []));
}

async function handles(blobs: BlobStore, open: () => Promise<BlobStore>): Promise<readonly BlobStore[]> {
  return [blobs, await open(), await open()];
}

export const writeCases: readonly BlobStoreCase[] = [
  blobStoreCase("the same bytes under the same name again succeed", async ({ blobs, prefix, open }) => {
    const other = await open();
    for (const bytes of [noise(300_000), new Uint8Array()]) {
      const name = `${prefix}${bytes.length}`;
      await blobs.put(name, bytes);
      await blobs.put(name, bytes.slice());
      await other.put(name, bytes);
      expectBytes(await blobs.get(name), bytes);
    }
  }),

  blobStoreCase(
    "other bytes under a taken name conflict, and the first bytes stay",
    async ({ blobs, prefix, open }) => {
      const first = noise(100_000);
      await blobs.put(`${prefix}a`, first);
      const lastChanged = first.slice();
      lastChanged[99_999] = (lastChanged[99_999] ?? 0) ^ 1;
      const longer = new Uint8Array(100_001);
      longer.set(first);
      const others = [lastChanged, longer, first.slice(0, -1), new Uint8Array(), noise(100_000, 2)];
      for (const other of others) {
        await refused("conflict", () => blobs.put(`${prefix}a`, other));
        await refused("conflict", async () => (await open()).put(`${prefix}a`, other));
        expectBytes(await blobs.get(`${prefix}a`), first);
      }
      expect(await listAll(blobs, prefix)).toEqual([{ name: `${prefix}a`, bytes: first.length }]);
    },
  ),

  blobStoreCase("an empty blob is not overwritten either", async ({ blobs, prefix }) => {
    await blobs.put(`${prefix}a`, new Uint8Array());
    await refused("conflict", () => blobs.put(`${prefix}a`, bytesOf("late")));
    expectBytes(await blobs.get(`${prefix}a`), new Uint8Array());
  }),

  blobStoreCase("of 10 racers with different bytes exactly one wins, and its bytes are read", async (scene) => {
    const { blobs, prefix, open } = scene;
    const stores = await handles(blobs, open);
    const payloads = upTo(RACERS).map((racer) => noise(200_000 + racer, racer + 1));
    const winners = await raced(
      payloads.map((bytes, racer) => (stores[racer % stores.length] ?? blobs).put(`${prefix}a`, bytes)),
    );
    expect(winners).toHaveLength(1);
    for (const store of stores) {
      expectBytes(await store.get(`${prefix}a`), payloads[winners[0] ?? -1] ?? new Uint8Array());
    }
    for (const [racer, bytes] of payloads.entries()) {
      if (racer !== winners[0]) await refused("conflict", () => blobs.put(`${prefix}a`, bytes));
    }
  }),

  blobStoreCase("10 racers with the same bytes all succeed", async ({ blobs, prefix, open }) => {
    const stores = await handles(blobs, open);
    const bytes = noise(200_000);
    const winners = await raced(
      upTo(RACERS).map((racer) => (stores[racer % stores.length] ?? blobs).put(`${prefix}a`, bytes)),
    );
    expect(winners).toHaveLength(RACERS);
    expectBytes(await blobs.get(`${prefix}a`), bytes);
  }),

  blobStoreCase("10 puts of 10 blobs at once all succeed", async ({ blobs, prefix }) => {
    await allOf(upTo(10).map((i) => blobs.put(`${prefix}${i}`, noise(50_000 + i, i + 1))));
    for (const i of upTo(10)) expectBytes(await blobs.get(`${prefix}${i}`), noise(50_000 + i, i + 1));
    expect(await namesUnder(blobs, prefix)).toHaveLength(10);
  }),

  blobStoreCase("readers during a put see the whole blob or none", async ({ blobs, prefix, open }) => {
    const reader = await open();
    for (const i of upTo(5)) {
      const bytes = noise(2_000_000, i + 1);
      let isPut = false;
      async function readOn(): Promise<void> {
        for (let reads = 1; !isPut; reads++) {
          const [whole, listed] = await Promise.all([reader.get(`${prefix}${i}`), listAll(reader, `${prefix}${i}`)]);
          if (whole !== undefined) expectBytes(whole, bytes);
          for (const blob of listed) expect(blob).toEqual({ name: `${prefix}${i}`, bytes: bytes.length });
          // A store in memory answers without ever letting the put go on; a turn of the loop lets it, and not each time,
          // so that reads also fall between two steps of it.
          if (reads % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
      }
      async function write(): Promise<void> {
        try {
          await blobs.put(`${prefix}${i}`, bytes);
        } finally {
          isPut = true;
        }
      }
      await allOf([readOn(), write()]);
      expectBytes(await reader.get(`${prefix}${i}`), bytes);
    }
  }),

  blobStoreCase("every put is seen by other handles at once", async ({ blobs, prefix, open }) => {
    const other = await open();
    for (const i of upTo(10)) {
      await blobs.put(`${prefix}${i}`, bytesOf(`${i}`));
      expectBytes(await other.get(`${prefix}${i}`), bytesOf(`${i}`));
      expect(await namesUnder(other, prefix)).toHaveLength(i + 1);
    }
  }),

  blobStoreCase("a deleted blob is gone from get and list", async ({ blobs, prefix, open }) => {
    const other = await open();
    await blobs.put(`${prefix}a`, bytesOf("a"));
    await blobs.put(`${prefix}b`, bytesOf("b"));
    await blobs.delete(`${prefix}a`);
    for (const store of [blobs, other]) {
      expect(await store.get(`${prefix}a`)).toBeUndefined();
      expect(await namesUnder(store, prefix)).toEqual([`${prefix}b`]);
    }
  }),

  blobStoreCase("deleting what is not there succeeds", async ({ blobs, prefix }) => {
    await blobs.delete(`${prefix}never`);
    await blobs.put(`${prefix}a`, bytesOf("a"));
    await blobs.delete(`${prefix}a`);
    await blobs.delete(`${prefix}a`);
    expect(await namesUnder(blobs, prefix)).toEqual([]);
  }),

  blobStoreCase("deleting a blob leaves those whose names begin like its own", async ({ blobs, prefix }) => {
    const names = ["a", "a-b", "a.b", "a/b", "a/b/c", "aa"].map((end) => prefix + end);
    for (const name of names) await blobs.put(name, bytesOf(name));
    await blobs.delete(`${prefix}a`);
    await blobs.delete(`${prefix}a/b`);
    expect(await namesUnder(blobs, prefix)).toEqual(["a-b", "a.b", "a/b/c", "aa"].map((end) => prefix + end));
  }),

  blobStoreCase("a deleted blob may be put again", async ({ blobs, prefix }) => {
    for (const text of ["first", "second", "second"]) {
      await blobs.put(`${prefix}a`, bytesOf(text));
      expectBytes(await blobs.get(`${prefix}a`), bytesOf(text));
      await blobs.delete(`${prefix}a`);
    }
  }),

  blobStoreCase("a put or delete aborted before it is sent is unavailable and changes nothing", async (scene) => {
    const { blobs, prefix } = scene;
    await blobs.put(`${prefix}a`, bytesOf("a"));
    await refused("unavailable", () => blobs.put(`${prefix}b`, bytesOf("b"), AbortSignal.abort()));
    await refused("unavailable", () => blobs.delete(`${prefix}a`, AbortSignal.abort()));
    expect(await namesUnder(blobs, prefix)).toEqual([`${prefix}a`]);
  }),

  blobStoreCase("a read aborted before it is sent is unavailable", async ({ blobs, prefix }) => {
    await refused("unavailable", () => blobs.get(`${prefix}a`, undefined, AbortSignal.abort()));
    await refused("unavailable", () => blobs.list(prefix, {}, AbortSignal.abort()));
  }),

  blobStoreCase("every blob is there after close and open", async ({ blobs, prefix, reopen }) => {
    await blobs.put(`${prefix}a`, noise(100_000));
    await blobs.put(`${prefix}b/c`, bytesOf("c"));
    await blobs.put(`${prefix}gone`, bytesOf("gone"));
    await blobs.delete(`${prefix}gone`);
    const later = await reopen();
    expect(await listAll(later, prefix)).toEqual([
      { name: `${prefix}a`, bytes: 100_000 },
      { name: `${prefix}b/c`, bytes: 1 },
    ]);
    expectBytes(await later.get(`${prefix}a`), noise(100_000));
    await refused("conflict", () => later.put(`${prefix}b/c`, bytesOf("d")));
  }),
];
