/**
 * Leaves a store alone that is failing: once half of the calls of ten seconds have failed, further ones are refused at once,
 * but for one a second that finds out whether it is back. Reads and writes of a store fail apart (a table may be throttled
 * for one and not the other), so each has a breaker of its own. The state is one process's: it bounds, it does not agree.
 */
import type { Env } from "../env.ts";
import { AppError, isAppError } from "../errors.ts";
import type { BlobStore, KeySpace } from "../ports.ts";

const WINDOW_MS = 10_000;
/** The window moves on by such steps. */
const STEP_MS = 1_000;
/** Fewer say nothing: two of three may be chance. */
const MIN_CALLS = 20;
const OPEN_AT = 0.5;
const PROBE_INTERVAL_MS = 1_000;
/** A call that its caller gives up sooner says nothing about the store: the caller was late. */
const SLOW_MS = 1_000;

/** A call that was not made: waiting a moment and repeating it, as after other failures, cannot help. */
export class StoreResting extends AppError {
  constructor(dependency: string) {
    const message = `the ${dependency} has been failing: it is asked again in a second`;
    super("unavailable", message, { details: { retryAfterSeconds: 1 } });
  }
}

export interface Breaker {
  /** What it watches, as in `key_space read`. */
  readonly name: string;
  isOpen(): boolean;
  /** @throws StoreResting while it is open; what the call throws. */
  run<T>(call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

type BreakerEnv = Pick<Env, "monotonic" | "log">;

export function breaker(name: string, env: BreakerEnv): Breaker {
  const window = callWindow();
  /** When the next probe is due; `undefined` while closed. */
  let probeAt: number | undefined;

  function settle(hasFailed: boolean): void {
    const now = env.monotonic();
    if (probeAt !== undefined) {
      if (hasFailed) return;
      probeAt = undefined;
      window.clear();
      env.log("breaker_closed", { dependency: name });
      return;
    }
    window.add(now, hasFailed);
    const { calls, failures } = window.totals(now);
    if (calls < MIN_CALLS || failures < calls * OPEN_AT) return;
    probeAt = now + PROBE_INTERVAL_MS;
    env.log("breaker_opened", { dependency: name, calls, failures });
  }

  return {
    name,
    isOpen: () => probeAt !== undefined,
    async run(call, signal) {
      // The store will not be asked: the port says so itself.
      if (isAborted(signal)) return call();
      const startedAt = env.monotonic();
      const isProbe = probeAt !== undefined;
      if (probeAt !== undefined) {
        if (startedAt < probeAt) throw new StoreResting(name);
        probeAt = startedAt + PROBE_INTERVAL_MS;
      }
      try {
        const result = await call();
        // One that began before the breaker opened is no news.
        if (isProbe === (probeAt !== undefined)) settle(false);
        return result;
      } catch (error) {
        const isCut = isAborted(signal) && env.monotonic() - startedAt < SLOW_MS;
        if (!isCut && isProbe === (probeAt !== undefined)) settle(isFailure(error));
        throw error;
      }
    },
  };
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** What the store answered, such as a conflict or a refusal of the input, is an answer. */
function isFailure(error: unknown): boolean {
  return !isAppError(error) || error.code === "unavailable" || error.code === "outcome_unknown";
}

/** Calls and failures of the last ten seconds, counted by second. */
function callWindow() {
  const steps = new Map<number, { calls: number; failures: number }>();
  const stepOf = (now: number) => Math.floor(now / STEP_MS);
  return {
    add(now: number, hasFailed: boolean) {
      const step = stepOf(now);
      const counts = steps.get(step) ?? { calls: 0, failures: 0 };
      counts.calls++;
      if (hasFailed) counts.failures++;
      steps.set(step, counts);
    },
    totals(now: number) {
      const oldest = stepOf(now - WINDOW_MS);
      const sum = { calls: 0, failures: 0 };
      for (const [step, { calls, failures }] of steps) {
        if (step <= oldest) {
          steps.delete(step);
          continue;
        }
        sum.calls += calls;
        sum.failures += failures;
      }
      return sum;
    },
    clear: () => steps.clear(),
  };
}

/** A key space behind two breakers. */
export function guardedSpace(space: KeySpace, env: BreakerEnv): { space: KeySpace; breakers: readonly Breaker[] } {
  const reads = breaker("key_space read", env);
  const writes = breaker("key_space write", env);
  return {
    breakers: [reads, writes],
    space: {
      get: (partition, keys, signal) => reads.run(() => space.get(partition, keys, signal), signal),
      // Asks nobody: there is nothing to leave alone.
      ...(space.remembered === undefined ? {} : { remembered: space.remembered.bind(space) }),
      range: (partition, options, signal) => reads.run(() => space.range(partition, options, signal), signal),
      commit: (partition, items, signal) => writes.run(() => space.commit(partition, items, signal), signal),
      close: () => space.close(),
    },
  };
}

/** A blob store behind two breakers. */
export function guardedBlobs(blobs: BlobStore, env: BreakerEnv): { blobs: BlobStore; breakers: readonly Breaker[] } {
  const reads = breaker("blob_store read", env);
  const writes = breaker("blob_store write", env);
  return {
    breakers: [reads, writes],
    blobs: {
      put: (name, bytes, signal) => writes.run(() => blobs.put(name, bytes, signal), signal),
      get: (name, range, signal) => reads.run(() => blobs.get(name, range, signal), signal),
      list: (prefix, options, signal) => reads.run(() => blobs.list(prefix, options, signal), signal),
      delete: (name, signal) => writes.run(() => blobs.delete(name, signal), signal),
      close: () => blobs.close(),
    },
  };
}
