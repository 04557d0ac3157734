/** When something was known to be so, by both clocks: either may stand still, or jump, while a process is frozen between two requests. */
import type { Env } from "./env.ts";

type Clocks = Pick<Env, "now" | "monotonic">;

export interface Moment {
  readonly clock: number;
  readonly monotonic: number;
}

/** Longer ago than anything may be trusted. */
export const LONG_AGO: Moment = { clock: 0, monotonic: 0 };

export function momentOf(env: Clocks): Moment {
  return { clock: env.now(), monotonic: env.monotonic() };
}

/** Milliseconds since then: of the two clocks, what the one says that went on. */
export function elapsedMs(env: Clocks, { clock, monotonic }: Moment): number {
  return Math.max(env.monotonic() - monotonic, env.now() - clock);
}
