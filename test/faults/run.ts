/**
 * `npm run faults [-- --rounds N | --minutes N] [--only PART ...] [--seed N] [--receipt]`: real faults on real parts, and what came of
 * them. `--minutes`: of load on each cloud; `--receipt`: each part's table takes the place of its last one in docs/fault-receipts.md.
 * Exits with 1 if anything was lost, doubled or wrong, could not be tried, or was too little to say anything.
 */
import { isAppError } from "../../core/errors.ts";
import { COUNT, numberFrom, optionsFrom, orUsage, POSITIVE, UsageError } from "../support/options.ts";
import { receiptHead, writeReceipt } from "../support/receipts.ts";
import { withFloor } from "./floors.ts";
import { PARTS } from "./parts.ts";
import { isClean, notRun, type ReportRow, tableOf } from "./report.ts";

const USAGE = `use: npm run faults -- [--rounds N | --minutes N] [--seed N] [--receipt] [--only ${Object.keys(PARTS).join("|")} ...]`;
const text = { type: "string" } as const;

const { values, names, options } = orUsage(USAGE, (args) => {
  const given = optionsFrom(args, {
    ...{ rounds: text, minutes: text, seed: text, receipt: { type: "boolean" } },
    only: { type: "string", multiple: true },
  });
  const unknown = given.only?.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) throw new UsageError(`there is no part ${JSON.stringify(unknown)}`);
  const rounds = numberFrom("rounds", given.rounds, COUNT) ?? 3;
  const minutes = numberFrom("minutes", given.minutes, POSITIVE);
  const seed = numberFrom("seed", given.seed, COUNT) ?? 1;
  return { values: given, names: given.only ?? Object.keys(PARTS), options: { rounds, minutes, seed } };
});
const say = (line: string) => process.stdout.write(`${line}\n`);

const rows: ReportRow[] = [];
for (const name of names) {
  const startedAt = performance.now();
  const made = await rowsOf(name);
  const took = ((performance.now() - startedAt) / 60_000).toFixed(1);
  const receipt = `${receiptHead()} \`${commandOf(name)}\`, seed ${options.seed}, ${took} minutes.\n\n${tableOf(made)}`;
  say(`${receipt}\n`);
  if (values.receipt === true) writeReceipt(`faults: ${name}`, receipt);
  rows.push(...made);
}
if (names.length > 1) say(tableOf(rows));
process.exitCode = rows.every(isClean) ? 0 : 1;

/** A part that misses a tool is a row that says so, and the others go on; anything else is a failure. */
async function rowsOf(name: string): Promise<readonly ReportRow[]> {
  try {
    return withFloor(name, (await PARTS[name]?.(options)) ?? []);
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
