import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../../adapters/memory/blob-store.ts";
import { AppError } from "../../../../core/errors.ts";
import { dataStart, PAGE_BYTES, pageCount } from "../../../../core/index/snapshot/format.ts";
import { openSnapshot, type Snapshot } from "../../../../core/index/snapshot/open.ts";
import { encodeRoot } from "../../../../core/index/snapshot/root.ts";
import { memorySource, type SnapshotSource, snapshotSource } from "../../../../core/index/snapshot/source.ts";
import { xxh32 } from "../../../../core/index/snapshot/xxh32.ts";
import { NotLoaded, type SectionView, whenLoaded } from "../../../../core/search/sections.ts";
import { direct, HEADER, numbers, SMALL, spy, write } from "./samples.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
/** Of the first read, and of the largest gap that is read along. */
const FIRST = 1536 * KIB;

const ranks = numbers(MIB, 1);
const lists = numbers(4 * MIB, 2);
const cards = new Uint8Array(numbers(2 * MIB, 3).buffer);
/** 28 MiB: `ranks` 4, `lists` 16, `cards` 8. */
let large: Uint8Array;

beforeAll(async () => {
  large = await write([
    ["facts.ranks", ranks],
    ["terms.lists", lists],
    ["cards.bytes", cards],
  ]);
});

/** Where the data begins; pages count from there. */
async function startOf(bytes: Uint8Array): Promise<number> {
  return (await openSnapshot(memorySource(bytes))).list[0]?.offset ?? 0;
}

function missing(snapshot: Snapshot, ...wanted: [view: SectionView, from?: number, to?: number][]): NotLoaded {
  const needs = snapshot.sections.needs();
  for (const [view, from, to] of wanted) needs.add(view, from, to);
  try {
    needs.settle();
  } catch (error) {
    if (error instanceof NotLoaded) return error;
    throw error;
  }
  throw new Error("nothing is missing");
}

const load = (snapshot: Snapshot, view: SectionView, from?: number, to?: number, signal?: AbortSignal) =>
  whenLoaded(() => snapshot.sections.needs().add(view, from, to).settle(), signal);

/** Of a large section; `toEqual` looks at every number by itself. */
function isEqual(a: SectionView, b: SectionView): boolean {
  const [left, right] = [a, b].map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  return left !== undefined && right !== undefined && left.equals(right);
}

interface Gate {
  readonly opened: Promise<undefined>;
  open(): void;
}

