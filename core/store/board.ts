/**
 * A board: listings under conditional, idempotent writes, and the dense log of their changes. The layout of its keys is in
 * `keys.ts`, how a write becomes durable in `log-writer.ts`, what each write means in `operations.ts`.
 */
import type { Env } from "../env.ts";
import { AppError, isAppError } from "../errors.ts";
import { derivedId, randomId } from "../listing/id.ts";
import type { ListingInput } from "../listing/input.ts";
import type { StoredListing } from "../listing/record.ts";
import { elapsedMs, momentOf } from "../moment.ts";
import type { Item, KeySpace, Write } from "../ports.ts";
import { assertBoardName, listNewBoard } from "./board-list.ts";
import { type ChangesPage, readChanges } from "./changes.ts";
import { decodeLayout, encodeEntry, encodeLayout, FORMAT } from "./codec.ts";
import { entryKey, LAYOUT_KEY, listingKey, POINTER_KEY } from "./keys.ts";
import { DEFAULT_SETTINGS, type Layout, openRefusal, type Seal, type Settings } from "./layout.ts";
import { readLayout } from "./layout-record.ts";
import { LogHead } from "./log-head.ts";
import { LogWriter } from "./log-writer.ts";
import {
  decideArchive,
  decideCreate,
  decidePatch,
  decideRemove,
  decideReplace,
  decideUpsert,
  type Precondition,
} from "./operations.ts";
import type { Outcome } from "./pending.ts";
import { type Pointer, pointerIn, readPointer, type Swap, swapPointer } from "./pointer.ts";
import { type LogPoint, newIncarnation } from "./position.ts";
import { recentListings } from "./recent-listings.ts";
import { MAX_ATTEMPTS, mayRepeat, pause, retryRead } from "./retry.ts";
import { readableListing, readScan, type ScanPage } from "./scan.ts";
import { changeSettings } from "./settings.ts";
import { type Trimmed, trim } from "./trim.ts";

export interface SourceIdentity {
  readonly name: string;
  readonly externalId: string;
}

export interface CallOptions {
  /** Aborted when the caller stops waiting; a write that may have been applied by then ends in `outcome_unknown`. */
  readonly signal?: AbortSignal | undefined;
}

export interface GetOptions extends CallOptions {
  /** Answers as if it were not there what cannot be read, and logs which that is. Default: `corrupt` is thrown. */
  readonly skipsUnreadable?: boolean;
}

export interface CreateOptions extends CallOptions {
  /** The caller's idempotency key and who the caller is: together they name the create, for as long as its listing is known. */
  readonly idempotency?: { readonly principal: string; readonly key: string } | undefined;
}

export interface UpsertOptions extends CallOptions {
  /** Stem of the file that the listing came in, kept when it is first created. */
  readonly fileName?: string | undefined;
}

/** Everything that writes answers `unavailable` once the board is sealed, with where it has moved to (`seal.ts`). */
export interface Board {
  readonly name: string;
  /** Random name of this line of history; positions of another mean nothing here. */
  readonly incarnation: string;
  settings(options?: CallOptions): Promise<Settings>;
  /** Whether another line of history is in its place by now: a copy or a restore. Whoever holds it has to open it again. */
  isReplaced(options?: CallOptions): Promise<boolean>;
  /** How the board ended: it takes no more writes. `undefined` while it does. */
  seal(options?: CallOptions): Promise<Seal | undefined>;
  changeSettings(change: (settings: Settings) => Settings, options?: CallOptions): Promise<Settings>;

  /** What is stored under each id now, in order; a tombstone for what was deleted in the last 30 days. */
  get(ids: readonly string[], options?: GetOptions): Promise<(StoredListing | undefined)[]>;
  /** What `get` would answer for one id, where that can be said at once; else `undefined`, which says nothing of it. */
  remembered(id: string): StoredListing | undefined;
  /** The id that a source identity has had and will always have. */
  idOf(source: SourceIdentity): string;

  /** @throws AppError `conflict` (the source is known), `gone` or `idempotency_mismatch` (the key is), `too_large`. */
  create(input: ListingInput, options?: CreateOptions): Promise<Outcome>;
  /** Creates or replaces the listing of the input's source. */
  upsert(input: ListingInput & { readonly source: SourceIdentity }, options?: UpsertOptions): Promise<Outcome>;
  /** @throws AppError `not_found`, `gone`, `precondition_failed`, `invalid_body` (another source), `too_large`. */
  replace(id: string, input: ListingInput, precondition: Precondition, options?: CallOptions): Promise<Outcome>;
  /** `patch`: JSON Merge Patch of the content. Throws as `replace`. */
  patch(id: string, patch: unknown, precondition: Precondition, options?: CallOptions): Promise<Outcome>;
  /** Deleting again succeeds. @throws AppError `not_found`, `precondition_failed`. */
  remove(id: string, precondition: Precondition, options?: CallOptions): Promise<Outcome>;

