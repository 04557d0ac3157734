/** What a function takes that starts and finds an index: one whole new process for each figure. */
import { type BenchQuery, CLASSES } from "./queries.ts";
import { snapshotFile, sqliteFile } from "./serve.ts";

/** The whole snapshot; ranges of it until a plain, or a faceted, answer is there; SQLite's file. The answers are faceted but for `ranges`. */
export const OPENINGS = ["whole", "ranges", "ranges-faceted", "sqlite"] as const;
export type Opening = (typeof OPENINGS)[number];

/** Prints JSON: milliseconds to open, to the first answer and to a second one of other words. */
export async function freshFigures(way: Opening, folder: string): Promise<void> {
  const reads = { count: 0, bytes: 0 };
  const open = await openerOf(way, folder, reads);
  const queries = CLASSES.find(({ name }) => name === (way === "ranges" ? "broad" : "facets"))?.queries ?? [];
  const [first, second] = queries;
  if (first === undefined || second === undefined) throw new RangeError("there are no queries");
  const cpu = process.cpuUsage();
  const times = [performance.now()];
  const query = await open();
  times.push(performance.now());
  let answered = { ...reads };
  for (const [i, each] of [first, second].entries()) {
    await query(each);
    times.push(performance.now());
    if (i === 0) answered = { ...reads };
  }
  const { user, system } = process.cpuUsage(cpu);
  const [openMs, firstMs, secondMs] = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const read = reads.count === 0 ? {} : { reads: answered.count, megabytes: answered.bytes / 1e6 };
  console.log(JSON.stringify({ openMs, firstMs, secondMs, cpuMs: (user + system) / 1_000, ...read }));
}

/** Modules are loaded before the clock starts. */
async function openerOf(way: Opening, folder: string, reads: { count: number; bytes: number }) {
  if (way === "sqlite") {
    const { openSqlite } = await import("./peers/sqlite-fts5.ts");
    return async () => {
      const query = openSqlite(sqliteFile(folder));
      return async (each: BenchQuery): Promise<unknown> => query(each);
    };
  }
  const { openFile, openRanges } = await import("./peers/rolecall.ts");
  return async (): Promise<(each: BenchQuery) => Promise<unknown>> =>
    way === "whole" ? openFile(snapshotFile(folder)) : (await openRanges(snapshotFile(folder), reads)).query;
}
