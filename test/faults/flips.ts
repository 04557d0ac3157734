/** Bytes that change where they lie: of a snapshot, which has checksums, and of a database file, which has none. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import { isAppError } from "../../core/errors.ts";
import { follower } from "../../core/index/follower.ts";
import { publish } from "../../core/index/publish.ts";
import { verify } from "../../core/index/verify.ts";
import { parseListing } from "../../core/listing/parse.ts";
import type { StoredListing } from "../../core/listing/record.ts";
import type { BlobStore, KeySpace } from "../../core/ports.ts";
import { search } from "../../core/search/execute.ts";
import { type Board, openBoard } from "../../core/store/board.ts";
import { requestOf } from "../core/search/records.ts";
import { testEnv } from "../support/env.ts";

const BOARD = "default";
const WORDS = ["granite", "walnut", "copper"] as const;
/** In the first snapshot; what is behind it can be told from its log. */
const IN_FIRST_SNAPSHOT = 3;

/** A small board with changed and deleted listings, and two snapshots. */
async function small(space: KeySpace): Promise<{ readonly blobs: BlobStore; readonly newest: string }> {
  const env = testEnv();
  const blobs = memoryBlobStore();
  const board = await openBoard({ space, env, name: BOARD });
  const create = (i: number) =>
    board.create(
      parseListing({
        title: `Keeper ${WORDS[i % WORDS.length]} ${i}`,
        company: { name: "Acme" },
        tags: [i % 2 === 0 ? "even" : "odd"],
        description: { format: "text", value: `Keeps the books, ${"page by page, ".repeat(i)}and is kept.` },
      }),
    );
  for (let i = 1; i <= IN_FIRST_SNAPSHOT; i++) await create(i);
  await publish({ board, blobs, env });
  const made = [];
  for (let i = IN_FIRST_SNAPSHOT + 1; i <= 9; i++) made.push(await create(i));
  const [changed, deleted] = made.map(({ stored }) => stored.id);
  await board.patch(changed ?? "", { summary: "Changed" }, "any");
  await board.remove(deleted ?? "", "any");
  const { offered } = await publish({ board, blobs, env });
  await create(10);
  return { blobs, newest: offered[0]?.name ?? "" };
}

/** What a board answers to a handful of searches that read every kind of section. */
async function answers(board: Board, blobs: BlobStore, env = testEnv()): Promise<unknown> {
  const index = follower({ board, blobs, env });
  const asked = [
    requestOf({ q: "keeper" }),
    requestOf({ q: '"page by page"' }),
    requestOf({ q: "granite OR copper", facets: [{ name: "tag", size: 5 }] }),
    requestOf({ sort: "newest" }),
  ];
  const found: unknown[] = [];
  for (const request of asked) {
    const context = { env, incarnation: board.incarnation, now: env.now() };
    found.push(
      await index.answer({}, (view) => {
        const { total, items, facets } = search(view.index, request, context);
        return { total, items, facets };
      }),
    );
  }
  return JSON.parse(JSON.stringify(found));
}

export interface SnapshotReport {
  readonly bytes: number;
  readonly tried: number;
  /** Where the damage was noticed: every search was answered from the snapshot before, or from a scan. */
  readonly noticed: number;
  /** Where an answer differed, or could not be had. */
  readonly wrong: readonly string[];
}

/** Every so-manyth byte of the newest snapshot flipped, and the file cut behind every so-manyth. */
export async function harmSnapshot(stride: number, from: number): Promise<SnapshotReport> {
  const space = memoryKeySpace();
  const { blobs, newest } = await small(space);
  const whole = (await blobs.get(newest)) ?? new Uint8Array();
  const board = await openBoard({ space, env: testEnv(), name: BOARD });
  const expected = await answers(board, blobs);
  const wrong: string[] = [];
  let [tried, noticed] = [0, 0];
  async function look(name: string, harmed: Uint8Array): Promise<void> {
    const env = testEnv();
    tried += 1;
    try {
      const found = await answers(board, instead(blobs, newest, harmed), env);
      if (!isDeepStrictEqual(found, expected)) wrong.push(`${name}: another answer`);
    } catch (error) {
      wrong.push(`${name}: ${String(error)}`);
    }
    if (env.events.some(({ event }) => event === "snapshot_lost")) noticed += 1;
  }
  for (let at = from % stride; at < whole.length; at += stride) {
    const flipped = whole.slice();
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
    await look(`byte ${at} flipped`, flipped);
    await look(`cut behind ${at} bytes`, whole.slice(0, at));
  }
  return { bytes: whole.length, tried, noticed, wrong };
}

/** A blob store in which one blob has other bytes. */
function instead(blobs: BlobStore, harmedName: string, bytes: Uint8Array): BlobStore {
  return {
    ...blobs,
    get: async (name, range, signal) =>
      name === harmedName ? bytes.slice(range?.from ?? 0, range?.to ?? bytes.length) : blobs.get(name, range, signal),
  };
}

