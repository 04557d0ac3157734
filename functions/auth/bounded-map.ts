/** A map that forgets what was put in first once it is full, so that nobody can fill the memory with made-up names. */
export interface BoundedMap<Value> {
  get(key: string): Value | undefined;
  /** Puts it in as the newest. */
  set(key: string, value: Value): void;
  delete(key: string): void;
  readonly size: number;
}

export function boundedMap<Value>(most: number): BoundedMap<Value> {
  const entries = new Map<string, Value>();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key);
      if (entries.size >= most) {
        const [oldest] = entries.keys();
        if (oldest !== undefined) entries.delete(oldest);
      }
      entries.set(key, value);
    },
    delete: (key) => void entries.delete(key),
    get size() {
      return entries.size;
    },
  };
}
