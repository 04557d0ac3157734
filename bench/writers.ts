/**
 * `npm run bench -- writers [--stores memory,dynamodb,firestore] [--writers 16] [--listings 50]`: that many function instances
 * write to one board at once, each with its own queue and its own client. Says what a successful write cost in races lost and
 * calls made, without and with what `core/store` does about it, and fails unless every listing is there exactly once.
 */
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Env } from "../core/env.ts";
import { isAppError } from "../core/errors.ts";
import { parseListing } from "../core/listing/parse.ts";
import type { KeySpace } from "../core/ports.ts";
import { type Board, openBoard } from "../core/store/board.ts";
import { ENTRIES_END, ENTRIES_START } from "../core/store/keys.ts";
import { scanPages } from "../core/store/scan.ts";
import { nodeEnv } from "../functions/node-env.ts";
import { startEmulator } from "../infra/emulators/start.ts";
import { type Calls, countingSpace, noCalls } from "../test/support/counting-space.ts";
import { generatedListing } from "./generator.ts";

interface Variant {
  readonly name: string;
  readonly env: Env;
  /** All listings of a writer are given to the board together, so that they share commits. */
  readonly isTogether: boolean;
}

const real = nodeEnv();
/** Two random bytes are what a pause is drawn with; an id takes more. */
const withoutJitter: Env = {
  ...real,
  randomBytes: (length) => (length === 2 ? new Uint8Array([255, 255]) : real.randomBytes(length)),
};
const withoutPause: Env = { ...real, sleep: () => real.sleep(0) };

const VARIANTS: readonly Variant[] = [
  { name: "one by one, no pause", env: withoutPause, isTogether: false },
  { name: "one by one, pauses without jitter", env: withoutJitter, isTogether: false },
  { name: "one by one, full jitter", env: real, isTogether: false },
  { name: "together (group commit), full jitter", env: real, isTogether: true },
];

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stores: { type: "string", default: "memory,dynamodb,firestore" },
      writers: { type: "string", default: "16" },
      listings: { type: "string", default: "50" },
    },
  });
  const size = { writers: Number(values.writers), listings: Number(values.listings) };
  for (const store of values.stores.split(",")) {
    const { open, stop } = await openerOf(store);
    console.log(
      `\n${store}: ${size.writers} writers × ${size.listings} listings; figures are for each successful write`,
    );
    console.log(`${"".padEnd(38)} commits  races lost  get calls  keys read  ranges  given up  seconds`);
    try {
      for (const [i, variant] of VARIANTS.entries()) await measure(open, { ...size, variant, name: `writers-${i}` });
    } finally {
      await stop();
    }
  }
}

interface Opener {
  open(): Promise<KeySpace>;
  stop(): Promise<void>;
}

async function openerOf(store: string): Promise<Opener> {
  switch (store) {
    case "memory": {
      const { memoryKeySpace } = await import("../adapters/memory/key-space.ts");
      const keys = { partitions: new Map(), commits: 0 };
      return { open: async () => memoryKeySpace(keys), stop: async () => {} };
    }
    case "dynamodb": {
      const { dynamodbKeySpace } = await import("../adapters/dynamodb/key-space.ts");
      const { endpoint, env, name, stop } = await startEmulator("dynamodb");
      Object.assign(process.env, env);
      return { open: async () => dynamodbKeySpace({ table: name, region: "eu-central-1", endpoint }), stop };
    }
    case "firestore": {
      const { firestoreKeySpace } = await import("../adapters/firestore/key-space.ts");
      const { endpoint, name, stop } = await startEmulator("firestore");
      return { open: async () => firestoreKeySpace({ projectId: name, emulatorHost: new URL(endpoint).host }), stop };
    }
    default:
      throw new Error(`no store ${store}: memory, dynamodb, firestore`);
  }
}

interface Run {
  readonly writers: number;
  readonly listings: number;
  readonly variant: Variant;
  /** Of a board that nobody has used. */
  readonly name: string;
}

async function measure(open: Opener["open"], { writers, listings, variant, name }: Run): Promise<void> {
  const calls = noCalls();
  const spaces = await Promise.all(Array.from({ length: writers }, async () => countingSpace(await open(), calls)));
  const boards: Board[] = [];
  for (const space of spaces) boards.push(await openBoard({ space, env: variant.env, name }));
  Object.assign(calls, noCalls());

  const startedAt = performance.now();
  let givenUp = 0;
  await Promise.all(
    boards.map(async (board, writer) => {
      const write = async (i: number) => {
        while (!(await isWritten(board, writer * listings + i))) {
          givenUp++;
          await wait(10 + Math.random() * 50);
        }
      };
      if (variant.isTogether) await Promise.all(Array.from({ length: listings }, (_, i) => write(i)));
      else for (let i = 0; i < listings; i++) await write(i);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  report(variant.name, { calls: { ...calls }, writes: writers * listings, givenUp, seconds });
  await assertExact(boards[0], spaces[0], { writes: writers * listings, name });
  await Promise.all(spaces.map((space) => space.close()));
}

/** False: surely not written, or nobody knows; an upsert by source may be repeated either way. */
async function isWritten(board: Board, i: number): Promise<boolean> {
  const input = parseListing(generatedListing(i));
  if (input.source === undefined) throw new Error("a generated listing has a source");
  try {
    await board.upsert({ ...input, source: input.source });
    return true;
  } catch (error) {
    if (isAppError(error, "unavailable") || isAppError(error, "outcome_unknown")) return false;
    throw error;
  }
}

interface Figures {
  readonly calls: Calls;
  readonly writes: number;
  readonly givenUp: number;
  readonly seconds: number;
}

function report(name: string, { calls, writes, givenUp, seconds }: Figures): void {
  const each = (count: number) => (count / writes).toFixed(2);
  console.log(
    [
      name.padEnd(38),
      each(calls.commits).padStart(7),
      each(calls.conflicts).padStart(11),
      each(calls.gets).padStart(10),
      each(calls.keys).padStart(10),
      each(calls.ranges).padStart(7),
      String(givenUp).padStart(9),
      seconds.toFixed(1).padStart(8),
    ].join(" "),
  );
}

/** Nothing lost, nothing doubled, the log dense. */
async function assertExact(
  board: Board | undefined,
  space: KeySpace | undefined,
  { writes, name }: { readonly writes: number; readonly name: string },
): Promise<void> {
  if (board === undefined || space === undefined) throw new Error("no writers");
  const ids = new Set<string>();
  for await (const page of scanPages(board, 500)) for (const { id } of page) ids.add(id);
  const changes: string[] = [];
  for (let from: Parameters<Board["changes"]>[0], more = true; more; ) {
    const page = await board.changes(from, 1_000);
    changes.push(...page.changes.map(({ stored }) => stored.id));
    from = page.next;
    more = page.more;
  }
  const entries: string[] = [];
  for (let after = ENTRIES_START, end = false; !end; ) {
    const page = await space.range(name, { after, upTo: ENTRIES_END, limit: 1_000 });
    entries.push(...page.items.map(({ key }) => key));
    after = entries.at(-1) ?? after;
    end = page.end;
  }
  const isDense = entries.every((key, i) => Number(key.slice(2)) === i);
  if (ids.size !== writes || changes.length !== writes || !isDense) {
    throw new Error(`${writes} written, ${ids.size} there, ${changes.length} changes, dense: ${isDense}`);
  }
  console.log(`${"".padEnd(38)} ${ids.size} there, each changed once, ${entries.length} log entries without a gap`);
}
