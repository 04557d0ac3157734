import { randomBytes } from "node:crypto";
import { AppError } from "../../core/errors.ts";
import {
  assertCommit,
  assertKey,
  assertNotAborted,
  assertPartition,
  assertRange,
  type CommitResult,
  type Item,
  type KeySpace,
  type RangeOptions,
  type RangePage,
  type Write,
} from "../../core/ports.ts";
import type { Effect } from "../google/api-error.ts";
import type { Authorization } from "../google/authorization.ts";
import { HttpFailure } from "../google/http-client.ts";
import { type FirestoreClient, firestoreClient } from "./client.ts";
import {
  COLLECTION,
  type Document,
  documentPath,
  idPrefix,
  isUpdateTime,
  toDocumentWrite,
  toItem,
} from "./document.ts";
import { firestoreError, isConflict } from "./firestore-error.ts";

export interface FirestoreKeySpaceOptions {
  readonly projectId: string;
  /** In Native mode. Default `(default)`. */
  readonly databaseId?: string;
  /** Host and port of an emulator instead of the service. */
  readonly emulatorHost?: string;
  /** How long a request may take in all before it fails. Default 10,000: a commit takes some 50 ms, a cold connection 300. */
  readonly timeoutMs?: number;
  /** Default: Application Default Credentials. */
  readonly authorization?: Authorization;
}

/** Behind every key: `z` is the greatest character of a key's alphabet. */
const BEHIND_ALL_KEYS = "~";

/** The service sets no limit; this bounds one answer to some 40 MB. */
const KEYS_PER_REQUEST = 100;

/** A range's answer that is longer is asked for again in pages of so many items, so that it fits in a small machine's memory. */
const MAX_PAGE_BYTES = 24 * 1024 * 1024;
const LARGE_ITEMS_PER_PAGE = 32;

/**
 * A key space in one Firestore database. Opens without a request. A commit is one batched write with preconditions: atomic
 * without a transaction's locks and round trips. Keys that ascend in time land beside each other, which Firestore serves
 * up to some 500 writes a second; one document takes about one write a second for long.
 */
export function firestoreKeySpace(options: FirestoreKeySpaceOptions): KeySpace {
  const { projectId, databaseId = "(default)", emulatorHost, timeoutMs = 10_000 } = options;
  const target = { projectId, databaseId, emulatorHost };
  const client = firestoreClient({ ...target, timeoutMs, authorization: options.authorization });

  async function guarded<Result>(effect: Effect, call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (error) {
      throw firestoreError(target, effect, error);
    }
  }

  return {
    async get(partition, keys, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      keys.forEach(assertKey);
      const items = await guarded("read", () => readItems(client, partition, [...new Set(keys)], signal));
      return keys.map((key) => items.get(key));
    },

    async range(partition, rangeOptions, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      assertRange(rangeOptions);
      return guarded("read", () => readPage(client, partition, rangeOptions, signal));
    },

    async commit(partition, writes, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      assertCommit(writes);
      return guarded("write", () => commitWrites(client, partition, writes, signal));
    },

    async close() {
      client.close();
    },
  };
}

/** What `batchGet` and `runQuery` answer with, of which the members that are used here. */
interface ReadResult {
  readonly found?: Document;
  readonly missing?: string;
  readonly document?: Document;
}

async function readItems(
  client: FirestoreClient,
  partition: string,
  keys: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Item>> {
  const items = new Map<string, Item>();
  for (let i = 0; i < keys.length; i += KEYS_PER_REQUEST) {
    const asked = keys.slice(i, i + KEYS_PER_REQUEST);
    const documents = asked.map((key) => `${client.root}/${documentPath(partition, key)}`);
    // Firestore's published shape; `toItem` checks what it reads of a document.
    const results = (await client.list("batchGet", { documents }, { signal })) as readonly ReadResult[];
    // In any order, and nothing says how many there should be.
    const answered = new Set(results.map(({ found, missing }) => found?.name ?? missing));
    if (!documents.every((name) => answered.has(name))) {
      throw new AppError("unavailable", "firestore: the answer leaves out some of the documents asked for");
    }
    for (const item of results.flatMap(({ found }) => (found === undefined ? [] : toItem(found))))
      items.set(item.key, item);
  }
  return items;
}

async function readPage(
  client: FirestoreClient,
  partition: string,
  { after, upTo = BEHIND_ALL_KEYS, limit }: RangeOptions,
  signal: AbortSignal | undefined,
): Promise<RangePage> {
  if (after !== undefined && after >= upTo) return { items: [], end: true };
  async function page(most: number, maxBytes: number): Promise<RangePage> {
    const structuredQuery = rangeQuery(client.root, idPrefix(partition), after ?? "", upTo, most);
    const results = (await client.list("runQuery", { structuredQuery }, { signal, maxBytes })) as readonly ReadResult[];
    const items = results.flatMap(({ document }) => (document === undefined ? [] : toItem(document)));
    // Fewer than asked for are all there are: a query is answered whole or fails.
    return { items, end: items.length < most };
  }
  try {
    return await page(limit, MAX_PAGE_BYTES);
  } catch (error) {
    if (!(error instanceof HttpFailure && error.reason === "too long")) throw error;
    return page(Math.min(limit, LARGE_ITEMS_PER_PAGE), Number.POSITIVE_INFINITY);
  }
}

/** Ascending by document id, which for these ids is by bytes; served by the index that every collection has. */
function rangeQuery(root: string, prefix: string, after: string, upTo: string, limit: number) {
  const field = { fieldPath: "__name__" };
  const bound = (op: string, key: string) => ({
    fieldFilter: { field, op, value: { referenceValue: `${root}/${COLLECTION}/${prefix}${key}` } },
  });
  return {
    from: [{ collectionId: COLLECTION }],
    where: {
      compositeFilter: { op: "AND", filters: [bound("GREATER_THAN", after), bound("LESS_THAN_OR_EQUAL", upTo)] },
    },
    orderBy: [{ field, direction: "ASCENDING" }],
    limit,
  };
}

/** Nothing is read after a conflict: who lost knows best what to look at, and reads cost money. */
const LOST: CommitResult = { committed: false, found: new Map() };

async function commitWrites(
  client: FirestoreClient,
  partition: string,
  writes: readonly Write[],
  signal: AbortSignal | undefined,
): Promise<CommitResult> {
  if (writes.some(({ condition }) => typeof condition === "object" && !isUpdateTime(condition.token))) return LOST;
  const nonce = randomBytes(9).toString("base64url");
  const changes = writes.map((write) =>
    toDocumentWrite(`${client.root}/${documentPath(partition, write.key)}`, write, nonce),
  );
  try {
    await client.commit({ writes: changes }, { signal });
    return { committed: true };
  } catch (error) {
    if (isConflict(error, writes)) return LOST;
    throw error;
  }
}
