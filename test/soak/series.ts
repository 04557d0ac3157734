/** What was observed, second by second. */
import type { Answer } from "./client.ts";
import type { Sample } from "./rig.ts";

export interface Second {
  /** Milliseconds of answers that are no refusal. */
  readonly times: number[];
  /** Answers by status. */
  readonly statuses: Record<string, number>;
  sample?: Sample;
}

/** A fault that befell the rig, in seconds since the beginning. */
export interface Befallen {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Until twenty answers in a row were no refusal, and came within a second; `undefined` if that never came. */
  recovered?: number;
}

export interface Series {
  readonly seconds: readonly Second[];
  readonly faults: Befallen[];
  observe(answer: Answer): void;
  sample(sample: Sample | undefined): void;
  /** Since the beginning. */
  now(): number;
}

const IN_A_ROW = 20;
const SOON_MS = 1_000;

export function newSeries(): Series {
  const startedAt = performance.now();
  const seconds: Second[] = [];
  const faults: Befallen[] = [];
  let wellInARow = 0;
  let wellSince = 0;

  const now = () => (performance.now() - startedAt) / 1_000;
  const current = (): Second => {
    const at = Math.floor(now());
    while (seconds.length <= at) seconds.push({ times: [], statuses: {} });
    return seconds[at] as Second;
  };

  function recover(isWell: boolean): void {
    if (!isWell) wellInARow = 0;
    else if (wellInARow++ === 0) wellSince = now();
    const last = faults.at(-1);
    if (wellInARow < IN_A_ROW || last === undefined || last.recovered !== undefined || now() < last.to) return;
    last.recovered = Math.max(0, wellSince - last.to);
  }

  return {
    seconds,
    faults,
    now,
    observe({ status, ms }) {
      const isWell = status > 0 && status < 429;
      const second = current();
      second.statuses[status] = (second.statuses[status] ?? 0) + 1;
      if (isWell) second.times.push(ms);
      recover(isWell && ms <= SOON_MS);
    },
    sample(sample) {
      if (sample !== undefined) current().sample = sample;
    },
  };
}

/** @param of ascending. */
export function percentile(of: readonly number[], q: number): number {
  return of[Math.min(of.length - 1, Math.floor(q * of.length))] ?? 0;
}
