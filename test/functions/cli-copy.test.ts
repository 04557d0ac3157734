/** `rolecall copy` and `rolecall restore`, as processes over SQLite files. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import { generatedListing } from "../../bench/generator.ts";
import { LISTINGS_END, LISTINGS_START, POINTER_KEY } from "../../core/store/keys.ts";
import { type Ended, run, start, startServer, temporaryFolder } from "../support/command-line.ts";
import { layoutOf, recordsOf } from "../support/stored-records.ts";

const GENEROUS = { timeout: 180_000 };
const FROM = "sqlite:./data/board.db";
const TO = "sqlite:./moved.db";
const COPY = ["copy", "--from", FROM, "--to", TO];

const REFUSED: readonly (readonly [args: readonly string[], status: number, message: string])[] = [
  [["copy"], 2, "say where the board is and where it goes"],
  [["copy", "--from", FROM], 2, "say where the board is and where it goes"],
  [[...COPY, "more"], 2, "say where the board is and where it goes"],
  [["copy", "--from", FROM, "--to", FROM], 1, "source and target are the same place: sqlite:./data/board.db"],
  [["copy", "--from", FROM, "--to", "sqlite:././data/board.db"], 1, "already holds"],
  [[...COPY, "--board", "other"], 1, "the source has no board other (not_found)"],
  [[...COPY, "--board", "_boards"], 1, 'board name "_boards" must be'],
  [["copy", "--from", FROM, "--to", "paper:"], 1, "must start with one of"],
];

interface Report {
  readonly isEqual: boolean;
  readonly position: string;
  readonly written: number;
  readonly wasComplete: boolean;
  readonly digest: string;
}

/** A folder whose default store holds so many listings. */
async function folderWith(listings: number): Promise<string> {
  const folder = temporaryFolder();
  const rows = Array.from({ length: listings }, (_, i) => `${JSON.stringify(generatedListing(i))}\n`).join("");
  expect(await run(folder, ["import", "-"], { input: rows })).toMatchObject({ status: 0 });
  return folder;
}

const at = (store: string) => ({ env: { ROLECALL_STORE: store } });
const reportOf = ({ out }: Ended): Report => JSON.parse(out);
const one = (externalId: string) =>
  `${JSON.stringify({ title: "Cook", company: { name: "A" }, source: { name: "s", externalId } })}\n`;

async function withStores<T>(
  folder: string,
  work: (open: (file: string) => ReturnType<typeof sqliteKeySpace>) => Promise<T>,
) {
  const opened: ReturnType<typeof sqliteKeySpace>[] = [];
  try {
    return await work((file) => {
      const space = sqliteKeySpace({ path: join(folder, file) });
      opened.push(space);
      return space;
    });
  } finally {
    await Promise.all(opened.map((space) => space.close()));
  }
}

