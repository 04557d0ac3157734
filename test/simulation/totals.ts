/** What many runs add up to, as tables for people. */
import { FAULTS, OPERATIONS } from "./plan.ts";
import { INVARIANTS } from "./violation.ts";
import type { Done } from "./worker.ts";

type Group = "faults" | "operations" | "rules" | "checks";

export interface Failure {
  readonly seed: number;
  readonly message: string;
}

export interface Totals {
  add(done: Done): void;
  readonly seeds: number;
  readonly events: number;
  readonly failures: readonly Failure[];
  /** Operations, faults and invariants that never had their turn. */
  idle(): readonly string[];
  /** Markdown. */
  table(seconds: number): string;
}

export function totals(): Totals {
  const sums: Record<Group, Map<string, number>> = {
    faults: new Map(),
    operations: new Map(),
    rules: new Map(),
    checks: new Map(),
  };
  const failures: Failure[] = [];
  let seeds = 0;
  let events = 0;
  let virtualMs = 0;
  return {
    get seeds() {
      return seeds;
    },
    get events() {
      return events;
    },
    failures,
    add({ report, otherHash }) {
      seeds++;
      events += report.events;
      virtualMs += report.virtualMs;
      for (const group of ["faults", "operations", "rules", "checks"] as const) {
        const into = sums[group];
        for (const [name, count] of Object.entries(report.counts[group])) into.set(name, (into.get(name) ?? 0) + count);
      }
      if (report.violation !== undefined) failures.push({ seed: report.seed, message: report.violation.message });
      if (otherHash !== undefined)
        failures.push({ seed: report.seed, message: `another run of it: ${report.hash}, then ${otherHash}` });
    },
    idle() {
      const isMissing = (group: Group) => (name: string) => (sums[group].get(name) ?? 0) === 0;
      return [
        ...OPERATIONS.filter(isMissing("operations")),
        ...FAULTS.filter(isMissing("faults")),
        ...INVARIANTS.filter(isMissing("checks")),
      ];
    },
    table(seconds) {
      const years = (virtualMs / (365.25 * 86_400_000)).toFixed(1);
      const rate = Math.round(events / seconds);
      return [
        `${number(seeds)} seeds, ${number(events)} events (${number(rate)} a second), ${years} years of virtual time, ` +
          `${number(failures.length)} violations.`,
        ...rows("Operation", sums.operations),
        ...rows("Fault", sums.faults),
        ...rows("Invariant, times checked", sums.checks),
        ...rows("Rule, times exercised", sums.rules),
      ].join("\n");
    },
  };
}

function rows(title: string, counts: ReadonlyMap<string, number>): string[] {
  const lines = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `| ${name} | ${number(count)} |`);
  return ["", `| ${title} | |`, "| --- | ---: |", ...lines];
}

function number(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
