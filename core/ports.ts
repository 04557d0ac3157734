/**
 * The two things Rolecall asks of a cloud. Everything that differs between services ends here: nothing is optional (but
 * `remembered`, which only saves a `get`), and every adapter runs `test/contract/*` unchanged.
 *
 * Errors, for both ports: only `AppError`. `unavailable` promises that nothing was applied (throttled, refused, aborted
 * before it was sent) and that the same call may be repeated; `outcome_unknown` says that a write may or may not have
 * been applied, now or later; `too_large` and `invalid_id` are refusals before any write and before any request;
 * `corrupt` is stored data that fails its own checks. Adapters do not retry: core does, in one place.
 */
import { AppError } from "./errors.ts";

/**
 * One stored record. `body` is JSON text, so it holds every character but the controls that JSON escapes, and no lone
 * surrogate; it comes back unchanged. The attributes repeat what a person looks for in the service's console: `kind` and
 * `id` are up to 200 bytes of text without controls, `revision` is a safe integer; an absent one stays absent.
 */
export interface Value {
  readonly kind: string;
  readonly id?: string;
  readonly revision?: number;
  readonly body: string;
}

/**
 * What a service knows a stored value by (a revision attribute, an update time, an ETag). Opaque text. Every successful
 * put gives the key a token that it never had before, also after a delete.
 */
export type Token = string;

export interface Item {
  readonly key: string;
  readonly token: Token;
  readonly value: Value;
}

/** Without a condition only for records that nobody but their one owner writes. */
export type Condition = "absent" | { readonly token: Token };

/** `value: undefined` deletes; deleting what is not there succeeds unless a condition says otherwise. */
export interface Write {
  readonly key: string;
  readonly value: Value | undefined;
  readonly condition?: Condition;
}

/**
 * After a conflict, `found` holds the items as they were read after the failure, under their keys: perhaps newer than what
 * made the commit fail. A key mapped to `undefined` was absent; a key that is missing from the map was not looked at
 * (services do not all say which condition failed). The map may be empty.
 */
export type CommitResult =
  | { readonly committed: true }
  | { readonly committed: false; readonly found: ReadonlyMap<string, Item | undefined> };

export interface RangeOptions {
  /** Exclusive; from the first key of the partition when absent. */
  readonly after?: string;
  /** Inclusive; to the last key of the partition when absent. */
  readonly upTo?: string;
  /** At most so many items, 1 to 1,000. */
  readonly limit: number;
}

/**
 * `end: false` means that more may follow after the last item's key. Before the end a page may be short, but never empty:
 * a caller goes on from that key and has nothing else to go on from.
 */
export interface RangePage {
  readonly items: readonly Item[];
  readonly end: boolean;
}

/** An ordered, partitioned key space. Keys order by their bytes, which for their alphabet is also JavaScript's order. */
export interface KeySpace {
  /**
   * Strongly consistent: sees every commit that was acknowledged before the call. Answers in the order of `keys`, with
   * `undefined` for what is absent; a key asked for twice is answered twice. Any number of keys; none makes no request.
   * Not one cut: items of different keys may be of different moments.
   */
  get(partition: string, keys: readonly string[], signal?: AbortSignal): Promise<(Item | undefined)[]>;
  /**
   * What `get` would answer, if that can be said at once, and as strongly consistent; else `undefined`, which says nothing of the key.
   * Never throws. Only for a store in this machine: a service has to be asked.
   */
  remembered?(partition: string, key: string): Item | undefined;
  /**
   * Strongly consistent and ascending: every item that was there before the call and is not deleted during it appears
   * exactly once, in key order. What is written while the call runs may or may not appear.
   */
  range(partition: string, options: RangeOptions, signal?: AbortSignal): Promise<RangePage>;
  /**
   * All writes or none, at one moment, and durable when it answers `committed`. Conditions are judged at that moment.
   * Contention between commits is a conflict, throttling is `unavailable`. A key may be written once a commit.
   */
  commit(partition: string, writes: readonly Write[], signal?: AbortSignal): Promise<CommitResult>;
  /** Frees connections and files. Nothing may be called afterwards. */
  close(): Promise<void>;
}

export interface BlobInfo {
  readonly name: string;
  readonly bytes: number;
}

export interface ByteRange {
  /** First byte, inclusive. */
  readonly from: number;
  /** Behind the last byte; past the end of the blob it is cut to the end. */
  readonly to: number;
}

