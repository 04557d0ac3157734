/** Whether a process keeps more and more: memory, or open files and sockets. */
import type { Sample } from "./rig.ts";
import { type Befallen, percentile, type Second } from "./series.ts";

/** Of the last process at half of its time, when it is warm, and at its end. */
export interface Growth {
  readonly early: Sample;
  readonly late: Sample;
  readonly verdict: "flat" | "grows" | "too short to say";
  /** What grows, and from what to what. */
  readonly grown: readonly string[];
}

/** A process that is younger has seen each fault once at most, and its heap is not at its size yet. */
export const MIN_LIFE_SECONDS = 300;
/** What may be more at the end than at half of the time: faults fall on the one and not on the other. */
const TIMES = 1.3;
/** Where little is a large part: a handful of sockets that a caller keeps open. */
const SLACK: Sample = { residentMiB: 16, handles: 16 };
/** What it comes back to: a burst of callers is no leak, and what leaks is there all the time. */
const LOW = 0.1;

/** @param seconds from the beginning of the run, with a sample for most. */
export function growthOf(seconds: readonly Second[], faults: readonly Befallen[]): Growth {
  const lastStart = faults.findLast(({ name }) => /^(?:killed|restarted)\b/.test(name));
  const life = seconds.slice(Math.ceil(lastStart?.to ?? 0));
  const samples = life.flatMap(({ sample }) => (sample === undefined ? [] : [sample]));
  const fifth = Math.max(1, Math.floor(samples.length / 5));
  const middle = Math.floor(samples.length / 2);
  const early = lowOf(samples.slice(middle - fifth, middle));
  const late = lowOf(samples.slice(-fifth));
  const isMore = (of: keyof Sample) => late[of] > early[of] * TIMES + SLACK[of];
  const grown = [
    ...(isMore("residentMiB")
      ? [`memory grows: ${early.residentMiB} MiB at half, ${late.residentMiB} at the end`]
      : []),
    ...(isMore("handles") ? [`handles grow: ${early.handles} at half, ${late.handles} at the end`] : []),
  ];
  if (life.length < MIN_LIFE_SECONDS) return { early, late, verdict: "too short to say", grown: [] };
  return { early, late, verdict: grown.length > 0 ? "grows" : "flat", grown };
}

function lowOf(samples: readonly Sample[]): Sample {
  const low = (values: readonly number[]) =>
    percentile(
      values.toSorted((a, b) => a - b),
      LOW,
    );
  return {
    residentMiB: Math.round(low(samples.map(({ residentMiB }) => residentMiB))),
    handles: low(samples.map(({ handles }) => handles)),
  };
}
