/** The table that `npm run faults` prints. */
import type { Findings } from "./judge.ts";

export interface ReportRow {
  readonly fault: string;
  readonly rounds: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly wrong: number;
  /** The longest; absent where nothing has to come back. */
  readonly recoveryMs?: number;
  /** What it is that was lost, doubled or wrong, and what else is worth saying. */
  readonly notes: readonly string[];
  /** Why nothing of it was done; then the numbers say nothing. */
  readonly notRun?: string;
}

/** Of the findings no more is told than a reader takes in. */
const MOST_NOTES = 5;

export function rowOf(fault: string, rounds: number, findings: Findings, recoveryMs?: number): ReportRow {
  const { acknowledged, lost, doubled, wrong, broken } = findings;
  return {
    ...{ fault, rounds, acknowledged, lost: lost.length, doubled: doubled.length, wrong: wrong.length + broken.length },
    ...(recoveryMs === undefined ? {} : { recoveryMs }),
    notes: [...lost, ...doubled, ...wrong, ...broken].slice(0, MOST_NOTES),
  };
}

/** What could not be tried is told among what was: a table without it would look whole. */
export function notRun(fault: string, why: string): ReportRow {
  return { fault, rounds: 0, acknowledged: 0, lost: 0, doubled: 0, wrong: 0, notes: [], notRun: why };
}

/** Whether it was done, and nothing was lost, doubled or wrong. */
export function isClean({ lost, doubled, wrong, notRun: why }: ReportRow): boolean {
  return why === undefined && lost + doubled + wrong === 0;
}

const HEAD =
  "| fault | rounds | acknowledged | lost | doubled | wrong answers | back after |\n|---|---|---|---|---|---|---|";

export function tableOf(rows: readonly ReportRow[]): string {
  const lines = rows.map(({ fault, rounds, acknowledged, lost, doubled, wrong, recoveryMs, notRun: why }) => {
    if (why !== undefined) return `| ${fault} | not run: ${why} | – | – | – | – | – |`;
    const back = recoveryMs === undefined ? "–" : `${(recoveryMs / 1_000).toFixed(1)} s`;
    return `| ${fault} | ${rounds} | ${acknowledged} | ${lost} | ${doubled} | ${wrong} | ${back} |`;
  });
  const notes = rows.flatMap(({ fault, notes: said }) => said.map((note) => `- ${fault}: ${note}`));
  return [HEAD, ...lines, ...(notes.length === 0 ? [] : ["", ...notes])].join("\n");
}
