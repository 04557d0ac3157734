/** The smallest run that still breaks the same promise: without what it does not need, with fewer clients and steps. */
import type { Farm } from "./farm.ts";
import { type Cut, FAULTS, OPERATIONS, planOf } from "./plan.ts";
import type { Report } from "./run-seed.ts";
import type { Invariant } from "./violation.ts";

const MOST_RUNS = 150;

export interface Shrunk {
  readonly cut: Cut;
  readonly report: Report;
  readonly runs: number;
}

export async function shrink({ run }: Farm, seed: number, invariant: Invariant): Promise<Shrunk> {
  let cut: Cut = {};
  let runs = 0;

  async function holds(candidate: Cut): Promise<boolean> {
    if (runs++ >= MOST_RUNS) return false;
    let isSame = false;
    await run([{ seed, cut: candidate }], ({ report }) => {
      isSame = report.violation?.invariant === invariant;
      return undefined;
    });
    if (isSame) cut = candidate;
    return isSame;
  }

  // Twice: what one part needed may have gone with another.
  for (let round = 0; round < 2; round++) {
    for (const name of [...FAULTS, ...OPERATIONS]) {
      const plan = planOf(seed, cut);
      const isOn = plan.faults.has(name as never) || plan.operations.includes(name as never);
      if (isOn && name !== "upsert") await holds({ ...cut, without: [...(cut.without ?? []), name] });
    }
    for (const size of ["clients", "instances"] as const) {
      while (planOf(seed, cut)[size] > 1 && (await holds({ ...cut, [size]: planOf(seed, cut)[size] - 1 })));
    }
    for (let part = planOf(seed, cut).steps >> 1; part >= 1; ) {
      const steps = planOf(seed, cut).steps - part;
      if (steps < 1 || !(await holds({ ...cut, steps }))) part >>= 1;
    }
  }
  let report: Report | undefined;
  await run([{ seed, cut, telling: "story" }], (done) => {
    report = done.report;
    return undefined;
  });
  if (report === undefined) throw new Error(`seed ${seed} gave no report`);
  return { cut, report, runs };
}
