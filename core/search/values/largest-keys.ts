type IsBefore = (a: number, b: number) => boolean;

/** The keys with the largest counts, largest first; equal ones in the order of `isBefore`. Keys that count 0 are left out. */
export function largestKeys(counts: Uint32Array, size: number, isBefore: IsBefore): readonly number[] {
  const kept: number[] = [];
  // Nearly all keys of a large column fail the first comparison; the list itself is short.
  let least = 1;
  for (let key = 0; key < counts.length && size > 0; key++) {
    if ((counts[key] ?? 0) < least) continue;
    const at = placeOf(key, kept, counts, isBefore);
    if (at === size) continue;
    kept.splice(at, 0, key);
    if (kept.length > size) kept.pop();
    if (kept.length === size) least = counts[kept[size - 1] ?? 0] ?? 0;
  }
  return kept;
}

/** Behind all kept keys that come before it. */
function placeOf(key: number, kept: readonly number[], counts: Uint32Array, isBefore: IsBefore): number {
  const count = counts[key] ?? 0;
  for (let at = kept.length; at > 0; at--) {
    const other = kept[at - 1] ?? 0;
    const otherCount = counts[other] ?? 0;
    if (otherCount > count || (otherCount === count && isBefore(other, key))) return at;
  }
  return 0;
}
