/** The process that simulates: seeds come in, reports go out. */
import { inspect } from "node:util";
import { type NaiveDesign, runNaive } from "./naive/run.ts";
import { type Cut, planOf } from "./plan.ts";
import { type Report, runSeed } from "./run-seed.ts";
import type { Telling } from "./scheduler.ts";

export interface Task {
  readonly seed: number;
  readonly cut?: Cut;
  /** Runs that all have to be the same run. */
  readonly runs?: number;
  readonly telling?: Telling;
  /** Instead of the board one of the designs that lose listings. */
  readonly naive?: NaiveDesign;
}

export interface Done {
  readonly report: Report;
  /** The first two hashes that differ. */
  readonly otherHash?: string;
  readonly ms: number;
}

const clock = performance.now.bind(performance);

/** Nothing that is simulated may ask the machine for anything but work. */
function forbidTheHost(): void {
  const refuse = (what: string) => () => {
    throw new Error(`a simulation must not use ${what}`);
  };
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given) => (given.length === 0 ? refuse("the date")() : Reflect.construct(target, given)),
    get: (target, name) => (name === "now" ? refuse("Date.now") : Reflect.get(target, name)),
  });
  Math.random = refuse("Math.random");
  performance.now = refuse("performance.now");
  globalThis.setTimeout = Object.assign(refuse("setTimeout"), { __promisify__: refuse("setTimeout") });
}

async function done({ seed, cut, runs = 1, telling = "nothing", naive }: Task): Promise<Done> {
  const startedAt = clock();
  const run = () => (naive === undefined ? runSeed(planOf(seed, cut), telling) : runNaive(naive, seed));
  const report = await run();
  for (let again = 1; again < runs; again++) {
    const { hash } = await run();
    if (hash !== report.hash) return { report, otherHash: hash, ms: clock() - startedAt };
  }
  return { report, ms: clock() - startedAt };
}

forbidTheHost();
process.on("message", (task: Task) => {
  done(task).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      process.stderr.write(`${inspect(error)}\n`);
      process.exit(1);
    },
  );
});
// A promise that nobody listens to is a bug of what is simulated; the report of the run would not know of it.
process.on("unhandledRejection", (reason) => {
  process.stderr.write(`unhandled rejection: ${inspect(reason)}\n`);
  process.exit(1);
});
