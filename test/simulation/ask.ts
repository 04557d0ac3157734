/** How a client reaches an instance, and what it may hear. */
import { type AppError, isAppError } from "../../core/errors.ts";
import type { Instance, Services } from "./instances.ts";
import type { Plan } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import { Violation } from "./violation.ts";

const LEAVES = 0.05;
const PATIENCE_DOUBLINGS = 10;

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
  readonly onLeave: () => void;
  /** Of every answer. */
  readonly onTold: () => void;
  readonly fail: (violation: unknown) => void;
}

export type Ask = <T>(instance: Instance, request: Request<T>) => Promise<Answer<T>>;

export function asking({ plan, time, chance, isHealed, onLeave, onTold, fail }: AskOptions): Ask {
  return ({ life, services }, { timeoutMs, work, told }) =>
    new Promise((resolve) => {
      const lost = () => resolve({ kind: "lost" });
      if (life.isDead) return lost();
      life.onDeath(lost);
      if (plan.faults.has("caller gone") && !isHealed() && chance.chance(LEAVES)) {
        onLeave();
        time.after(chance.spread(1, PATIENCE_DOUBLINGS), "caller leaves", lost);
      }
      const stop = new AbortController();
      const deadline = life.after(timeoutMs, "deadline", () => stop.abort(new Error("the request's time is over")));
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
