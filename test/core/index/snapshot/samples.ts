/** Snapshots to try things with, and what may happen to one on its way. */
import type { SnapshotHeader } from "../../../../core/index/snapshot/header.ts";
import type { SnapshotSource } from "../../../../core/index/snapshot/source.ts";
import { writeSnapshot } from "../../../../core/index/snapshot/write.ts";
import { xxh32 } from "../../../../core/index/snapshot/xxh32.ts";
import type { SectionView } from "../../../../core/search/sections.ts";

export const HEADER: SnapshotHeader = {
  ...{ board: "default", incarnation: "0123456789", position: 2_402, listings: 567, engineVersion: 1 },
};

export type Named = readonly (readonly [name: string, values: SectionView])[];

export function write(sections: Named, header: SnapshotHeader = HEADER): Promise<Uint8Array> {
  return writeSnapshot(header, async (out) => {
    for (const [name, values] of sections) out.add(name, values);
  });
}

/** Every type, lengths that leave padding behind them and ones that do not. */
export const SMALL: Named = [
  ["facts.published", Uint32Array.of(0xffff_ffff, 5)],
  ["facts.posted-at", Float64Array.of(1.7e12, -0.5, Number.NaN, 2 ** 53)],
  ["facts.promotion", Int16Array.of(-100, 0, 100)],
  ["ids.bytes", Uint8Array.from({ length: 128 }, (_, i) => 255 - i)],
  ["values.company.rows", Uint16Array.of(1, 65_535, 0)],
  ["cards.bytes", new TextEncoder().encode('{"title":"Ünïcode 東京"}')],
];

/** Numbers that differ from page to page, without chance. */
export function numbers(length: number, seed: number): Uint32Array {
  const values = new Uint32Array(length);
  for (let i = 0; i < length; i++) values[i] = Math.imul(i + seed, 0x9e37_79b1) ^ (i >>> 7);
  return values;
}

export interface Read {
  readonly from: number;
  readonly to: number;
}

export interface Spy extends SnapshotSource {
  readonly reads: Read[];
  /** The most that were under way at one time. */
  readonly mostAtOnce: () => number;
}

/** Notes what is read; `before` may wait, throw, or answer in place of the bytes. Bytes come as a `Buffer` at an odd address, as from a pool. */
export function spy(
  bytes: Uint8Array,
  before: (read: Read, signal?: AbortSignal) => Promise<Uint8Array | undefined> = async () => undefined,
): Spy {
  const reads: Read[] = [];
  let [atOnce, most] = [0, 0];
  return {
    reads,
    mostAtOnce: () => most,
    async read(from, to, signal) {
      reads.push({ from, to });
      most = Math.max(most, ++atOnce);
      try {
        const answer = (await before({ from, to }, signal)) ?? bytes.subarray(from, to);
        const odd = Buffer.from(new ArrayBuffer(answer.length + 1), 1);
        odd.set(answer);
        return odd;
      } finally {
        atOnce--;
      }
    },
  };
}

/** The same source, reading to where the bytes belong; what it writes before it fails is rubbish. */
export function direct(source: SnapshotSource): SnapshotSource {
  return {
    ...source,
    async readInto(from, target, signal) {
      target.fill(0xee);
      const bytes = await source.read(from, from + target.length, signal);
      target.set(bytes);
      return bytes.length;
    },
  };
}

/** The same file with another root under a right checksum, as a program with a fault would write it. */
export function withRoot(file: Uint8Array, edit: (json: string) => string): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset);
  const rootEnd = 20 + view.getUint32(12, true);
  const text = new TextEncoder().encode(edit(new TextDecoder().decode(file.subarray(20, rootEnd)).trimEnd()));
  const root = new Uint8Array(Math.ceil((20 + text.length) / 64) * 64 - 20).fill(0x20);
  root.set(text);
  const edited = new Uint8Array(20 + root.length + file.length - rootEnd);
  edited.set(file.subarray(0, 12));
  new Uint32Array(edited.buffer, 12, 2).set([root.length, xxh32(root)]);
  edited.set(root, 20);
  edited.set(file.subarray(rootEnd), 20 + root.length);
  return edited;
}
