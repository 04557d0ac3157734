/** The clock as searches see it: equal for a minute, so that an answer can be kept that long. */

export const MINUTE_MS = 60_000;

/** The start of the minute, in milliseconds since 1970. */
export function minuteOf(now: number): number {
  return Math.floor(now / MINUTE_MS) * MINUTE_MS;
}
