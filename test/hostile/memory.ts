/** Memory of a target's processes, as the machine counts it. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly residentKiB: number;
}

/** Processes that this one has started, by whatever way. */
export function childProcesses(): readonly number[] {
  return everyProcess().flatMap(({ pid, parent }) => (parent === process.pid ? [pid] : []));
}

/**
 * The most that any of the processes has had at once, in MiB: since it began where the kernel counts it (Linux), else now.
 * @throws Error when none of them is left.
 */
export function peakMiB(pids: readonly number[]): number {
  const living = everyProcess().filter(({ pid }) => pids.includes(pid));
  if (living.length === 0) throw new Error("the target's process has ended");
  return Math.max(...living.map((one) => peakKiB(one))) / 1_024;
}

function peakKiB({ pid, residentKiB }: Process): number {
  if (process.platform !== "linux") return residentKiB;
  const [, peak] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return peak === undefined ? residentKiB : Number(peak);
}

function everyProcess(): readonly Process[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" });
  return table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0, residentKiB = 0]) => ({ pid, parent, residentKiB }));
}