/** Immutable named blobs: a name never holds two different contents. */
export interface BlobStore {
  /**
   * Creates a blob, whole and durable or not at all. The same bytes under the same name again succeed (a repeated put
   * after a lost answer); other bytes throw `conflict` and change nothing.
   */
  put(name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /**
   * The blob or the part of it, complete: a truncated answer throws. `undefined` when there is no such blob. A range that
   * starts at or past the end gives no bytes.
   */
  get(name: string, range?: ByteRange, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /**
   * Names that begin with `prefix` (any beginning, not only a folder) in ascending order, after `after` (exclusive), at
   * most `limit` (1 to 1,000, which is the default); `end` as in `RangePage`. Sees every put acknowledged before.
   */
  list(
    prefix: string,
    options?: { readonly after?: string; readonly limit?: number },
    signal?: AbortSignal,
  ): Promise<{
    readonly blobs: readonly BlobInfo[];
    readonly end: boolean;
  }>;
  /** Deleting what is not there succeeds. */
  delete(name: string, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/**
 * One set of limits for every cloud, each the smallest of the services' own, with room to spare: an Azure Tables batch
 * takes 100 operations and 4 MB, a DynamoDB item 400 KB and a transaction 100 actions and 4 MB, a Firestore document 1 MiB.
 */
export const LIMITS = {
  keyBytes: 200,
  partitionBytes: 64,
  /** Of `kind` and of `id`. */
  attributeBytes: 200,
  /** Of a body. */
  valueBytes: 360 * 1024,
  writesPerCommit: 90,
  bytesPerCommit: 2 * 1024 * 1024,
  itemsPerRange: 1_000,
  blobsPerList: 1_000,
  blobNameBytes: 200,
} as const;

// No `#`, `/`, `\` or `?` (Azure Tables keys), no control characters, nothing a URL or a file name would escape.
const KEY = /^[A-Za-z0-9:._-]+$/;
const PARTITION = /^[A-Za-z0-9_-]+$/;
const BLOB_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const BLOB_PREFIX = /^[A-Za-z0-9._/-]*$/;

/** The last moment at which a caller's abort still promises that nothing was applied: before the request is sent. */
export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new AppError("unavailable", "aborted before the store was asked", { cause: signal.reason });
}

export function assertPartition(partition: string): void {
  if (!PARTITION.test(partition) || partition.length > LIMITS.partitionBytes) {
    throw new AppError(
      "invalid_id",
      `partition ${quote(partition)} must be 1 to ${LIMITS.partitionBytes} of A-Z a-z 0-9 _ -`,
    );
  }
}

export function assertKey(key: string): void {
  if (!KEY.test(key) || key.length > LIMITS.keyBytes) {
    throw new AppError("invalid_id", `key ${quote(key)} must be 1 to ${LIMITS.keyBytes} of A-Z a-z 0-9 : . _ -`);
  }
}

export function isBlobName(name: string): boolean {
  return BLOB_NAME.test(name) && name.length <= LIMITS.blobNameBytes;
}

export function assertBlobName(name: string): void {
  if (!isBlobName(name)) {
    throw new AppError(
      "invalid_id",
      `blob name ${quote(name)} must be 1 to ${LIMITS.blobNameBytes} of A-Z a-z 0-9 . _ - and /, no part starting with a dot`,
    );
  }
}

export function assertBlobList(prefix: string, options: { readonly after?: string; readonly limit?: number }): void {
  if (!BLOB_PREFIX.test(prefix) || prefix.length > LIMITS.blobNameBytes) {
    throw new AppError(
      "invalid_id",
      `blob prefix ${quote(prefix)} must be at most ${LIMITS.blobNameBytes} of A-Z a-z 0-9 . _ - and /`,
    );
  }
  if (options.after !== undefined) assertBlobName(options.after);
  assertLimit("list", options.limit ?? LIMITS.blobsPerList, LIMITS.blobsPerList);
}

export function assertByteRange({ from, to }: ByteRange): void {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to < from) {
    throw new AppError("invalid_parameter", `byte range ${from} to ${to} must be integers with 0 <= from <= to`);
  }
}

export function assertRange(options: RangeOptions): void {
  if (options.after !== undefined) assertKey(options.after);
  if (options.upTo !== undefined) assertKey(options.upTo);
  assertLimit("range", options.limit, LIMITS.itemsPerRange);
}

/** Refuses a commit that some service could not take, before any service is asked. */
export function assertCommit(writes: readonly Write[]): void {
  if (writes.length === 0) throw new AppError("invalid_parameter", "a commit needs at least one write");
  if (writes.length > LIMITS.writesPerCommit) {
    throw new AppError(
      "too_large",
      `a commit of ${writes.length} writes is over the limit of ${LIMITS.writesPerCommit}`,
    );
  }
  const keys = new Set<string>();
  let total = 0;
  for (const write of writes) {
    assertKey(write.key);
    if (keys.has(write.key))
      throw new AppError("invalid_parameter", `key ${quote(write.key)} is written twice in one commit`);
    keys.add(write.key);
    total += write.value === undefined ? 0 : checkedBytes(write.key, write.value);
  }
  if (total > LIMITS.bytesPerCommit) {
    throw new AppError("too_large", `a commit of ${total} bytes is over the limit of ${LIMITS.bytesPerCommit}`);
  }
}

/** The bytes of a value's body, once the value is one that every service takes. */
function checkedBytes(key: string, { kind, id, revision, body }: Value): number {
  if (utf8Length(kind) > LIMITS.attributeBytes || utf8Length(id ?? "") > LIMITS.attributeBytes) {
    throw new AppError(
      "too_large",
      `kind or id of key ${quote(key)} is over the limit of ${LIMITS.attributeBytes} bytes`,
    );
  }
  if (revision !== undefined && !Number.isSafeInteger(revision)) {
    throw new AppError("invalid_parameter", `revision ${revision} of key ${quote(key)} must be a safe integer`);
  }
  const bytes = utf8Length(body);
  if (bytes > LIMITS.valueBytes) {
    throw new AppError(
      "too_large",
      `value of key ${quote(key)} has ${bytes} bytes, over the limit of ${LIMITS.valueBytes}`,
    );
  }
  return bytes;
}

function assertLimit(what: string, limit: number, most: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    throw new AppError("invalid_parameter", `${what} limit ${limit} must be 1 to ${most}`);
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it names all of ASCII
const ASCII = /^[\x00-\x7f]*$/;

/** Bytes of a text in UTF-8. A lone surrogate cannot be stored as it is by any service and is refused. */
export function utf8Length(text: string): number {
  if (!text.isWellFormed()) throw new AppError("invalid_body", "text holds a lone surrogate, which UTF-8 cannot carry");
  // Most texts are ASCII, and a pattern finds that out ten times faster than a loop.
  if (ASCII.test(text)) return text.length;
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) bytes += unit < 0x800 ? 1 : unit >= 0xd800 && unit < 0xe000 ? 1 : 2;
  }
  return bytes;
}

/** A possibly hostile text for an error message: short, quoted, escaped. */
function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
