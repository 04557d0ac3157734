import { expect, it } from "vitest";
import { farm } from "./farm.ts";

/** What a process can find out, or be woken by, without asking the `Env`. */
const USES = [
  "setTimeout(() => {}, 1)",
  "setInterval(() => {}, 1)",
  "setImmediate(() => {})",
  "performance.now()",
  "process.hrtime()",
  "process.hrtime.bigint()",
  "new Date()",
  "Date()",
  "Date.now()",
  "Math.random()",
  "crypto.getRandomValues(new Uint8Array(1))",
  "crypto.randomUUID()",
  "crypto.subtle.digest('SHA-256', new Uint8Array(1))",
  "AbortSignal.timeout(1)",
] as const;
const HARMLESS = ["new Date(5)", "queueMicrotask(() => {})"] as const;

it("a simulation cannot use the clocks, the timers and the chance of its host", async () => {
  const tried = [...USES, ...HARMLESS].map((use) => `[${JSON.stringify(use)}, () => ${use}]`);
  const isPossible = "([, use]) => { try { use(); return true; } catch { return false; } }";
  const from = "this.reached(tail);";
  const to = `throw new Error("possible: " + [${tried}].filter(${isPossible}).map(([name]) => name)); ${from}`;
  const workers = await farm(1, [{ file: "core/store/log-head.ts", from, to }]);
  const said: (string | undefined)[] = [];
  try {
    await workers.run([{ seed: 1 }], ({ report }) => {
      said.push(report.violation?.message);
      return true;
    });
  } finally {
    workers.close();
  }
  expect(said).toEqual([`errors have codes: Error: possible: ${HARMLESS}`]);
}, 60_000);
