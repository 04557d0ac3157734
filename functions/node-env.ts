/** What core asks of its host, on Node. */
import { setTimeout as wait } from "node:timers/promises";
import type { Env } from "../core/env.ts";
import { lateCrypto } from "./late-crypto.ts";

export interface NodeEnvOptions {
  /** Where events go, one JSON line each. Default: nowhere. */
  readonly log?: (line: string) => void;
}

/** Drawn from the system at once: an id takes 17 bytes, and a call for each would cost more than the bytes. */
const POOL_BYTES = 4_096;

export function nodeEnv({ log }: NodeEnvOptions = {}): Env {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;

  function randomBytes(length: number): Uint8Array {
    if (length > POOL_BYTES) return lateCrypto().randomFillSync(new Uint8Array(length));
    if (used + length > POOL_BYTES) {
      lateCrypto().randomFillSync(pool);
      used = 0;
    }
    used += length;
    return pool.slice(used - length, used);
  }

  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    randomBytes,
    sha256: (bytes) => lateCrypto().hash("sha256", bytes, "buffer"),
    sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
    log: (event, facts) => log?.(JSON.stringify({ at: new Date().toISOString(), event, ...facts })),
  };
}
