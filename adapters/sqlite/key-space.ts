import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
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
  type Value,
  type Write,
} from "../../core/ports.ts";
import { openDatabase } from "./database.ts";
import { whenUnlocked } from "./lock-wait.ts";
import { type RememberedItems, rememberedItems } from "./remembered-items.ts";
import { attempt } from "./sqlite-error.ts";

export interface SqliteKeySpaceOptions {
  /** The database file; it and its folder are created. On a local disk: WAL does not work over a network. */
  readonly path: string;
  /** How long a commit waits for another process's before it is `unavailable`. Default 5,000. */
  readonly busyTimeoutMs?: number;
}

/** A page ends early behind so many characters of bodies, so that a range of large items fits in a small machine's memory. */
const PAGE_CHARACTERS = 8 * 1024 * 1024;

/** Behind every key: `z` is the greatest character of a key's alphabet. */
const BEHIND_ALL_KEYS = "~";

/**
 * A key space in one SQLite file, shared by any number of processes of one machine. Opens at once and throws `AppError`:
 * `unavailable` (folder, locks, a schema newer than this program), `corrupt` (not a database).
 */
export function sqliteKeySpace({ path, busyTimeoutMs = 5_000 }: SqliteKeySpaceOptions): KeySpace {
  let connection = connect(path, busyTimeoutMs);
  let isClosed = false;

  /** The connection, opened again if a failure took the last one. */
  function connected(): Connection {
    if (!connection.database.isOpen && !isClosed) connection = connect(path, busyTimeoutMs);
    return connection;
  }

  return {
    async get(partition, keys, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      keys.forEach(assertKey);
      return attempt("before commit", () => {
        const from = connected();
        from.remembered.refresh();
        return keys.map((key) => from.remembered.get(partition, key) ?? readToRemember(from, partition, key));
      });
    },

    remembered(partition, key) {
      if (!connection.database.isOpen) return undefined;
      try {
        connection.remembered.refresh();
      } catch {
        // `get` meets the same failure, and says it.
        return undefined;
      }
      return connection.remembered.get(partition, key);
    },

    async range(partition, options, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      assertRange(options);
      return attempt("before commit", () => readPage(connected().statements, partition, options));
    },

    async commit(partition, writes, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      assertCommit(writes);
      // SQLite blocks while it syncs. A turn of the event loop first lets requests that are ready join the next commit.
      await nextTurn();
      assertNotAborted(signal);
      const step = () => {
        const { database, statements, remembered } = attempt("before commit", connected);
        try {
          return transact(database, () => judgeAndApply(statements, partition, writes));
        } finally {
          // Whatever became of it; nothing has been read since it began.
          for (const { key } of writes) remembered.forget(partition, key);
        }
      };
      return whenUnlocked(busyTimeoutMs, step, signal);
    },

    async close() {
      isClosed = true;
      // A second close is no fault: shutdown paths meet.
      if (connection.database.isOpen) attempt("before commit", () => connection.database.close());
    },
  };
}

interface Connection {
  readonly database: DatabaseSync;
  readonly statements: Statements;
  readonly remembered: RememberedItems;
}

function connect(path: string, busyTimeoutMs: number): Connection {
  const database = openDatabase(path, busyTimeoutMs);
  return attempt("before commit", () => ({
    database,
    statements: prepare(database),
    remembered: rememberedItems(database),
  }));
}

type Statements = ReturnType<typeof prepare>;

function prepare(database: DatabaseSync) {
  const columns = "key, token, kind, id, revision, body";
  // By names of their own: a result takes them as the file spells them, where one flipped bit makes `key` a `Key`.
  const named = columns.replace(/\w+/g, (name) => `${name} AS ${name}`);
  return {
    item: database.prepare(`SELECT ${named} FROM item WHERE partition = ? AND key = ?`),
    token: database.prepare("SELECT token AS token FROM item WHERE partition = ? AND key = ?"),
    page: database.prepare(
      `SELECT ${named} FROM item WHERE partition = ? AND key > ? AND key <= ? ORDER BY key LIMIT ?`,
    ),
    nextCommit: database.prepare("UPDATE last_commit SET number = number + 1 RETURNING number AS number"),
    put: database.prepare(`INSERT OR REPLACE INTO item (partition, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`),
    delete: database.prepare("DELETE FROM item WHERE partition = ? AND key = ?"),
  } satisfies Record<string, StatementSync>;
}

function readItem(statements: Statements, partition: string, key: string): Item | undefined {
  const row = statements.item.get(partition, key);
  return row === undefined ? undefined : toItem(row);
}

function readToRemember({ statements, remembered }: Connection, partition: string, key: string): Item | undefined {
  const item = readItem(statements, partition, key);
  if (item !== undefined) remembered.remember(partition, item);
  return item;
}

function readPage(statements: Statements, partition: string, { after, upTo, limit }: RangeOptions): RangePage {
  const items: Item[] = [];
  let characters = 0;
  // One row more than asked for tells whether the page is the last; leaving the loop early resets the statement.
  for (const row of statements.page.iterate(partition, after ?? "", upTo ?? BEHIND_ALL_KEYS, limit + 1)) {
    if (items.length === limit || characters >= PAGE_CHARACTERS) return { items, end: false };
    const item = toItem(row);
    characters += item.value.body.length;
    items.push(item);
  }
  return { items, end: true };
}

/**
 * IMMEDIATE takes the write lock before the conditions are read: a transaction that begins by reading could fail to get
 * it later, with no way out but to start again. All of it is synchronous, so calls of one process never interleave.
 */
function transact(database: DatabaseSync, work: () => CommitResult): CommitResult {
  attempt("before commit", () => database.exec("BEGIN IMMEDIATE"));
  try {
    const result = attempt("before commit", work);
    if (result.committed) attempt("commit", () => database.exec("COMMIT"));
    return result;
  } finally {
    // After a lost condition or a failure; some failures have rolled back already.
    if (database.isTransaction) rollBack(database);
  }
}

/** Says nothing of its own failure: what made it necessary counts. A connection that cannot go back is given up. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    database.close();
  }
}

function judgeAndApply(statements: Statements, partition: string, writes: readonly Write[]): CommitResult {
  if (!writes.every((write) => holds(statements, partition, write))) {
    return { committed: false, found: new Map(writes.map(({ key }) => [key, readItem(statements, partition, key)])) };
  }
  // One number for the whole commit: no key is in it twice, so no key gets the same token twice.
  const token = statements.nextCommit.get()?.number ?? null;
  for (const { key, value } of writes) {
    if (value === undefined) statements.delete.run(partition, key);
    else {
      const { kind, id = null, revision = null, body } = value;
      statements.put.run(partition, key, token, kind, id, revision, body);
    }
  }
  return { committed: true };
}

function holds(statements: Statements, partition: string, { key, condition }: Write): boolean {
  if (condition === undefined) return true;
  const current = statements.token.get(partition, key);
  if (condition === "absent") return current === undefined;
  return current !== undefined && String(current.token) === condition.token;
}

/** STRICT tables hold the declared types and nothing else, so a column's type is known here. */
function toItem(row: Record<string, SQLOutputValue>): Item {
  const { key, token, kind, id, revision, body } = row as {
    key: string;
    token: number;
    kind: string;
    id: string | null;
    revision: number | null;
    body: string;
  };
  const value: Value = {
    kind,
    body,
    ...(id === null ? {} : { id }),
    ...(revision === null ? {} : { revision }),
  };
  return { key, token: String(token), value };
}
