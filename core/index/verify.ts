/**
 * Whether index and store say the same: both at one position of the log, listing by listing, the store's side computed from the
 * listings themselves and not from what was noted of them.
 */
import type { Env } from "../env.ts";
import { canonicalJson, sha256Hex } from "../listing/canonical.ts";
import type { StoredListing } from "../listing/record.ts";
import type { Board } from "../store/board.ts";
import { type Content, contentDigest, liveListings } from "../store/digest.ts";
import type { LogPoint } from "../store/position.ts";
import { turn } from "../store/retry.ts";
import { scanPages } from "../store/scan.ts";
import type { Follower } from "./follower.ts";

/** Ids that a report names. */
const MOST_NAMED = 100;
const LISTINGS_PER_READ = 100;
const CHANGES_PER_READ = 200;

export interface VerifyOptions {
  readonly board: Board;
  readonly follower: Follower;
  readonly env: Env;
  readonly signal?: AbortSignal | undefined;
}

export interface Verified {
  /** Number of the log entry up to which both were compared. */
  readonly position: number;
  /** In the store. */
  readonly listings: number;
  /** `contentDigest`: equal boards have equal ones, on every store. */
  readonly storeDigest: string;
  readonly indexDigest: string;
  readonly equal: boolean;
  /** Ids of listings that the two say different things of, the first 100; absent when there is none. */
  readonly differing?: readonly string[];
}

/** Reads everything. @throws AppError as `Board.scan` and `Follower.view`. */
export async function verify(options: VerifyOptions): Promise<Verified> {
  const { follower, env, signal } = options;
  const store = await storedContent(options);
  const { content, position } = await follower.answer({ minPosition: store.position, signal }, ({ index }) => {
    index.needHashes();
    return { content: indexed(index.contentHashes()), position: index.position };
  });
  // The index has gone on in the meantime: the store's side is brought to the very entry.
  await roll(store.content, store.position, position, options);
  const differing = [...new Set([...differences(store.content, content), ...store.damaged])].sort();
  return {
    position,
    listings: liveListings(store.content),
    storeDigest: contentDigest(env, store.content),
    indexDigest: contentDigest(env, content),
    equal: differing.length === 0,
    ...(differing.length === 0 ? {} : { differing: differing.slice(0, MOST_NAMED) }),
  };
}

interface StoredContent {
  readonly content: Content;
  readonly position: number;
  /** Ids of records that cannot be read, or whose content is not the one that their own hash was taken of. */
  readonly damaged: Set<string>;
}

/** All that is stored, at the end of the log. */
async function storedContent(options: VerifyOptions): Promise<StoredContent> {
  const { board, env, signal } = options;
  const start = await board.head({ signal });
  const content: Content = new Map();
  const damaged = new Set<string>();
  const scan = (after: string | undefined, limit: number) => board.scan(after, limit, { signal });
  const unreadable = (ids: readonly string[]) => {
    for (const id of ids) damaged.add(id);
  };
  for await (const page of scanPages({ scan }, LISTINGS_PER_READ, unreadable)) {
    for (const stored of page) {
      const hash = take(content, stored, env);
      if (stored.kind === "listing" && hash !== stored.contentHash) damaged.add(stored.id);
    }
    await turn(env, signal);
  }
  const position = await board.head({ signal });
  await roll(content, start, position, options);
  return { content, position, damaged };
}

/** What the log says behind one entry, up to another. */
async function roll(content: Content, from: number, until: number, options: VerifyOptions): Promise<void> {
  const { board, env, signal } = options;
  for (let point: LogPoint = { seq: from }; isBefore(point, until); ) {
    const page = await board.changes(point, CHANGES_PER_READ, { signal });
    for (const { stored } of page.changes) if (stored.revision <= until) take(content, stored, env);
    if (!page.more) return;
    point = page.next;
    await turn(env, signal);
  }
}

/** Whether changes up to the end of an entry are still to come. */
function isBefore({ seq, taken }: LogPoint, until: number): boolean {
  return seq < until || (seq === until && taken !== undefined);
}

/** Answers the hash of what the listing says, not of what was noted of it. */
function take(content: Content, stored: StoredListing, env: Env): string | undefined {
  const { id, revision } = stored;
  // The same revision again: what the listing itself says counts, not what the log said when it was written.
  const known = content.get(id);
  if (known !== undefined && known.revision >= revision) return known.hash;
  const hash = stored.kind === "listing" ? sha256Hex(env, canonicalJson(stored.content)) : undefined;
  content.set(id, { revision, hash });
  return hash;
}

function indexed(hashes: Iterable<readonly [id: string, hash: string]>): Content {
  const content: Content = new Map();
  for (const [id, hash] of hashes) content.set(id, { revision: 0, hash });
  return content;
}

function differences(store: Content, index: Content): string[] {
  const ids = new Set([...store.keys(), ...index.keys()]);
  return [...ids].filter((id) => store.get(id)?.hash !== index.get(id)?.hash);
}