describe("copy --seal", GENEROUS, () => {
  it("killed half-way, and run again, moves the board: the source is 503, cursors go on at the target", async () => {
    const folder = await folderWith(4_000);
    const source = await startServer(folder, ["--empty"]);
    const page = await (await fetch(`${source.facts.address}/v1/changes?limit=100`)).json();
    const { nextCursor } = page as { nextCursor: string };

    const copying = start(folder, [...COPY, "--seal"]);
    await untilCopying(folder);
    copying.process.kill("SIGKILL");
    expect(await copying.ended).toMatchObject({ signal: "SIGKILL" });
    const early = await run(folder, ["board"], at(TO));
    expect(early).toMatchObject({ status: 1, out: "" });
    expect(early.err).toBe(
      "rolecall board: board default is being copied; run the same copy again to finish it (unavailable)\n",
    );

    const ended = await run(folder, [...COPY, "--seal"]);
    expect(ended).toMatchObject({ status: 0, err: "" });
    expect(ended.out).toMatch(
      /^\d+ records written\nequal: 4000 listings, digest [0-9a-f]{64}, position [a-z0-9]{10}-\d+\n$/,
    );
    await withStores(folder, async (open) => {
      const records = new Map(await recordsOf(open("data/board.db")));
      // Snapshots do not move: this names blobs of the source.
      expect(records.delete(POINTER_KEY)).toBe(true);
      expect(await recordsOf(open("moved.db"))).toEqual(records);
    });

    const refused = await fetch(`${source.facts.address}/v1/listings`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ title: "Cook", company: { name: "A" } }),
    });
    expect([refused.status, refused.headers.get("Retry-After")]).toEqual([503, "1"]);
    expect(await refused.json()).toMatchObject({
      code: "unavailable",
      detail: `board default has moved to ${TO}: send writes there`,
    });
    const found = await (await fetch(`${source.facts.address}/v1/search?limit=1`)).json();
    expect(found).toMatchObject({ total: 4_000 });

    const moved = `moved to ${TO}`;
    const imported = await run(folder, ["import", "-"], { input: one("1") });
    expect(imported).toMatchObject({ status: 1, out: expect.stringContaining("stopped before row 0") });
    expect(imported.err).toContain(`board default has ${moved}: send writes there`);
    expect((await run(folder, ["board"])).out).toContain(`it has ${moved}`);
    expect((await run(folder, ["doctor"])).out).toContain(moved);

    const target = await startServer(folder, ["--empty"], at(TO));
    expect(target.facts.listings).toBe(4_000);
    const changesAt = async (address: string) =>
      (await fetch(`${address}/v1/changes?limit=1000&cursor=${encodeURIComponent(nextCursor)}`)).json();
    expect(await changesAt(target.facts.address)).toEqual(await changesAt(source.facts.address));
    const created = await run(folder, ["import", "--json", "-"], { ...at(TO), input: one("1") });
    expect(created).toMatchObject({ status: 0 });
    expect((await run(folder, [...COPY, "--seal"])).err).toMatch(
      /the target already holds a board at position .* \(conflict\)/,
    );
  });
});

describe("copy", GENEROUS, () => {
  it.each([
    [["--from", "postgres://x", "--to", TO], /--from=postgres:\/\/x must start with one of sqlite:, dynamodb:/],
    [["--from", TO, "--to", "board.db"], /--to=board\.db must start with one of/],
    [["--from", TO, "--to", TO], /source and target are the same place/],
    [["--from", "sqlite:./empty.db", "--to", TO], /the source has no board default/],
    [["--from", TO, "--to", "memory:", "--seal"], /memory: is gone with this command/],
  ])("%j is refused in words", async (args, reason) => {
    const { status, out, err } = await run(temporaryFolder(), ["copy", ...args]);
    expect([status, out]).toEqual([1, ""]);
    expect(err).toMatch(reason);
  });
});

