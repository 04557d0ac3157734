import { expect } from "vitest";
import { LIMITS } from "../../core/ports.ts";
import { type BlobStoreCase, blobStoreCase, bytesOf, expectBytes, listAll, namesUnder } from "./blob-store-case.ts";
import { refused, upTo } from "./expect.ts";

/** Ascending by bytes; a walk of folders would put `a/b` elsewhere. */
const ENDINGS = ["A", "B/x", "_", "a", "a-b", "a.b", "a.b/c", "a/b", "a/b-c", "a/b/c", "a0", "aB", "ab", "b"] as const;

const HOSTILE_CHARACTERS = [..."\\#?%*'\"+:@ ", "\0", "\n", "\u007f", "é", "😀", "\ud800"];

const HOSTILE_NAMES = [
  "",
  ".",
  "..",
  "/",
  "/etc/passwd",
  "../a",
  "a/../b",
  "a/..",
  "a/./b",
  "a//b",
  "a/",
  "/a",
  ".hidden",
  "a/.hidden",
  "...",
  "C:\\a",
  "a".repeat(LIMITS.blobNameBytes + 1),
  ...HOSTILE_CHARACTERS.flatMap((character) => [character, `${character}a`, `a${character}b`, `a${character}`]),
];

export const listingCases: readonly BlobStoreCase[] = [
  blobStoreCase("a hostile name is refused by put, get, delete and list", async ({ blobs }) => {
    for (const name of HOSTILE_NAMES) {
      await refused("invalid_id", () => blobs.put(name, bytesOf("hostile")));
      await refused("invalid_id", () => blobs.get(name));
      await refused("invalid_id", () => blobs.delete(name));
      await refused("invalid_id", () => blobs.list("", { after: name }));
    }
  }),

  blobStoreCase("a hostile prefix is refused, a strange one lists nothing", async ({ blobs, prefix }) => {
    for (const character of HOSTILE_CHARACTERS) {
      await refused("invalid_id", () => blobs.list(`${prefix}${character}`));
    }
    await refused("invalid_id", () => blobs.list("a".repeat(LIMITS.blobNameBytes + 1)));
    await blobs.put(`${prefix}a/b`, bytesOf(""));
    for (const strange of ["/", "../", `${prefix}/`, `${prefix}.`, `${prefix}../`, `${prefix}a//`]) {
      expect(await blobs.list(strange)).toEqual({ blobs: [], end: true });
    }
  }),

  blobStoreCase("names that mean something elsewhere are plain names", async ({ blobs, prefix }) => {
    const odd = ["__proto__", "constructor", "a..b", "a...", "-", "-rf", "_", "CON", "a.tmp", "index.html"];
    const names = odd.map((end) => prefix + end);
    for (const name of names) {
      expect(await blobs.get(name)).toBeUndefined();
      await blobs.put(name, bytesOf(name));
    }
    for (const name of names) expectBytes(await blobs.get(name), bytesOf(name));
    expect(await namesUnder(blobs, prefix)).toEqual(names.toSorted());
  }),

  blobStoreCase("a name of 200 characters, flat or in 80 folders, is stored and found", async ({ blobs, prefix }) => {
    const flat = prefix.padEnd(LIMITS.blobNameBytes, "x");
    const deep = prefix.padEnd(LIMITS.blobNameBytes - 1, "d/").replace(/\/?$/, "x");
    for (const name of [flat, deep]) {
      await blobs.put(name, bytesOf(name));
      expectBytes(await blobs.get(name), bytesOf(name));
    }
    expect(await namesUnder(blobs, prefix)).toEqual([flat, deep].toSorted());
  }),

  blobStoreCase("names that differ in case only are different blobs", async ({ blobs, prefix }) => {
    for (const end of ["a", "A", "aA", "AA"]) await blobs.put(prefix + end, bytesOf(end));
    for (const end of ["a", "A", "aA", "AA"]) expectBytes(await blobs.get(prefix + end), bytesOf(end));
    expect(await blobs.get(`${prefix}Aa`)).toBeUndefined();
  }),

  blobStoreCase("a blob may be named like the folder of another", async ({ blobs, prefix }) => {
    for (const order of [
      ["a", "a/b", "a/b/c"],
      ["z/b/c", "z/b", "z"],
    ]) {
      for (const end of order) await blobs.put(prefix + end, bytesOf(end));
      for (const end of order) expectBytes(await blobs.get(prefix + end), bytesOf(end));
    }
  }),

  blobStoreCase("list gives names in byte order with their sizes", async ({ blobs, prefix }) => {
    for (const end of ENDINGS.toReversed()) await blobs.put(prefix + end, bytesOf(end));
    expect(await listAll(blobs, prefix)).toEqual(ENDINGS.map((end) => ({ name: prefix + end, bytes: end.length })));
  }),

  blobStoreCase("list pages through with every limit and leaves nothing out", async ({ blobs, prefix }) => {
    for (const end of ENDINGS) await blobs.put(prefix + end, bytesOf(end));
    for (const limit of [...upTo(ENDINGS.length + 1).map((i) => i + 1), LIMITS.blobsPerList]) {
      expect(await namesUnder(blobs, prefix, { limit })).toEqual(ENDINGS.map((end) => prefix + end));
    }
  }),

  blobStoreCase("list goes on after any name, whether or not there is such a blob", async ({ blobs, prefix }) => {
    for (const end of ENDINGS) await blobs.put(prefix + end, bytesOf(end));
    for (const [i, end] of ENDINGS.entries()) {
      const rest = ENDINGS.slice(i + 1).map((later) => prefix + later);
      expect(await namesUnder(blobs, prefix, { after: prefix + end })).toEqual(rest);
      expect(await namesUnder(blobs, prefix, { after: `${prefix}${end}-`, limit: 3 })).toEqual(
        rest.filter((name) => name > `${prefix}${end}-`),
      );
    }
    expect(await namesUnder(blobs, prefix, { after: `${prefix}zz` })).toEqual([]);
    expect(await namesUnder(blobs, prefix, { after: "-" })).toHaveLength(ENDINGS.length);
  }),

  blobStoreCase("a prefix is any beginning of a name, not only a folder", async ({ blobs, prefix }) => {
    for (const end of ENDINGS) await blobs.put(prefix + end, bytesOf(end));
    for (const part of ["a", "a.", "a.b", "a/", "a/b", "aB", "_", "a/b/c", "B", "x", prefix.slice(0, 3)]) {
      const expected = ENDINGS.filter((end) => end.startsWith(part));
      expect(await namesUnder(blobs, prefix + part)).toEqual(expected.map((end) => prefix + end));
      expect(await namesUnder(blobs, prefix + part, { limit: 2 })).toEqual(expected.map((end) => prefix + end));
    }
    expect(await namesUnder(blobs, prefix.slice(0, -1))).toHaveLength(ENDINGS.length);
  }),

  blobStoreCase("the empty prefix lists the blobs of all", async ({ blobs, prefix }) => {
    await blobs.put(`${prefix}a`, bytesOf("a"));
    expect(await namesUnder(blobs, "")).toContain(`${prefix}a`);
  }),

  blobStoreCase("a prefix that no name begins with lists nothing and ends", async ({ blobs, prefix }) => {
    expect(await blobs.list(prefix)).toEqual({ blobs: [], end: true });
    expect(await blobs.list(prefix, { after: `${prefix}a`, limit: 1 })).toEqual({ blobs: [], end: true });
  }),

  blobStoreCase("paging goes on when the blob it stopped at is deleted", async ({ blobs, prefix }) => {
    for (const i of upTo(6)) await blobs.put(`${prefix}${i}`, bytesOf(""));
    for (const i of upTo(5)) {
      const page = await blobs.list(prefix, { after: `${prefix}${i}`, limit: 1 });
      expect(page.blobs.map((blob) => blob.name)).toEqual([`${prefix}${i + 1}`]);
      await blobs.delete(`${prefix}${i + 1}`);
    }
    expect(await namesUnder(blobs, prefix)).toEqual([`${prefix}0`]);
  }),

  blobStoreCase("a list limit that is no integer from 1 to 1,000 is refused", async ({ blobs, prefix }) => {
    for (const limit of [0, -1, 1.5, LIMITS.blobsPerList + 1, Number.NaN]) {
      await refused("invalid_parameter", () => blobs.list(prefix, { limit }));
    }
  }),
];
