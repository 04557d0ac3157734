/** What lies at the place that a copy is to go to, and whether it may go there. */
import { AppError } from "../errors.ts";
import type { Write } from "../ports.ts";
import { encodeBoardEntry } from "./codec.ts";
import { ENTRIES_END, ENTRIES_START, entryKey, LAYOUT_KEY, LISTINGS_END, LISTINGS_START } from "./keys.ts";
import type { Layout } from "./layout.ts";
import type { BoardPlace } from "./layout-record.ts";
import { encodePosition } from "./position.ts";
import { findTail } from "./tail.ts";

export interface CopyPlaces {
  readonly from: BoardPlace;
  readonly to: BoardPlace;
  /** The source takes no more writes and the target takes over; else the target becomes a board of its own. */
  readonly isMove: boolean;
}

/** `complete`: the copy is there and untouched. `open`: it may be made, and these writes go with its first commit. */
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
  if (isFinished(places, source, target, tail)) return { kind: "complete", seq: tail };
  if (await isOrigin(places, source, target, tail)) return { kind: "open", writes: [] };
  const isOther = target.incarnation !== source.incarnation;
  if (isOther && (await isUntouched(places.to, target, tail))) return { kind: "open", writes: [takeover(places.to)] };
  throw occupied(target, `a board at position ${encodePosition(target.incarnation, { seq: tail })}`);
}

/** Without a layout there must be nothing at all: records of a board that lost it are somebody's. */
async function emptyState({ space, board, signal }: BoardPlace): Promise<TargetState> {
  const { items } = await space.range(board, { limit: 1 }, signal);
  if (items.every(({ key }) => key === LAYOUT_KEY)) return { kind: "open", writes: [] };
  throw new AppError("conflict", `the target holds records of a board ${board} that has lost its layout`);
}

/** The end of this very copy, which nobody has written to since. */
function isFinished({ isMove }: CopyPlaces, source: Layout, target: Layout, tail: number): boolean {
  if (target.sealed !== undefined) return false;
  if (isMove) return target.incarnation === source.incarnation && source.sealed?.seq === tail;
  return target.forkedFrom?.incarnation === source.incarnation && target.forkedFrom.seq === tail;
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
  return { key: entryKey(1), value: encodeBoardEntry(entry), condition: "absent" };
}

function occupied({ board }: Layout, what: string): AppError {
  return new AppError(
    "conflict",
    `the target already holds ${what} named ${board}: name another place, or another board`,
  );
}
