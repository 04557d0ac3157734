/**
 * Making one range of keys in a board that nobody can open yet equal the same range of its source. Every commit rests on the
 * layout record (`layout-record.ts`), which names the run that copies. So of two runs at once the one that began later goes
 * on and the other can do no more, and what a run that was given up had sent never lands behind the copy's end.
 */
import { AppError } from "../errors.ts";
import { type Item, type RangePage, utf8Length, type Value, type Write } from "../ports.ts";
import { isPlaceholder, placeholder, TAKEOVER_KEY } from "./copy-target.ts";
import { ENTRIES_END, ENTRIES_START, seqOfKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { type BoardPlace, updateLayout } from "./layout-record.ts";
import { MAX_BYTES, MAX_WRITES } from "./replay.ts";

export interface Mirror {
  readonly from: BoardPlace;
  readonly to: BoardPlace;
  /** Incarnation that is being copied. */
  readonly of: string;
  /** Name of this run. */
  readonly by: string;
  /** Told of every item that the source has, and of every write. */
  readonly count: (counts: { readonly read: number; readonly written: number }) => void;
}

export interface KeyRange {
  readonly after: string;
  readonly upTo: string;
}

/** Read from each side at once: about what one commit can carry. */
const ITEMS_PER_READ = 90;

/** The layout of a copy that this run is making. @throws AppError `conflict` when it is not any more. */
export function assertCopying({ by, to }: Mirror, layout: Layout | undefined): Layout {
  if (layout?.making?.kind === "copy" && layout.making.by === by) return layout;
  throw new AppError("conflict", `another run goes on with the copy of board ${to.board}`);
}

/** `onItems` hears of the source's items, in order, each once. */
export async function mirrorRange(
  mirror: Mirror,
  { after, upTo }: KeyRange,
  onItems: (items: readonly Item[]) => void = () => undefined,
): Promise<void> {
  for (let start = after; ; ) {
    const range = { after: start, upTo };
    const step = await updateLayout(mirror.to, async (layout) => {
      const { writes, ...result } = await differences(mirror, range);
      return { layout: writes.length === 0 ? undefined : assertCopying(mirror, layout), writes, result };
    });
    mirror.count({ read: step.items.length, written: step.written });
    onItems(step.items);
    if (step.end) return;
    start = step.reached;
  }
}

/**
 * The log, ascending: a reader of it goes by its entries being dense. The source may be trimmed meanwhile, then what it
 * holds has a gap to what was read before, and the walk starts over.
 * @throws AppError `corrupt` for a source whose log has a gap that stays.
 */
export async function mirrorLog(mirror: Mirror): Promise<void> {
  for (let known: number | undefined; ; ) {
    let first: number | undefined;
    let last: number | undefined;
    let gap: number | undefined;
    await mirrorRange(mirror, { after: ENTRIES_START, upTo: ENTRIES_END }, (items) => {
      for (const seq of items.filter((item) => !isPlaceholder(item)).map(({ key }) => seqOfKey(key))) {
        first ??= seq;
        if (last !== undefined && seq !== last + 1) gap ??= last;
        last = seq;
      }
    });
    if (gap === undefined) return first === 0 ? undefined : holdTakeover(mirror);
    if (gap === known) throw tornLog(mirror.from, gap);
    known = gap;
  }
}

/** Of a trimmed log: what is left in the slot of the takeover gives way to what is no entry, without leaving it free. */
async function holdTakeover(mirror: Mirror): Promise<void> {
  const { space, board, signal } = mirror.to;
  const written = await updateLayout(mirror.to, async (layout) => {
    const copying = assertCopying(mirror, layout);
    const [[item], [original]] = await Promise.all([
      space.get(board, [TAKEOVER_KEY], signal),
      mirror.from.space.get(board, [TAKEOVER_KEY], mirror.from.signal),
    ]);
    if (item === undefined || original !== undefined || isPlaceholder(item)) return { result: 0 };
    const write: Write = { key: TAKEOVER_KEY, value: placeholder(mirror.to), condition: { token: item.token } };
    return { layout: copying, writes: [write], result: 1 };
  });
  mirror.count({ read: 0, written });
}

export function tornLog({ board }: BoardPlace, seq: number): AppError {
  const message = `the log of board ${board} has a gap behind entry ${seq}: run \`rolecall restore\` on it first`;
  return new AppError("corrupt", message);
}

interface Step {
  readonly writes: readonly Write[];
  readonly written: number;
  /** The source's items up to `reached`. */
  readonly items: readonly Item[];
  /** Up to this key both sides are equal once the writes are made. */
  readonly reached: string;
  readonly end: boolean;
}

async function differences({ from, to }: Mirror, range: KeyRange): Promise<Step> {
  const options = { ...range, limit: ITEMS_PER_READ };
  const [source, target] = await Promise.all([
    from.space.range(from.board, options, from.signal),
    to.space.range(to.board, options, to.signal),
  ]);
  // Of what lies behind the shorter page nothing is known yet.
  const known = [coveredBy(source, range), coveredBy(target, range)].sort()[0] ?? range.upTo;
  const upTo = (items: readonly Item[], last: string) => items.filter(({ key }) => key <= last);
  const writes = writesBetween(upTo(source.items, known), upTo(target.items, known));
  const fitting = thatFit(writes);
  const isCut = fitting.length < writes.length;
  const reached = isCut ? (fitting.at(-1)?.key ?? known) : known;
  return {
    writes: fitting,
    written: fitting.length,
    items: upTo(source.items, reached),
    reached,
    end: source.end && target.end && !isCut,
  };
}

function coveredBy({ items, end }: RangePage, { upTo }: KeyRange): string {
  return end ? upTo : (items.at(-1)?.key ?? upTo);
}

/**
 * Puts what differs and deletes what is extra, by key; but the slot of a takeover never becomes free again: a write that was
 * decided before it may still be on its way there.
 */
function writesBetween(source: readonly Item[], target: readonly Item[]): Write[] {
  const there = new Map(target.map((item) => [item.key, item]));
  const wanted = new Set(source.map(({ key }) => key));
  const puts = source.flatMap(({ key, value }): Write[] => {
    const item = there.get(key);
    if (item === undefined) return [{ key, value, condition: "absent" }];
    return isSame(item.value, value) ? [] : [{ key, value, condition: { token: item.token } }];
  });
  const extra = target.filter(({ key }) => !wanted.has(key) && key !== TAKEOVER_KEY);
  const deletions = extra.map(({ key, token }): Write => ({ key, value: undefined, condition: { token } }));
  return [...puts, ...deletions].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function isSame(a: Value, b: Value): boolean {
  return a.body === b.body && a.kind === b.kind && a.id === b.id && a.revision === b.revision;
}

function thatFit(writes: readonly Write[]): readonly Write[] {
  let bytes = 0;
  const over = writes.findIndex(({ value }, i) => {
    bytes += value === undefined ? 0 : utf8Length(value.body);
    return i === MAX_WRITES || bytes > MAX_BYTES;
  });
  return over === -1 ? writes : writes.slice(0, over);
}
