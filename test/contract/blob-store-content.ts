import { expect } from "vitest";
import { type BlobStoreCase, blobStoreCase, bytesOf, expectBytes, noise } from "./blob-store-case.ts";
import { refused, upTo } from "./expect.ts";

const MIB = 1024 * 1024;

function roundTripCase(title: string, bytes: () => Uint8Array): BlobStoreCase {
  return blobStoreCase(`a blob of ${title} comes back whole`, async ({ blobs, prefix }) => {
    const written = bytes();
    await blobs.put(`${prefix}a`, written);
    expectBytes(await blobs.get(`${prefix}a`), written);
  });
}

export const contentCases: readonly BlobStoreCase[] = [
  roundTripCase("0 bytes", () => new Uint8Array()),
  roundTripCase("1 byte", () => Uint8Array.of(0)),
  roundTripCase("every byte value", () => Uint8Array.from(upTo(256))),
  roundTripCase("1 MiB of noise", () => noise(MIB)),
  roundTripCase("8 MiB of noise", () => noise(8 * MIB + 1)),

  blobStoreCase("a blob that does not exist is undefined, also a range of it", async ({ blobs, prefix }) => {
    await blobs.put(`${prefix}a`, bytesOf("a"));
    for (const name of [`${prefix}b`, `${prefix}a/b`, `${prefix}aa`, prefix.slice(0, -1)]) {
      expect(await blobs.get(name)).toBeUndefined();
      expect(await blobs.get(name, { from: 0, to: 10 })).toBeUndefined();
    }
  }),

  blobStoreCase("a range gives the first, middle and last bytes", async ({ blobs, prefix }) => {
    const bytes = noise(100_000);
    await blobs.put(`${prefix}a`, bytes);
    for (const [from, to] of [
      [0, 1],
      [0, 10],
      [1, 2],
      [40_000, 70_001],
      [65_535, 65_537],
      [99_999, 100_000],
      [0, 99_999],
      [0, 100_000],
    ] as const) {
      expectBytes(await blobs.get(`${prefix}a`, { from, to }), bytes.subarray(from, to));
    }
  }),

  blobStoreCase("a range past the end is cut to the end", async ({ blobs, prefix }) => {
    const bytes = noise(1_000);
    await blobs.put(`${prefix}a`, bytes);
    for (const [from, to] of [
      [0, 1_001],
      [999, 5_000],
      [500, Number.MAX_SAFE_INTEGER],
    ] as const) {
      expectBytes(await blobs.get(`${prefix}a`, { from, to }), bytes.subarray(from));
    }
  }),

  blobStoreCase("a range that is empty or starts at or past the end gives no bytes", async ({ blobs, prefix }) => {
    await blobs.put(`${prefix}a`, noise(1_000));
    await blobs.put(`${prefix}empty`, new Uint8Array());
    for (const [from, to] of [
      [0, 0],
      [500, 500],
      [1_000, 1_000],
      [1_000, 1_001],
      [5_000, 6_000],
    ] as const) {
      expectBytes(await blobs.get(`${prefix}a`, { from, to }), new Uint8Array());
      expectBytes(await blobs.get(`${prefix}empty`, { from, to }), new Uint8Array());
    }
  }),

  blobStoreCase("a range that is no range is refused", async ({ blobs, prefix }) => {
    await blobs.put(`${prefix}a`, noise(10));
    for (const [from, to] of [
      [-1, 5],
      [0, -1],
      [5, 4],
      [0.5, 5],
      [0, 5.5],
      [Number.NaN, 5],
      [0, Number.POSITIVE_INFINITY],
    ] as const) {
      await refused("invalid_parameter", () => blobs.get(`${prefix}a`, { from, to }));
    }
  }),

  blobStoreCase("changing a buffer after its put does not change the blob", async ({ blobs, prefix }) => {
    const buffer = bytesOf("as it was");
    await blobs.put(`${prefix}a`, buffer);
    buffer.fill(0);
    expectBytes(await blobs.get(`${prefix}a`), bytesOf("as it was"));
  }),

  blobStoreCase("changing the bytes of an answer does not change the blob", async ({ blobs, prefix }) => {
    await blobs.put(`${prefix}a`, bytesOf("as it was"));
    (await blobs.get(`${prefix}a`))?.fill(0);
    (await blobs.get(`${prefix}a`, { from: 0, to: 4 }))?.fill(0);
    expectBytes(await blobs.get(`${prefix}a`), bytesOf("as it was"));
  }),

  blobStoreCase("put stores the bytes of a view, not of the buffer behind it", async ({ blobs, prefix }) => {
    const pool = bytesOf("secret payload secret");
    await blobs.put(`${prefix}view`, pool.subarray(7, 14));
    const node = Buffer.from("secret payload secret").subarray(7, 14);
    await blobs.put(`${prefix}node`, node);
    node.fill(0);
    expectBytes(await blobs.get(`${prefix}view`), bytesOf("payload"));
    expectBytes(await blobs.get(`${prefix}node`), bytesOf("payload"));
  }),
];
