import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, link, lstat, mkdir, open, readdir, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { AppError, isAppError } from "../../core/errors.ts";
import {
  assertBlobList,
  assertBlobName,
  assertByteRange,
  assertNotAborted,
  type BlobInfo,
  type BlobStore,
  type ByteRange,
  isBlobName,
  LIMITS,
} from "../../core/ports.ts";

export interface FileBlobStoreOptions {
  /** Created if need be, with the folders above it. Names that differ in case only need a file system that tells them apart. */
  readonly folder: string;
}

/**
 * Blobs as plain files of one folder, shared by any number of processes of one machine. A `/` in a name is a `+` in the
 * file's: in real folders the blobs `a` and `a/b` could not both exist, and there would be folders to sync and to escape
 * by. For POSIX file systems with hard links.
 */
export function fileBlobStore(options: FileBlobStoreOptions): BlobStore {
  const folder = resolve(options.folder);
  let prepared: Promise<void> | undefined;

  /** Once per store, at its first put; a failure is tried again by the next. */
  function prepareOnce(): Promise<void> {
    prepared ??= prepareFolder(folder).catch((error: unknown) => {
      prepared = undefined;
      throw error;
    });
    return prepared;
  }

  return {
    async put(name, bytes, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      await guarded(prepareOnce);
      const temporary = join(folder, temporaryName());
      try {
        await guarded(async () => {
          await writeNew(temporary, bytes);
          assertNotAborted(signal);
          await linkOrCompare(temporary, pathOf(folder, name), name, bytes);
        });
      } finally {
        await guardedAfterChange(() => unlinkIfThere(temporary));
      }
      // Also when the same bytes were there: whoever linked them may have died before this.
      await guardedAfterChange(() => syncFolder(folder));
    },

    async get(name, range, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      if (range !== undefined) assertByteRange(range);
      return guarded(() => readBlob(pathOf(folder, name), name, range));
    },

    async list(prefix, listOptions = {}, signal) {
      assertNotAborted(signal);
      assertBlobList(prefix, listOptions);
      const { after = "", limit = LIMITS.blobsPerList } = listOptions;
      return guarded(async () => {
        const names = (await blobNames(folder)).filter((name) => name.startsWith(prefix) && name > after).sort();
        const page: BlobInfo[] = [];
        for (const name of names) {
          if (page.length === limit) return { blobs: page, end: false };
          const stat = await unlessAbsent(lstat(pathOf(folder, name)));
          // Deleted since the folder was read.
          if (stat !== undefined) page.push({ name, bytes: stat.size });
        }
        return { blobs: page, end: true };
      });
    },

    async delete(name, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      await guarded(() => unlinkIfThere(pathOf(folder, name)));
      await guardedAfterChange(() => unlessAbsent(syncFolder(folder)));
    },

    async close() {},
  };
}

function pathOf(folder: string, name: string): string {
  return join(folder, name.replaceAll("/", "+"));
}

// A dot begins no blob's name. The process is named twice: process ids come back, and in containers always the same ones.
const TEMPORARY = /^\.put-(?<pid>\d+)-(?<run>[0-9a-f]{8})-[0-9a-f-]{36}$/;
const RUN = randomUUID().slice(0, 8);

function temporaryName(): string {
  return `.put-${process.pid}-${RUN}-${randomUUID()}`;
}

/** Should the writer be alive after all (another container with the same ids), its link fails and nothing was applied. */
function isLeftBehind(fileName: string): boolean {
  const { pid, run } = TEMPORARY.exec(fileName)?.groups ?? {};
  if (pid === undefined) return false;
  return Number(pid) === process.pid ? run !== RUN : !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

async function prepareFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  // A blob is durable only if the folders that lead to it are.
  for (let made = folder; first !== undefined && made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
  const leftovers = (await readdir(folder)).filter(isLeftBehind);
  for (const leftover of leftovers) await unlinkIfThere(join(folder, leftover));
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** `link` is what makes a put atomic: the whole file appears under its name, or the name is taken. `rename` would replace. */
async function linkOrCompare(temporary: string, path: string, name: string, bytes: Uint8Array): Promise<void> {
  try {
    await unknownOnIoError(link(temporary, path));
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    const stored = await readBlob(path, name);
    if (stored === undefined) throw new AppError("unavailable", `blob ${name} was deleted while it was put again`);
    if (Buffer.compare(stored, bytes) !== 0) throw new AppError("conflict", `blob ${name} exists with other bytes`);
  }
}

async function readBlob(path: string, name: string, range?: ByteRange): Promise<Uint8Array | undefined> {
  // A link may lead out of the folder: it is refused by the system, not by a look beforehand.
  const file = await unlessAbsent(open(path, constants.O_RDONLY | constants.O_NOFOLLOW));
  if (file === undefined) return undefined;
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new AppError("corrupt", `blob ${name} is not a plain file`);
    const to = Math.min(range?.to ?? stat.size, stat.size);
    const from = Math.min(range?.from ?? 0, to);
    return await readExactly(file, from, to - from, name);
  } finally {
    await file.close();
  }
}

async function readExactly(file: FileHandle, from: number, length: number, name: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, from + filled);
    if (bytesRead === 0) throw new AppError("corrupt", `blob ${name} was cut short while it was read`);
    filled += bytesRead;
  }
  return bytes;
}

async function blobNames(folder: string): Promise<string[]> {
  const entries = (await unlessAbsent(readdir(folder, { withFileTypes: true }))) ?? [];
  // A file name with a `/` cannot be, so every name comes from exactly one file.
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name.replaceAll("+", "/"))
    .filter(isBlobName);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  await unlessAbsent(unknownOnIoError(unlink(path)));
}

/** For changes of the folder: every other failure of theirs means that nothing happened. */
async function unknownOnIoError(pending: Promise<void>): Promise<void> {
  try {
    await pending;
  } catch (error) {
    throw codeOf(error) === "EIO" ? outcomeUnknown(error) : error;
  }
}

async function unlessAbsent<Result>(pending: Promise<Result>): Promise<Result | undefined> {
  try {
    return await pending;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Steps that apply nothing when they fail. */
async function guarded<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    if (isAppError(error)) throw error;
    const message = `file: ${error instanceof Error ? error.message : String(error)}`;
    throw new AppError(codeOf(error) === "ELOOP" ? "corrupt" : "unavailable", message, { cause: error });
  }
}

/** Steps behind a change of the folder: it is visible already, and not known to last. */
async function guardedAfterChange(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    throw isAppError(error) ? error : outcomeUnknown(error);
  }
}

function outcomeUnknown(cause: unknown): AppError {
  const message = `file: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new AppError("outcome_unknown", message, { cause });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
