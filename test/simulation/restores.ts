/** A board from a backup, of which some records are older than others: what the newest of them say, as a new line of history. */
import { type MemoryKeys, memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { follower } from "../../core/index/follower.ts";
import type { StoredListing } from "../../core/listing/record.ts";
import type { Item } from "../../core/ports.ts";
import { openBoard } from "../../core/store/board.ts";
import type { LogEntry } from "../../core/store/entry.ts";
import { LAYOUT_KEY } from "../../core/store/keys.ts";
import type { Layout } from "../../core/store/layout.ts";
import { type RestoreReport, restoreBoard } from "../../core/store/restore.ts";
import type { Answer } from "./ask.ts";
import { ask, type Client, input } from "./client.ts";
import { CLOCKS_DIFFER_MS } from "./ledger.ts";
import { BEGINNING } from "./life.ts";
import { BOARD, textsOf } from "./stores.ts";
import { Violation } from "./violation.ts";
import type { World } from "./world.ts";

const RESTORE_MS = 60_000;
/** As in `core/store/restore.ts`. */
const NEWS_MS = 15 * 86_400_000;
const ATTEMPTS = 4;
/** A backup takes up to so many times twice a client's pause. */
export const BACKUP_DOUBLINGS = 6;
const RESTORE_CODES: readonly string[] = ["unavailable", "outcome_unknown", "conflict"];

/** To a place of its own, from instance to instance until one has finished it alone. Answers whether one has. */
export async function restoreOnce(of: Client): Promise<boolean> {
  const saved = await backup(of);
  if (saved === undefined) return false;
  const { target, promised } = saved;
  let wasLeft = false;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const count = of.chance.chance(0.3) ? 2 : 1;
    const answers = await Promise.all(Array.from({ length: count }, () => carry(of, saved, attempt)));
    wasLeft ||= answers.some(({ kind }) => kind === "lost");
    // One that was left half-way may have begun anew behind those that have finished.
    if (!answers.every(({ kind }) => kind === "told")) continue;
    if (wasLeft && partsOf(target).layout?.making !== undefined) continue;
    of.world.rule(attempt > 1 ? "restores that another run began" : "restores in one run");
    const [report] = answers.flatMap((answer) => (answer.kind === "told" ? [answer.value] : []));
    assertRestored(of.world, target, promised, report);
    await goOn(of, target, promised);
    return true;
  }
  return false;
}

interface Saved {
  readonly target: MemoryKeys;
  /** What whoever restores it says; `undefined` if nobody knows any more. */
  readonly takenAt: number | undefined;
  readonly promised: Promised;
}

/**
 * Each record as it was at one of two moments, now and then without the layout: services restore transactions in part. Of one
 * moment when something was forgotten in between, the board had long been idle, and nobody knows when that was: what its log has
 * last is then as old as what is forgotten, and an old entry cannot be told from news.
 */
async function backup({ world, chance, name }: Client): Promise<Saved | undefined> {
  const itemsNow = () => new Map(world.data.partitions.get(BOARD)?.items);
  const first = itemsNow();
  if (first.size === 0) return undefined;
  const { head } = world.known;
  const before = world.known.stateAt(head);
  const now = BEGINNING + world.time.now;
  const takenAt = chance.fork(`backup at ${now}`).chance(0.5) ? now : undefined;
  await world.time.sleep(chance.spread(world.plan.tempoMs, BACKUP_DOUBLINGS), `${name} backs up`);
  const later = itemsNow();
  const { entries } = partsOf(memoryOf(first));
  const isIdle = isSealed(entries) || newestAt(entries) < BEGINNING + world.time.now - NEWS_MS + CLOCKS_DIFFER_MS;
  const isUnknown = isIdle && takenAt === undefined;
  const second = isUnknown && [...first.keys()].some((key) => !later.has(key)) ? new Map(first) : later;
  if (chance.chance(0.2)) for (const items of [first, second]) items.delete(LAYOUT_KEY);
  const items = new Map<string, Item>();
  for (const key of [...new Set([...first.keys(), ...second.keys()])].sort()) {
    const item = (chance.chance(0.5) ? first : second).get(key);
    if (item !== undefined) items.set(key, item);
  }
  const target = { ...memoryOf(items), commits: world.data.commits };
  const promised = promise(target, takenAt);
  assertWhole(world, promised.newest, before);
  return { target, takenAt, promised };
}

function memoryOf(items: Map<string, Item>): MemoryKeys {
  return { partitions: new Map([[BOARD, { keys: [...items.keys()].sort(), items }]]), commits: 0 };
}

/** Whatever was there when it began is in it, in one record or another; or else forgotten meanwhile, as tombstones are. */
function assertWhole({ known }: World, newest: Promised["newest"], before: ReadonlyMap<string, StoredListing>): void {
  for (const [id, stored] of before) {
    const saved = newest.get(id);
    if (saved === undefined ? stored.kind === "listing" : saved.revision < stored.revision)
      throw new Violation("the log is the listings", `${id} of entry ${stored.revision} is not in a backup`);
  }
  for (const saved of newest.values()) {
    const change = known.entries[saved.revision]?.changes.find(({ id }) => id === saved.id);
    if (JSON.stringify(change) !== JSON.stringify(saved))
      throw new Violation("the log is the listings", `entry ${saved.revision} does not say what a backup of it has`);
  }
}

