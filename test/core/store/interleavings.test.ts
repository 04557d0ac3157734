/**
 * Any interleaving of several writers in several processes, with crashes before and after each call of the port, lost
 * answers, late and repeated deliveries, contention and throttling, held against a model that knows nothing of slots:
 * the log, replayed one change after the other.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MemoryKeys, memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { isAppError } from "../../../core/errors.ts";
import type { StoredListing } from "../../../core/listing/record.ts";
import { type Board, openBoard } from "../../../core/store/board.ts";
import type { Change } from "../../../core/store/changes.ts";
import type { LogEntry } from "../../../core/store/entry.ts";
import type { LogPoint } from "../../../core/store/position.ts";
import { testEnv } from "../../support/env.ts";
import { listingInput, sourcedInput } from "../../support/listings.ts";
import { FAULTS, type FaultKind, weakSpace } from "../../support/weak-space.ts";

const PROCESSES = 3;
const SOURCES = 3;

type Step =
  | { readonly kind: "upsert"; readonly target: number }
  | { readonly kind: "create"; readonly key: number }
  | { readonly kind: "replace"; readonly target: number; readonly isStale: boolean }
  | { readonly kind: "remove"; readonly target: number }
  | { readonly kind: "read" };

/** What a client knows of one step: when it asked, when it was told, and what. */
interface Told {
  readonly step: Step;
  /** Unique text that the step put into the listing, if it wrote one. */
  readonly marker: string;
  readonly askedAt: number;
  toldAt?: number;
  revision?: number;
  action?: string;
  precondition?: number;
  code?: string;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("upsert" as const), target: fc.nat(SOURCES - 1) }),
  fc.record({ kind: fc.constant("create" as const), key: fc.nat(1) }),
  fc.record({ kind: fc.constant("replace" as const), target: fc.nat(SOURCES - 1), isStale: fc.boolean() }),
  fc.record({ kind: fc.constant("remove" as const), target: fc.nat(SOURCES - 1) }),
  fc.constant({ kind: "read" as const }),
);

const fault: fc.Arbitrary<FaultKind> = fc.oneof(
  { weight: 6, arbitrary: fc.constant("none" as const) },
  { weight: 4, arbitrary: fc.constantFrom(...FAULTS) },
);

interface Run {
  readonly told: readonly Told[];
  readonly log: readonly LogEntry[];
  readonly stored: readonly StoredListing[];
  readonly fed: readonly (readonly Change[])[];
}

async function play(
  programs: readonly (readonly Step[])[],
  faults: readonly FaultKind[],
  scheduler: fc.Scheduler,
): Promise<Run> {
  const data: MemoryKeys = { partitions: new Map(), commits: 0 };
  const plain = memoryKeySpace(data);
  await openBoard({ space: plain, env: testEnv(), name: "default" });
  const told: Told[] = [];
  const fed: Change[][] = [];
  let clock = 0;
  let faultsUsed = 0;
  let running = programs.length;

  const client = async (program: readonly Step[], number: number) => {
    let isDead = false;
    const end = Promise.withResolvers<void>();
    const env = testEnv({ seed: number + 7, sleep: () => scheduler.schedule(Promise.resolve(), `sleep ${number}`) });
    const turn = (label: string) => scheduler.schedule(Promise.resolve(), `${number}: ${label}`);
    const space = weakSpace(plain, {
      turn,
      nextFault: () => faults[faultsUsed++] ?? "none",
      isDead: () => isDead,
      onCrash: () => {
        isDead = true;
        end.resolve();
      },
    });
    const feed: Change[] = [];
    fed.push(feed);
    const life = (async () => {
      const board = await openBoard({ space, env, name: "default" });
      let point: LogPoint | undefined;
      for (const [i, next] of program.entries()) {
        if (next.kind === "read") point = await readOn(board, feed, point);
        else await act(board, next, { told, marker: `${number}.${i}`, tick: () => clock++ });
      }
    })().catch((error: unknown) => {
      if (!isAppError(error, "unavailable")) throw error;
    });
    await Promise.race([life, end.promise]);
    running--;
  };

  const all = Promise.all(programs.map(client));
  await scheduler.waitFor(all);
  expect(running).toBe(0);
  // What is still under way when everybody has stopped may be applied now, or never.
  await scheduler.waitIdle();
  const items = [...(data.partitions.get("default")?.items.values() ?? [])];
  const values = (prefix: string) =>
    items.filter(({ key }) => key.startsWith(prefix)).map(({ value }) => JSON.parse(value.body));
  return { told, log: values("l:").sort((a, b) => a.seq - b.seq), stored: values("d:"), fed };
}

async function readOn(board: Board, feed: Change[], from: LogPoint | undefined): Promise<LogPoint | undefined> {
  const page = await board.changes(from, 2);
  feed.push(...page.changes);
  return page.next;
}

