import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { isAppError } from "../../../../core/errors.ts";
import { assertBelongs } from "../../../../core/index/snapshot/header.ts";
import { openSnapshot, type Snapshot } from "../../../../core/index/snapshot/open.ts";
import { memorySource } from "../../../../core/index/snapshot/source.ts";
import { HEADER, numbers, SMALL, withRoot, write } from "./samples.ts";

const NAMED = /^snapshot (header|root|page table|section [a-z.-]+(, [a-z.-]+)*): /;

let small: Uint8Array;
let whole: Snapshot;

beforeAll(async () => {
  small = await write(SMALL);
  whole = await openSnapshot(memorySource(small));
});

/** What is said of a file that must not be read. */
async function refusalOf(bytes: Uint8Array): Promise<string> {
  try {
    await (await openSnapshot(memorySource(bytes))).loadAll();
  } catch (error) {
    if (!isAppError(error, "corrupt")) throw error;
    return error.message;
  }
  throw new Error("it was read");
}

/** What a byte of the small snapshot belongs to; padding to what stands before it. */
function ownerOf(byte: number): RegExp {
  if (byte < 20) return /^snapshot (header|root): /;
  const rootEnd = 20 + new DataView(small.buffer).getUint32(12, true);
  if (byte < rootEnd) return /^snapshot root: /;
  const owner = whole.list.findLast(({ offset }) => offset <= byte);
  return owner === undefined ? /^snapshot page table: / : new RegExp(`^snapshot section .*${owner.name}`);
}

describe("a damaged snapshot", () => {
  it("is refused by the name of the part, whichever of its bits is flipped, padding included", async () => {
    for (let byte = 0; byte < small.length; byte++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = small.slice();
        flipped[byte] = (flipped[byte] ?? 0) ^ (1 << bit);
        const refusal = await refusalOf(flipped);
        expect(refusal).toMatch(NAMED);
        expect(refusal).toMatch(ownerOf(byte));
      }
    }
  });

  it("is refused at every length but its own", async () => {
    for (let length = 0; length < small.length; length++) {
      expect(await refusalOf(small.slice(0, length))).toMatch(NAMED);
    }
    const longer = new Uint8Array(small.length + 1);
    longer.set(small);
    expect(await refusalOf(longer)).toBe("snapshot root: the file is longer than it says");
  });

  it("is refused by the name of the one section that is hurt when its pages are its own", async () => {
    const names = ["terms.lists", "terms.impacts", "cards.bytes"];
    const file = await write(names.map((name, i) => [name, numbers(16_384, i)]));
    const { list } = await openSnapshot(memorySource(file));
    for (const { name, offset, bytes } of list) {
      const flipped = file.slice();
      flipped[offset + bytes - 1] = 1 + (flipped[offset + bytes - 1] ?? 0);
      expect(await refusalOf(flipped)).toMatch(new RegExp(`^snapshot section ${name}: `));
    }
  });

  it("is refused when it is large and read in parts", async () => {
    const names = ["terms.lists", "terms.impacts", "cards.bytes"];
    const large = await write(names.map((name, i) => [name, numbers(437_000, i)]));
    expect(large.length).toBeGreaterThan(5_000_000);
    const place = fc.integer({ min: 0, max: large.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (byte, change) => {
        large[byte] = (large[byte] ?? 0) ^ change;
        try {
          expect(await refusalOf(large)).toMatch(NAMED);
        } finally {
          large[byte] = (large[byte] ?? 0) ^ change;
        }
      }),
      { numRuns: 100 },
    );
    await fc.assert(
      fc.asyncProperty(place, async (length) => {
        expect(await refusalOf(large.subarray(0, length))).toMatch(NAMED);
      }),
      { numRuns: 50 },
    );
  });

  it("is refused when two sections, two pages or the page tables of two files are exchanged", async () => {
    const [a, b] = [numbers(64_000, 1), numbers(64_000, 2)];
    const file = await write([
      ["terms.lists", a],
      ["terms.impacts", b],
    ]);
    const other = await write([
      ["terms.lists", b],
      ["terms.impacts", a],
    ]);
    const { list } = await openSnapshot(memorySource(file));
    const [lists, impacts] = list.map(({ offset, bytes }) => ({ from: offset, to: offset + bytes }));
    if (lists === undefined || impacts === undefined) throw new Error("two sections were written");

    const sections = file.slice();
    sections.set(file.subarray(lists.from, lists.to), impacts.from);
    sections.set(file.subarray(impacts.from, impacts.to), lists.from);
    expect(await refusalOf(sections)).toMatch(/^snapshot section terms\.lists: page 0 of the data fails its checksum/);

    const pages = file.slice();
    pages.copyWithin(lists.from, lists.from + 65_536, lists.from + 131_072);
    pages.set(file.subarray(lists.from, lists.from + 65_536), lists.from + 65_536);
    expect(await refusalOf(pages)).toMatch(/^snapshot section terms\.lists: page 0/);

    const rootEnd = 20 + new DataView(file.buffer).getUint32(12, true);
    const tables = file.slice();
    tables.set(other.subarray(rootEnd, lists.from), rootEnd);
    expect(await refusalOf(tables)).toMatch(/^snapshot page table: /);
  });

  it("is refused when it is a snapshot no more at all", async () => {
    expect(await refusalOf(new Uint8Array())).toMatch(/^snapshot header: /);
    expect(await refusalOf(new Uint8Array(300_000))).toMatch(/^snapshot header: /);
    expect(await refusalOf(new TextEncoder().encode("<?xml version='1.0'?><Error>NoSuchKey</Error>"))).toMatch(NAMED);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (noise) => {
        const file = new Uint8Array(20 + noise.length);
        file.set(small.subarray(0, 16));
        file.set(noise, 20);
        expect(await refusalOf(file)).toMatch(NAMED);
      }),
    );
  });
});

