/**
 * `npm run faults [-- --rounds N | --minutes N] [--only PART ...] [--seed N] [--receipt]`: real faults on real parts, and what came of
 * them. `--minutes`: of load on each cloud; `--receipt`: each part's table takes the place of its last one in docs/fault-receipts.md.
 * Exits with 1 if anything was lost, doubled or wrong, or could not be tried.
 */
import { parseArgs } from "node:util";
import { isAppError } from "../../core/errors.ts";
import { receiptHead, writeReceipt } from "../support/receipts.ts";
import { PARTS } from "./parts.ts";
import { isClean, notRun, type ReportRow, tableOf } from "./report.ts";

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
const options = { rounds, minutes: values.minutes === undefined ? undefined : minutes, seed };
const rows: ReportRow[] = [];
for (const name of names) {
  const startedAt = performance.now();
  const made = await rowsOf(name);
  const took = ((performance.now() - startedAt) / 60_000).toFixed(1);
  const receipt = `${receiptHead()} \`${commandOf(name)}\`, seed ${seed}, ${took} minutes.\n\n${tableOf(made)}`;
  say(`${receipt}\n`);
  if (values.receipt === true) writeReceipt(`faults: ${name}`, receipt);
  rows.push(...made);
}
if (names.length > 1) say(tableOf(rows));
process.exitCode = rows.every(isClean) ? 0 : 1;

/** A part that misses a tool is a row that says so, and the others go on; anything else is a failure. */
async function rowsOf(name: string): Promise<readonly ReportRow[]> {
  try {
    return (await PARTS[name]?.(options)) ?? [];
  } catch (error) {
    if (!isAppError(error, "unavailable")) throw error;
    return [notRun(name, error.message)];
  }
}

/** What makes this part again, alone. */
function commandOf(name: string): string {
  const { rounds: times, minutes: long, seed: from } = values;
  const given = Object.entries({ rounds: times, minutes: long, seed: from });
  const words = given.flatMap(([option, value]) => (value === undefined ? [] : [`--${option} ${value}`]));
  return ["npm run faults -- --only", name, ...words].join(" ");
}