interface Account {
  readonly told: Told[];
  readonly marker: string;
  readonly tick: () => number;
}

async function act(board: Board, next: Step, { told, marker, tick }: Account): Promise<void> {
  const entry: Told = { step: next, marker, askedAt: tick() };
  told.push(entry);
  try {
    const outcome = await perform(board, next, entry);
    Object.assign(entry, { toldAt: tick(), revision: outcome.stored.revision, action: outcome.action });
  } catch (error) {
    if (!isAppError(error)) throw error;
    Object.assign(entry, { toldAt: tick(), code: error.code });
  }
}

async function perform(board: Board, next: Step, entry: Told) {
  const summary = entry.marker;
  switch (next.kind) {
    case "upsert":
      return board.upsert(sourcedInput(String(next.target), { summary }));
    case "create":
      // The same key means the same request, whichever process sends it.
      return board.create(listingInput({ summary: `key ${next.key}` }), {
        idempotency: { principal: "p", key: String(next.key) },
      });
    case "replace": {
      const id = board.idOf({ name: "feed", externalId: String(next.target) });
      const [current] = await board.get([id]);
      const precondition = next.isStale ? 0 : (current?.revision ?? 0);
      entry.precondition = precondition;
      return board.replace(id, listingInput({ summary }), [precondition]);
    }
    case "remove":
      return board.remove(board.idOf({ name: "feed", externalId: String(next.target) }), "any");
    case "read":
      throw new Error("a read is no write");
  }
}

function markerOf(stored: StoredListing): string | undefined {
  return stored.kind === "listing" ? stored.content.summary : undefined;
}

function check({ told, log, stored, fed }: Run): void {
  const changes = log.flatMap((entry) => entry.changes);

  // No gap, order kept, no revision reused.
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i));
  for (const { seq, changes: own } of log) {
    expect(own.map(({ revision }) => revision)).toEqual(own.map(() => seq));
    expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
  }

  // The listings are exactly the log, replayed.
  const replayed = new Map(changes.map((change) => [change.id, change]));
  expect(new Map(stored.map((item) => [item.id, item]))).toEqual(replayed);

  // One effect per operation, and what clients were told is what happened.
  const operations = changes.map(({ changedBy }) => changedBy);
  expect(new Set(operations).size).toBe(operations.length);
  for (const entry of told) checkEffect(entry, changes);

  // Every compare-and-set found what it asked for.
  checkPreconditions(told, changes);

  // Whoever was told of a write before another began comes before it in the log.
  const writes = told.filter(
    ({ revision, action }) => revision !== undefined && action !== "unchanged" && action !== "replayed",
  );
  for (const a of writes) {
    for (const b of writes) {
      if (b.action === "deleted" || a.action === "deleted") continue;
      if ((a.toldAt ?? Infinity) < b.askedAt) expect(a.revision).toBeLessThan(b.revision ?? 0);
    }
  }

  // Every reader saw a prefix of the log: nothing missing, nothing twice, nothing out of order.
  for (const feed of fed) expect(feed.map((change) => change.stored)).toEqual(changes.slice(0, feed.length));
}

function checkEffect(entry: Told, changes: readonly StoredListing[]): void {
  const { step: next, revision, action, code } = entry;
  const isUnanswered = revision === undefined && code === undefined;
  if (next.kind === "upsert" || next.kind === "replace") {
    const effects = changes.filter((change) => markerOf(change) === entry.marker);
    if (revision !== undefined) expect(effects.map((change) => change.revision)).toEqual([revision]);
    else if (isUnanswered || code === "outcome_unknown") expect(effects.length).toBeLessThanOrEqual(1);
    else expect(effects).toEqual([]);
  }
  if (next.kind === "create") {
    const effects = changes.filter((change) => markerOf(change) === `key ${next.key}`);
    expect(effects.length).toBeLessThanOrEqual(1);
    if (revision !== undefined) expect(effects.map((change) => change.revision)).toEqual([revision]);
  }
  if (next.kind === "remove" && action === "deleted") {
    expect(changes.find((change) => change.revision === revision && change.kind === "tombstone")).toBeDefined();
  }
}

function checkPreconditions(told: readonly Told[], changes: readonly StoredListing[]): void {
  for (const [i, change] of changes.entries()) {
    const by = told.find(({ marker, precondition }) => precondition !== undefined && marker === markerOf(change));
    if (by === undefined) continue;
    const before = changes.slice(0, i).findLast(({ id }) => id === change.id);
    expect(before?.revision).toBe(by.precondition);
  }
}

describe("any interleaving of writers, crashes and faults", () => {
  it("loses no write, doubles no effect, leaves no gap and keeps the order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: PROCESSES }),
        fc.array(fault, { maxLength: 60 }),
        fc.scheduler(),
        async (programs, faults, scheduler) => check(await play(programs, faults, scheduler)),
      ),
      { numRuns: 400 },
    );
  }, 120_000);
});
