/**
 * `npm run faults [-- --rounds N | --minutes N] [--only PART ...] [--seed N] [--receipt]`: real faults on real parts, and what came of
 * them. `--minutes`: of load on each cloud; `--receipt`: the table goes into docs/fault-receipts.md too.
 */
import { parseArgs } from "node:util";
import { isAppError } from "../../core/errors.ts";
import { receiptHead, writeReceipt } from "../support/receipts.ts";
import { PARTS } from "./parts.ts";
import { isClean, type ReportRow, tableOf } from "./report.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    ...{ rounds: text, minutes: text, seed: text, receipt: { type: "boolean" } },
    only: { type: "string", multiple: true },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);

const names = values.only ?? Object.keys(PARTS);
const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
const numbers = [values.rounds ?? "3", values.minutes ?? "1", values.seed ?? "1"].map(Number);
if (unknown !== undefined || numbers.some((number) => !(number > 0))) {
  say(
    `use: npm run faults -- [--rounds N | --minutes N] [--seed N] [--receipt] [--only ${Object.keys(PARTS).join("|")} ...]`,
  );
  process.exit(2);
}
const [rounds = 3, minutes = 1, seed = 1] = numbers;
const startedAt = performance.now();
const rows: ReportRow[] = [];
const missing: string[] = [];
for (const name of names) {
  try {
    const made = await PARTS[name]?.({ rounds, minutes: values.minutes === undefined ? undefined : minutes, seed });
    rows.push(...(made ?? []));
    say(`${tableOf(made ?? [])}\n`);
  } catch (error) {
    // What is not installed is said, and the rest goes on; anything else is a failure.
    if (!isAppError(error, "unavailable")) throw error;
    missing.push(`${name}: NOT RUN: ${error.message}`);
    process.stderr.write(`${missing.at(-1)}\n`);
  }
}
const tookMinutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
const command = `npm run faults -- ${process.argv
  .slice(2)
  .filter((word) => word !== "--receipt")
  .join(" ")}`.trim();
const head = `${receiptHead()} \`${command}\`, seed ${seed}, ${tookMinutes} minutes.`;
const receipt = [head, "", tableOf(rows), ...missing.map((line) => `\n${line}`)].join("\n");
say(`\n${receipt}`);
if (values.receipt === true) writeReceipt("faults", receipt);
process.exitCode = rows.every(isClean) && missing.length === 0 ? 0 : 1;
