import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { xxh32 } from "../../../../core/index/snapshot/xxh32.ts";

describe("the checksum", () => {
  it("is XXH32 with seed 0", () => {
    // `printf %s TEXT | xxhsum -H0` of the reference implementation; the last is longer than a stripe of 16 bytes.
    const known: readonly [text: string, hash: number][] = [
      ["", 0x02cc5d05],
      ["a", 0x550d7456],
      ["abc", 0x32d153ff],
      ["Nobody inspects the spammish repetition", 0xe2293b2f],
    ];
    for (const [text, hash] of known) expect(xxh32(new TextEncoder().encode(text))).toBe(hash);
  });

  it("does not depend on where the bytes lie", () => {
    const bytes = fc.uint8Array({ maxLength: 100 });
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 7 }), (values, shift) => {
        const shifted = new Uint8Array(values.length + shift + 3).fill(7).subarray(shift, shift + values.length);
        shifted.set(values);
        expect(xxh32(shifted)).toBe(xxh32(values));
      }),
    );
  });

  it("notices every change inside one word", () => {
    const place = fc.tuple(fc.uint8Array({ minLength: 4, maxLength: 200 }), fc.nat(), fc.integer({ min: 1 }));
    fc.assert(
      fc.property(place, ([values, at, change]) => {
        const changed = values.slice();
        const word = at % (values.length >>> 2);
        const words = new Uint32Array(changed.buffer, 0, values.length >>> 2);
        words[word] = (words[word] ?? 0) ^ change;
        expect(xxh32(changed)).not.toBe(xxh32(values));
      }),
    );
  });

  it("notices bytes left out and added at the end", () => {
    const zeros = [0, 1, 4, 15, 16, 17, 64].map((length) => xxh32(new Uint8Array(length)));
    expect(new Set(zeros).size).toBe(zeros.length);
  });
});
