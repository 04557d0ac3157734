/** The table that `npm run faults` prints. */
import type { Findings } from "./judge.ts";

export interface ReportRow {
  readonly fault: string;
  readonly rounds: number;
  readonly acknowledged: number;
  /** Answers to searches that were checked; absent where nobody searches. */
  readonly searches?: number;
  /** Absent, like `doubled` and `wrong`, where the board is judged once for several rows: the last of the part has them. */
  readonly lost?: number;
  readonly doubled?: number;
  readonly wrong?: number;
  /** The longest; absent where nothing has to come back. */
  readonly recoveryMs?: number;
  /** What it is that was lost, doubled or wrong, and what else is worth saying. */
  readonly notes: readonly string[];
  /** Why nothing of it was done; then the numbers say nothing. */
  readonly notRun?: string;
  /** What there is too little of for the row to say anything (`floors.ts`). */
  readonly tooLittle?: readonly string[];
}

/** Of the findings no more is told than a reader takes in. */
const MOST_NOTES = 5;

export function rowOf(fault: string, rounds: number, findings: Findings, recoveryMs?: number): ReportRow {
  const { acknowledged, searches, lost, doubled, wrong, broken } = findings;
  return {
    ...{
      fault,
      rounds,
      acknowledged,
      searches,
      lost: lost.length,
      doubled: doubled.length,
      wrong: wrong.length + broken.length,
    },
    ...(recoveryMs === undefined ? {} : { recoveryMs }),
    notes: [...lost, ...doubled, ...wrong, ...broken].slice(0, MOST_NOTES),
  };
}

/** What could not be tried is told among what was: a table without it would look whole. */
export function notRun(fault: string, why: string): ReportRow {
  return { fault, rounds: 0, acknowledged: 0, lost: 0, doubled: 0, wrong: 0, notes: [], notRun: why };
}

/** Whether it was done, and enough of it, and nothing was lost, doubled or wrong. */
export function isClean({ lost = 0, doubled = 0, wrong = 0, notRun: why, tooLittle = [] }: ReportRow): boolean {
  return why === undefined && tooLittle.length === 0 && lost + doubled + wrong === 0;
}

const HEAD =
  "| fault | rounds | acknowledged | lost | doubled | wrong answers | back after |\n|---|---|---|---|---|---|---|";

export function tableOf(rows: readonly ReportRow[]): string {
  const lines = rows.map(({ fault, rounds, acknowledged, recoveryMs, notRun: why, ...row }) => {
    if (why !== undefined) return `| ${fault} | not run: ${why} | – | – | – | – | – |`;
    const back = recoveryMs === undefined ? "–" : `${(recoveryMs / 1_000).toFixed(1)} s`;
    const verdict = [row.lost, row.doubled, row.wrong].map((count) => count ?? "–").join(" | ");
    return `| ${fault} | ${rounds} | ${acknowledged} | ${verdict} | ${back} |`;
  });
  const notes = rows.flatMap(({ fault, notes: said, tooLittle = [] }) =>
    [...said, ...tooLittle.map((what) => `too little: ${what}`)].map((note) => `- ${fault}: ${note}`),
  );
  return [HEAD, ...lines, ...(notes.length === 0 ? [] : ["", ...notes])].join("\n");
}
