import { describe, expect, it } from "vitest";
import { farm } from "./farm.ts";
import { REGRESSIONS } from "./regressions.ts";
import { shrink } from "./shrink.ts";
import { type Totals, totals } from "./totals.ts";
import type { Task } from "./worker.ts";

const SEEDS = 1_000;
const WORKERS = 2;
/** Five minutes on two cores that do nothing else; this machine may do other things too. */
const TIME_LIMIT_MS = 20 * 60_000;

async function simulated(tasks: Iterable<Task>): Promise<Totals> {
  const sums = totals();
  const workers = await farm(WORKERS);
  try {
    await workers.run(tasks, (done) => {
      sums.add(done);
      return true;
    });
  } finally {
    workers.close();
  }
  return sums;
}

async function hashesOf(seeds: readonly number[]): Promise<string[]> {
  const hashes: string[] = [];
  const workers = await farm(1);
  try {
    await workers.run(
      seeds.map((seed) => ({ seed })),
      ({ report }) => {
        hashes.push(`${report.seed} ${report.hash} ${report.events}`);
        return true;
      },
    );
  } finally {
    workers.close();
  }
  return hashes;
}

describe("a simulated board", () => {
  it(
    "keeps every promise under a thousand seeds, each of which is one run and no other",
    async () => {
      const tasks = Array.from({ length: SEEDS }, (_, i) => ({ seed: i + 1, runs: 2 }));
      const sums = await simulated(tasks);
      expect(sums.failures).toEqual([]);
      expect(sums.seeds).toBe(SEEDS);
      // A board that nothing happens to would keep every promise.
      expect(sums.idle()).toEqual([]);
    },
    TIME_LIMIT_MS,
  );

  it("keeps the promises that it once broke", async () => {
    const sums = await simulated(REGRESSIONS.map(({ seed }) => ({ seed, runs: 2 })));
    expect(sums.failures).toEqual([]);
  }, 120_000);

  it("is the same run in another process, whatever ran before", async () => {
    const seeds = [3, 14, 15, 92];
    const other = await hashesOf([65, 35, ...seeds]);
    expect(await hashesOf(seeds)).toEqual(other.slice(2));
  }, 120_000);

  it("that breaks a promise is shrunk to a history that still does", async () => {
    const edit = {
      file: "core/store/trim.ts",
      from: 'stored.kind === "tombstone" && stored.deletedAt < oldest',
      to: 'stored.kind === "tombstone" && oldest > 0',
    };
    const broken = await farm(1, [edit]);
    try {
      let seed = 0;
      let events = 0;
      const tasks = Array.from({ length: 200 }, (_, i) => ({ seed: i + 1 }));
      await broken.run(tasks, ({ report }) => {
        if (report.violation?.invariant !== "only the old is forgotten") return true;
        ({ seed, events } = report);
        return false;
      });
      const { report } = await shrink(broken, seed, "only the old is forgotten");
      expect(report.violation?.invariant).toBe("only the old is forgotten");
      expect(report.events).toBeLessThan(events);
      expect(report.history.at(-1)).toContain("Violation: only the old is forgotten");
    } finally {
      broken.close();
    }
  }, 300_000);
});
