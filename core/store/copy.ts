/**
 * Carrying a board to another store: the same log with the same numbers, the same listings, marks and tombstones. A walk
 * that puts what differs and deletes what is extra, so it may die anywhere and be run again.
 */
import type { Env } from "../env.ts";
import { AppError } from "../errors.ts";
import { randomId } from "../listing/id.ts";
import type { Item, KeySpace, Write } from "../ports.ts";
import { assertBoardName, boardLine, listBoard } from "./board-list.ts";
import { type Comparison, compareContent } from "./compare.ts";
import { type CopyPlaces, type TargetState, targetState } from "./copy-target.ts";
import { entryKey, LISTINGS_END, LISTINGS_START, MARKS_END, MARKS_START, markKey } from "./keys.ts";
import { type Layout, openRefusal } from "./layout.ts";
import { type BoardPlace, readLayout, updateLayout } from "./layout-record.ts";
import { assertCopying, type Mirror, mirrorLog, mirrorRange, tornLog } from "./mirror.ts";
import { encodePosition, newIncarnation } from "./position.ts";
import { entriesThatFit, newerListings, type ReadEntry, withNewerSettings } from "./replay.ts";
import { retryRead } from "./retry.ts";
import { assertSamePlace, sealBoard } from "./seal.ts";
import { findTail } from "./tail.ts";

/** Of one run: records of the source that were read, and writes that the target needed. */
export interface CopyProgress {
  readonly phase: "copying" | "comparing";
  readonly read: number;
  readonly written: number;
}

