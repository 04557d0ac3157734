/** Reading the log: gap-free, in order, each change once. */
import type { Env } from "../env.ts";
import { AppError } from "../errors.ts";
import type { StoredListing } from "../listing/record.ts";
import type { KeySpace } from "../ports.ts";
import { decodeEntry } from "./codec.ts";
import type { LogEntry } from "./entry.ts";
import { ENTRIES_END, ENTRIES_START, entryKey } from "./keys.ts";
import type { LogPoint } from "./position.ts";
import { retryRead } from "./retry.ts";

/** Entries read by one request: with bodies one entry may have 360 KB. */
const ENTRIES_PER_READ = 16;
/** Bodies handed out by one page, as JSON; more follows on the next. */
const MAX_PAGE_CHARS = 4 * 1024 * 1024;

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

export interface LogReader {
  readonly space: KeySpace;
  readonly env: Env;
  readonly board: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The changes behind a point of the log, from its beginning when there is none.
 * @throws AppError `cursor_expired` when the log was trimmed behind the point, `invalid_cursor` when it is not yet written.
 */
export async function readChanges(on: LogReader, from: LogPoint | undefined, limit: number): Promise<ChangesPage> {
  const changes: Change[] = [];
  const room: Room = { changes: limit, chars: MAX_PAGE_CHARS };
  let point: LogPoint = from ?? { seq: -1 };
  for (;;) {
    const { entries, end } = await readEntries(on, point);
    for (const entry of entries) {
      const behind = entry.seq === point.seq ? (point.taken ?? entry.changes.length) : 0;
      const part = takeWhileRoom(entry.changes.slice(behind), room);
      changes.push(...part.map((stored) => ({ at: entry.at, stored })));
      const taken = behind + part.length;
      if (taken < entry.changes.length) return { changes, next: pointAt(entry, taken, point), more: true };
      point = { seq: entry.seq };
    }
    if (end || room.changes === 0) return { changes, next: point, more: !end };
  }
}

/** What a page can still take. */
interface Room {
  changes: number;
  chars: number;
}

function takeWhileRoom(changes: readonly StoredListing[], room: Room): readonly StoredListing[] {
  let count = 0;
  for (const stored of changes) {
    if (room.changes === 0 || room.chars <= 0) break;
    room.changes--;
    room.chars -= sizeOf(stored);
    count++;
  }
  return changes.slice(0, count);
}

/** Behind the first `taken` changes of an entry; behind none of them is the end of the entry before. */
function pointAt(entry: LogEntry, taken: number, before: LogPoint): LogPoint {
  return taken === 0 && before.seq === entry.seq - 1 ? before : { seq: entry.seq, taken };
}

/**
 * Entries from the point's own on (it may be half taken), or behind it when it was trimmed. A gap is read once more before
 * it counts as trimmed: a page of a range is not one cut.
 */
async function readEntries(on: LogReader, point: LogPoint): Promise<{ entries: readonly LogEntry[]; end: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const page = await readPage(on, point.seq);
    const isWhole = page.entries.every((entry, i) => entry.seq === (page.entries[0]?.seq ?? 0) + i);
    const first = page.entries[0];
    if (first === undefined) throw beyondTheEnd(point);
    const follows = first.seq === point.seq || (first.seq === point.seq + 1 && point.taken === undefined);
    if (follows && isWhole) return { entries: page.entries, end: page.end };
    if (attempt === 2) throw trimmed(point);
  }
}

async function readPage(on: LogReader, seq: number): Promise<{ entries: LogEntry[]; end: boolean }> {
  const { space, env, board, signal } = on;
  let after = seq <= 0 ? ENTRIES_START : entryKey(seq - 1);
  for (;;) {
    const page = await retryRead(env, signal, () =>
      space.range(board, { after, upTo: ENTRIES_END, limit: ENTRIES_PER_READ }, signal),
    );
    if (page.items.length > 0 || page.end) return { entries: page.items.map(decodeEntry), end: page.end };
    after = page.items.at(-1)?.key ?? after;
  }
}

function sizeOf(stored: StoredListing): number {
  return stored.kind === "tombstone" ? 200 : 1_000 + (stored.content.description?.value.length ?? 0);
}

function trimmed(point: LogPoint): AppError {
  const from = point.seq < 0 ? "the beginning" : `entry ${point.seq}`;
  return new AppError("cursor_expired", `the log behind ${from} was trimmed: start again from an export`);
}

function beyondTheEnd(point: LogPoint): AppError {
  return new AppError("invalid_cursor", `the log has no entry ${point.seq} yet`);
}
