import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { type Zippable, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readArchive } from "../../../core/convert/archive.ts";
import { concat, paxHeader, type TarSample, tarEntry, tarGz } from "./archive-samples.ts";

const encoder = new TextEncoder();
const TAR = { type: "application/gzip" } as const;
const ZIP = { type: "application/zip" } as const;
const text = (of: string) => encoder.encode(of);
const code = (name: string) => expect.objectContaining({ code: name });

/** One line for each row: the name and the text, or `!` for an error. */
function rows(archive: Uint8Array, type: typeof TAR | typeof ZIP): string[] {
  return readArchive(archive, type).map((file) => `${file.name}=${"text" in file ? file.text : "!"}`);
}

describe("readArchive of a tar", () => {
  it("gives the Markdown files in order, under their last names", () => {
    const archive = tarGz([
      { name: "jobs/", type: "5" },
      { name: "jobs/b.md", body: "B" },
      { name: "jobs/readme.txt", body: "no" },
      { name: "jobs/._b.md", body: "no" },
      { name: "__MACOSX/b.md", body: "no" },
      { name: "a.MD", body: "A" },
      { name: "empty.md" },
    ]);
    expect(rows(archive, TAR)).toEqual(["b.md=B", "a.MD=A", "empty.md="]);
  });

  it("knows long names of pax, GNU and ustar", () => {
    const long = `${"folder/".repeat(30)}${"n".repeat(150)}.md`;
    const archive = tarGz([
      paxHeader({ path: `é/${long}`, mtime: "1.5" }),
      { name: "short", body: "1" },
      { name: "././@LongLink", type: "L", body: `${long}\0` },
      { name: "short", body: "2" },
      { name: "last.md", prefix: "a/b", body: "3" },
      { name: "next.md", body: "4" },
    ]);
    expect(readArchive(archive, TAR).map(({ path }) => path)).toEqual([`é/${long}`, long, "a/b/last.md", "next.md"]);
  });

  it("goes by the size of a pax header", () => {
    const body = "x".repeat(600);
    const lying = tarEntry({ name: "a.md", body, size: 0 });
    expect(rows(tarGz([paxHeader({ size: "600" }), lying, { name: "b.md", body: "B" }]), TAR)).toEqual([
      `a.md=${body}`,
      "b.md=B",
    ]);
  });

  it.each<[string, TarSample]>([
    ["a symbolic link", { name: "a.md", type: "2" }],
    ["a hard link", { name: "a.md", type: "1" }],
    ["a device", { name: "a.md", type: "3" }],
    ["a pipe", { name: "a.md", type: "6" }],
    ["a sparse file", { name: "a.md", type: "S" }],
    ["..", { name: "../a.md" }],
    [".. within", { name: "x/../../a.md" }],
    ["an absolute path", { name: "/etc/a.md" }],
    ["a drive", { name: "c:/a.md" }],
    ["a backslash", { name: "x\\a.md" }],
    ["text that is no UTF-8", { name: "a.md", body: Uint8Array.from([0xff]) }],
  ])("refuses %s alone", (_name, entry) => {
    expect(rows(tarGz([entry, { name: "b.md", body: "B" }]), TAR)).toEqual(["a.md=!", "b.md=B"]);
  });

  it("refuses a NUL that pax can say", () => {
    expect(rows(tarGz([paxHeader({ path: "a\0.md" }), { name: "x", body: "" }]), TAR)).toEqual(["a\0.md=!"]);
  });

  it("does not mind .. that is no folder", () => {
    expect(rows(tarGz([{ name: "a..b.md", body: "A" }]), TAR)).toEqual(["a..b.md=A"]);
  });

  it("reads a gzip of several members, and checks each", () => {
    const tar = gunzipSync(tarGz([{ name: "a.md", body: "A" }]));
    const members = [tar.subarray(0, 700), tar.subarray(700)].map((part) => new Uint8Array(gzipSync(part)));
    expect(rows(concat(members), TAR)).toEqual(["a.md=A"]);
    const [first = new Uint8Array(0), second = new Uint8Array(0)] = members;
    const broken = first.slice();
    broken[broken.length - 5] = (broken[broken.length - 5] ?? 0) ^ 1;
    expect(() => readArchive(concat([broken, second]), TAR)).toThrowError(code("invalid_body"));
  });

  it("stops a bomb at the limit", () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(64 * 1024 * 1024)));
    const filled = tarGz([{ name: "a.md", body: "x".repeat(5_000_000) }]);
    for (const archive of [filled, tarGz([{ name: "a.bin", body: "x".repeat(5_000_000) }])]) {
      expect(() => readArchive(archive, { ...TAR, maxBytes: 1_000_000 })).toThrowError(code("too_large"));
    }
    const before = process.memoryUsage().arrayBuffers;
    expect(() => readArchive(bomb, { ...TAR, maxBytes: 1_000_000 })).toThrowError(code("too_large"));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array(0)],
    ["no gzip", text("hello, this is no gzip at all, nor anything else")],
    ["a gzip of no tar", new Uint8Array(gzipSync(text("hello".repeat(500))))],
    ["a gzip of nothing", new Uint8Array(gzipSync(new Uint8Array(0)))],
    ["no end mark", tarGz([{ name: "a.md", body: "A" }], 0)],
    ["a file that ends early", tarGz([{ name: "a.md", body: "A", size: 100_000 }])],
    ["an impossible size", tarGz([{ name: "a.md", size: 8 ** 11 - 1 }])],
    ["a huge long name", tarGz([{ name: "x", type: "L", size: 8 ** 10 }])],
    ["broken pax records", tarGz([{ name: "x", type: "x", body: "99 path=a\n" }, { name: "a.md" }])],
  ])("refuses %s", (_name, archive) => {
    expect(() => readArchive(archive, TAR)).toThrowError(code("invalid_body"));
  });

  it("refuses an archive that is cut anywhere", () => {
    const archive = tarGz([
      { name: "a.md", body: "one two three" },
      { name: "b.md", body: "four" },
    ]);
    for (let length = 0; length < archive.length; length++) {
      expect(() => readArchive(archive.subarray(0, length), TAR), `${length} bytes`).toThrowError(code("invalid_body"));
    }
  });

  it("never gives text other than what was packed, whatever byte is changed", () => {
    const archive = tarGz([{ name: "a.md", body: "one two three".repeat(20) }]);
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        expectSameOrRefused(archive, TAR, at, flip);
      }),
    );
  });
});

