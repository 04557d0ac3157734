/** What a board says, without when and where it was said: equal boards have equal digests, on every store. */
import type { Env } from "../env.ts";
import { sha256Hex } from "../listing/canonical.ts";
import type { StoredListing } from "../listing/record.ts";
import { readChanges } from "./changes.ts";
import type { BoardPlace } from "./layout-record.ts";
import type { LogPoint } from "./position.ts";
import { readScan, scanPages } from "./scan.ts";

/** By id, what is known of each listing; without a hash it is deleted. 100,000 of them take some 30 MB. */
export type Content = Map<string, { readonly revision: number; readonly hash: string | undefined }>;

const LISTINGS_PER_READ = 500;
const CHANGES_PER_READ = 200;

/** SHA-256, in hexadecimal, of a line of id and content hash for every live listing, by id. */
export function contentDigest(env: Pick<Env, "sha256">, content: Content): string {
  const lines: string[] = [];
  for (const [id, { hash }] of content) if (hash !== undefined) lines.push(`${id} ${hash}\n`);
  return sha256Hex(env, lines.sort().join(""));
}

export function liveListings(content: Content): number {
  let count = 0;
  for (const { hash } of content.values()) if (hash !== undefined) count++;
  return count;
}

/** All that is stored, each listing as of when it was read: no cut of a board that is being written to. */
export async function scanContent(on: BoardPlace, onListings: (count: number) => void): Promise<Content> {
  const content: Content = new Map();
  const scan = (after: string | undefined, limit: number) => readScan(on, after, limit);
  for await (const page of scanPages({ scan }, LISTINGS_PER_READ)) {
    for (const stored of page) take(content, stored);
    onListings(content.size);
  }
  return content;
}

/**
 * Brings contents to one and the same position, the end of the log, by what it says behind entry `seq`; each may already
 * know a part of that. Throws as `readChanges`.
 */
export async function followContent(on: BoardPlace, seq: number, contents: readonly Content[]): Promise<void> {
  let point: LogPoint = { seq };
  for (;;) {
    const page = await readChanges({ ...on, lastKnown: seq }, point, CHANGES_PER_READ);
    for (const { stored } of page.changes) for (const content of contents) take(content, stored);
    if (!page.more) return;
    point = page.next;
  }
}

function take(content: Content, stored: StoredListing): void {
  const { id, revision } = stored;
  if ((content.get(id)?.revision ?? -1) > revision) return;
  content.set(id, { revision, hash: stored.kind === "listing" ? stored.contentHash : undefined });
}
