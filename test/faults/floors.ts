/** The least that a part of `npm run faults` has to have done: where next to nothing was asked for, nothing is lost, and nothing shown. */
import { notRun, type ReportRow } from "./report.ts";

/** Of each row that has a verdict. */
interface Floor {
  readonly rounds: number;
  /** Writes. */
  readonly acknowledged: number;
  /** Checked; does not count in rows where nobody searches. */
  readonly searches: number;
}

/** Well below what one round of each part does on two cores that are busy with other things. */
const FLOORS: Readonly<Record<string, Floor>> = {
  // One search behind each of twenty kills, however short the rounds.
  kills: { rounds: 20, acknowledged: 50, searches: 20 },
  disk: { rounds: 1, acknowledged: 6, searches: 1 },
  // Nothing is written there: what counts is how many bytes were flipped.
  flips: { rounds: 5_000, acknowledged: 0, searches: 0 },
  clocks: { rounds: 1, acknowledged: 10, searches: 1 },
  aws: { rounds: 1, acknowledged: 100, searches: 5 },
  gcp: { rounds: 1, acknowledged: 100, searches: 5 },
  restarts: { rounds: 1, acknowledged: 20, searches: 1 },
  // Each of fifty searches and writes, and all are answered in the end.
  cold: { rounds: 1, acknowledged: 50, searches: 50 },
};

/** The rows of a part, each with what there is too little of. @throws Error for a part that has no floor. */
export function withFloor(part: string, rows: readonly ReportRow[]): readonly ReportRow[] {
  const floor = FLOORS[part];
  if (floor === undefined) throw new Error(`there is no floor for ${part}`);
  // A fault of the wire may leave nothing to be acknowledged while it lasts: what is judged is the row of the whole.
  const isJudged = rows.some((row) => row.lost !== undefined);
  if (!isJudged) return [...rows, notRun(part, "no row of it was judged")];
  return rows.map((row) => {
    if (row.lost === undefined || row.notRun !== undefined) return row;
    return { ...row, tooLittle: [...(row.tooLittle ?? []), ...shortOf(floor, row)] };
  });
}

function shortOf(floor: Floor, { rounds, acknowledged, searches = floor.searches }: ReportRow): readonly string[] {
  const counts = [
    ["rounds", rounds, floor.rounds],
    ["writes acknowledged", acknowledged, floor.acknowledged],
    ["searches checked", searches, floor.searches],
  ] as const;
  return counts.flatMap(([what, count, least]) => (count < least ? [`${count} ${what}, at least ${least}`] : []));
}