/** Waits until the copy has put listings, and is not at its end. */
async function untilCopying(folder: string): Promise<void> {
  while (!existsSync(join(folder, "moved.db"))) await soon();
  await withStores(folder, async (open) => {
    const space = open("moved.db");
    for (;;) {
      const range = { after: LISTINGS_START, upTo: LISTINGS_END, limit: 1 };
      if ((await space.range("default", range)).items.length > 0) break;
      await soon();
    }
    expect((await layoutOf(space)).making).toMatchObject({ kind: "copy" });
  });
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

describe("copy", GENEROUS, () => {
  it("forks: the target has a new incarnation, the source goes on; again it is complete, until the fork is written to", async () => {
    const folder = await folderWith(50);
    const before = JSON.parse((await run(folder, ["board", "--json"])).out);
    const first = await run(folder, [...COPY, "--json"]);
    expect([first.status, reportOf(first).isEqual, reportOf(first).wasComplete]).toEqual([0, true, false]);
    const fork = JSON.parse((await run(folder, ["board", "--json"], at(TO))).out);
    expect(fork.position).toBe(reportOf(first).position);
    expect(fork.position.split("-")[0]).not.toBe(before.position.split("-")[0]);
    expect(fork.position.split("-")[1]).toBe(before.position.split("-")[1]);

    const again = await run(folder, COPY);
    expect(again).toMatchObject({ status: 0 });
    expect(again.out).toContain("complete already: nothing was copied\nequal: 50 listings");
    expect(await run(folder, ["import", "-"], { input: one("1") })).toMatchObject({ status: 0 });
    expect(await run(folder, ["import", "-"], { ...at(TO), input: one("2") })).toMatchObject({ status: 0 });
    expect(await run(folder, COPY)).toMatchObject({ status: 1, out: "", err: expect.stringContaining("(conflict)") });
  });

  it("says of a finished copy that differs since what is true of it: it is open, and which listings differ", async () => {
    const folder = await folderWith(5);
    expect(await run(folder, COPY)).toMatchObject({ status: 0 });
    const lost = await withStores(folder, async (open) => {
      const space = open("moved.db");
      const { items } = await space.range("default", { after: LISTINGS_START, upTo: LISTINGS_END, limit: 1 });
      const key = items[0]?.key ?? "";
      await space.commit("default", [{ key, value: undefined }]);
      return key.slice(LISTINGS_START.length);
    });
    const again = await run(folder, COPY);
    expect([again.status, again.out.split("\n")]).toEqual([
      1,
      [
        "complete already: nothing was copied",
        `${lost}: missing in the copy`,
        "different: 1 listings; the copy was finished and is open: since then records were changed past its log or its source's, which the same copy again does not mend",
        "",
      ],
    ]);
    expect(await run(folder, ["board"], at(TO))).toMatchObject({ status: 0 });
  });

  it("goes to a store that was only looked at", async () => {
    const folder = await folderWith(5);
    expect(await run(folder, ["doctor"], at(TO))).toMatchObject({ status: 0 });
    expect(await run(folder, [...COPY, "--seal"])).toMatchObject({ status: 0 });
    expect((await run(folder, ["board"])).status).toBe(0);
  });

  it("refuses what it cannot do, and leaves the board as it was", async () => {
    const folder = await folderWith(1);
    for (const [args, status, message] of REFUSED) {
      const ended = await run(folder, args);
      expect([args, ended.status, ended.out]).toEqual([args, status, ""]);
      expect(ended.err).toContain(message);
    }
    expect(await run(folder, ["import", "-"], { input: one("1") })).toMatchObject({ status: 0 });
  });
});

describe("restore", GENEROUS, () => {
  it("says what it would do, and does it with --yes", async () => {
    const folder = await folderWith(20);
    const before = (await run(folder, ["board"])).out;
    const asked = await run(folder, ["restore"]);
    expect(asked).toMatchObject({ status: 2, out: "" });
    expect(asked.err).toMatch(
      /This makes board default in sqlite:\.\/data\/board\.db whole[\s\S]*rolecall restore --yes\n$/,
    );
    expect((await run(folder, ["board"])).out).toBe(before);

    const done = await run(folder, ["restore", "--yes"]);
    expect(done).toMatchObject({ status: 0, err: "" });
    expect(done.out).toMatch(
      /^20 listings, 0 put back from the log\nthe log begins anew at position [a-z0-9]{10}-2; 2 older entries are gone\n$/,
    );
    expect((await run(folder, ["board"])).out).not.toBe(before);
    expect(await run(folder, ["import", "-"], { input: one("1") })).toMatchObject({ status: 0 });
  });

  it("takes the time of the backup, if that was", async () => {
    const folder = await folderWith(2);
    for (const [text, fault] of [
      ["yesterday", "must be an instant like 2026-03-01T04:00:00Z"],
      ["2026-03-01", "must be an instant"],
      ["9999-01-01T00:00:00Z", "is in the future"],
    ] as const) {
      const ended = await run(folder, ["restore", "--yes", "--taken-at", text]);
      expect(ended).toMatchObject({ status: 2, out: "" });
      expect(ended.err).toContain(`--taken-at ${text} ${fault}`);
    }
    const done = await run(folder, ["restore", "--yes", "--taken-at", "2026-03-01T04:00:00Z"]);
    expect(done).toMatchObject({ status: 0, err: "" });
    expect(done.out).toMatch(/^2 listings, 0 put back/);
  });

  it("has nothing to do where there is no board", async () => {
    const folder = temporaryFolder();
    const ended = await run(folder, ["restore", "--yes"]);
    expect(ended).toMatchObject({ status: 1, out: "" });
    expect(ended.err).toContain("there is no board default in this store, nor a part of one (not_found)");
    expect(readdirSync(folder)).toEqual(["data"]);
  });
});