describe("a snapshot of another format", () => {
  it.each([0, 2, 3, 0xffff_ffff])("%i is refused by its number", async (format) => {
    const file = small.slice();
    new DataView(file.buffer).setUint32(8, format, true);
    expect(await refusalOf(file)).toMatch(new RegExp(`^snapshot header: format ${format} .*; this reads 1$`));
  });
});

describe("a snapshot of another board", () => {
  it("is refused, and so is one of another life of the same board", () => {
    const { board, incarnation } = HEADER;
    expect(() => assertBelongs(HEADER, { board, incarnation })).not.toThrow();
    for (const to of [
      { board: "other", incarnation },
      { board, incarnation: "9876543210" },
    ]) {
      expect(() => assertBelongs(HEADER, to)).toThrow(
        expect.objectContaining({
          code: "corrupt",
          message: expect.stringMatching(/^snapshot header: is of board default \(incarnation 0123456789\), not of /),
        }),
      );
    }
  });
});

describe("a root with a right checksum and wrong contents", () => {
  const section = (name: string, type: string, offset: number, bytes: number) =>
    JSON.stringify([name, type, offset, bytes]);
  const first = section("facts.published", "u32", 0, 8);
  const second = section("facts.posted-at", "f64", 64, 32);
  const last = section("cards.bytes", "u8", 384, 28);

  it.each<[what: string, from: string, to: string, refusal: RegExp]>([
    ["a section over another", second, section("facts.posted-at", "f64", 0, 32), /section facts\.posted-at: starts at/],
    ["an unaligned one", second, section("facts.posted-at", "f64", 72, 32), /section facts\.posted-at: starts at/],
    ["a gap", second, section("facts.posted-at", "f64", 128, 32), /section facts\.posted-at: starts at/],
    ["no offset", second, '["facts.posted-at","f64",null,32]', /section facts\.posted-at: has no offset/],
    ["a negative offset", first, section("facts.published", "u32", -64, 8), /section facts\.published: has no offset/],
    ["one outside the file", last, section("cards.bytes", "u8", 384, 4_096), /section cards\.bytes: ends at/],
    ["one that ends early", last, section("cards.bytes", "u8", 384, 20), /root: its sections end at/],
    ["an absurd length", last, section("cards.bytes", "u8", 384, 2 ** 60), /section cards\.bytes: has a length/],
    ["half an element", first, section("facts.published", "u32", 0, 6), /section facts\.published: has a length/],
    ["an empty one", first, section("facts.published", "u32", 0, 0), /section facts\.published: has a length/],
    ["an unknown type", first, section("facts.published", "u64", 0, 8), /section facts\.published: is of an unknown/],
    ["an inherited type", first, section("facts.published", "toString", 0, 8), /facts\.published: is of an unknown/],
    ["a name twice", second, section("facts.published", "f64", 64, 32), /section facts\.published: is listed twice/],
    ["a name that is none", first, section("a\u001b[2J", "u32", 0, 8), /root: a section has no name/],
    ["a section that is no list", first, '{"name":"facts.published"}', /root: a section has no name/],
    ["no sections", '"sections":[', '"others":[', /root: has no list of sections/],
    ["an absurd size", '"dataBytes":412', '"dataBytes":68719476737', /root: dataBytes is not a whole number/],
    ["a size with a fraction", '"dataBytes":412', '"dataBytes":412.5', /root: dataBytes is not a whole number/],
    ["a larger size", '"dataBytes":412', '"dataBytes":4096', /root: its sections end at 412, its data at 4096/],
    ["a position that is no number", '"position":2402', '"position":"2402"', /root: position is not a whole number/],
    ["no board", '"board":"default"', '"board":7', /root: board is not a text/],
    ["no checksum", '"pagesChecksum":"', '"pagesChecksum":"x', /root: pagesChecksum is not eight/],
    ["a list", '{"board"', '[{"board"', /root: is not JSON/],
  ])("is refused: %s", async (_, from, to, refusal) => {
    const edited = withRoot(small, (json) => {
      expect(json).toContain(from);
      return json.replace(from, to);
    });
    expect(await refusalOf(edited)).toMatch(refusal);
  });

  it("is refused when it is JSON of another kind", async () => {
    for (const json of ["[]", "null", "7", '"text"']) {
      expect(await refusalOf(withRoot(small, () => json))).toBe("snapshot root: is not an object");
    }
  });

  it("is not even read when its length is absurd", async () => {
    const file = small.slice();
    for (const length of [0, 43, 45, 16 * 1024 * 1024 + 44, 0xffff_ffff]) {
      new DataView(file.buffer).setUint32(12, length, true);
      expect(await refusalOf(file)).toMatch(/^snapshot header: /);
    }
  });

  it("is read when nothing of it was changed", async () => {
    expect(withRoot(small, (json) => json)).toEqual(small);
  });

  it("refuses a section of another type when it is asked for", () => {
    const { sections } = whole;
    expect(() => sections.u8("facts.published")).toThrow(
      expect.objectContaining({
        code: "corrupt",
        message: "snapshot section facts.published: holds u32 where u8 is due",
      }),
    );
    expect(() => sections.ordinals("facts.posted-at")).toThrow(expect.objectContaining({ code: "corrupt" }));
  });
});
