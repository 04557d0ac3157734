/**
 * One process of several over a SQLite file: `node sqlite-child.ts <path> <task> <name> <count>`. Prints one line per
 * acknowledged commit.
 */
import { writeSync } from "node:fs";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import { isAppError } from "../../core/errors.ts";

const [path = "", task = "", name = "", count = "0"] = process.argv.slice(2);
const keys = sqliteKeySpace({ path, busyTimeoutMs: 20_000 });

// Straight to the descriptor: a line in a stream's buffer would be lost with the process.
function report(line: string): void {
  writeSync(1, `${line}\n`);
}

function slotKey(slot: number): string {
  return `l:${String(slot).padStart(6, "0")}`;
}

/** `count` entries, each in the next free slot of the shared log. */
async function append(): Promise<void> {
  let slot = 0;
  for (let entry = 0; entry < Number(count); slot++) {
    const value = { kind: "entry", body: `${name}-${entry}` };
    const result = await keys.commit("log", [{ key: slotKey(slot), value, condition: "absent" }]);
    if (!result.committed) continue;
    report(value.body);
    entry += 1;
  }
}

/** Commits of three items that belong together, until killed. */
async function batches(): Promise<void> {
  for (let n = 0; n < Number(count); n++) {
    const body = `${name}-${n} ${"x".repeat(20_000)}`;
    const writes = ["a", "b", "c"].map((part) => ({ key: `${name}-${n}-${part}`, value: { kind: "part", body } }));
    await keys.commit("batches", writes);
    report(`${name}-${n}`);
  }
}

/** Commits until three fail, as on a full disk; reports what each answered. */
async function fill(): Promise<void> {
  let failures = 0;
  for (let n = 0; failures < 3 && n < Number(count); n++) {
    const value = { kind: "filler", body: `${n} ${"x".repeat(100_000)}` };
    const answer: unknown = await keys.commit("fill", [{ key: `${n}`, value }]).catch((error: unknown) => error);
    const isFailure = isAppError(answer);
    report(isFailure ? answer.code : "committed");
    if (isFailure) failures += 1;
  }
}

/** One item in place of what is there. */
async function replace(): Promise<void> {
  await keys.commit("p", [{ key: "a", value: { kind: "note", body: name } }]);
  report(name);
}

const tasks: Readonly<Record<string, () => Promise<void>>> = { append, batches, fill, replace };
await tasks[task]?.();
await keys.close();