  /**
   * Archives a published listing that its source has stopped naming; leaves it (`unchanged`) if it is not published any more, or
   * has changed behind entry `asOf`. @throws AppError `not_found`.
   */
  archive(
    id: string,
    given: { readonly source: string; readonly asOf: number },
    options?: CallOptions,
  ): Promise<Outcome>;

  /** Number of the newest log entry that this process has met, without asking. */
  lastKnown(): number;
  /** Number of the newest log entry that this process wrote, 0 if none. */
  lastWritten(): number;
  /** Number of the newest log entry: at least every one that was acknowledged before the call. */
  head(options?: CallOptions): Promise<number>;
  /** Changes behind a point of the log, from its beginning without one. */
  changes(from: LogPoint | undefined, limit: number, options?: CallOptions): Promise<ChangesPage>;
  /** All that is stored, by id; pages are of different moments: read the head first, then the changes behind it. */
  scan(after: string | undefined, limit: number, options?: CallOptions): Promise<ScanPage>;
  /** The snapshots that it offers. */
  snapshots(options?: CallOptions): Promise<Pointer>;
  /**
   * Those that it offered when it was opened, so that a first search need not ask: a search from an older snapshot is as exact,
   * over more of the log. `undefined` later than a second after, and when there were none.
   */
  snapshotsAtOpening(): Pointer | undefined;
  /** Offers another one; what is said of it is in `swapPointer`. */
  offerSnapshot(swap: Swap, options?: CallOptions): Promise<boolean>;
  /** `isThorough`: tombstones and marks too, for which everything is read; default true. */
  trim(floor: number, options?: CallOptions & { readonly isThorough?: boolean }): Promise<Trimmed>;
}

export interface BoardOptions {
  readonly space: KeySpace;
  readonly env: Env;
  readonly name: string;
  /** A board that is not there is `not_found`. Default: it is made. */
  readonly mustExist?: boolean | undefined;
  /** Ends the opening, not what is opened. */
  readonly signal?: AbortSignal | undefined;
}

/** Between an opening and the first search of the request that it was for. */
const OPENING_TRUSTED_MS = 1_000;

/**
 * Opens a board; makes it first when there is none, unless it must exist.
 * @throws AppError `not_found` for one that must exist, `invalid_id` for a name that is none; `corrupt` for a board of a newer format or without a layout;
 * `unavailable` for one that is being copied or restored, or is not heard to be made.
 */
export async function openBoard(options: BoardOptions): Promise<Board> {
  const { space, env, name } = options;
  assertBoardName(name);
  const openedAt = momentOf(env);
  const { layout, pointer } = await openRecords(options);
  const { incarnation } = layout;
  const atOpening = pointerIn(pointer, incarnation);
  // Of entries that were met, however long ago; where the log ends is for `head` to say.
  let met = 0;
  const head = new LogHead(space, env, name);
  const writer = new LogWriter({ space, env, board: name, incarnation, head });
  const place = (signal: AbortSignal | undefined) => ({ space, env, board: name, signal });
  const decoded = recentListings();
  const given = (id: string) => ({ id, now: env.now() });
  const idOf = (source: SourceIdentity) => derivedId(env, "source", name, source.name, source.externalId);

  return {
    name,
    incarnation,
    isReplaced: async ({ signal } = {}) => (await readLayout(place(signal)))?.incarnation !== incarnation,
    seal: async ({ signal } = {}) => (await readLayout(place(signal)))?.sealed,
    settings: async ({ signal } = {}) => (await readLayout(place(signal)))?.settings ?? DEFAULT_SETTINGS,
    changeSettings: (change, { signal } = {}) => changeSettings({ ...place(signal), incarnation, head }, change),

    async get(ids, { signal, skipsUnreadable = false } = {}) {
      const items = await retryRead(env, signal, () => space.get(name, ids.map(listingKey), signal));
      const read = skipsUnreadable ? (item: Item) => readableListing({ env, board: name }, item, decoded) : decoded;
      return items.map((item) => (item === undefined ? undefined : read(item)));
    },
    remembered(id) {
      const item = space.remembered?.(name, listingKey(id));
      return item === undefined ? undefined : decoded(item);
    },
    idOf,

    create(input, { idempotency, signal } = {}) {
      const repeatable =
        idempotency === undefined ? undefined : derivedId(env, "create", name, idempotency.principal, idempotency.key);
      const sourced = input.source === undefined ? undefined : idOf(input.source);
      const id = sourced ?? repeatable ?? randomId(env);
      return writer.submit(id, decideCreate(env, { ...given(id), input, repeatable }), { signal, repeatable });
    },
    upsert(input, { fileName, signal } = {}) {
      const id = idOf(input.source);
      return writer.submit(id, decideUpsert(env, { ...given(id), input, fileName }), { signal });
    },
    replace: (id, input, precondition, { signal } = {}) =>
      writer.submit(id, decideReplace(env, { ...given(id), input, precondition }), { signal }),
    async patch(id, patch, precondition, { signal } = {}) {
      const { parseListing: parse } = await import("../listing/parse.ts");
      return writer.submit(id, decidePatch(env, { ...given(id), patch, parse, precondition }), { signal });
    },
    remove: (id, precondition, { signal } = {}) =>
      writer.submit(id, decideRemove({ ...given(id), precondition }), { signal }),
    archive: (id, { source, asOf }, { signal } = {}) =>
      writer.submit(id, decideArchive(env, { ...given(id), source, asOf }), { signal }),

    lastKnown: () => head.lastKnown,
    lastWritten: () => head.lastWritten,
    head: ({ signal } = {}) => retryRead(env, signal, () => head.refresh(signal)),
    async changes(from, limit, { signal } = {}) {
      const page = await readChanges({ ...place(signal), lastKnown: Math.max(met, head.lastKnown) }, from, limit);
      met = Math.max(met, page.next.seq);
      // Whoever writes next need not look for the end that was just read. An older entry says nothing: what lies behind it
      // may be trimmed by the time of that write.
      if (!page.more) head.reached(page.next.seq);
      return page;
    },
    scan: (after, limit, { signal } = {}) => readScan(place(signal), after, limit),
    snapshots: ({ signal } = {}) => readPointer(place(signal), incarnation),
    snapshotsAtOpening() {
      const isTrusted = elapsedMs(env, openedAt) < OPENING_TRUSTED_MS;
      return isTrusted && atOpening.offered.length > 0 ? atOpening : undefined;
    },
    offerSnapshot: (swap, { signal } = {}) => swapPointer(place(signal), incarnation, swap),
    trim: (floor, { signal, isThorough = true } = {}) => trim({ ...place(signal), incarnation, floor, isThorough }),
  };
}

