import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { Item, KeySpace, RangeOptions, Value, Write } from "../../core/ports.ts";

/** What an adapter brings to the suite. */
export interface KeySpaceHarness {
  /** Opens the store; every call opens the same data, as another process or a later start would. */
  open(): Promise<KeySpace>;
}

/** Data, so that the suite can also be run against stores that are known to lie. */
export interface KeySpaceCase {
  readonly name: string;
  run(harness: KeySpaceHarness): Promise<void>;
}

export interface Scene {
  readonly keys: KeySpace;
  /** Never used before by anyone. */
  readonly partition: string;
  /** One more handle on the same data. */
  open(): Promise<KeySpace>;
  close(keys: KeySpace): Promise<void>;
  /** Closes every handle, then opens one. */
  reopen(): Promise<KeySpace>;
}

export function keySpaceCase(name: string, act: (scene: Scene) => Promise<void>): KeySpaceCase {
  return {
    name,
    async run(harness) {
      const opened = new Set<KeySpace>();
      async function open(): Promise<KeySpace> {
        const keys = await harness.open();
        opened.add(keys);
        return keys;
      }
      async function close(keys: KeySpace): Promise<void> {
        opened.delete(keys);
        await keys.close();
      }
      async function closeAll(): Promise<void> {
        await Promise.all([...opened].map(close));
      }
      async function reopen(): Promise<KeySpace> {
        await closeAll();
        return open();
      }
      try {
        await act({ keys: await open(), partition: freshPartition(), open, close, reopen });
      } finally {
        await closeAll();
      }
    },
  };
}

function freshPartition(): string {
  return `t${randomUUID().replaceAll("-", "")}`;
}

/** A value of which only the body matters. */
function text(body: string): Value {
  return { kind: "note", body };
}

export function put(key: string, body: string, condition?: Write["condition"]): Write {
  return condition === undefined ? { key, value: text(body) } : { key, value: text(body), condition };
}

export function remove(key: string, condition?: Write["condition"]): Write {
  return condition === undefined ? { key, value: undefined } : { key, value: undefined, condition };
}

export async function committed(keys: KeySpace, partition: string, ...writes: Write[]): Promise<void> {
  expect(await keys.commit(partition, writes)).toEqual({ committed: true });
}

/**
 * The commit must lose its condition. While nobody else writes, what it found is what a read finds: found items are never
 * older than the failure.
 */
export async function conflicts(keys: KeySpace, partition: string, ...writes: Write[]): Promise<void> {
  const result = await keys.commit(partition, writes);
  if (result.committed) throw new Error("the commit went through against its condition");
  for (const [key, item] of result.found) {
    expect(writes.map((write) => write.key)).toContain(key);
    expect(item).toEqual(await read(keys, partition, key));
  }
}

export async function read(keys: KeySpace, partition: string, key: string): Promise<Item | undefined> {
  const items = await keys.get(partition, [key]);
  expect(items).toHaveLength(1);
  return items[0];
}

/** The item under a key that must be there. */
export async function present(keys: KeySpace, partition: string, key: string): Promise<Item> {
  const item = await read(keys, partition, key);
  if (item === undefined) throw new Error(`nothing under ${key}`);
  return item;
}

/** Writes a value and returns it as stored. */
export async function stored(keys: KeySpace, partition: string, key: string, body: string): Promise<Item> {
  await committed(keys, partition, put(key, body));
  return present(keys, partition, key);
}

/** Every item of a range, page after page, each page checked for what a page promises. */
export async function readAll(keys: KeySpace, partition: string, options: RangeOptions): Promise<Item[]> {
  const all: Item[] = [];
  let after = options.after;
  // A store that never ends must fail, not hang.
  for (let pages = 0; pages < 5_000; pages++) {
    const page = await keys.range(partition, after === undefined ? options : { ...options, after });
    expect(page.items.length).toBeLessThanOrEqual(options.limit);
    all.push(...page.items);
    if (page.end) return all;
    expect(page.items.length, "items of a page before the end").toBeGreaterThan(0);
    after = page.items.at(-1)?.key;
  }
  throw new Error("5,000 pages and no end");
}

export function bodies(items: readonly (Item | undefined)[]): (string | undefined)[] {
  return items.map((item) => item?.value.body);
}

export async function keysOf(keys: KeySpace, partition: string): Promise<string[]> {
  return (await readAll(keys, partition, { limit: 1_000 })).map((item) => item.key);
}

/** `k:007`: numbered keys in the order of their numbers. */
export function numbered(i: number, prefix = "k:"): string {
  return `${prefix}${String(i).padStart(4, "0")}`;
}
