/** A map of bounded size: what was asked for longest ago goes first. */

export interface RecentMap<Value> {
  /** What is kept under a name, which makes it the last to go. */
  get(name: string): Value | undefined;
  /** Keeps a value in place of what was there, unless it alone is larger than the map may be. */
  set(name: string, value: Value, size: number): void;
  delete(name: string): void;
  clear(): void;
}

/** @param maxSize of all values together, in the unit of `set`. */
export function recentMap<Value>(maxSize: number): RecentMap<Value> {
  // A map lists its names in the order in which they were put.
  const kept = new Map<string, { readonly value: Value; readonly size: number }>();
  let total = 0;

  function forget(name: string): void {
    total -= kept.get(name)?.size ?? 0;
    kept.delete(name);
  }

  return {
    get(name) {
      const found = kept.get(name);
      if (found === undefined) return undefined;
      kept.delete(name);
      kept.set(name, found);
      return found.value;
    },
    set(name, value, size) {
      forget(name);
      if (size > maxSize) return;
      kept.set(name, { value, size });
      total += size;
      for (const oldest of kept.keys()) {
        if (total <= maxSize) break;
        forget(oldest);
      }
    },
    delete: forget,
    clear() {
      kept.clear();
      total = 0;
    },
  };
}
