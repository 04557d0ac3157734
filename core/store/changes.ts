/** Reading the log: gap-free, in order, each change once. */
import { AppError, faultError, isAppError } from "../errors.ts";
import { jsonBytes } from "../listing/limits.ts";
import type { StoredListing } from "../listing/record.ts";
import { type Item, utf8Length } from "../ports.ts";
import { decodeEntry } from "./codec.ts";
import type { LogEntry } from "./entry.ts";
import { ENTRIES_END, ENTRIES_START, entryKey, seqOfKey } from "./keys.ts";
import type { BoardPlace } from "./layout-record.ts";
import type { LogPoint } from "./position.ts";
import { retryRead } from "./retry.ts";

/** Entries read by one request: with bodies one entry may have 360 KB. */
const ENTRIES_PER_READ = 16;
/**
 * UTF-8 bytes of the listings of a page, here and of lists and exports. A function may send 6 MB (Lambda, response payload),
 * where a large answer goes as base64, a third longer.
 */
export const MAX_PAGE_BYTES = 4 * 1024 * 1024;

export interface Change {
  readonly at: number;
  readonly stored: StoredListing;
}

export interface ChangesPage {
  readonly changes: readonly Change[];
  /** Where the next page starts; always there. */
  readonly next: LogPoint;
  /** Whether more is known to follow. */
  readonly more: boolean;
}

export interface LogReader extends BoardPlace {
  /** Number of an entry that is known to have been written: a point up to it is never beyond the log's end. */
  readonly lastKnown: number;
}

/**
 * The changes behind a point of the log, from its beginning when there is none.
 * @throws AppError `cursor_expired` when the log was trimmed behind the point, `invalid_cursor` when it is not yet written.
 */
export async function readChanges(on: LogReader, from: LogPoint | undefined, limit: number): Promise<ChangesPage> {
  const changes: Change[] = [];
  const room: Room = { changes: limit, bytes: MAX_PAGE_BYTES };
  let point: LogPoint = from ?? { seq: -1 };
  for (let { lastKnown } = on; ; lastKnown = Math.max(lastKnown, point.seq)) {
    const read = await readEntries({ ...on, lastKnown }, point).catch(unlessFirst(changes));
    if (read === undefined) return { changes, next: point, more: true };
    const { entries, end } = read;
    for (const entry of entries) {
      assertTaken(entry, point);
      const behind = entry.seq === point.seq ? (point.taken ?? entry.changes.length) : 0;
      const part = takeWhileRoom(entry, behind, room);
      changes.push(...part.map((stored) => ({ at: entry.at, stored })));
      const taken = behind + part.length;
      if (taken < entry.changes.length) return { changes, next: pointAt(entry, taken, point), more: true };
      point = { seq: entry.seq };
    }
    if (end || room.changes === 0) return { changes, next: point, more: !end };
  }
}

/** @throws AppError `invalid_cursor` for a point in the middle of an entry that has no such change. */
function assertTaken({ seq, changes }: LogEntry, point: LogPoint): void {
  if (seq === point.seq && (point.taken ?? -1) >= changes.length) throw beyondTheEntry(point);
}

/** What was read before there is no way on is a page of its own: the next one says why. */
function unlessFirst(changes: readonly Change[]): (error: unknown) => undefined {
  return (error) => {
    if (changes.length === 0 || !isAppError(error, "cursor_expired")) throw error;
    return undefined;
  };
}

/** What a page can still take. */
interface Room {
  changes: number;
  bytes: number;
}

/** The first change of a page always fits: an entry has 360 KB at most. */
function takeWhileRoom(entry: SizedEntry, behind: number, room: Room): readonly StoredListing[] {
  // An entry that is taken whole need not be measured change by change.
  const isWhole = behind === 0 && entry.bytes <= room.bytes;
  const share = entry.bytes / Math.max(1, entry.changes.length);
  let taken = behind;
  for (const change of entry.changes.slice(behind, behind + room.changes)) {
    const bytes = isWhole ? share : jsonBytes(change);
    if (!isWhole && bytes > room.bytes) break;
    room.changes--;
    room.bytes -= bytes;
    taken++;
  }
  return entry.changes.slice(behind, taken);
}

