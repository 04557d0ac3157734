/**
 * The queue in front of what computes. Node searches one request after the other, so under load a queue grows where nobody
 * sees it: in the sockets. Here each search takes its turn in a macrotask of its own. Arrivals are read in between, and those
 * that would wait too long are turned away at once, newest first: whoever waits already is answered sooner than they would be.
 */
import type { Env } from "../../../core/env.ts";
import type { AppError } from "../../../core/errors.ts";
import { overloaded } from "./overloaded.ts";

export interface TurnLimits {
  /** Searches that wait for their turn: a burst may be so long. */
  readonly maxWaiting: number;
  /**
   * A queue that has not been empty for so long is no burst: it stands, and only makes everybody late. Nor is there room for
   * another burst until for so long nobody has been turned away.
   */
  readonly standingAfterMs: number;
  /** So many may wait then: enough to have work until the next arrivals are read. */
  readonly maxStanding: number;
  /** A turn that comes later is not taken: the caller has had the wait, and whoever comes behind would have it too. */
  readonly maxWaitMs: number;
}

/**
 * Two lengths, as in controlled delay (Nichols and Jacobson 2012; Maurer, "Fail at Scale", 2015): a long queue answers no more
 * requests than a short one, only later, but a burst needs room. Measured with `npm run bench -- overload`.
 */
const DEFAULT_TURN_LIMITS: TurnLimits = { maxWaiting: 64, standingAfterMs: 100, maxStanding: 4, maxWaitMs: 250 };

export interface Turns {
  /** Resolves when it is the caller's turn: at once in an idle process. @throws AppError `overloaded`. */
  next(): Promise<void>;
  isFull(): boolean;
  /** What whoever comes now is to be told, and has been told from here on; `undefined` while there is room. */
  refusal(): AppError | undefined;
  waiting(): number;
}

export interface TurnOptions {
  readonly env: Env;
  readonly limits?: TurnLimits;
  /** Calls back behind whatever has arrived by then. Default: `setImmediate`. */
  readonly afterArrivals?: (then: () => void) => void;
}

interface Waiting {
  readonly since: number;
  readonly begin: () => void;
  readonly giveUp: () => void;
}

export function turns({
  env,
  limits: { maxWaiting, standingAfterMs, maxStanding, maxWaitMs } = DEFAULT_TURN_LIMITS,
  afterArrivals = (then) => void setImmediate(then),
}: TurnOptions): Turns {
  const queue: Waiting[] = [];
  /** Somebody has had a turn since arrivals were last read. */
  let isTaken = false;
  /** Since when somebody has been waiting, without a pause. */
  let busySince = 0;
  let turnedAwayAt = Number.NEGATIVE_INFINITY;

  function take(): void {
    isTaken = true;
    afterArrivals(pass);
  }

  function pass(): void {
    isTaken = false;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (env.monotonic() - next.since > maxWaitMs) {
        next.giveUp();
        continue;
      }
      take();
      next.begin();
      return;
    }
  }

  function isFull(): boolean {
    if (queue.length < maxStanding) return false;
    if (queue.length >= maxWaiting) return true;
    const now = env.monotonic();
    return now - busySince > standingAfterMs || now - turnedAwayAt <= standingAfterMs;
  }

  function refusal(): AppError | undefined {
    if (!isFull()) return undefined;
    turnedAwayAt = env.monotonic();
    return overloaded(env, `${queue.length} searches wait here already`);
  }

  return {
    isFull,
    refusal,
    async next() {
      if (!isTaken && queue.length === 0) return take();
      const refused = refusal();
      if (refused !== undefined) throw refused;
      const since = env.monotonic();
      if (queue.length === 0) busySince = since;
      const late = () => overloaded(env, `a search waited for ${maxWaitMs} ms`);
      return new Promise((begin, reject) => queue.push({ since, begin, giveUp: () => reject(late()) }));
    },
    waiting: () => queue.length,
  };
}