/** A flipped bit may do nothing: the gzip header has a time in it, and deflate can say one thing in two ways. */
function expectSameOrRefused(archive: Uint8Array, type: typeof TAR | typeof ZIP, at: number, flip: number): void {
  const broken = archive.slice();
  broken[at] = (broken[at] ?? 0) ^ flip;
  try {
    for (const file of readArchive(broken, type)) {
      if ("text" in file) expect(file.text).toBe("one two three".repeat(20));
    }
  } catch (error) {
    expect(error).toEqual(code("invalid_body"));
  }
}

describe("readArchive of a ZIP", () => {
  const zip = (files: Zippable, level: 0 | 6 = 6) => zipSync(files, { level });
  const unix = (type: number) => ({ os: 3, attrs: (type << 16) >>> 0 });

  it.each([0, 6] as const)("gives the Markdown files in order (level %i)", (level) => {
    const files = {
      "b.md": text("B".repeat(1_000)),
      "x/": new Uint8Array(0),
      "x/a.md": text("A"),
      "x/._a.md": text(""),
      "n.txt": text("n"),
      "e.md": text(""),
    };
    expect(rows(zip(files, level), ZIP)).toEqual([`b.md=${"B".repeat(1_000)}`, "a.md=A", "e.md="]);
  });

  it("reads an archive behind a comment", () => {
    const archive = zip({ "a.md": text("A") });
    const commented = concat([archive, text("hello")]);
    new DataView(commented.buffer).setUint16(archive.length - 2, 5, true);
    expect(rows(commented, ZIP)).toEqual(["a.md=A"]);
  });

  it("refuses links, devices and unsafe names alone", () => {
    const files: Zippable = {
      "link.md": [text("/etc/passwd"), unix(0o120777)],
      "pipe.md": [text(""), unix(0o010644)],
      "../up.md": text(""),
      "/root.md": text(""),
      "x\\back.md": text(""),
      "nul\0.md": text(""),
      "file.md": [text("F"), unix(0o100644)],
    };
    expect(rows(zip(files), ZIP)).toEqual([
      "link.md=!",
      "pipe.md=!",
      "up.md=!",
      "root.md=!",
      "back.md=!",
      "nul\0.md=!",
      "file.md=F",
    ]);
  });

  it("stops a bomb that lies about its size", () => {
    const archive = zip({ "a.md": new Uint8Array(64 * 1024 * 1024) });
    const view = new DataView(archive.buffer, archive.byteOffset);
    const directory = view.getUint32(archive.length - 22 + 16, true);
    view.setUint32(directory + 24, 10, true);
    view.setUint32(22, 10, true);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => readArchive(archive, { ...ZIP, maxBytes: 1_000_000 })).toThrowError(code("too_large"));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  it("counts entries that share their bytes each", () => {
    const archive = zip({ "a.md": new Uint8Array(600_000), "b.md": new Uint8Array(600_000) });
    expect(() => readArchive(archive, { ...ZIP, maxBytes: 1_000_000 })).toThrowError(code("too_large"));
  });

  it("refuses an archive that is cut anywhere", () => {
    const archive = zip({ "a.md": text("one two three"), "b.md": text("four") });
    for (let length = 0; length < archive.length; length++) {
      expect(() => readArchive(archive.subarray(0, length), ZIP), `${length} bytes`).toThrowError(code("invalid_body"));
    }
  });

  it("never gives text other than what was packed, whatever byte is changed", () => {
    const archive = zip({ "a.md": text("one two three".repeat(20)) });
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        expectSameOrRefused(archive, ZIP, at, flip);
      }),
    );
  });

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array(0)],
    ["no ZIP", text("hello, this is no archive at all")],
    ["a gzip", tarGz([{ name: "a.md" }])],
  ])("refuses %s", (_name, archive) => {
    expect(() => readArchive(archive, ZIP)).toThrowError(code("invalid_body"));
  });
});
