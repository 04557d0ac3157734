/** An `Env` that a test owns: the clock stands still until it is moved, chance comes from a seed, sleeping takes no time. */
import { createHash } from "node:crypto";
import type { Env } from "../../core/env.ts";

export interface TestEnv extends Env {
  /** Moves both clocks forward. */
  advance(ms: number): void;
  /** Sets the wall clock alone, as an operator or a time server might. */
  setClock(ms: number): void;
  /** Events that were logged, newest last. */
  readonly events: { readonly event: string; readonly facts: Readonly<Record<string, string | number | boolean>> }[];
}

export interface TestEnvOptions {
  /** Default: 2026-01-15T12:00:00Z. */
  readonly now?: number;
  /** Default: 1. */
  readonly seed?: number;
  /** Default: resolves in the next macrotask, and both clocks move on by the time slept. */
  readonly sleep?: Env["sleep"];
}

export const TEST_NOW = Date.UTC(2026, 0, 15, 12);

export function testEnv(options: TestEnvOptions = {}): TestEnv {
  let clock = options.now ?? TEST_NOW;
  let monotonic = 0;
  const random = seededBytes(options.seed ?? 1);
  const env: TestEnv = {
    events: [],
    now: () => clock,
    monotonic: () => monotonic,
    randomBytes: random,
    sha256: (bytes) => createHash("sha256").update(bytes).digest(),
    sleep: options.sleep ?? ((ms, signal) => yieldOnce(signal).then(() => env.advance(ms))),
    log: (event, facts = {}) => env.events.push({ event, facts }),
    advance(ms) {
      clock += ms;
      monotonic += ms;
    },
    setClock(ms) {
      clock = ms;
    },
  };
  return env;
}

async function yieldOnce(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise((resolve) => setImmediate(resolve));
  // Nobody slept to the end: the clock must not say so.
  signal?.throwIfAborted();
}

/** xorshift32 (Marsaglia 2003): repeatable, and plenty for ids and jitter in tests. */
function seededBytes(seed: number): (length: number) => Uint8Array {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
      return state >>> 16;
    });
}
