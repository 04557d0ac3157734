import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { BlobInfo, BlobStore } from "../../core/ports.ts";

/** What an adapter brings to the suite. */
export interface BlobStoreHarness {
  /** Opens the store; every call opens the same data, as another process or a later start would. */
  open(): Promise<BlobStore>;
}

/** Data, so that the suite can also be run against stores that are known to lie. */
export interface BlobStoreCase {
  readonly name: string;
  run(harness: BlobStoreHarness): Promise<void>;
}

export interface BlobScene {
  readonly blobs: BlobStore;
  /** Ends with a `/`; never used before by anyone. */
  readonly prefix: string;
  /** One more handle on the same data. */
  open(): Promise<BlobStore>;
  /** Closes every handle, then opens one. */
  reopen(): Promise<BlobStore>;
}

export function blobStoreCase(name: string, act: (scene: BlobScene) => Promise<void>): BlobStoreCase {
  return {
    name,
    async run(harness) {
      const opened: BlobStore[] = [];
      async function open(): Promise<BlobStore> {
        const blobs = await harness.open();
        opened.push(blobs);
        return blobs;
      }
      async function closeAll(): Promise<void> {
        await Promise.all(opened.splice(0).map((blobs) => blobs.close()));
      }
      async function reopen(): Promise<BlobStore> {
        await closeAll();
        return open();
      }
      try {
        const prefix = `t${randomUUID().replaceAll("-", "")}/`;
        await act({ blobs: await open(), prefix, open, reopen });
      } finally {
        await closeAll();
      }
    },
  };
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Bytes without a pattern, the same for the same seed: xorshift32 (Marsaglia 2003). */
export function noise(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state;
  }
  return bytes;
}

/** Compares without printing megabytes of difference. */
export function expectBytes(actual: Uint8Array | undefined, expected: Uint8Array): void {
  expect(actual?.length, "bytes").toBe(expected.length);
  expect(Buffer.compare(actual ?? new Uint8Array(), expected) === 0, "the same bytes").toBe(true);
}

/** Every blob under a prefix, page after page, each page checked for what a page promises. */
export async function listAll(
  blobs: BlobStore,
  prefix: string,
  options: { readonly after?: string; readonly limit?: number } = {},
): Promise<BlobInfo[]> {
  const all: BlobInfo[] = [];
  let after = options.after;
  // A store that never ends must fail, not hang.
  for (let pages = 0; pages < 1_000; pages++) {
    const page = await blobs.list(prefix, after === undefined ? options : { ...options, after });
    if (options.limit !== undefined) expect(page.blobs.length).toBeLessThanOrEqual(options.limit);
    all.push(...page.blobs);
    if (page.end) return all;
    expect(page.blobs.length, "blobs of a page before the end").toBeGreaterThan(0);
    after = page.blobs.at(-1)?.name;
  }
  throw new Error("1,000 pages and no end");
}

export async function namesUnder(
  blobs: BlobStore,
  prefix: string,
  options?: { readonly after?: string; readonly limit?: number },
): Promise<string[]> {
  return (await listAll(blobs, prefix, options)).map((blob) => blob.name);
}
