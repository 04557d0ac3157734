/** What a soak showed, as Markdown. */
import { growthOf } from "./growth.ts";
import type { Rig } from "./rig.ts";
import { type Befallen, percentile, type Second } from "./series.ts";
import type { SoakResult } from "./soak.ts";

const LEAST_WRITES_PER_SECOND = 0.2;

export function reportOf({ name }: Rig, { rate, series, ledger, settled, lost, doubled }: SoakResult): string {
  const { seconds, faults } = series;
  const times = seconds.flatMap((second) => second.times).sort((a, b) => a - b);
  const calm = seconds.filter((_, at) => !isStruck(at, faults)).flatMap((second) => second.times);
  calm.sort((a, b) => a - b);
  const p = (of: readonly number[], q: number) => `${percentile(of, q).toFixed(1)} ms`;
  const { early, late, verdict } = growthOf(seconds, faults);
  const rows = [
    ["what ran", name],
    ["requests", `${sum(statusesOf(seconds))} in ${seconds.length} s, begun at ${rate} a second`],
    [
      "answers by status",
      Object.entries(statusesOf(seconds))
        .map(([status, count]) => `${status === "0" ? "none" : status}: ${count}`)
        .join(", "),
    ],
    ["p50, p99 without a fault", `${p(calm, 0.5)}, ${p(calm, 0.99)}`],
    ["p50, p99 of all", `${p(times, 0.5)}, ${p(times, 0.99)}`],
    ["writes acknowledged", String(ledger.acknowledged)],
    ["of them lost, doubled", `${lost}, ${doubled}`],
    ["answers wrong", String(ledger.wrong.length)],
    [
      "listings at the end",
      `${settled.listings}; export, changes and ledger ${settled.changesAgree ? "agree" : "DIFFER"}; verify ${settled.verified ? "equal" : "DIFFERS"}`,
    ],
    [
      "what the last process comes back to, at half of its time and at the end",
      `${early.residentMiB}, ${late.residentMiB} MiB; ${early.handles}, ${late.handles} handles: ${verdict}`,
    ],
  ];
  const table = ["| | |", "|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)];
  return [
    ...table,
    "",
    "| fault | times | recovered after, s: median, most |",
    "|---|---|---|",
    ...faultRows(faults),
  ].join("\n");
}

/** Why a soak counts as failed, however long anything took; none if it does not. */
export function failuresOf({ series, ledger, settled, lost, doubled }: SoakResult): readonly string[] {
  return [
    ...ledger.wrong,
    ...idleness(ledger.acknowledged, series.seconds.length),
    ...(lost > 0 ? [`${lost} writes are lost`] : []),
    ...(doubled > 0 ? [`${doubled} writes are doubled`] : []),
    ...(settled.changesAgree ? [] : ["the changes from the beginning are not the board"]),
    ...(settled.verified ? [] : ["verify says that the index is not the store"]),
  ];
}

/** Where next to nothing was written nothing is lost, and nothing shown. A run of 40 requests a second has some nine writes in each. */
function idleness(acknowledged: number, seconds: number): readonly string[] {
  const least = Math.ceil(seconds * LEAST_WRITES_PER_SECOND);
  return acknowledged >= least ? [] : [`${acknowledged} writes acknowledged in ${seconds} s, at least ${least}`];
}

/** What it kept more and more of; none if its last process was too young to say. */
export function leaksOf({ series }: SoakResult): readonly string[] {
  return growthOf(series.seconds, series.faults).grown;
}

/** What a busy machine can be to blame for as well. */
export function unrecovered({ series }: SoakResult): readonly string[] {
  const never = series.faults.filter(({ recovered }) => recovered === undefined);
  return never.map(({ name, from }) => `no recovery from ${name} at ${from.toFixed(0)} s`);
}

function faultRows(faults: readonly Befallen[]): readonly string[] {
  return [...Map.groupBy(faults, ({ name }) => name)].map(([name, all]) => {
    const times = all.map(({ recovered }) => recovered ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
    return `| ${name} | ${all.length} | ${shown(percentile(times, 0.5))}, ${shown(times.at(-1) ?? 0)} |`;
  });
}

function shown(seconds: number): string {
  return Number.isFinite(seconds) ? seconds.toFixed(1) : "not before the next";
}

function statusesOf(seconds: readonly Second[]): Readonly<Record<string, number>> {
  const all: Record<string, number> = {};
  for (const { statuses } of seconds)
    for (const [status, count] of Object.entries(statuses)) all[status] = (all[status] ?? 0) + count;
  return all;
}

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, one) => all + one, 0);

/** A fault, and as long again as it takes to recover. */
function isStruck(second: number, faults: readonly Befallen[]): boolean {
  return faults.some(
    ({ from, to, recovered = Number.POSITIVE_INFINITY }) => second >= from - 1 && second <= to + recovered + 1,
  );
}
