/** Binary search. */
import type { Ordinals } from "./sections.ts";

/** The first place from `from` to `to` at which `isReached` holds, as it then does for all behind it; `to` if there is none. */
export function firstPlace(from: number, to: number, isReached: (place: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    // Not by shifting: places of large sections have more than 32 bits.
    const middle = Math.floor((low + high) / 2);
    if (isReached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first place whose value is not below `wanted`, of values that ascend. For loops that look up much. */
export function lowerBound(values: Ordinals, wanted: number, from = 0, to = values.length): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((values[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
