/**
 * Token buckets: how often one caller may ask one process. Approximate, as every process counts for itself; what a fleet may
 * be asked is the platform's to limit.
 */
import type { Env } from "../../../core/env.ts";

export interface Rate {
  readonly perSecond: number;
  /** What may come at once. */
  readonly burst: number;
}

export interface RateTable {
  readonly rate: Rate;
  /** Takes one of the caller's requests; else the seconds until there is one again. */
  take(caller: string): number | undefined;
  /** The same without taking. */
  waitFor(caller: string): number | undefined;
}

export interface RateTableOptions {
  readonly env: Pick<Env, "monotonic">;
  readonly rate: Rate;
  /** Callers remembered at once. */
  readonly most?: number;
  /**
   * Once all are remembered that can be: `forget` the one that was not heard of for longest, which lets more through than
   * the rate; `share` one bucket among all further callers, which may refuse somebody who did nothing.
   */
  readonly whenFull: "forget" | "share";
}

const MOST_CALLERS = 10_000;
/** No address and no principal is called so. */
const EVERYBODY_ELSE = "";

interface Bucket {
  left: number;
  at: number;
}

export function rateTable({ env, rate, most = MOST_CALLERS, whenFull }: RateTableOptions): RateTable {
  const { perSecond, burst } = rate;
  // In the order in which callers were last heard of.
  const buckets = new Map<string, Bucket>();

  function fill(bucket: Bucket, now: number): Bucket {
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1_000) * perSecond);
    bucket.at = now;
    return bucket;
  }

  /** Room for one more, which the oldest makes: always, or only when it is full again, and so as good as new. */
  function hasRoom(now: number): boolean {
    if (buckets.size < most) return true;
    for (const [caller, bucket] of buckets) {
      if (whenFull === "share" && fill(bucket, now).left < burst) return false;
      buckets.delete(caller);
      return true;
    }
    return false;
  }

  function bucketOf(caller: string): Bucket {
    const now = env.monotonic();
    const known = buckets.get(caller);
    if (known === undefined && caller !== EVERYBODY_ELSE && !hasRoom(now)) return bucketOf(EVERYBODY_ELSE);
    const bucket = fill(known ?? { left: burst, at: now }, now);
    buckets.delete(caller);
    buckets.set(caller, bucket);
    return bucket;
  }

  const missing = ({ left }: Bucket) => (left >= 1 ? undefined : Math.max(1, Math.ceil((1 - left) / perSecond)));

  return {
    rate,
    take(caller) {
      const bucket = bucketOf(caller);
      const seconds = missing(bucket);
      if (seconds === undefined) bucket.left--;
      return seconds;
    },
    waitFor(caller) {
      const known = buckets.get(caller) ?? (buckets.size >= most ? buckets.get(EVERYBODY_ELSE) : undefined);
      return known === undefined ? undefined : missing(fill(known, env.monotonic()));
    },
  };
}
