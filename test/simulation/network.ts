/** The way between an instance and a store: how long it takes, and what may happen to a call on it. */
import { AppError } from "../../core/errors.ts";
import { assertNotAborted } from "../../core/ports.ts";
import type { Life } from "./life.ts";
import type { Fault, Plan } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

/** Half of what is late is so by a moment only, while whoever sent it still looks whether it came. */
const MOMENT_DOUBLINGS = 7;
/** Late, but not by as much as the 30 days after which a log is trimmed: nothing that was sent is under way for so long. */
const LATEST_DOUBLINGS = 22;

export interface Network {
  /** Whether this fault happens to this call; a fork of chance for each kind. */
  meets(fault: Fault, probability: number): boolean;
  /** Travels there, at once or slowly; the request is on its way whatever becomes of who sent it. */
  there(label: string): Promise<void>;
  /** A while, at the store. */
  stay(label: string): Promise<void>;
  /** Comes back to the one who asked, if that is still alive. */
  back(label: string): Promise<void>;
  /** Long after: milliseconds to a day. */
  late(label: string, run: () => void): void;
  readonly chance: Random;
}

export interface NetworkOptions {
  readonly scheduler: Scheduler;
  readonly life: Life;
  readonly plan: Plan;
  readonly chance: Random;
  /** No fault happens any more. */
  readonly isHealed: () => boolean;
  readonly onFault: (fault: Fault) => void;
  /** Of applications that are still to come. */
  readonly pending: Set<object>;
}

export function network({ scheduler, life, plan, chance, isHealed, onFault, pending }: NetworkOptions): Network {
  const forks = new Map<Fault, Random>();
  const forkOf = (fault: Fault) => {
    const fork = forks.get(fault) ?? chance.fork(fault);
    forks.set(fault, fork);
    return fork;
  };
  const latency = chance.fork("latency");

  function meets(fault: Fault, probability: number): boolean {
    if (!plan.faults.has(fault) || isHealed() || !forkOf(fault).chance(probability * plan.intensity)) return false;
    onFault(fault);
    return true;
  }

  function milliseconds(): number {
    return meets("slow", 0.01) ? latency.spread(50, 7) : latency.spread(1, 3);
  }

  return {
    meets,
    chance: chance.fork("choices"),
    there: (label) => new Promise((resolve) => scheduler.after(milliseconds(), `${life.name} ${label}`, resolve)),
    stay: (label) => new Promise((resolve) => scheduler.after(latency.spread(2, 7), `${life.name} ${label}`, resolve)),
    back: (label) =>
      new Promise((resolve) => {
        life.after(milliseconds(), `${label} answered`, resolve);
      }),
    late(label, run) {
      const mark = {};
      pending.add(mark);
      const fork = forkOf("applied late");
      const ms = fork.chance(0.5) ? fork.spread(1, MOMENT_DOUBLINGS) : fork.spread(10, LATEST_DOUBLINGS);
      scheduler.after(ms, `${life.name} ${label} late`, () => {
        pending.delete(mark);
        run();
      });
    },
  };
}

/** As adapters do: nothing is sent for a caller who has left, and one who leaves meanwhile is told at once. */
export function cutShort<T>(
  signal: AbortSignal | undefined,
  code: "unavailable" | "outcome_unknown",
  call: () => Promise<T>,
): Promise<T> {
  assertNotAborted(signal);
  const answer = call();
  if (signal === undefined) return answer;
  return new Promise((resolve, reject) => {
    const leave = () => reject(new AppError(code, "aborted on the way", { cause: signal.reason }));
    const stay = () => signal.removeEventListener("abort", leave);
    signal.addEventListener("abort", leave, { once: true });
    answer.then(
      (value) => {
        stay();
        resolve(value);
      },
      (error: unknown) => {
        stay();
        reject(error);
      },
    );
  });
}
