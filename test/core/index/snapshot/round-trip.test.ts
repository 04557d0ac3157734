import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertLittleEndian } from "../../../../core/index/snapshot/format.ts";
import { openSnapshot } from "../../../../core/index/snapshot/open.ts";
import { memorySource } from "../../../../core/index/snapshot/source.ts";
import { writeSnapshot } from "../../../../core/index/snapshot/write.ts";
import type { Sections, SectionView } from "../../../../core/search/sections.ts";
import { HEADER, type Named, numbers, SMALL, write } from "./samples.ts";

const GOLDEN = new URL("../../../golden/snapshot-v1.bin", import.meta.url);

const open = (bytes: Uint8Array) => openSnapshot(memorySource(bytes));

function viewOf(sections: Sections, name: string, like: SectionView): SectionView {
  if (like instanceof Uint8Array) return sections.u8(name);
  if (like instanceof Uint16Array) return sections.u16(name);
  if (like instanceof Uint32Array) return sections.u32(name);
  return like instanceof Int16Array ? sections.i16(name) : sections.f64(name);
}

async function expectRead(bytes: Uint8Array, written: Named): Promise<void> {
  const { sections, list, header, bytes: length } = await open(bytes);
  expect(header).toEqual(HEADER);
  expect(length).toBe(bytes.length);
  const kept = written.filter(([, values]) => values.length > 0);
  expect(list.map(({ name }) => name)).toEqual(kept.map(([name]) => name));
  for (const [name, values] of written) expect(viewOf(sections, name, values)).toEqual(values);
}

describe("a snapshot", () => {
  it("reads what was written, in the order in which it was written", async () => {
    const view = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint16Array({ maxLength: 300 }),
      fc.uint32Array({ maxLength: 300 }),
      fc.int16Array({ maxLength: 300 }),
      fc.float64Array({ maxLength: 300 }),
    );
    const named = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z][a-z.-]{0,20}$/), view), {
      selector: ([name]) => name,
    });
    await fc.assert(fc.asyncProperty(named, async (sections) => expectRead(await write(sections), sections)));
  });

  it("may be of nothing", async () => {
    const bytes = await write([], { ...HEADER, listings: 0, position: 0 });
    const snapshot = await open(bytes);
    expect(snapshot.list).toEqual([]);
    expect(snapshot.loadedBytes).toBe(0);
    expect(snapshot.sections.f64("facts.posted-at").length).toBe(0);
    snapshot.sections.needs().add(snapshot.sections.u8("ids.bytes")).settle();
  });

  it("starts every section at a multiple of 64, and covers the file", async () => {
    const bytes = await write(SMALL);
    const { list } = await open(bytes);
    expect(list.map(({ offset }) => offset % 64)).toEqual(list.map(() => 0));
    const last = list.at(-1);
    expect((last?.offset ?? 0) + (last?.bytes ?? 0)).toBe(bytes.length);
  });

  it("has the same bytes for the same sections, wherever they lay and however often others had a turn", async () => {
    const plain = await write(SMALL);
    let turns = 0;
    const moved = await writeSnapshot(
      { ...HEADER },
      async (out) => {
        for (const [name, values] of SMALL) {
          await Promise.resolve();
          const roomy = new Uint8Array(values.byteLength + 80);
          roomy.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 40);
          const Type = values.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => SectionView;
          out.add(name, new Type(roomy.buffer, 40, values.length));
        }
      },
      async () => {
        turns++;
      },
    );
    expect(moved).toEqual(plain);
    expect(turns).toBeGreaterThan(0);
  });

  it("keeps ordinals in the narrowest width for their count", async () => {
    const widths = await Promise.all(
      [1, 256, 257, 65_536, 65_537, 2 ** 32].map(async (count) => {
        const values = Uint32Array.of(0, Math.min(count - 1, 0xffff_ffff));
        const bytes = await writeSnapshot(HEADER, async (out) => out.addOrdinals("rows", values, count));
        const view = (await open(bytes)).sections.ordinals("rows");
        expect([...view]).toEqual([...values]);
        return view.BYTES_PER_ELEMENT;
      }),
    );
    expect(widths).toEqual([1, 1, 2, 2, 4, 4]);
    expect((await open(await write([]))).sections.ordinals("rows").length).toBe(0);
  });

  it("is not written with a number above its count, a name twice or a name that is none", async () => {
    const written = (fill: Parameters<typeof writeSnapshot>[1]) => writeSnapshot(HEADER, fill);
    await expect(written(async (out) => out.addOrdinals("rows", Uint32Array.of(3), 3))).rejects.toThrow(
      "section rows: 3 is not below 3",
    );
    await expect(write([...SMALL, ["ids.bytes", new Uint8Array()]])).rejects.toThrow("section ids.bytes");
    await expect(write([["ids bytes", Uint8Array.of(1)]])).rejects.toThrow("no name");
  });

  it("refuses a host whose numbers lie the other way round", () => {
    expect(() => assertLittleEndian()).not.toThrow();
    expect(() => assertLittleEndian(Uint8Array.of(0, 0, 0, 1))).toThrow(
      expect.objectContaining({ code: "unavailable", message: expect.stringContaining("big-endian") }),
    );
  });
});

describe("the golden file of format 1", () => {
  // Two pages, so that page table and padding are in it.
  const sections: Named = [...SMALL, ["terms.ends", numbers(20_000, 7).map((value) => value >>> 24)]];

  it("is what is written today (UPDATE_GOLDEN=1 writes it anew)", async () => {
    const bytes = await write(sections);
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, bytes);
    expect(Buffer.compare(readFileSync(GOLDEN), bytes)).toBe(0);
  });

  it("is read today", async () => {
    await expectRead(new Uint8Array(readFileSync(GOLDEN)), sections);
  });
});
