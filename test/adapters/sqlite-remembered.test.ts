import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, it } from "vitest";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import type { KeySpace } from "../../core/ports.ts";
import { committed, put, read } from "../contract/key-space-case.ts";
import { startChild } from "./child.ts";

const program = new URL("./sqlite-child.ts", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "rolecall-remembered-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/** A store in which `p` has `a`, and it has been read. */
async function withRead(use: (keys: KeySpace, path: string) => Promise<void>): Promise<void> {
  const path = join(folder, `${++files}.db`);
  const keys = sqliteKeySpace({ path });
  try {
    await committed(keys, "p", put("a", "first"));
    await read(keys, "p", "a");
    await use(keys, path);
  } finally {
    await keys.close();
  }
}

it("what was read is remembered as it was read, and nothing else is", () =>
  withRead(async (keys) => {
    expect(keys.remembered?.("p", "a")).toBe(await read(keys, "p", "a"));
    expect(keys.remembered?.("p", "a")).toMatchObject({ key: "a", value: { body: "first" } });
    expect(keys.remembered?.("p", "b")).toBeUndefined();
    expect(keys.remembered?.("q", "a")).toBeUndefined();
  }));

it("what another process has committed is read at once, and not remembered before", () =>
  withRead(async (keys, path) => {
    for (const body of ["second", "third"]) {
      const child = startChild(program, [path, "replace", body]);
      expect(await child.ended).toEqual({ code: 0, errors: "" });
      expect(child.lines).toEqual([body]);
      expect(keys.remembered?.("p", "a")).toBeUndefined();
      expect((await read(keys, "p", "a"))?.value.body).toBe(body);
      expect(keys.remembered?.("p", "a")?.value.body).toBe(body);
    }
  }));

it("another connection's delete is no memory, either", () =>
  withRead(async (keys, path) => {
    const other = new DatabaseSync(path);
    other.exec("DELETE FROM item");
    other.close();
    expect(keys.remembered?.("p", "a")).toBeUndefined();
    expect(await read(keys, "p", "a")).toBeUndefined();
  }));

it("a commit of one's own is read at once", () =>
  withRead(async (keys) => {
    const before = await read(keys, "p", "a");
    await committed(keys, "p", put("a", "second"));
    expect(keys.remembered?.("p", "a")).toBeUndefined();
    const after = await read(keys, "p", "a");
    expect(after?.value.body).toBe("second");
    expect(after?.token).not.toBe(before?.token);
    await committed(keys, "p", { key: "a", value: undefined });
    expect(keys.remembered?.("p", "a")).toBeUndefined();
    expect(await read(keys, "p", "a")).toBeUndefined();
  }));

it("a commit that lost changes nothing of what is read", () =>
  withRead(async (keys) => {
    const result = await keys.commit("p", [{ ...put("a", "second"), condition: "absent" }]);
    expect(result.committed).toBe(false);
    expect((await read(keys, "p", "a"))?.value.body).toBe("first");
  }));

it("a store that is closed remembers nothing", async () => {
  let closed: KeySpace | undefined;
  await withRead(async (keys) => {
    closed = keys;
  });
  expect(closed?.remembered?.("p", "a")).toBeUndefined();
});
