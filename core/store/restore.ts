/**
 * A board from a backup. Services restore transactions in part: an entry without its listings, a listing without its entry, no
 * layout. What is there is made consistent, as a new line of history: no position of before means anything here.
 */
import { AppError } from "../errors.ts";
import type { Write } from "../ports.ts";
import { assertBoardName, listBoard } from "./board-list.ts";
import { decodeEntry, encodeBoardEntry, FORMAT } from "./codec.ts";
import type { LogEntry } from "./entry.ts";
import { ENTRIES_END, ENTRIES_START, entryKey, seqOfKey } from "./keys.ts";
import { DEFAULT_SETTINGS, type Layout, type RestoreInWork } from "./layout.ts";
import { type BoardPlace, updateLayout } from "./layout-record.ts";
import { encodePosition, newIncarnation } from "./position.ts";
import { entriesThatFit, newerListings, type ReadEntry, withNewerSettings } from "./replay.ts";
import { readScan, scanPages } from "./scan.ts";
import { findTail } from "./tail.ts";
import { RETENTION_MS } from "./trim.ts";

export interface RestoreReport {
  /** Where the log of the new line of history begins and ends. */
  readonly position: string;
  /** Live listings. */
  readonly listings: number;
  /** Listings and tombstones that were put back from the log. */
  readonly repaired: number;
  /** Log entries that are gone: what they said is in the listings. */
  readonly entries: number;
  /** `lost`: neither layout nor log knew them any more, so they are the default ones. */
  readonly settings: "kept" | "lost";
}

export interface RestoreOptions extends BoardPlace {
  /**
   * When the backup was taken, milliseconds. Default: when the newest entry in it was written, which is too early for a board that
   * nobody had written to for long.
   */
  readonly takenAt?: number | undefined;
}

/**
 * What an entry says that is so much older than the backup, every backup has in its listings: none takes that long. And only of
 * entries twice as old may a newer one, with its tombstone, have been forgotten (`trim.ts`) while the backup was made.
 */
const NEWS_MS = RETENTION_MS / 2;
const LISTINGS_PER_READ = 500;
/** Entries read at once: with bodies one entry may have 360 KB. */
const ENTRIES_PER_READ = 16;

/**
 * Seals the board, puts into its listings what its log knows newer, lets the log begin anew above every number that was found,
 * and opens it under a new incarnation. It may die anywhere and be run again. Processes that have the board open have to be
 * stopped first: they would go on with what they know of it.
 * @throws AppError `not_found` where nothing of the board is left, `conflict` for an unfinished copy, `unavailable` and
 * `outcome_unknown` of the store: run it again.
 */
export async function restoreBoard({ takenAt, ...on }: RestoreOptions): Promise<RestoreReport> {
  assertBoardName(on.board);
  const { highest } = await survey(on);
  const head = await begin(on, highest, takenAt);
  await listBoard(on);
  const folded = await foldLog(on, head);
  const { listings } = await survey(on);
  const incarnation = await finish(on, head);
  return { position: encodePosition(incarnation, { seq: head }), listings, ...folded };
}

interface Survey {
  /** The highest revision that a listing or tombstone has. */
  readonly highest: number;
  readonly listings: number;
}

async function survey(on: BoardPlace): Promise<Survey> {
  let highest = 0;
  let listings = 0;
  const scan = (after: string | undefined, limit: number) => readScan(on, after, limit);
  for await (const page of scanPages({ scan }, LISTINGS_PER_READ)) {
    for (const { kind, revision } of page) {
      highest = Math.max(highest, revision);
      if (kind === "listing") listings++;
    }
  }
  return { highest, listings };
}

/**
 * Takes the slot behind the log, so that writes on their way there lose it, above all revisions, so that none comes back. From
 * here on nobody opens the board.
 */
async function begin(on: BoardPlace, highest: number, takenAt: number | undefined): Promise<number> {
  const { env } = on;
  return updateLayout(on, async (found) => {
    const newest = await lastEntry(on);
    const tail = newest?.seq;
    if (found === undefined && tail === undefined) await assertAnything(on);
    const { making: before } = found ?? {};
    if (before?.kind === "copy") throw unfinishedCopy(on);
    // An earlier run has begun; of a backup that was taken in between, the entry may be missing.
    if (before?.head === tail && tail !== undefined && highest < tail) return { result: tail };
    const head = Math.max(highest, tail ?? 0) + 1;
    const isLayoutNew = found === undefined || (before?.isLayoutNew ?? false);
    const sealed = { at: env.now() };
    const making: RestoreInWork = { kind: "restore", head, isLayoutNew, ...newsSince(before, newest, takenAt) };
    const layout: Layout = { ...(found ?? newLayout(on)), sealed, making };
    const value = encodeBoardEntry({ seq: head, at: env.now(), sealed, changes: [] });
    return { layout, writes: [{ key: entryKey(head), value, condition: "absent" }], result: head };
  });
}

