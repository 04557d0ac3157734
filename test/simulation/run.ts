/** `npm run sim`: simulates seeds, tells what happens in one, looks anew for seeds that catch bent rules, or how often rules decide; `--help` says how. */
import { availableParallelism } from "node:os";
import { COUNT, numberFrom, optionsFrom, orUsage, POSITIVE, UsageError } from "../support/options.ts";
import { type Farm, farm } from "./farm.ts";
import { type Exercised, exercisedTable, exerciseRules } from "./mutants/exercised.ts";
import { MOST_SEEDS, rulesWith, searchMutants } from "./mutants/search.ts";
import { MUTANTS } from "./mutants/table.ts";
import { type Cut, FAULTS, type Fault, OPERATIONS, type Operation } from "./plan.ts";
import { shrink } from "./shrink.ts";
import { type Totals, totals } from "./totals.ts";
import type { Task } from "./worker.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);
const PROGRESS_MS = 10_000;
const SHOWN_FAILURES = 3;

const USAGE = `use: npm run sim -- [--seeds N] [--from SEED] [--runs N] [--minutes N] [--workers N] [--receipt]
     npm run sim -- --seed SEED [--without "a,b"] [--steps N] [--clients N] [--instances N] [--events]
     npm run sim -- --mutants [--only "a part of its name"] [--most N] [--workers N]
     npm run sim -- --rules [--only "a part of its name"] [--seeds N] [--workers N] [--receipt]
Exits with 1 when a promise was broken, or a bent rule was not caught.`;

const COUNTS = ["seeds", "from", "runs", "workers", "seed", "steps", "clients", "instances", "most"] as const;

const given = orUsage(USAGE, read);
if (given.mutants) {
  const missed = await searchMutants({ only: given.only, most: given.most, workers: given.workers });
  if (missed > 0) process.exitCode = 1;
} else if (given.rules) {
  await exercise();
} else {
  const workers = await farm(given.seed === undefined ? given.workers : 1);
  try {
    if (given.seed === undefined) await simulate(workers);
    else await tell(workers, given.seed);
  } finally {
    workers.close();
  }
}

async function simulate(workers: Farm): Promise<void> {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  const until = given.minutes === undefined ? Number.POSITIVE_INFINITY : 60 * given.minutes;
  const sums = totals();
  let toldAt = performance.now();
  await workers.run(tasks(), (done) => {
    const told = sums.failures.length;
    sums.add(done);
    for (const { seed, message } of sums.failures.slice(told)) say(`seed ${seed}: ${message}`);
    if (performance.now() - toldAt > PROGRESS_MS) {
      toldAt = performance.now();
      say(`${sums.seeds} seeds, ${sums.failures.length} violations, ${Math.round(seconds())} s`);
    }
    return seconds() < until;
  });
  say(sums.table(seconds()));
  await explain(workers, sums);
  if (given.receipt) await receipt(sums, seconds());
}

async function exercise(): Promise<void> {
  const { only, seeds, workers } = given;
  const onRule = ({ rule, decided, broken }: Exercised) =>
    say(`${rule}: decides ${decided} of ${seeds} runs; bent, ${broken} break a promise`);
  const all = await exerciseRules({ only, seeds, workers, onRule });
  if (given.receipt) await writeReceiptOf("rules", `Seeds 1 to ${seeds}.\n\n${exercisedTable(all, seeds)}`);
}

function read(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const {
    only = "",
    without = "",
    ...values
  } = optionsFrom(args, {
    ...{ seeds: text, from: text, minutes: text, workers: text, runs: text, receipt: flag },
    ...{ seed: text, without: text, events: flag, steps: text, clients: text, instances: text },
    ...{ mutants: flag, rules: flag, only: text, most: text },
  });
  const count = (name: (typeof COUNTS)[number]) => numberFrom(name, values[name], COUNT);
  const known: readonly string[] = [...OPERATIONS, ...FAULTS];
  const unknown = namesIn(without).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new UsageError(`--without ${unknown}, and there are only ${known.join(", ")}`);
  const bent: readonly string[] = values.rules ? MUTANTS.map(({ rule }) => rule) : rulesWith("");
  if (!bent.some((name) => name.includes(only))) throw new UsageError(`no bent rule has ${only} in its name`);
  return {
    ...{ only, receipt: values.receipt, events: values.events, mutants: values.mutants, rules: values.rules },
    without: namesIn(without) as (Operation | Fault)[],
    minutes: numberFrom("minutes", values.minutes, POSITIVE),
    ...{ seed: count("seed"), steps: count("steps"), clients: count("clients"), instances: count("instances") },
    ...{ seeds: count("seeds") ?? 200, from: count("from") ?? 1, runs: count("runs") ?? 2 },
    ...{ workers: count("workers") ?? availableParallelism(), most: count("most") ?? MOST_SEEDS },
  };
}

function namesIn(list: string): string[] {
  return list.split(",").filter((name) => name !== "");
}

function* tasks(): Generator<Task> {
  const { from } = given;
  for (let seed = from; seed < from + given.seeds; seed++) yield { seed, runs: given.runs };
}

async function explain(workers: Farm, { failures }: Totals): Promise<void> {
  if (failures.length > 0) process.exitCode = 1;
  for (const { seed } of failures.slice(0, SHOWN_FAILURES)) await tell(workers, seed);
}

/** A history that a person can read: that of the smallest run that breaks the same promise. */
async function tell(workers: Farm, seed: number): Promise<void> {
  const cut = cutGiven();
  let violation: { readonly invariant: Parameters<typeof shrink>[2] } | undefined;
  let history: readonly string[] = [];
  await workers.run([{ seed, cut, telling: given.events ? "events" : "story" }], ({ report }) => {
    violation = report.violation;
    history = report.history;
    return undefined;
  });
  if (violation !== undefined) process.exitCode = 1;
  const isWhole = Object.keys(cut).length === 0;
  if (violation === undefined || !isWhole) {
    say(`\nseed ${seed}:\n${history.join("\n")}`);
    return;
  }
  const { cut: least, report, runs } = await shrink(workers, seed, violation.invariant);
  const { without = [], ...sizes } = least;
  const options = Object.entries(sizes).map(([name, value]) => `--${name} ${value}`);
  say(`\nseed ${seed}, shrunk in ${runs} runs to ${report.events} events:`);
  say(report.history.join("\n"));
  say(report.violation?.stack ?? "");
  say(`npm run sim -- --seed ${seed} ${options.join(" ")} --without "${without.join(",")}"`);
}

function cutGiven(): Cut {
  return {
    ...(given.without.length === 0 ? {} : { without: given.without }),
    ...(given.steps === undefined ? {} : { steps: given.steps }),
    ...(given.clients === undefined ? {} : { clients: given.clients }),
    ...(given.instances === undefined ? {} : { instances: given.instances }),
  };
}

function receipt(sums: Totals, seconds: number): Promise<void> {
  const { from } = given;
  const often = given.runs === 1 ? "once" : `${given.runs} times to the same trace`;
  const range = `Seeds ${from} to ${from + sums.seeds - 1}, each run ${often}.`;
  return writeReceiptOf("simulation", `${range} ${sums.table(seconds)}`);
}

async function writeReceiptOf(name: string, markdown: string): Promise<void> {
  const { receiptHead, writeReceipt } = await import("../support/receipts.ts");
  writeReceipt(name, `${receiptHead()}\n\n${markdown}`);
}