/** What a backup says. */
interface Promised {
  /** By id, from the records and from the log, whichever is newer. */
  readonly newest: ReadonlyMap<string, StoredListing>;
  /** The highest number in it: the log goes on above. */
  readonly highest: number;
  readonly keepExpiredDays: number | undefined;
  readonly incarnation: string | undefined;
}

/** The newest may then be that of a restore, and of its time. */
function isSealed(entries: readonly LogEntry[]): boolean {
  return entries.at(-1)?.sealed !== undefined;
}

function newestAt(entries: readonly LogEntry[]): number {
  return entries.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
}

function promise(target: MemoryKeys, takenAt: number | undefined): Promised {
  const { listings, entries, layout } = partsOf(target);
  const newest = new Map<string, StoredListing>();
  // What older ones say is in the listings, or was forgotten since.
  const since = (takenAt ?? newestAt(entries)) - NEWS_MS;
  const news = entries.filter(({ at }) => isSealed(entries) || at >= since);
  for (const stored of [...listings, ...news.flatMap(({ changes }) => changes)]) {
    if (stored.revision > (newest.get(stored.id)?.revision ?? -1)) newest.set(stored.id, stored);
  }
  const changed = entries.findLast(({ settings }) => settings !== undefined);
  const isNewer = (changed?.seq ?? -1) > (layout?.settingsRevision ?? 0);
  return {
    newest,
    highest: Math.max(0, ...entries.map(({ seq }) => seq), ...listings.map(({ revision }) => revision)),
    keepExpiredDays: (isNewer ? changed?.settings : layout?.settings)?.keepExpiredDays,
    incarnation: layout?.incarnation,
  };
}

interface Parts {
  readonly listings: readonly StoredListing[];
  readonly entries: readonly LogEntry[];
  readonly layout: Layout | undefined;
}

function partsOf(target: MemoryKeys): Parts {
  const parsed = (prefix: string) => textsOf(target, prefix).map((text) => JSON.parse(text));
  return { listings: parsed("d:"), entries: parsed("l:"), layout: parsed(LAYOUT_KEY)[0] };
}

function carry(of: Client, { target, takenAt }: Saved, attempt: number): Promise<Answer<RestoreReport>> {
  const what = `a restore, attempt ${attempt}`;
  return ask(
    of,
    what,
    RESTORE_MS,
    ({ reach, env }, signal) =>
      restoreBoard({ space: reach(memoryKeySpace(target)), env, board: BOARD, takenAt, signal }),
    (told) => {
      if (told.kind === "told" || RESTORE_CODES.includes(told.error.code)) return;
      throw new Violation("errors have codes", `${what} ended in ${told.error}`, told.error);
    },
  );
}

function assertRestored({ checked }: World, target: MemoryKeys, promised: Promised, report?: RestoreReport): void {
  checked("a restored board is what its backup says");
  const differs = (what: string) => new Violation("a restored board is what its backup says", what);
  const { listings, entries, layout } = partsOf(target);
  for (const stored of listings) {
    if (JSON.stringify(stored) !== JSON.stringify(promised.newest.get(stored.id)))
      throw differs(`${stored.id} is of entry ${stored.revision}, not ${promised.newest.get(stored.id)?.revision}`);
  }
  if (listings.length !== promised.newest.size) throw differs(`${listings.length} of ${promised.newest.size} records`);
  const live = listings.filter(({ kind }) => kind === "listing").length;
  if (report?.listings !== live) throw differs(`it tells of ${report?.listings} listings, and there are ${live}`);
  const [entry, ...others] = entries;
  if (entry === undefined || others.length > 0 || entry.seq <= promised.highest)
    throw differs(`its log has ${entries.map(({ seq }) => seq)}, the backup had up to ${promised.highest}`);
  if (layout === undefined || layout.making !== undefined || layout.sealed !== undefined)
    throw differs("it is not open");
  if (layout.incarnation === promised.incarnation) throw differs("it goes on with its old line of history");
  if (layout.settings.keepExpiredDays !== promised.keepExpiredDays) throw differs("it has other settings");
}

/** Somebody opens it and writes: that comes next in the log, and an index holds it with all of the backup. */
async function goOn(of: Client, target: MemoryKeys, { newest, highest }: Promised): Promise<void> {
  const given = input(of, `${of.name} after a restore`);
  const space = memoryKeySpace(target);
  await ask(
    of,
    "a write to the restored board, and a search",
    RESTORE_MS,
    async ({ reach, env, blobs }, signal) => {
      const board = await openBoard({ space: reach(space), env, name: BOARD, mustExist: true, signal });
      const { stored } = await board.create(given, { signal });
      const index = follower({ board, blobs, env });
      const hashes = await index.answer({ minPosition: stored.revision, signal }, (view) => {
        view.index.needHashes();
        return new Map(view.index.contentHashes());
      });
      return { stored, hashes };
    },
    (answer) => {
      if (answer.kind !== "told") return;
      const { stored, hashes } = answer.value;
      of.world.rule("restored boards that went on");
      const live = [...newest.values(), stored].filter((one) => one.kind === "listing");
      const isSame = live.length === hashes.size && live.every(({ id, contentHash }) => hashes.get(id) === contentHash);
      if (stored.revision <= highest || !isSame)
        throw new Violation(
          "a restored board is what its backup says",
          `an index has ${hashes.size} of ${live.length}`,
        );
    },
  );
}
