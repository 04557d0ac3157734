/**
 * `npm run soak -- [--minutes 10] [--rate N] [--seed N] [--plot FILE] [--receipt]`: mixed work at a sustainable rate with faults on;
 * exits with 1 if a write was lost or doubled, an answer was wrong, next to nothing was written, or memory or handles grew (`growth.ts`). `--receipt` writes the tables into docs/fault-receipts.md and
 * the plot beside it.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { COUNT, numberFrom, optionsFrom, orUsage, POSITIVE } from "../support/options.ts";
import { receiptHead, writeReceipt } from "../support/receipts.ts";
import { nodeRig } from "./node-rig.ts";
import { plot } from "./plot.ts";
import { failuresOf, leaksOf, reportOf, unrecovered } from "./report.ts";
import { soak } from "./soak.ts";

const RECEIPT_PLOT = fileURLToPath(new URL("../../docs/soak.svg", import.meta.url));

const USAGE = "use: npm run soak -- [--minutes N] [--rate N] [--seed N] [--plot FILE] [--receipt]";
const text = { type: "string" } as const;

const { minutes, rate, seed, values } = orUsage(USAGE, (args) => {
  const given = optionsFrom(args, {
    ...{ minutes: text, rate: text, seed: text, plot: text, receipt: { type: "boolean", default: false } },
  });
  return {
    minutes: numberFrom("minutes", given.minutes, POSITIVE) ?? 10,
    rate: numberFrom("rate", given.rate, POSITIVE) ?? "sustainable",
    seed: numberFrom("seed", given.seed, COUNT) ?? 1,
    values: given,
  } as const;
});

const rig = await nodeRig();
try {
  const result = await soak({
    ...{ rig, seconds: minutes * 60, rate, seed },
    say: (line) => process.stdout.write(`${line}\n`),
  });
  const report = reportOf(rig, result);
  process.stdout.write(`${report}\n`);
  const file = values.plot ?? (values.receipt ? RECEIPT_PLOT : undefined);
  if (file !== undefined) await writeFile(file, plot(result.series.seconds, result.series.faults));
  if (values.receipt) writeReceipt("soak", `${receiptHead()}\n\n${report}\n\n![Times, answers, memory](soak.svg)`);
  const failures = [...failuresOf(result), ...leaksOf(result), ...unrecovered(result)];
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
} finally {
  await rig.stop();
}
