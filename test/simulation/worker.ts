/** The process that simulates: seeds come in, reports go out. */
import nodeCrypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import timersPromises from "node:timers/promises";
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

type Methods = Record<string, unknown>;

function refusal(what: string): () => never {
  return () => {
    throw new Error(`a simulation must not use ${what}`);
  };
}

function forbid(on: object, where: string, names: readonly string[]): void {
  for (const name of names) (on as Methods)[name] = refusal(`${where}${name}`);
}

/** Nothing that is simulated may ask the machine for anything but work. */
function forbidTheHost(): void {
  forbidTheDate();
  forbid(Math, "Math.", ["random"]);
  forbid(performance, "performance.", ["now", "mark", "measure"]);
  forbid(process, "process.", ["hrtime", "uptime"]);
  forbid(AbortSignal, "AbortSignal.", ["timeout"]);
  forbid(crypto, "crypto.", ["getRandomValues", "randomUUID"]);
  // Its answers come from other threads, whenever they are done.
  forbid(crypto.subtle, "crypto.subtle.", ["digest", "sign", "verify", "encrypt", "decrypt", "generateKey"]);
  forbid(nodeCrypto, "node:crypto ", ["randomBytes", "randomFill", "randomFillSync", "randomInt"]);
  forbid(nodeCrypto, "node:crypto ", ["randomUUID", "randomUUIDv7", "pbkdf2", "scrypt", "hkdf"]);
  forbid(globalThis, "", ["setTimeout", "setInterval"]);
  forbid(timers, "node:timers ", ["setTimeout", "setInterval", "setImmediate"]);
  forbid(timersPromises, "node:timers/promises ", ["setTimeout", "setInterval", "setImmediate"]);
  forbid(timersPromises.scheduler, "scheduler.", ["wait", "yield"]);
  // For those who have imported them by name.
  syncBuiltinESMExports();
  admitOneImmediate();
}

function forbidTheDate(): void {
  const now = refusal("Date.now");
  const today = refusal("the date");
  globalThis.Date = new Proxy(Date, {
    apply: today,
    construct: (target, given) => (given.length === 0 ? today() : Reflect.construct(target, given)),
    get: (target, name) => (name === "now" ? now() : Reflect.get(target, name)),
  });
}

/** That with which the scheduler waits for what an event set going: at that time it is the only one, so another is a second one. */
function admitOneImmediate(): void {
  const real = setImmediate;
  const refuse = refusal("setImmediate");
  let isAwaited = false;
  const admitted = (run: () => void) => {
    if (isAwaited) refuse();
    isAwaited = true;
    return real(() => {
      isAwaited = false;
      run();
    });
  };
  globalThis.setImmediate = Object.assign(admitted, { __promisify__: refuse });
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
