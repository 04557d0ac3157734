import { describe, expect, it } from "vitest";
import { farm } from "../farm.ts";
import { NAIVE_DESIGNS } from "../naive/designs.ts";
import type { Report } from "../run-seed.ts";
import type { Task } from "../worker.ts";
import { type Caught, caughtBefore, MOST_SEEDS } from "./search.ts";
import { MUTANTS } from "./table.ts";

/** @throws Error for one that no seed is known to catch. */
function caughtBy(rule: string): Caught {
  const found = caught[rule];
  if (found === undefined) throw new Error(`no seed is known that catches: ${rule}`);
  return found;
}

const CLEAN_SEEDS = 200;

const caught = caughtBefore();

async function reportsOf(tasks: readonly Task[], edits: Parameters<typeof farm>[1] = []): Promise<Report[]> {
  const workers = await farm(1, edits);
  const reports: Report[] = [];
  try {
    await workers.run(tasks, ({ report }) => {
      reports.push(report);
      return true;
    });
  } finally {
    workers.close();
  }
  return reports;
}

describe("a bent rule is caught:", () => {
  it.each(MUTANTS)(
    "$rule",
    async ({ rule, edits }) => {
      const { seed, invariant } = caughtBy(rule);
      const [report] = await reportsOf([{ seed }], edits);
      expect([rule, report?.violation?.invariant]).toEqual([rule, invariant]);
      expect(seed).toBeLessThanOrEqual(MOST_SEEDS);
    },
    120_000,
  );
});

describe("of the designs that lose listings", () => {
  it.each(NAIVE_DESIGNS.filter((design) => design !== "one transaction"))(
    "is caught: %s",
    async (naive) => {
      const { seed, invariant } = caughtBy(naive);
      const [report] = await reportsOf([{ seed, naive }]);
      expect([naive, report?.violation?.invariant]).toEqual([naive, invariant]);
      expect(seed).toBeLessThanOrEqual(MOST_SEEDS);
    },
    120_000,
  );

  it("is none: one transaction", async () => {
    const tasks = Array.from({ length: CLEAN_SEEDS }, (_, i) => ({ seed: i + 1, naive: "one transaction" as const }));
    const reports = await reportsOf(tasks);
    expect(reports.flatMap(({ violation }) => violation?.message ?? [])).toEqual([]);
  }, 300_000);
});
