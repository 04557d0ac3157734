/** What core asks of its host, on Node. */
import { hash, randomFillSync } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Env } from "../core/env.ts";

export interface NodeEnvOptions {
  /** Where events go, one JSON line each. Default: nowhere. */
  readonly log?: (line: string) => void;
}

export function nodeEnv({ log }: NodeEnvOptions = {}): Env {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    randomBytes: (length) => randomFillSync(new Uint8Array(length)),
    sha256: (bytes) => hash("sha256", bytes, "buffer"),
    sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
    log: (event, facts) => log?.(JSON.stringify({ at: new Date().toISOString(), event, ...facts })),
  };
}