/** All that a database says, as a reader of the board gets it. */
interface Reading {
  readonly stored: readonly StoredListing[];
  readonly log: readonly { readonly at: number; readonly stored: StoredListing }[];
}

async function reading(board: Board): Promise<Reading> {
  const { stored, unreadable = [] } = await board.scan(undefined, 1_000);
  const log: Reading["log"][number][] = [];
  for (let page = await board.changes(undefined, 1_000); ; page = await board.changes(page.next, 1_000)) {
    log.push(...page.changes);
    if (!page.more) break;
  }
  return { stored: [...stored, ...unreadable.map((id) => ({ id }) as StoredListing)], log };
}

export interface DatabaseReport {
  readonly bytes: number;
  readonly tried: number;
  /** The file, a page or a record was refused. */
  readonly refused: number;
  /** Everything read as before: free space, indexes that nobody reads, bytes of the header. */
  readonly equal: number;
  /** Something read otherwise, and verify named it. */
  readonly named: number;
  /** Something read otherwise that verify does not look at: what that was, and how often. */
  readonly unseen: ReadonlyMap<string, number>;
  /** Something read otherwise, and nothing says so: none is allowed. */
  readonly silent: readonly string[];
}

/** Every so-manyth byte of a database file flipped; `scratch` is a path that the harmed copies are put under. */
export async function harmDatabase(scratch: string, stride: number, from: number): Promise<DatabaseReport> {
  const sound = `${scratch}.sound`;
  // What an earlier run left would be another board.
  for (const end of ["", "-wal", "-shm"]) rmSync(sound + end, { force: true });
  const space = sqliteKeySpace({ path: sound });
  const { blobs } = await small(space);
  const before = await reading(await openBoard({ space, env: testEnv(), name: BOARD }));
  // Closing writes the log into the file: it is all there is then.
  await space.close();
  const whole = readFileSync(sound);
  const counts = { tried: 0, refused: 0, equal: 0, named: 0 };
  const unseen = new Map<string, number>();
  const silent: string[] = [];
  for (let at = (from % whole.length) % stride; at < whole.length; at += stride) {
    counts.tried += 1;
    const harmed = Buffer.from(whole);
    harmed[at] = (harmed[at] ?? 0) ^ (1 << (at % 8));
    writeFileSync(scratch, harmed);
    const outcome = await lookAt(scratch, before, blobs);
    if (typeof outcome === "string") counts[outcome] += 1;
    else if (outcome.silent.length > 0) silent.push(`byte ${at}: ${outcome.silent.join(", ")}`);
    else for (const what of outcome.unseen) unseen.set(what, (unseen.get(what) ?? 0) + 1);
  }
  return { bytes: whole.length, ...counts, unseen, silent };
}

type Outcome =
  | "refused"
  | "equal"
  | "named"
  | { readonly unseen: readonly string[]; readonly silent: readonly string[] };

async function lookAt(path: string, before: Reading, blobs: BlobStore): Promise<Outcome> {
  let space: KeySpace | undefined;
  try {
    space = sqliteKeySpace({ path });
    const env = testEnv();
    const board = await openBoard({ space, env, name: BOARD, mustExist: true });
    const after = await reading(board);
    if (isDeepStrictEqual(after, before)) return "equal";
    const { equal } = await verify({ board, follower: follower({ board, blobs, env }), env });
    return equal ? differences(before, after) : "named";
  } catch (error) {
    if (isAppError(error)) return "refused";
    throw error;
  } finally {
    await space?.close();
  }
}

/**
 * What verify cannot see: what lies before the oldest snapshot and outside of what a listing's own hash covers, and that of a version
 * that was replaced.
 */
function differences(before: Reading, after: Reading): Exclude<Outcome, string> {
  const unseen: string[] = [];
  const silent: string[] = [];
  const current = new Map(before.stored.map(({ id, revision }) => [id, revision]));
  const note = (what: "record" | "entry", was: StoredListing, is: StoredListing | undefined) => {
    const isOld = was.revision <= IN_FIRST_SNAPSHOT;
    const isSameContent = isDeepStrictEqual(contentOf(was), contentOf(is));
    if (what === "entry" && isOld) unseen.push("an old entry of the log");
    else if (isSameContent && isOld) unseen.push("a stamp of an old record");
    else if (isSameContent && current.get(was.id) !== was.revision)
      unseen.push("a stamp of a version that was replaced");
    else silent.push(`${what} of revision ${was.revision}`);
  };
  for (const [i, was] of before.stored.entries()) {
    if (!isDeepStrictEqual(was, after.stored[i])) note("record", was, after.stored[i]);
  }
  for (const [i, { stored, at }] of before.log.entries()) {
    const is = after.log[i];
    if (is?.at !== at) unseen.push("the time of an entry");
    if (!isDeepStrictEqual(stored, is?.stored)) note("entry", stored, is?.stored);
  }
  if (after.stored.length !== before.stored.length || after.log.length !== before.log.length) silent.push("a count");
  return { unseen, silent };
}

function contentOf(stored: StoredListing | undefined): unknown {
  return stored?.kind === "listing" ? stored.content : undefined;
}
