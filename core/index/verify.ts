/**
 * Whether index and store say the same: both at one position of the log, listing by listing, the store's side computed from the
 * listings themselves and not from what was noted of them.
 */
import type { Env } from "../env.ts";
import { isAppError } from "../errors.ts";
import { canonicalJson, sha256Hex } from "../listing/canonical.ts";
import type { ListingRecord, StoredListing } from "../listing/record.ts";
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
  /** Ids of records that cannot be read, do not have the content that their own hash was taken of, or differ from their log entry. */
  readonly damaged: Set<string>;
}

/** By id, a hash of all that the record says. */
type Texts = Map<string, { readonly revision: number; readonly text: string }>;

/** All that is stored, at the end of the log. */
async function storedContent(options: VerifyOptions): Promise<StoredContent> {
  const { board, env, signal } = options;
  const start = await board.head({ signal });
  const content: Content = new Map();
  const damaged = new Set<string>();
  const texts: Texts = new Map();
  const scan = (after: string | undefined, limit: number) => board.scan(after, limit, { signal });
  const unreadable = (ids: readonly string[]) => {
    for (const id of ids) damaged.add(id);
  };
  for await (const page of scanPages({ scan }, LISTINGS_PER_READ, unreadable)) {
    for (const stored of page) {
      const hash = take(content, stored, env);
      if (stored.kind === "listing" && hash !== stored.contentHash) damaged.add(stored.id);
      texts.set(stored.id, { revision: stored.revision, text: textOf(stored, env) });
    }
    await turn(env, signal);
  }
  const position = await board.head({ signal });
  // Every revision is the number of an entry: a log that ends before has lost its end.
  for (const [id, { revision }] of content) if (revision > position) damaged.add(id);
  await roll(content, start, position, options);
  await compareWithLog(texts, damaged, start, options);
  return { content, position, damaged };
}

/**
 * Every record was written with its log entry, in the same words. As far back as the log is sure to be there, which is to the oldest
 * snapshot that is offered, each is the other's witness. `until`: the end of the log before the records were read.
 */
async function compareWithLog(
  texts: Texts,
  damaged: Set<string>,
  until: number,
  options: VerifyOptions,
): Promise<void> {
  const { env } = options;
  const { from, to, newest, broken } = await witnesses(until, options);
  for (const id of broken) damaged.add(id);
  for (const [id, stored] of newest) {
    const { revision = 0, text } = texts.get(id) ?? {};
    const isSame = revision > stored.revision || (revision === stored.revision && text === textOf(stored, env));
    // A tombstone may be gone; whoever was deleted long ago is no news.
    if (!isSame && (stored.kind === "listing" || revision > 0)) damaged.add(id);
  }
  for (const [id, { revision }] of texts) {
    if (revision > from && revision <= to && newest.get(id)?.revision !== revision) damaged.add(id);
  }
}

/** What the log says behind entry `from`, up to `to`: the newest of each listing, and those whose content is not what its hash says. */
interface Witnesses {
  readonly from: number;
  readonly to: number;
  readonly newest: ReadonlyMap<string, StoredListing>;
  readonly broken: readonly string[];
}

async function witnesses(until: number, { board, env, signal }: VerifyOptions): Promise<Witnesses> {
  const { offered } = await board.snapshots({ signal });
  const from = offered.length === 0 ? 0 : Math.min(...offered.map(({ position }) => position));
  const newest = new Map<string, StoredListing>();
  const broken: string[] = [];
  let point: LogPoint = { seq: from };
  while (isBefore(point, until)) {
    const page = await board.changes(point, CHANGES_PER_READ, { signal }).catch(unlessExpired);
    if (page === undefined) {
      const whole = point.taken === undefined ? point.seq : point.seq - 1;
      return { from, to: Math.min(whole, until), newest, broken };
    }
    for (const { stored } of page.changes) {
      if (stored.revision > until) continue;
      newest.set(stored.id, stored);
      if (stored.kind === "listing" && stored.contentHash !== contentHash(stored, env)) broken.push(stored.id);
    }
    point = page.next;
    if (!page.more) break;
    await turn(env, signal);
  }
  // Also of a log that ends too early: what it should have said is missed.
  return { from, to: until, newest, broken };
}

/** An entry that cannot be read, or a log that was trimmed: it was logged, and witnesses no more. */
function unlessExpired(error: unknown): undefined {
  if (!isAppError(error, "cursor_expired")) throw error;
  return undefined;
}

function contentHash({ content }: ListingRecord, env: Env): string {
  return sha256Hex(env, canonicalJson(content));
}

function textOf(stored: StoredListing, env: Env): string {
  return sha256Hex(env, canonicalJson(stored));
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
  const hash = stored.kind === "listing" ? contentHash(stored, env) : undefined;
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
