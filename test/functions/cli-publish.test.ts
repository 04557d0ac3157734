/** `rolecall publish` and `rolecall verify`, as processes over a SQLite file and a folder of blobs. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import { generatedListing } from "../../bench/generator.ts";
import { LISTINGS_END, LISTINGS_START } from "../../core/store/keys.ts";
import { run, temporaryFolder } from "../support/command-line.ts";

const GENEROUS = { timeout: 180_000 };

async function importInto(folder: string, from: number, to: number): Promise<void> {
  const rows = Array.from({ length: to - from }, (_, i) => `${JSON.stringify(generatedListing(from + i))}\n`);
  expect(await run(folder, ["import", "-"], { input: rows.join("") })).toMatchObject({ status: 0 });
}

function snapshotsIn(folder: string): string[] {
  const names = readdirSync(join(folder, "data/blobs"), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.includes(".rcs"));
}

describe("rolecall publish and verify", () => {
  it("publish what has changed once, and find index, store and both builds equal", GENEROUS, async () => {
    const folder = temporaryFolder();
    expect((await run(folder, ["publish"])).out).toBe("the board is empty: there is nothing to publish\n");
    await importInto(folder, 0, 30);
    const first = await run(folder, ["publish"]);
    expect(first).toMatchObject({ status: 0, err: "" });
    expect(first.out).toMatch(/^published: default\/snapshots\/\S+\.rcs, 30 listings, \d+ bytes\n$/);
    expect((await run(folder, ["publish"])).out).toMatch(/^nothing has changed since: /);
    expect(snapshotsIn(folder)).toHaveLength(1);
    await importInto(folder, 30, 40);
    const verified = await run(folder, ["verify", "--rebuild", "--json"]);
    const report = JSON.parse(verified.out);
    expect(verified.status).toBe(0);
    expect(report).toMatchObject({ listings: 40, equal: true, builds: { equal: true } });
    expect(report.storeDigest).toBe(report.indexDigest);
    expect(report.builds.position).toBe(report.position);
    const rebuilt = JSON.parse((await run(folder, ["publish", "--rebuild", "--json"])).out);
    expect(rebuilt).toMatchObject({ outcome: "published", built: "scan", snapshot: { listings: 40 } });
    expect(snapshotsIn(folder)).toHaveLength(2);
  });

  it("print a name that inspect and search take, wherever the blobs are", GENEROUS, async () => {
    const folder = temporaryFolder();
    await importInto(folder, 0, 30);
    const { snapshot } = JSON.parse((await run(folder, ["publish", "--json"])).out);
    const inspected = await run(folder, ["inspect", snapshot.name, "--json"]);
    expect(inspected).toMatchObject({ status: 0, err: "" });
    expect(JSON.parse(inspected.out)).toMatchObject({ board: "default", listings: 30, bytes: snapshot.bytes });
    const found = await run(folder, ["search", "--snapshot", snapshot.name, "--json", "limit=1"]);
    expect(JSON.parse(found.out)).toMatchObject({ total: expect.any(Number), position: snapshot.position });
    const none = snapshot.name.replace("default/", "other/");
    expect(await run(folder, ["inspect", none])).toMatchObject({
      ...{ status: 1, out: "" },
      err: `rolecall inspect: there is neither a file nor in file:./data/blobs a blob ${none} (not_found)\n`,
    });
  });

  it("end with 1 and name the listing that was changed behind the log's back", GENEROUS, async () => {
    const folder = temporaryFolder();
    await importInto(folder, 0, 5);
    await run(folder, ["publish"]);
    const space = sqliteKeySpace({ path: join(folder, "data/board.db") });
    const { items } = await space.range("default", { after: LISTINGS_START, upTo: LISTINGS_END, limit: 1 });
    const [item] = items;
    if (item === undefined) throw new Error("no listing");
    const body = item.value.body.replace('"title":"', '"title":"Not ');
    await space.commit("default", [{ key: item.key, value: { ...item.value, body } }]);
    await space.close();
    const verified = await run(folder, ["verify", "--rebuild"]);
    expect(verified.status).toBe(1);
    expect(verified.out).toContain(`differs: ${item.value.id}\n`);
    expect(verified.out).toMatch(/give other bytes in \S+/);
  });

  it("take no words", GENEROUS, async () => {
    for (const command of ["publish", "verify"]) {
      expect(await run(temporaryFolder(), [command, "now"])).toMatchObject({ status: 2, out: "" });
    }
  });
});
