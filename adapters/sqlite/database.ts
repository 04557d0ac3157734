import { closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AppError } from "../../core/errors.ts";
import { attempt, isBusy } from "./sqlite-error.ts";

const SCHEMA_VERSION = 1;

/** SQLite's wait for another process holds up this one: only as long as a commit usually takes. */
const BLOCKING_MS = 10;

// `last_commit` gives out the tokens. It is written in the commit's own transaction, so a number that anyone has seen
// never comes back, whatever is deleted, closed or killed.
const SCHEMA = `
  CREATE TABLE item (
    partition TEXT NOT NULL,
    key TEXT NOT NULL,
    token INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id TEXT,
    revision INTEGER,
    body TEXT NOT NULL,
    PRIMARY KEY (partition, key)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE last_commit (number INTEGER NOT NULL) STRICT;
  INSERT INTO last_commit (number) VALUES (0);
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Opens the file, in the folder it creates if need be, with the schema this code speaks. Waits so long, and the process with it, for
 * another that does the same. Throws `unavailable` or `corrupt`.
 */
export function openDatabase(path: string, busyTimeoutMs: number): DatabaseSync {
  return attempt("before commit", () => {
    createFolder(dirname(resolve(path)));
    return whileBusy(busyTimeoutMs, () => openOnce(path, busyTimeoutMs));
  });
}

function openOnce(path: string, busyTimeoutMs: number): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    // Before anything is written: a file from the future is left as it is.
    refuseNewerSchema(path, schemaVersion(database));
    makeDurable(path, database);
    if (schemaVersion(database) === 0) createSchema(path, database);
    database.exec(`PRAGMA busy_timeout = ${Math.min(BLOCKING_MS, busyTimeoutMs)}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const BUSY_PAUSE_MS = 20;

/**
 * SQLite's own timeout does not cover the change into WAL mode: of two processes that open a new file at once, both may
 * hold a read lock that the other waits for, and SQLite answers "locked" at once. Closing and starting again lets go.
 */
function whileBusy<Result>(timeoutMs: number, step: () => Result): Result {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waitedMs = 0; ; waitedMs += BUSY_PAUSE_MS) {
    try {
      return step();
    } catch (error) {
      if (!isBusy(error) || waitedMs >= timeoutMs) throw error;
      Atomics.wait(pause, 0, 0, BUSY_PAUSE_MS);
    }
  }
}

function schemaVersion(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.user_version);
}

function refuseNewerSchema(path: string, version: number): void {
  if (version <= SCHEMA_VERSION) return;
  throw new AppError(
    "unavailable",
    `${path} has schema version ${version}, newer than ${SCHEMA_VERSION}, the newest that this program knows`,
  );
}

/** An acknowledged commit survives a power cut: in WAL mode only FULL (https://sqlite.org/pragma.html#pragma_synchronous). */
function makeDurable(path: string, database: DatabaseSync): void {
  const mode = database.prepare("PRAGMA journal_mode = WAL").get()?.journal_mode;
  if (mode !== "wal") {
    throw new AppError("unavailable", `${path} cannot be in WAL mode (it is in ${mode}); it must be on a local disk`);
  }
  database.exec("PRAGMA synchronous = FULL");
  // 64 MiB of pages instead of 2: every write looks its key up first. And a checkpoint each 16 MiB of log instead of 4.
  database.exec("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000");
}

/** Another process may be doing the same: the version is read once more under the write lock. */
function createSchema(path: string, database: DatabaseSync): void {
  database.exec("BEGIN IMMEDIATE");
  const version = schemaVersion(database);
  refuseNewerSchema(path, version);
  if (version === 0) database.exec(SCHEMA);
  database.exec("COMMIT");
}

/** SQLite syncs the folder of its files, but nobody syncs the folders above that were just made. */
function createFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) {
    const parent = openSync(dirname(made), "r");
    try {
      fsyncSync(parent);
    } finally {
      closeSync(parent);
    }
  }
}
