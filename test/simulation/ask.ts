/** How a client reaches an instance, and what it may hear. */
import { type AppError, isAppError } from "../../core/errors.ts";
import type { Instance, Services } from "./instances.ts";
import type { Fault, Plan } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import { Violation } from "./violation.ts";

const LEAVES = 0.05;
const PATIENCE_DOUBLINGS = 10;
const SHORT = 0.08;
const SHORTEST_MS = 3;
const SHORT_DOUBLINGS = 8;

export type Told<T> =
  | { readonly kind: "told"; readonly value: T }
  | { readonly kind: "refused"; readonly error: AppError };

/** `lost`: nobody told, be it that the instance died or that the caller left. */
export type Answer<T> = Told<T> | { readonly kind: "lost" };

export interface Request<T> {
  readonly timeoutMs: number;
  readonly work: (services: Services, signal: AbortSignal) => Promise<T>;
  /** Hears what the instance says, also when the caller has left; what it throws is a violation. */
  readonly told: (answer: Told<T>) => void;
}

export interface AskOptions {
  readonly plan: Plan;
  readonly time: Scheduler;
  readonly chance: Random;
  readonly isHealed: () => boolean;
  readonly onFault: (fault: Fault) => void;
  /** Of every answer. */
  readonly onTold: () => void;
  readonly fail: (violation: unknown) => void;
}

export type Ask = <T>(instance: Instance, request: Request<T>) => Promise<Answer<T>>;

export function asking({ plan, time, chance, isHealed, onFault, onTold, fail }: AskOptions): Ask {
  const short = chance.fork("short deadline");
  const gone = chance.fork("caller gone");

  function meets(fault: Fault, fork: Random, probability: number): boolean {
    if (!plan.faults.has(fault) || isHealed() || !fork.chance(probability)) return false;
    onFault(fault);
    return true;
  }

  return ({ life, services }, { timeoutMs, work, told }) =>
    new Promise((resolve) => {
      const lost = () => resolve({ kind: "lost" });
      if (life.isDead) return lost();
      life.onDeath(lost);
      if (meets("caller gone", gone, LEAVES)) time.after(gone.spread(1, PATIENCE_DOUBLINGS), "caller leaves", lost);
      const ms = meets("short deadline", short, SHORT) ? short.spread(SHORTEST_MS, SHORT_DOUBLINGS) : timeoutMs;
      const stop = new AbortController();
      const deadline = life.after(ms, "deadline", () => stop.abort(new Error("the request's time is over")));
      answered(async () => work(await services(), stop.signal))
        .then((answer) => {
          onTold();
          deadline.cancel();
          told(answer);
          resolve(answer);
        })
        .catch(fail);
    });
}

async function answered<T>(work: () => Promise<T>): Promise<Told<T>> {
  try {
    return { kind: "told", value: await work() };
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "corrupt") throw new Violation("errors have codes", String(error), error);
    return { kind: "refused", error };
  }
}
