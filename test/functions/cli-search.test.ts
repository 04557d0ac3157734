import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeSnapshot } from "../../core/index/snapshot/write.ts";
import { ENGINE_VERSION } from "../../core/search/impact.ts";
import { indexOf, recordOf } from "../core/search/records.ts";
import { run, temporaryFolder } from "../support/command-line.ts";

/** Each test starts a process or two. */
const GENEROUS = { timeout: 60_000 };

const RECORDS = [
  recordOf(0, {
    title: "Go Engineer",
    company: { name: "Acme" },
    tags: ["go"],
    locations: [{ city: "Berlin", lat: 52.5, lng: 13.4 }],
  }),
  recordOf(1, { title: "Gardener", company: { name: "Acme" } }),
  recordOf(2, { title: "Go Player", state: "draft" }),
];

/** A folder with nothing in it but a snapshot. */
async function folderWithSnapshot(engineVersion = ENGINE_VERSION): Promise<string> {
  const folder = temporaryFolder();
  const index = indexOf(RECORDS);
  const header = { board: "default", incarnation: "abcdefghij", position: 3, listings: 3, engineVersion };
  const bytes = await writeSnapshot(header, (out) => index.write(out, async () => undefined));
  writeFileSync(join(folder, "board.rcs"), bytes);
  return folder;
}

describe("rolecall search --snapshot", GENEROUS, () => {
  it("searches the file alone: no store is made", async () => {
    const folder = await folderWithSnapshot();
    const found = await run(folder, ["search", "--snapshot", "board.rcs", "go", "facet=company", "--json"]);
    expect(found).toMatchObject({ status: 0, err: "" });
    expect(JSON.parse(found.out)).toMatchObject({
      total: 1,
      items: [{ id: RECORDS[0]?.id, listing: { title: "Go Engineer" } }],
      facets: [{ name: "company", buckets: [{ value: "Acme", count: 1 }] }],
      position: expect.stringContaining("abcdefghij"),
    });
    expect(readdirSync(folder)).toEqual(["board.rcs"]);
  });

  it("shows where the words stand, what a score is made of, and why a listing is not there", async () => {
    const folder = await folderWithSnapshot();
    const words = ["gardner", `explainId=${RECORDS[0]?.id}`, "near=52.5,13.4"];
    const { out } = await run(folder, ["search", "--snapshot", "board.rcs", "--highlight", "--explain", ...words]);
    expect(out).toMatch(/^1 found\n\(gardner: also gardener\)\n/);
    expect(out).toMatch(/\n {4}title: \[Gardener\]\n/);
    expect(out).toMatch(/\n {4}[\d.]+ = [\d.]+ × \(1 \+ promotion 0 \+ recency [\d.]+\)\n/);
    expect(out).toMatch(/\n {6}[\d.]+ = 0\.6 × rarity [\d.]+ × impact [\d.]+: gardner, typo gardener\n/);
    expect(out).toMatch(/ is not in the result:\n {4}it does not have: gardner\n$/);
    const near = await run(folder, ["search", "--snapshot", "board.rcs", "near=52.5,13.4", "sort=distance"]);
    expect(near.out).toMatch(/Go Engineer · Acme · Berlin · 0\.0 km · /);
  });

  it("refuses what is no snapshot of this engine", async () => {
    const folder = await folderWithSnapshot(ENGINE_VERSION + 1);
    const other = await run(folder, ["search", "--snapshot", "board.rcs", "go"]);
    expect(other).toMatchObject({ status: 1, out: "" });
    expect(other.err).toMatch(/engine/);
    expect((await run(folder, ["search", "--snapshot", "none.rcs", "go"])).err).toMatch(/none\.rcs.*not_found/);
    writeFileSync(join(folder, "text.rcs"), "no snapshot");
    expect((await run(folder, ["search", "--snapshot", "text.rcs", "go"])).err).toMatch(/corrupt/);
  });
});
