/** What lies at the place that a copy is to go to, and whether it may go there. */
import { AppError } from "../errors.ts";
import type { Item, Value, Write } from "../ports.ts";
import { decodeEntry, encodeBoardEntry } from "./codec.ts";
import { ENTRIES_END, ENTRIES_START, entryKey, LAYOUT_KEY, LISTINGS_END, LISTINGS_START } from "./keys.ts";
import type { Layout } from "./layout.ts";
import type { BoardPlace } from "./layout-record.ts";
import { encodePosition } from "./position.ts";
import { findTail } from "./tail.ts";

/** The slot that a first write to a board takes. */
export const TAKEOVER_KEY = entryKey(1);
const NO_ENTRY = -1;

export interface CopyPlaces {
  readonly from: BoardPlace;
  readonly to: BoardPlace;
  /** The source takes no more writes and the target takes over; else the target becomes a board of its own. */
  readonly isMove: boolean;
}

/** `complete`: the copy is there and untouched, and has its source up to this entry. `open`: it may be made, and these writes go with its first commit. */
export type TargetState =
  | { readonly kind: "complete"; readonly seq: number }
  | { readonly kind: "open"; readonly writes: readonly Write[] };

/** @throws AppError `conflict`, with what is there, when the target is neither free nor a copy of this source. */
export async function targetState(
  places: CopyPlaces,
  source: Layout,
  target: Layout | undefined,
): Promise<TargetState> {
  if (target === undefined) return emptyState(places.to);
  if (target.making?.kind === "copy" && target.making.of === source.incarnation) return { kind: "open", writes: [] };
  if (target.making !== undefined) throw occupied(target, `an unfinished ${target.making.kind}`);
  const tail = await findTail(places.to.space, places.to.board, undefined, places.to.signal);
  const end = await finishedAt(places, source, target, tail);
  if (end !== undefined) return { kind: "complete", seq: end };
  if (await isOrigin(places, source, target, tail)) return { kind: "open", writes: [] };
  const isOther = target.incarnation !== source.incarnation;
  if (isOther && (await isUntouched(places.to, target, tail))) return { kind: "open", writes: [takeover(places.to)] };
  throw occupied(target, `a board at position ${encodePosition(target.incarnation, { seq: tail })}`);
}

/** Without a layout there must be nothing at all: records of a board that lost it are somebody's. */
async function emptyState({ space, board, signal }: BoardPlace): Promise<TargetState> {
  const { items } = await space.range(board, { limit: 1 }, signal);
  // A range that went on while another run began may have what that run has copied without the layout.
  const [made] = items.length === 0 ? [] : await space.get(board, [LAYOUT_KEY], signal);
  // Then the commit meets it, and all is looked at again.
  if (items.length === 0 || made !== undefined) return { kind: "open", writes: [] };
  throw new AppError("conflict", `the target holds records of a board ${board} that has lost its layout`);
}

/** The last entry of this very copy, when nobody has written to it since. */
async function finishedAt({ to, isMove }: CopyPlaces, source: Layout, target: Layout, tail: number) {
  if (target.sealed !== undefined) return undefined;
  if (isMove) return target.incarnation === source.incarnation && source.sealed?.seq === tail ? tail : undefined;
  const { forkedFrom } = target;
  if (forkedFrom?.incarnation !== source.incarnation) return undefined;
  // Behind the fork of a board that nobody had written to lies the entry that took its place over.
  const isEnd = forkedFrom.seq === tail || (forkedFrom.seq === 0 && tail === 1 && (await isTakenOver(to)));
  return isEnd ? forkedFrom.seq : undefined;
}

async function isTakenOver({ space, board, signal }: BoardPlace): Promise<boolean> {
  const [item] = await space.get(board, [TAKEOVER_KEY], signal);
  return item !== undefined && decodeEntry(item).sealed !== undefined;
}

/** Where the source itself once came from: sealed ever since, and its last entry is one of the source's. */
async function isOrigin({ from, to, isMove }: CopyPlaces, source: Layout, target: Layout, tail: number) {
  if (!isMove || target.sealed === undefined || source.sealed !== undefined) return false;
  if (target.incarnation !== source.incarnation) return false;
  const [[there], [here]] = await Promise.all([
    from.space.get(from.board, [entryKey(tail)], from.signal),
    to.space.get(to.board, [entryKey(tail)], to.signal),
  ]);
  return here !== undefined && here.value.body === there?.value.body;
}

/** As whatever first looked at the store has made it: `doctor`, a server, a function that was asked whether it is ready. */
async function isUntouched({ space, board, signal }: BoardPlace, target: Layout, tail: number): Promise<boolean> {
  if (tail !== 0 || target.sealed !== undefined || target.forkedFrom !== undefined) return false;
  const listings = await space.range(board, { after: LISTINGS_START, upTo: LISTINGS_END, limit: 1 }, signal);
  const entries = await space.range(board, { after: ENTRIES_START, upTo: ENTRIES_END, limit: 2 }, signal);
  return listings.items.length === 0 && entries.items.length === 1;
}

/** Takes the slot that a first write to the untouched board would take which was decided before: it has lost it. */
function takeover({ env }: BoardPlace): Write {
  const entry = { seq: 1, at: env.now(), sealed: { at: env.now() }, changes: [] };
  return { key: TAKEOVER_KEY, value: encodeBoardEntry(entry), condition: "absent" };
}

/**
 * Holds that slot where the log begins above it. Readers must not take it for an entry, or the log would not read as trimmed
 * where it happens to begin right behind: its number joins on to none.
 */
export function placeholder({ env }: BoardPlace): Value {
  return { kind: "entry", body: JSON.stringify({ seq: NO_ENTRY, at: env.now(), changes: [] }) };
}

export function isPlaceholder(item: Item): boolean {
  return item.key === TAKEOVER_KEY && decodeEntry(item).seq === NO_ENTRY;
}

function occupied({ board }: Layout, what: string): AppError {
  return new AppError(
    "conflict",
    `the target already holds ${what} named ${board}: name another place, or another board`,
  );
}