function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { opened: promise, open: () => resolve(undefined) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("opening", () => {
  it("reads a large file's first 1.5 MiB and nothing else, and keeps the pages that came with it", async () => {
    const source = spy(large);
    const snapshot = await openSnapshot(source);
    expect(source.reads).toEqual([{ from: 0, to: FIRST }]);
    expect(snapshot).toMatchObject({ header: HEADER, bytes: large.length, loadedBytes: 23 * PAGE_BYTES });
    const view = snapshot.sections.u32("facts.ranks");
    snapshot.sections.needs().add(view, 0, 1_000).settle();
    expect(view.subarray(0, 1_000)).toEqual(ranks.subarray(0, 1_000));
    expect(source.reads.length).toBe(1);
  });

  it("reads a file of up to 4 MiB whole, in two requests", async () => {
    const source = spy(await write([["terms.lists", lists.subarray(0, MIB - 10_000)]]));
    const snapshot = await openSnapshot(source);
    expect(source.reads.length).toBe(2);
    expect(snapshot.loadedBytes).toBe(4 * (MIB - 10_000));
    snapshot.sections.needs().add(snapshot.sections.u32("terms.lists")).settle();
  });

  it("reads a small file in one request", async () => {
    const source = spy(await write(SMALL));
    await openSnapshot(source);
    expect(source.reads).toEqual([{ from: 0, to: FIRST }]);
  });

  it("tells a file that ends with the first read from one that goes on", async () => {
    const fitting = (bytes: number) => write([["cards.bytes", cards.subarray(0, bytes)]]);
    const exact = await fitting(FIRST - (await startOf(await fitting(1_500_000))));
    expect(exact.length).toBe(FIRST);
    expect((await openSnapshot(memorySource(exact))).loadedBytes).toBeGreaterThan(FIRST / 2);
    const longer = new Uint8Array(FIRST + 1);
    longer.set(exact);
    await expect(openSnapshot(memorySource(longer))).rejects.toMatchObject({
      ...{ code: "corrupt", message: "snapshot root: the file is longer than it says" },
    });
  });

  it("refuses a large file that ends within the first read, after that read", async () => {
    const source = spy(large.subarray(0, FIRST - 1));
    await expect(openSnapshot(source)).rejects.toMatchObject({
      code: "corrupt",
      message: `snapshot section facts.ranks: the file ends at byte ${FIRST - 1} of ${large.length}`,
    });
    expect(source.reads.length).toBe(1);
  });

  it("reads on when root and page table are longer than the first read", async () => {
    const sections = Array.from({ length: 40_000 }, (_, i) => [`terms.of-field-${i}`, Uint16Array.of(i)] as const);
    const bytes = await write(sections);
    const snapshot = await openSnapshot(spy(bytes));
    expect(snapshot.list.length).toBe(40_000);
    expect(await startOf(bytes)).toBeGreaterThan(FIRST);
    expect([...snapshot.sections.u16("terms.of-field-39999")]).toEqual([39_999]);
    for (const length of [FIRST, FIRST + 1, (await startOf(bytes)) - 1]) {
      await expect(openSnapshot(memorySource(bytes.subarray(0, length)))).rejects.toMatchObject({ code: "corrupt" });
    }
  });

  it("passes on what the source throws, and stops when it is aborted", async () => {
    const down = new AppError("unavailable", "the store is down");
    const source = spy(large, () => Promise.reject(down));
    await expect(openSnapshot(source)).rejects.toBe(down);
    await expect(openSnapshot(memorySource(large), AbortSignal.abort())).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("loading", () => {
  it("gives the same numbers as the whole file, whatever is asked for in whatever order", async () => {
    const range = fc.tuple(fc.constantFrom("facts.ranks", "terms.lists"), fc.nat(4 * MIB), fc.nat(200_000));
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 12 }), fc.boolean(), async (ranges, isDirect) => {
        const snapshot = await openSnapshot(isDirect ? direct(spy(large)) : spy(large));
        await Promise.all(
          ranges.map(async ([name, from, length]) => {
            const [view, written] = [snapshot.sections.u32(name), name === "facts.ranks" ? ranks : lists];
            await load(snapshot, view, from, from + length);
            expect(isEqual(view.subarray(from, from + length), written.subarray(from, from + length))).toBe(true);
          }),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("takes nothing but missing pages from what a read brings along", async () => {
    let hurt: number | undefined;
    const source = spy(large, async ({ from, to }) =>
      hurt === undefined ? undefined : large.slice(from, to).fill(1, hurt - from, hurt - from + 9),
    );
    const snapshot = await openSnapshot(direct(source));
    const [view, start] = [snapshot.sections.u32("terms.lists"), await startOf(large)];
    const page = 16_384;
    await load(snapshot, view, page, 2 * page);
    // The middle one of three pages is there; what is wrong with its bytes now does not matter any more.
    hurt = start + 65 * PAGE_BYTES;
    await load(snapshot, view, 0, 3 * page);
    expect(source.reads.length).toBe(3);
    expect(isEqual(view.subarray(0, 3 * page), lists.subarray(0, 3 * page))).toBe(true);
  });

  it("reads the pages that are asked for and no others", async () => {
    const source = spy(large);
    const snapshot = await openSnapshot(source);
    const start = await startOf(large);
    // Section `terms.lists` begins at 4 MiB, page 64 of the data; its elements 16,384 to 32,768 are page 65.
    await load(snapshot, snapshot.sections.u32("terms.lists"), 16_384, 32_768);
    expect(source.reads.slice(1)).toEqual([{ from: start + 65 * PAGE_BYTES, to: start + 66 * PAGE_BYTES }]);
    expect(snapshot.loadedBytes).toBe(24 * PAGE_BYTES);
  });

  it("needs nothing for an empty view or an empty range, also of a section that is not there", async () => {
    const { sections } = await openSnapshot(memorySource(large));
    const view = sections.u32("terms.lists");
    sections
      .needs()
      .add(sections.u8("no.such"), 0, 5)
      .add(view, 9, 9)
      .add(view, 2 ** 40)
      .add(view.subarray(3, 3))
      .settle();
    expect(() => sections.needs().add(Uint8Array.of(1))).toThrow("a view is not of this snapshot");
  });

  it("reads neighbours, also over a gap of 64 KiB, in one request, and others in requests of their own", async () => {
    const source = spy(large);
    const snapshot = await openSnapshot(source);
    const start = await startOf(large);
    const view = snapshot.sections.u8("cards.bytes");
    const first = ((snapshot.list[2]?.offset ?? 0) - start) / PAGE_BYTES;
    // Pages 0 and 1; 3 behind a gap of one; 6 behind a gap of two.
    const page = (n: number): [SectionView, number, number] => [view, n * PAGE_BYTES, n * PAGE_BYTES + 1];
    await missing(snapshot, page(6), page(3), page(1), page(0)).load();
    expect(source.reads.slice(1)).toEqual([
      { from: start + first * PAGE_BYTES, to: start + (first + 4) * PAGE_BYTES },
      { from: start + (first + 6) * PAGE_BYTES, to: start + (first + 7) * PAGE_BYTES },
    ]);
    snapshot.sections
      .needs()
      .add(view, 0, 4 * PAGE_BYTES)
      .settle();
  });

  it("makes at most sixteen requests at once, for all that load together", async () => {
    const source = spy(large, () => turn().then(() => undefined));
    const snapshot = await openSnapshot(source);
    const view = snapshot.sections.u32("terms.lists");
    const scattered = Array.from({ length: 20 }, (_, i): [SectionView, number, number] => [
      view,
      i * 200_000,
      i * 200_000 + 9,
    ]);
    await Promise.all([
      missing(snapshot, ...scattered.slice(0, 10)).load(),
      missing(snapshot, ...scattered.slice(10)).load(),
    ]);
    expect(source.reads.length).toBe(1 + 20);
    expect(source.mostAtOnce()).toBe(16);
  });

  it("loads everything in pieces of 8 MiB, once, and then asks for nothing any more", async () => {
    const source = spy(large);
    const snapshot = await openSnapshot(source);
    const view = snapshot.sections.u32("terms.lists");
    await Promise.all([snapshot.loadAll(), snapshot.loadAll(), load(snapshot, view)]);
    await snapshot.loadAll();
    const lengths = source.reads.slice(1).map(({ from, to }) => to - from);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(8 * MIB + 1);
    expect(lengths.length).toBe(4);
    expect(snapshot.loadedBytes).toBe(28 * MIB);
    expect(isEqual(view, lists)).toBe(true);
    const needs = snapshot.sections.needs();
    expect(needs.add(view)).toBe(needs);
    expect(snapshot.sections.needs()).toBe(needs);
    needs.settle();
  });

  it("shares the read of a page between all that wait for it", async () => {
    const held = gate();
    const source = spy(large, ({ from }) => (from === 0 ? Promise.resolve(undefined) : held.opened));
    const snapshot = await openSnapshot(source);
    const view = snapshot.sections.u32("terms.lists");
    const loads = [load(snapshot, view, 0, 9), load(snapshot, view, 5, 20), load(snapshot, view, 0, 20_000)];
    await turn();
    held.open();
    await Promise.all(loads);
    // One for page 64, one for the page behind it, which the last one wants too.
    expect(source.reads.length).toBe(3);
  });

  it("refuses a section that is longer than the root says when its end is read", async () => {
    const longer = new Uint8Array(large.length + 1);
    longer.set(large);
    for (const source of [memorySource(longer), direct(memorySource(longer))]) {
      const snapshot = await openSnapshot(source);
      await expect(load(snapshot, snapshot.sections.u8("cards.bytes"), 8 * MIB - 1)).rejects.toMatchObject({
        ...{ code: "corrupt", message: "snapshot root: the file is longer than it says" },
      });
    }
  });
});

describe.each([
  { kind: "a source", as: (source: SnapshotSource) => source },
  { kind: "a source that reads to where bytes belong", as: direct },
])("$kind, with faults,", ({ as }) => {
  /** Answers the first read, then once what `fault` does, then everything. */
  async function openWith(fault: (bytes: Uint8Array) => Uint8Array) {
    let faults = 1;
    const source = spy(large, async ({ from, to }) =>
      from === 0 || faults-- <= 0 ? undefined : fault(large.subarray(from, to)),
    );
    const snapshot = await openSnapshot(as(source));
    return { source, snapshot, view: snapshot.sections.u32("terms.lists") };
  }

  async function expectUntouched(snapshot: Snapshot, view: SectionView): Promise<void> {
    expect(snapshot.loadedBytes).toBe(23 * PAGE_BYTES);
    expect(view.subarray(0, 50_000).every((value) => value === 0)).toBe(true);
    await missing(snapshot, [view, 0, 50_000]).load();
    expect(isEqual(view.subarray(0, 50_000), lists.subarray(0, 50_000))).toBe(true);
  }

  it("that fails once leaves nothing behind, and the next load works", async () => {
    const down = new AppError("unavailable", "the store is down");
    const { snapshot, view } = await openWith(() => {
      throw down;
    });
    await expect(missing(snapshot, [view, 0, 50_000]).load()).rejects.toBe(down);
    await expectUntouched(snapshot, view);
  });

  it("that answers short is refused by the section's name, and the next load works", async () => {
    const { snapshot, view } = await openWith((bytes) => bytes.subarray(0, bytes.length - 1));
    await expect(missing(snapshot, [view, 0, 50_000]).load()).rejects.toMatchObject({
      ...{ code: "corrupt", message: "snapshot section terms.lists: the read ends 1 bytes too early" },
    });
    await expectUntouched(snapshot, view);
  });

  it("that answers with other bytes is refused by the section's name, and the next load works", async () => {
    const { snapshot, view } = await openWith((bytes) => bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte)));
    await expect(missing(snapshot, [view, 0, 50_000]).load()).rejects.toMatchObject({
      ...{
        code: "corrupt",
        message: expect.stringMatching(/^snapshot section terms\.lists: page 64 of the data fails/),
      },
    });
    await expectUntouched(snapshot, view);
  });

  it("fails for all that share the read, after one request", async () => {
    const down = new AppError("unavailable", "the store is down");
    const { source, snapshot, view } = await openWith(() => {
      throw down;
    });
    const both = await Promise.allSettled([load(snapshot, view, 0, 9), load(snapshot, view, 0, 9)]);
    expect(both).toEqual([
      { status: "rejected", reason: down },
      { status: "rejected", reason: down },
    ]);
    expect(source.reads.length).toBe(2);
  });

  it("is waited for by those whose own time is not over", async () => {
    const [first, held] = [new AbortController(), gate()];
    const source = spy(large, async ({ from }, signal) => {
      if (from === 0) return undefined;
      const aborted = new Promise<undefined>((_, reject) =>
        signal?.addEventListener("abort", () => reject(new AppError("unavailable", "aborted")), { once: true }),
      );
      return Promise.race([held.opened, aborted]);
    });
    const snapshot = await openSnapshot(as(source));
    const view = snapshot.sections.u32("terms.lists");
    const begun = load(snapshot, view, 0, 9, first.signal);
    const second = new AbortController();
    const joined = load(snapshot, view, 0, 9);
    const gone = load(snapshot, view, 0, 9, second.signal);
    // Who waits for another's read may leave; the read goes on.
    second.abort(new Error("too late"));
    await expect(gone).rejects.toMatchObject({ code: "unavailable", cause: new Error("too late") });
    expect(source.reads.length).toBe(2);
    // Who began it is aborted; who waited reads for itself.
    first.abort();
    await expect(begun).rejects.toMatchObject({ code: "unavailable" });
    held.open();
    await joined;
    expect(source.reads.length).toBe(3);
    expect(view.subarray(0, 9)).toEqual(lists.subarray(0, 9));
  });
});

describe("a blob store", () => {
  it("gives the parts of a blob, and says so where there is none", async () => {
    const blobs = memoryBlobStore();
    await blobs.put("snapshots/one", large);
    const snapshot = await openSnapshot(snapshotSource(blobs, "snapshots/one"));
    await snapshot.loadAll();
    expect(isEqual(snapshot.sections.u32("terms.lists"), lists)).toBe(true);
    await expect(openSnapshot(snapshotSource(blobs, "snapshots/two"))).rejects.toMatchObject({
      ...{ code: "corrupt", message: "there is no snapshot snapshots/two" },
    });
  });
});

describe("a file of more than 4 GB", () => {
  it("is read at its far end, and tells where it is hurt", async () => {
    const far = Float64Array.of(1.5, -2, 1e300);
    // Zeros, but for the end: no file is made, and no memory is used.
    const listBytes = 4.5 * 1024 * MIB;
    const sections = [
      { name: "terms.lists", type: "u32", offset: 0, bytes: listBytes },
      { name: "facts.posted-at", type: "f64", offset: listBytes, bytes: far.byteLength },
    ] as const;
    const dataBytes = listBytes + far.byteLength;
    const table = new Uint32Array(Math.ceil(pageCount(dataBytes) / 16) * 16).fill(0);
    table.fill(xxh32(new Uint8Array(PAGE_BYTES)), 0, pageCount(dataBytes) - 1);
    table[pageCount(dataBytes) - 1] = xxh32(new Uint8Array(far.buffer));
    const root = encodeRoot({
      header: HEADER,
      dataBytes,
      pagesChecksum: xxh32(new Uint8Array(table.buffer)),
      sections,
    });
    const start = dataStart(root.length, dataBytes);
    const front = new Uint8Array(start);
    front.set((await write(SMALL)).subarray(0, 12));
    new Uint32Array(front.buffer, 12, 2).set([root.length, xxh32(root)]);
    front.set(root, 20);
    front.set(new Uint8Array(table.buffer), 20 + root.length);
    const source: SnapshotSource = {
      async read(from, to) {
        const bytes = new Uint8Array(Math.min(to, start + dataBytes) - from);
        if (from < start) bytes.set(front.subarray(from, to));
        if (to > start + listBytes) bytes.set(new Uint8Array(far.buffer), start + listBytes - from);
        return bytes;
      },
    };
    const snapshot = await openSnapshot(source);
    expect(snapshot.bytes).toBe(start + dataBytes);
    await load(snapshot, snapshot.sections.f64("facts.posted-at"));
    expect(snapshot.sections.f64("facts.posted-at")).toEqual(far);
    const view = snapshot.sections.u32("terms.lists");
    await load(snapshot, view, view.length - 5);
    expect(snapshot.loadedBytes).toBeLessThan(FIRST);
    expect(() =>
      snapshot.sections
        .needs()
        .add(view, view.length - 20_000, view.length - 16_384)
        .settle(),
    ).toThrow(NotLoaded);
    const hurt = await openSnapshot({
      async read(from, to) {
        const bytes = await source.read(from, to);
        if (from > 4_294_967_296) bytes[0] = 1;
        return bytes;
      },
    });
    await expect(load(hurt, hurt.sections.u32("terms.lists"), 2 ** 30 + 20_000, 2 ** 30 + 20_001)).rejects.toThrow(
      "snapshot section terms.lists: page 65537 of the data fails its checksum",
    );
  });
});
