import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fileBlobStore } from "../../adapters/file/blob-store.ts";
import type { BlobStore } from "../../core/ports.ts";
import { blobStoreContract } from "../contract/blob-store.ts";
import { bytesOf, expectBytes, listAll, namesUnder } from "../contract/blob-store-case.ts";
import { refused, upTo } from "../contract/expect.ts";
import { killAfter, startChild } from "./child.ts";

const program = new URL("./file-child.ts", import.meta.url);
const root = mkdtempSync(join(tmpdir(), "rolecall-file-"));
afterAll(() => rmSync(root, { recursive: true }));

blobStoreContract("file", { open: async () => fileBlobStore({ folder: join(root, "contract") }) });

let folders = 0;
/** A store over a folder of its own, which is not made yet. */
function fresh(): { folder: string; blobs: BlobStore } {
  folders += 1;
  const folder = join(root, `${folders}`, "blobs");
  return { folder, blobs: fileBlobStore({ folder }) };
}

/** The id of a process that ran and ended. */
async function endedProcess(): Promise<number> {
  const child = startChild(program, [join(root, "none"), "0"]);
  await child.ended;
  return child.process.pid ?? 0;
}

function temporaryName(pid: number): string {
  return `.put-${pid}-0a1b2c3d-00000000-0000-4000-8000-000000000000`;
}

describe("file, crashes", () => {
  it("a process killed in the middle of its puts leaves what it acknowledged, whole, and nothing torn", async () => {
    const { folder, blobs } = fresh();
    const bytes = 300_000;
    const lines = await killAfter(startChild(program, [folder, "1000000", `${bytes}`]), 20);
    expect(lines.length).toBeGreaterThanOrEqual(20);

    const stored = await listAll(blobs, "blob/");
    for (const blob of stored) {
      const n = Number(blob.name.split("/")[1]);
      expect(blob.bytes).toBe(bytes);
      expectBytes(await blobs.get(blob.name), new Uint8Array(bytes).fill(n));
    }
    const names = stored.map((blob) => blob.name);
    for (const line of lines) expect(names).toContain(`blob/${line.split(" ")[0]}`);
    expect(names.length - lines.length).toBeLessThanOrEqual(1);

    await blobs.put("after", bytesOf("after"));
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("temporary files that a crash left behind are never listed and go with the next put", async () => {
    const { folder, blobs } = fresh();
    mkdirSync(folder, { recursive: true });
    const ofTheDead = temporaryName(await endedProcess());
    // A container's only process has the same id after every start.
    const ofAnEarlierRun = temporaryName(process.pid);
    const ofTheLiving = temporaryName(process.ppid);
    for (const name of [ofTheDead, ofAnEarlierRun, ofTheLiving]) writeFileSync(join(folder, name), "half a bl");

    expect(await namesUnder(blobs, "")).toEqual([]);
    await blobs.put("a", bytesOf("a"));
    expect(await namesUnder(blobs, "")).toEqual(["a"]);
    expect(readdirSync(folder).toSorted()).toEqual([ofTheLiving, "a"]);
  });

  it("on a full disk a put is unavailable and leaves nothing", async () => {
    const { folder, blobs } = fresh();
    const child = startChild(program, [folder, "3", "2000000"], { maxFileKiB: 512 });
    expect(await child.ended).toEqual({ code: 0, errors: "" });
    expect(child.lines).toEqual(["0 unavailable", "1 unavailable", "2 unavailable"]);
    expect(readdirSync(folder)).toEqual([]);
    expect(await namesUnder(blobs, "")).toEqual([]);
  });

  it("puts that succeed, conflict or repeat leave no temporary file", async () => {
    const { folder, blobs } = fresh();
    await blobs.put("a", bytesOf("a"));
    await blobs.put("a", bytesOf("a"));
    await refused("conflict", () => blobs.put("a", bytesOf("b")));
    await Promise.allSettled(upTo(10).map((i) => blobs.put("raced", bytesOf(`${i}`))));
    expect(readdirSync(folder).toSorted()).toEqual(["a", "raced"]);
  });
});

describe("file, the folder", () => {
  it("holds plain files, one per blob, with a plus for each slash", async () => {
    const { folder, blobs } = fresh();
    await blobs.put("jobs/snapshots/1.bin", bytesOf("one"));
    expect(readFileSync(join(folder, "jobs+snapshots+1.bin"), "utf8")).toBe("one");
    writeFileSync(join(folder, "jobs+copied-by-hand"), "two");
    expectBytes(await blobs.get("jobs/copied-by-hand"), bytesOf("two"));
  });

  it("is made by the first put, not by reading", async () => {
    const { folder, blobs } = fresh();
    expect(await blobs.get("a")).toBeUndefined();
    expect(await blobs.list("")).toEqual({ blobs: [], end: true });
    await blobs.delete("a");
    expect(existsSync(folder)).toBe(false);
    await blobs.put("a", bytesOf("a"));
    expect(existsSync(folder)).toBe(true);
  });

  it("may hold files and folders that are no blobs: they are not listed", async () => {
    const { folder, blobs } = fresh();
    await blobs.put("a", bytesOf("a"));
    mkdirSync(join(folder, "folder"));
    for (const name of [".DS_Store", "with space", "a++b", "+a", "a+.b", "é", "x".repeat(201)]) {
      writeFileSync(join(folder, name), "foreign");
    }
    expect(await namesUnder(blobs, "")).toEqual(["a"]);
    await refused("corrupt", () => blobs.get("folder"));
  });

  it("is not left through a symbolic link", async () => {
    const { folder, blobs } = fresh();
    await blobs.put("a", bytesOf("a"));
    const outside = join(folder, "..", "outside");
    writeFileSync(outside, "secret");
    symlinkSync(outside, join(folder, "link"));
    symlinkSync(join(folder, "..", "nothing"), join(folder, "dangling"));

    await refused("corrupt", () => blobs.get("link"));
    await refused("corrupt", () => blobs.put("link", bytesOf("overwritten")));
    await refused("corrupt", () => blobs.put("dangling", bytesOf("created outside")));
    expect(await namesUnder(blobs, "")).toEqual(["a"]);
    expect(readFileSync(outside, "utf8")).toBe("secret");
    expect(existsSync(join(folder, "..", "nothing"))).toBe(false);

    expect(readlinkSync(join(folder, "link"))).toBe(outside);
    await blobs.delete("link");
    expect(readdirSync(folder).toSorted()).toEqual(["a", "dangling"]);
    expect(readFileSync(outside, "utf8")).toBe("secret");
  });

  it("that cannot be made is unavailable, and made by the next put when it can be", async () => {
    const { folder, blobs } = fresh();
    mkdirSync(join(folder, "..", ".."), { recursive: true });
    writeFileSync(join(folder, ".."), "in the way");
    await refused("unavailable", () => blobs.put("a", bytesOf("a")));
    rmSync(join(folder, ".."));
    await blobs.put("a", bytesOf("a"));
    expectBytes(await blobs.get("a"), bytesOf("a"));
  });
});