/** An entry and the bytes of its stored text, which is its listings. */
interface SizedEntry extends LogEntry {
  readonly bytes: number;
}

/** Behind the first `taken` changes of an entry; behind none of them is the end of the entry before. */
function pointAt(entry: LogEntry, taken: number, before: LogPoint): LogPoint {
  return taken === 0 && before.seq === entry.seq - 1 ? before : { seq: entry.seq, taken };
}

/**
 * Entries behind the point, with its own when that is half taken. A gap is read once more before it counts as trimmed: a page
 * of a range is not one cut.
 */
async function readEntries(on: LogReader, point: LogPoint): Promise<EntryPage> {
  const next = point.taken === undefined ? point.seq + 1 : point.seq;
  for (let attempt = 1; ; attempt++) {
    const { entries, end, isMet } = await readPage(on, point, next);
    const first = entries[0];
    if (first === undefined && end) {
      if (point.seq < 0) throw new AppError("corrupt", `board ${on.board} has no log`);
      // The newest entry is never deleted: with nothing behind the point, either it is the newest or there never was one.
      if (point.taken === undefined && (isMet || point.seq <= on.lastKnown)) return { entries, end };
      throw beyondTheEnd(point);
    }
    if (first === undefined || (first.seq === next && entries.every((entry, i) => entry.seq === first.seq + i)))
      return { entries, end };
    if (attempt === 2) throw trimmed(point);
  }
}

interface EntryPage {
  readonly entries: readonly SizedEntry[];
  readonly end: boolean;
}

/**
 * Entries from `next` on, and whether the point's own was met before them: it is read along where nobody knows yet that it was
 * ever written. Otherwise not: whoever polls asks for nothing but what is new, and the newest entry may be a hundred read units.
 */
async function readPage(on: LogReader, { seq }: LogPoint, next: number): Promise<EntryPage & { isMet: boolean }> {
  const { space, env, board, lastKnown, signal } = on;
  const first = seq > lastKnown ? seq : next;
  const after = first <= 0 ? ENTRIES_START : entryKey(first - 1);
  const page = await retryRead(env, signal, () =>
    space.range(board, { after, upTo: ENTRIES_END, limit: ENTRIES_PER_READ }, signal),
  );
  const items = page.items.filter(({ key }) => seqOfKey(key) >= next);
  const entries = readableEntries(on, items);
  return { entries, end: page.end && entries.length === items.length, isMet: items.length < page.items.length };
}

/**
 * Entries up to one that cannot be read. What that one changed is in the listings themselves, so whoever stands before it has to do
 * what is done behind a log that was trimmed: begin with what is stored.
 * @throws AppError `cursor_expired` when there is none before it.
 */
function readableEntries({ env, board }: LogReader, items: readonly Item[]): SizedEntry[] {
  const entries: SizedEntry[] = [];
  for (const item of items) {
    try {
      entries.push({ ...decodeEntry(item), bytes: utf8Length(item.value.body) });
    } catch (error) {
      if (!isAppError(error, "corrupt")) throw error;
      env.log("record_unreadable", { board, key: item.key, error: error.message });
      if (entries.length > 0) return entries;
      const message = `entry ${seqOfKey(item.key)} of the log cannot be read: start again from an export`;
      throw new AppError("cursor_expired", message, { cause: error });
    }
  }
  return entries;
}

function trimmed(point: LogPoint): AppError {
  const from = point.seq < 0 ? "the beginning" : `entry ${point.seq}`;
  return new AppError("cursor_expired", `the log behind ${from} was trimmed: start again from an export`);
}

/** A point behind the last change of an entry is written without `taken`. */
function beyondTheEntry({ seq, taken }: LogPoint): AppError {
  const detail = `entry ${seq} of the log has no change ${taken}: use a cursor exactly as an answer gave it`;
  return faultError("invalid_cursor", { code: "malformed", detail, parameter: "cursor" });
}

function beyondTheEnd(point: LogPoint): AppError {
  return new AppError("invalid_cursor", `the log has no entry ${point.seq} yet`);
}
