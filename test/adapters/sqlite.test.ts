import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import type { Item, KeySpace } from "../../core/ports.ts";
import { refused, upTo } from "../contract/expect.ts";
import { keySpaceContract } from "../contract/key-space.ts";
import { committed, put, read, readAll } from "../contract/key-space-case.ts";
import { killAfter, startChild } from "./child.ts";

const program = new URL("./sqlite-child.ts", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "rolecall-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true }));

keySpaceContract("sqlite", { open: async () => sqliteKeySpace({ path: join(folder, "contract.db") }) });

let files = 0;
function freshPath(): string {
  files += 1;
  return join(folder, `${files}.db`);
}

async function opened<Result>(path: string, use: (keys: KeySpace) => Promise<Result>): Promise<Result> {
  const keys = sqliteKeySpace({ path, busyTimeoutMs: 0 });
  try {
    return await use(keys);
  } finally {
    await keys.close();
  }
}

function everything(path: string, partition: string): Promise<Item[]> {
  return opened(path, (keys) => readAll(keys, partition, { limit: 1_000 }));
}

describe("sqlite, several processes on one file", () => {
  it("4 processes that create the file and append to one log fill it densely, each entry exactly once", async () => {
    const path = freshPath();
    const children = upTo(4).map((i) => startChild(program, [path, "append", `p${i}`, "25"]));
    for (const child of children) expect(await child.ended).toEqual({ code: 0, errors: "" });

    const log = await everything(path, "log");
    expect(log.map((item) => Number(item.key.slice(2)))).toEqual(upTo(100));
    const acknowledged = children.flatMap((child) => child.lines);
    expect(log.map((item) => item.value.body).toSorted()).toEqual(acknowledged.toSorted());
  });

  it("a process that opens the file while another writes to it, before it is in WAL mode, waits for it", async () => {
    const path = freshPath();
    const writer = new DatabaseSync(path);
    writer.exec("CREATE TABLE other (a); BEGIN IMMEDIATE");
    const child = startChild(program, [path, "append", "p", "1"]);
    // Longer than the child takes to start: it finds the lock. A shorter wait could only make this test weaker.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    writer.exec("COMMIT");
    writer.close();
    expect(await child.ended).toEqual({ code: 0, errors: "" });
  });

  it("a process killed in the middle of its commits loses nothing it acknowledged and leaves no half commit", async () => {
    const path = freshPath();
    for (const [round, acknowledged] of [1, 7, 40].entries()) {
      const child = startChild(program, [path, "batches", `r${round}`, "1000000"]);
      const lines = await killAfter(child, acknowledged);
      expect(lines.length).toBeGreaterThanOrEqual(acknowledged);

      const stored = (await everything(path, "batches")).filter((item) => item.key.startsWith(`r${round}-`));
      const whole = Map.groupBy(stored, (item) => item.value.body.split(" ")[0]);
      for (const [name, parts] of whole)
        expect(parts.map((item) => item.key)).toEqual(["a", "b", "c"].map((p) => `${name}-${p}`));
      for (const line of lines) expect(whole.has(line), line).toBe(true);
      // At most the one commit whose answer the kill cut off.
      expect(whole.size - lines.length).toBeLessThanOrEqual(1);
    }
  });

  it("a commit that waits for another process's leaves this process to others: what is read meanwhile is answered", async () => {
    const path = freshPath();
    const keys = sqliteKeySpace({ path });
    const other = new DatabaseSync(path);
    const events: string[] = [];
    try {
      other.exec("BEGIN IMMEDIATE");
      const written = committed(keys, "partition", put("k", "1", "absent")).then(() => events.push("committed"));
      for (let i = 0; i < 3; i++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        await keys.get("partition", ["k"]);
        events.push("read");
      }
      other.exec("ROLLBACK");
      await written;
      expect(events).toEqual(["read", "read", "read", "committed"]);
    } finally {
      other.close();
      await keys.close();
    }
  });

  it("a commit that is given up while it waits for another process's is never applied", async () => {
    const path = freshPath();
    const keys = sqliteKeySpace({ path });
    const other = new DatabaseSync(path);
    try {
      other.exec("BEGIN IMMEDIATE");
      const controller = new AbortController();
      const written = keys.commit("partition", [put("k", "1", "absent")], controller.signal);
      setTimeout(() => controller.abort(), 20);
      await refused("unavailable", () => written);
      other.exec("ROLLBACK");
      expect(await keys.get("partition", ["k"])).toEqual([undefined]);
    } finally {
      other.close();
      await keys.close();
    }
  });

  it("a commit that waits in vain for another process's is unavailable, wrote nothing and may be repeated", async () => {
    const path = freshPath();
    await opened(path, async (keys) => {
      const other = new DatabaseSync(path);
      other.exec("BEGIN IMMEDIATE");
      await refused("unavailable", () => keys.commit("p", [put("a", "1")]));
      expect(await read(keys, "p", "a")).toBeUndefined();
      other.exec("ROLLBACK");
      other.close();
      await committed(keys, "p", put("a", "1", "absent"));
    });
  });
});

describe("sqlite, faults", () => {
  it("on a full disk what was acknowledged is there and what was unavailable is not", async () => {
    const path = freshPath();
    const child = startChild(program, [path, "fill", "x", "200"], { maxFileKiB: 2_048 });
    expect(await child.ended).toMatchObject({ errors: "" });
    const answers = child.lines;
    expect(answers).toContain("committed");
    expect(answers.filter((answer) => answer !== "committed")).toHaveLength(3);

    await opened(path, async (keys) => {
      for (const [n, answer] of answers.entries()) {
        const item = await read(keys, "fill", `${n}`);
        if (answer === "committed") expect(item?.value.body).toHaveLength(`${n} `.length + 100_000);
        else if (answer === "unavailable") expect(item).toBeUndefined();
        else expect(answer).toBe("outcome_unknown");
      }
      await committed(keys, "fill", put("after", "the disk has room again"));
    });
  });

  it("a file of a newer schema is refused, by its version, and left as it is", async () => {
    const path = freshPath();
    await opened(path, (keys) => committed(keys, "p", put("a", "1")));
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 2");
    database.close();
    const before = readFileSync(path);
    expect(() => sqliteKeySpace({ path })).toThrow(/schema version 2, newer than 1/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("a file that is no database is corrupt", async () => {
    const path = freshPath();
    writeFileSync(path, "no database ".repeat(1_000));
    await refused("corrupt", async () => sqliteKeySpace({ path }));
  });

  it("a damaged page is corrupt when it is read", async () => {
    const path = freshPath();
    await opened(path, async (keys) => {
      for (const i of upTo(10)) await committed(keys, "p", put(`k${i}`, "x".repeat(50_000)));
    });
    const bytes = readFileSync(path);
    // All but the first pages, which hold the header and the schema.
    bytes.fill(0xa5, 4 * 4_096);
    bytes.fill(0xa5, 4_096 + 8, 2 * 4_096);
    writeFileSync(path, bytes);
    await refused("corrupt", () => everything(path, "p"));
  });

  it.each(["partition", "key", "token", "kind", "id", "revision", "body"])(
    "a flipped bit in the schema's name of the column %s changes nothing of what is read",
    async (column) => {
      const path = freshPath();
      await opened(path, (keys) => committed(keys, "partition", put("k", "1", "absent")));
      const file = readFileSync(path);
      const before = await everything(path, "partition");
      const at = 4 + file.indexOf(`    ${column} `, file.indexOf("CREATE TABLE item"));
      // The bit between small and capital letters: SQLite finds the column all the same, and calls it by its new name.
      file[at] = 0x20 ^ (file[at] ?? 0);
      writeFileSync(path, file);
      expect(await everything(path, "partition")).toEqual(before);
      await opened(path, async (keys) => expect(await read(keys, "partition", "k")).toEqual(before[0]));
    },
  );

  it("a path that cannot be opened is unavailable", async () => {
    await refused("unavailable", async () => sqliteKeySpace({ path: folder }));
    writeFileSync(join(folder, "plain"), "");
    await refused("unavailable", async () => sqliteKeySpace({ path: join(folder, "plain", "a.db") }));
  });

  it("every call after close is unavailable, and closing again does nothing", async () => {
    const keys = sqliteKeySpace({ path: freshPath() });
    await keys.close();
    await keys.close();
    await refused("unavailable", () => keys.get("p", ["a"]));
    await refused("unavailable", () => keys.range("p", { limit: 1 }));
    await refused("unavailable", () => keys.commit("p", [put("a", "1")]));
  });
});

describe("sqlite, the file", () => {
  it("is made with its folders and can be read in a console", async () => {
    const path = join(folder, "made", "on", "demand", "rolecall.db");
    await opened(path, async (keys) => {
      const value = { kind: "listing", id: "01h", revision: 7, body: '{"title":"Cook"}' };
      await committed(keys, "jobs", { key: "d:01h", value }, put("l:1", "[]"));
    });
    const database = new DatabaseSync(path, { readOnly: true });
    const rows = database.prepare("SELECT partition, key, token, kind, id, revision, body FROM item").all();
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { partition: "jobs", key: "d:01h", token: 1, kind: "listing", id: "01h", revision: 7, body: '{"title":"Cook"}' },
      { partition: "jobs", key: "l:1", token: 1, kind: "note", id: null, revision: null, body: "[]" },
    ]);
    expect(database.prepare("PRAGMA journal_mode").get()).toMatchObject({ journal_mode: "wal" });
    expect(database.prepare("PRAGMA user_version").get()).toMatchObject({ user_version: 1 });
    database.close();
  });
});