/** Of a restore that was under way, its own entry is no measure of how old the others are, nor is a later backup's time. */
function newsSince(
  before: RestoreInWork | undefined,
  newest: LogEntry | undefined,
  takenAt: number | undefined,
): Pick<RestoreInWork, "newsSince"> {
  if (before !== undefined) return before.newsSince === undefined ? {} : { newsSince: before.newsSince };
  if (newest === undefined || newest.sealed !== undefined) return {};
  return { newsSince: (takenAt ?? newest.at) - NEWS_MS };
}

/** The entry with the highest number, whatever is missing below it. */
async function lastEntry({ space, board, signal }: BoardPlace): Promise<LogEntry | undefined> {
  const { items } = await space.range(board, { after: ENTRIES_START, upTo: ENTRIES_END, limit: 1 }, signal);
  const [first] = items;
  // From there on: of a log that another run of the restore is folding, a second look at its start may meet nothing.
  if (first === undefined) return undefined;
  const tail = await findTail(space, board, seqOfKey(first.key), signal);
  const [newest] = await space.get(board, [entryKey(tail)], signal);
  return newest === undefined ? undefined : decodeEntry(newest);
}

async function assertAnything({ space, board, signal }: BoardPlace): Promise<void> {
  const { items } = await space.range(board, { limit: 1 }, signal);
  if (items.length === 0)
    throw new AppError("not_found", `there is no board ${board} in this store, nor a part of one`);
}

function unfinishedCopy({ board }: BoardPlace): AppError {
  return new AppError(
    "conflict",
    `board ${board} is an unfinished copy: run the same copy again, its source has it all`,
  );
}

function newLayout({ env, board }: BoardPlace): Layout {
  const createdAt = env.now();
  return { format: FORMAT, board, incarnation: newIncarnation(env), createdAt, settings: DEFAULT_SETTINGS };
}

type Folded = Omit<RestoreReport, "position" | "listings">;

/** Every older entry, oldest first: what it knows newer goes into the listings in the very commit that deletes it. */
async function foldLog(on: BoardPlace, head: number): Promise<Folded> {
  let repaired = 0;
  let entries = 0;
  for (;;) {
    const step = await updateLayout(on, async (layout) => {
      const restoring = assertRestoring(on, layout, head);
      const old = await oldEntries(on, head);
      const { newsSince = Number.NEGATIVE_INFINITY } = restoring.making;
      const news = old.filter(({ at }) => at >= newsSince);
      const puts = await newerListings(on, news);
      const deletions = old.map(({ item: { key, token } }): Write => ({ key, value: undefined, condition: { token } }));
      const result = { puts: puts.length, deletions: deletions.length, layout: restoring };
      if (old.length === 0) return { result };
      return { layout: withNewerSettings(restoring, old), writes: [...puts, ...deletions], result };
    });
    repaired += step.puts;
    entries += step.deletions;
    if (step.deletions === 0) return { repaired, entries, settings: hasLostSettings(step.layout) ? "lost" : "kept" };
  }
}

async function oldEntries({ space, board, signal }: BoardPlace, head: number): Promise<readonly ReadEntry[]> {
  const options = { after: ENTRIES_START, upTo: entryKey(head - 1), limit: ENTRIES_PER_READ };
  const { items } = await space.range(board, options, signal);
  return entriesThatFit(items);
}

function hasLostSettings({ making, settingsRevision }: Layout): boolean {
  return making?.kind === "restore" && making.isLayoutNew && settingsRevision === undefined;
}

function assertRestoring({ board }: BoardPlace, layout: Layout | undefined, head: number) {
  const { making } = layout ?? {};
  if (layout !== undefined && making?.kind === "restore" && making.head === head) return { ...layout, making };
  throw new AppError("conflict", `another run has gone on with the restore of board ${board}`);
}

async function finish(on: BoardPlace, head: number): Promise<string> {
  // Drawn as late as can be: a backup of a restore under way does not know the name that the restore ends with.
  const incarnation = newIncarnation(on.env);
  return updateLayout(on, async (layout) => {
    if (layout === undefined) throw new AppError("corrupt", `board ${on.board} has no layout record`);
    if (layout.making === undefined) return { result: layout.incarnation };
    // Another run may have begun anew, behind one that has finished: what its log holds is not folded yet.
    const { sealed: _sealed, making: _making, ...rest } = assertRestoring(on, layout, head);
    return { layout: { ...rest, incarnation }, result: incarnation };
  });
}