interface OpeningRecords {
  readonly layout: Layout;
  readonly pointer: Item | undefined;
}

/** Several processes may open a new board at once: one makes it, all find the same. */
async function openRecords(options: BoardOptions): Promise<OpeningRecords> {
  const { space, env, name, signal } = options;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    // In one request, which is what a first search waits for.
    const [found, pointer] = await retryRead(env, signal, () => space.get(name, [LAYOUT_KEY, POINTER_KEY], signal));
    const layout = found === undefined ? undefined : decodeLayout(found);
    const refusal = layout === undefined ? undefined : openRefusal(layout);
    if (refusal !== undefined) throw refusal;
    if (layout !== undefined) return { layout, pointer };
    if (options.mustExist === true) throw new AppError("not_found", `there is no board ${name}`);
    await assertEmpty(options);
    try {
      await makeBoard(options);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !mayRepeat(env, error)) throw notMade(name, error);
    }
    if (attempt > 1) await pause(env, attempt, signal);
  }
  throw new AppError("unavailable", `the store is too busy to make board ${name}`);
}

/** Whoever opens a board has asked it for nothing yet that could be in doubt, and opens it again at no risk. */
function notMade(name: string, error: unknown): unknown {
  if (!isAppError(error, "outcome_unknown")) return error;
  return new AppError("unavailable", `nothing says whether board ${name} is made: try again`, { cause: error });
}

/** A board that lost its layout must not get a new log over its old listings. The layout's key is the first of all. */
async function assertEmpty({ space, env, name, signal }: BoardOptions): Promise<void> {
  const { items } = await retryRead(env, signal, () => space.range(name, { limit: 1 }, signal));
  if (items.every(({ key }) => key === LAYOUT_KEY)) return;
  // A range that went on while the board was made may have its log without its layout.
  if ((await readLayout({ space, env, board: name, signal })) !== undefined) return;
  const message = `board ${name} has records but no layout record, as after a restore in parts: run \`rolecall restore\``;
  throw new AppError("corrupt", message);
}

async function makeBoard({ space, env, name, signal }: BoardOptions): Promise<void> {
  const layout: Layout = {
    format: FORMAT,
    board: name,
    incarnation: newIncarnation(env),
    createdAt: env.now(),
    settings: DEFAULT_SETTINGS,
  };
  // Its line in the list of boards comes first: a line too many is harmless, a board that nobody finds is not.
  await listNewBoard({ space, env, board: name, signal });
  const writes: Write[] = [
    { key: LAYOUT_KEY, value: encodeLayout(layout), condition: "absent" },
    { key: entryKey(0), value: encodeEntry(0, env.now(), []), condition: "absent" },
  ];
  await space.commit(name, writes, signal);
}