export interface CopyOptions {
  readonly from: KeySpace;
  readonly to: KeySpace;
  readonly env: Env;
  readonly name: string;
  /**
   * A move: the source takes no more writes, says where the board went, and the target goes on with the same incarnation.
   * Default: the target becomes a board of its own.
   */
  readonly seal?: { readonly movedTo: string } | undefined;
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CopyReport extends Comparison {
  /** End of the log that was copied, as clients of the copy see it. */
  readonly position: string;
  /** Nothing was left to do: an earlier run had finished. */
  readonly wasComplete: boolean;
  readonly written: number;
}

interface Copy extends CopyPlaces {
  readonly source: Layout;
  /** End of the source's log before anything of it was read; its settings are read later, so none of up to there is missed. */
  readonly start: number;
  readonly options: CopyOptions;
  readonly mirror: Mirror;
  readonly progress: { read: number; written: number };
}

/** Entries read at once: with bodies one entry may have 360 KB. */
const ENTRIES_PER_READ = 16;

/**
 * Copies a board, resuming what an earlier run has left. A copy that does not say the same as its source is not finished:
 * nobody can open it, and the report names the listings.
 * @throws AppError `not_found` without a source, `conflict` when the target holds something else or the source has moved
 * elsewhere, `corrupt` for a source with a torn log; `unavailable` and `outcome_unknown` of the stores: run it again.
 */
export async function copyBoard(options: CopyOptions): Promise<CopyReport> {
  const copy = await planned(options);
  const begun = await begin(copy);
  const seq = begun.kind === "complete" ? begun.seq : await carry(copy);
  const comparison = await compareContent(copy.from, copy.to, seq, (count) => tell(copy, "comparing", count));
  const isOpen = begun.kind === "open" && comparison.isEqual;
  const { incarnation } = isOpen ? await finish(copy, seq) : await readTarget(copy);
  return {
    ...comparison,
    position: encodePosition(incarnation, { seq }),
    wasComplete: begun.kind === "complete",
    written: copy.progress.written,
  };
}

/** Refuses what can be refused before anything is written. */
async function planned(options: CopyOptions): Promise<Copy> {
  const { env, name, seal, signal } = options;
  assertBoardName(name);
  const place = (space: KeySpace): BoardPlace => ({ space, env, board: name, signal });
  const from = place(options.from);
  const source = await readSource(from);
  if (seal !== undefined && source.sealed !== undefined) assertSamePlace(name, source.sealed, seal.movedTo);
  const places = { from, to: place(options.to), isMove: seal !== undefined };
  const start = await tailOf(from);
  const progress = { read: 0, written: 0 };
  const copy: Copy = {
    ...places,
    source,
    start,
    options,
    progress,
    mirror: {
      from,
      to: places.to,
      of: source.incarnation,
      by: randomId(env),
      count({ read, written }) {
        progress.read += read;
        progress.written += written;
        tell(copy, "copying", progress.read);
      },
    },
  };
  return copy;
}

async function readSource(from: BoardPlace): Promise<Layout> {
  const source = await readLayout(from);
  if (source === undefined) throw new AppError("not_found", `the source has no board ${from.board}`);
  const refusal = openRefusal(source);
  if (refusal !== undefined) throw refusal;
  return source;
}

/** Claims the target, with the source's settings: nobody can open it from here until the copy is finished. */
async function begin(copy: Copy): Promise<TargetState> {
  const { from, to, mirror } = copy;
  const state = await updateLayout<TargetState>(to, async (target) => {
    const source = await readSource(from);
    if (source.incarnation !== mirror.of) throw new AppError("conflict", `board ${from.board} was replaced meanwhile`);
    const result = await targetState(copy, source, target);
    if (result.kind === "complete") return { result };
    const { sealed: _sealed, ...unsealed } = source;
    return {
      layout: { ...unsealed, making: { kind: "copy", of: mirror.of, by: mirror.by } },
      writes: result.writes,
      result,
    };
  });
  if (state.kind === "open") await listBoard(to, await boardLine(from));
  return state;
}

/** Brings over everything up to an entry, whose number it gives: the last one of a source that is sealed then. */
async function carry(copy: Copy): Promise<number> {
  const { from, mirror, start, options } = copy;
  await mirrorRange(mirror, { after: LISTINGS_START, upTo: LISTINGS_END });
  await mirrorRange(mirror, { after: MARKS_START, upTo: MARKS_END });
  await mirrorLog(mirror);
  // What was read so far is of moments up to here; a source that is written to all the time would never be caught up with.
  const reached = await tailOf(from);
  await follow(copy, start, reached);
  // As late as can be: from here until the target opens nobody can write.
  const last = options.seal === undefined ? reached : await sealBoard(from, options.seal);
  await follow(copy, reached, last);
  return last;
}

function tailOf({ space, env, board, signal }: BoardPlace): Promise<number> {
  return retryRead(env, signal, () => findTail(space, board, undefined, signal));
}

/** What the log says behind one entry, up to another: listings were read at different moments, now they are all of that one. */
async function follow(copy: Copy, start: number, last: number): Promise<void> {
  const { to, mirror } = copy;
  for (let seq = start; seq < last; ) {
    const entries = await nextEntries(copy, seq, last);
    const marks = await marksOf(copy, entries);
    const written = await updateLayout(to, async (layout) => {
      const copying = assertCopying(mirror, layout);
      const missing = await missingItems(to, [...entries.map(({ item }) => item), ...marks]);
      const writes = [...missing, ...(await newerListings(to, entries))];
      const changed = withNewerSettings(copying, entries);
      const isSame = writes.length === 0 && changed === copying;
      return { layout: isSame ? undefined : changed, writes, result: writes.length };
    });
    mirror.count({ read: entries.length, written });
    seq += entries.length;
  }
}

async function nextEntries({ from }: Copy, seq: number, last: number): Promise<readonly ReadEntry[]> {
  const options = { after: entryKey(seq), upTo: entryKey(last), limit: ENTRIES_PER_READ };
  const { items } = await retryRead(from.env, from.signal, () => from.space.range(from.board, options, from.signal));
  const entries = entriesThatFit(items);
  if (entries.length === 0 || entries.some((entry, i) => entry.seq !== seq + 1 + i)) throw tornLog(from, seq);
  return entries;
}

/** The marks that were made with entries. No entry has them, but each has the name that the key gave its listing's creation. */
async function marksOf({ from }: Copy, entries: readonly ReadEntry[]): Promise<Item[]> {
  const { space, env, board, signal } = from;
  const names = new Set(entries.flatMap(({ changes }) => changes.map(({ createdBy }) => createdBy.operation)));
  const items = await retryRead(env, signal, () => space.get(board, [...names].map(markKey), signal));
  return items.filter((item) => item !== undefined);
}

async function missingItems({ space, board, signal }: BoardPlace, items: readonly Item[]): Promise<Write[]> {
  const keys = items.map(({ key }) => key);
  const there = await space.get(board, keys, signal);
  return items.flatMap(({ key, value }, i): Write[] => {
    const item = there[i];
    if (item === undefined) return [{ key, value, condition: "absent" }];
    return item.value.body === value.body ? [] : [{ key, value, condition: { token: item.token } }];
  });
}

/** Opens the target: as the board itself when the source is sealed, else as a board of its own from here on. */
async function finish(copy: Copy, seq: number): Promise<Layout> {
  const { to, mirror, isMove, options } = copy;
  const incarnation = isMove ? mirror.of : newIncarnation(options.env);
  return updateLayout(to, async (layout) => {
    // By an attempt of this run whose answer was lost; a move ends in the same way whoever ends it.
    if (layout?.making === undefined && layout?.incarnation === incarnation) return { result: layout };
    const { making: _making, ...rest } = assertCopying(mirror, layout);
    const open = isMove ? rest : { ...rest, incarnation, forkedFrom: { incarnation: mirror.of, seq } };
    return { layout: open, result: open };
  });
}

async function readTarget({ to, source }: Copy): Promise<Layout> {
  return (await readLayout(to)) ?? source;
}

function tell({ options, progress }: Copy, phase: CopyProgress["phase"], read: number): void {
  options.onProgress?.({ phase, read, written: progress.written });
}
