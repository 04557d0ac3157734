/** What clients do to listings, and what the answers promise. */
import type { AppError } from "../../core/errors.ts";
import type { ListingInput } from "../../core/listing/input.ts";
import type { ListingRecord, StoredListing } from "../../core/listing/record.ts";
import type { Board } from "../../core/store/board.ts";
import type { Outcome } from "../../core/store/pending.ts";
import type { Answer, Told } from "./ask.ts";
import {
  ask,
  type Client,
  input,
  marker,
  remember,
  SOURCE,
  type SourcedInput,
  sourcedInput,
  type Window,
} from "./client.ts";
import type { Sent } from "./ledger.ts";
import { assertAway, Violation } from "./violation.ts";
import type { World } from "./world.ts";

const WRITE_MS = 10_000;
const DEFAULT_KEPT_DAYS = 90;

/** Sends one write and holds the answer against the log. */
async function write(
  of: Client,
  what: string,
  sent: Sent,
  work: (board: Board, signal: AbortSignal) => Promise<Outcome>,
  id?: string,
): Promise<Answer<Outcome>> {
  return ask(
    of,
    what,
    WRITE_MS,
    ({ board }, signal) => work(board, signal),
    (answer, window) => {
      judge(of.world, sent, answer, window, id);
      if (answer.kind === "told") remember(of, answer.value.stored.id);
    },
  );
}

function judge(world: World, sent: Sent, answer: Told<Outcome>, window: Window, id?: string): void {
  if (answer.kind === "refused") {
    judgeRefusal(world, sent, answer.error, window, id);
    return;
  }
  const { action, stored } = answer.value;
  world.checked("acknowledged writes are there");
  world.rule(`write: ${action}`);
  if (action === "unchanged" && stored.kind === "listing" && sent.kind !== "archive") assertSays(stored, sent);
  if (action === "unchanged" || action === "replayed") {
    assertOfItsTime(world, stored.id, stored, window);
    return;
  }
  if (action === "deleted" && wasDeletedBefore(world, stored, window)) return;
  assertThere(world, sent, stored);
}

/** Deleting what is deleted succeeds, and tells of the tombstone that there is. */
function wasDeletedBefore({ known }: World, stored: StoredListing, { asked, told }: Window): boolean {
  const before = known.during(stored.id, asked, told);
  return before.some((one) => one?.kind === "tombstone" && one.revision === stored.revision);
}

function assertThere(world: World, sent: Sent, stored: StoredListing): void {
  const { known, unheard } = world;
  const entry = known.entries[stored.revision];
  const change = entry?.changes.find(({ id }) => id === stored.id);
  if (JSON.stringify(change) !== JSON.stringify(stored))
    throw new Violation("acknowledged writes are there", `entry ${stored.revision} lacks ${sent.kind} ${sent.marker}`);
  if (stored.kind === "listing" && sent.kind !== "archive") assertSays(stored, sent);
  if (unheard.has(stored.revision)) world.rule("unknown outcomes resolved");
}

function assertSays({ content }: ListingRecord, { marker }: Sent): void {
  if (content.summary !== marker)
    throw new Violation("acknowledged writes are there", `${marker} was told of ${content.summary}`);
}

function assertOfItsTime(world: World, id: string, stored: StoredListing | undefined, { asked, told }: Window): void {
  world.checked("answers are of their time");
  const states = world.known.during(id, asked, told);
  if (states.some((one) => one?.revision === stored?.revision && one?.kind === stored?.kind)) return;
  const found = states.map((one) => (one === undefined ? "nothing" : `${one.kind} ${one.revision}`)).join(", ");
  const shown = stored === undefined ? "nothing" : `${stored.kind} ${stored.revision}`;
  throw new Violation("answers are of their time", `${id} was ${shown}, when there was ${found}`);
}

function judgeRefusal(world: World, sent: Sent, error: AppError, { asked, told }: Window, id?: string): void {
  const { code } = error;
  if (code === "outcome_unknown") return;
  world.checked("refused writes are not there");
  world.sent.refuse(sent);
  if (code === "unavailable") return;
  const states = world.known.during(id ?? "", asked, told);
  const isMet = (meets: (one: StoredListing | undefined) => boolean) => id === undefined || states.some(meets);
  const isTrue = {
    precondition_failed: () => isMet((one) => one?.kind === "listing" && one.revision !== sent.revision),
    not_found: () => isMet((one) => one === undefined),
    gone: () => isMet((one) => one?.kind === "tombstone"),
    conflict: () => isMet((one) => one?.kind === "listing"),
    idempotency_mismatch: () => sent.key !== undefined,
  };
  const explains = code in isTrue ? isTrue[code as keyof typeof isTrue] : undefined;
  world.checked("answers are of their time");
  if (explains === undefined) throw new Violation("errors have codes", `${sent.kind} was refused: ${error}`, error);
  if (!explains()) throw new Violation("answers are of their time", `${sent.kind} ${sent.marker} met no ${code}`);
}

function whole(given: ListingInput) {
  return { kind: "whole", input: given, isUpsert: false } as const;
}

export async function create(of: Client): Promise<void> {
  const text = marker(of, of.steps);
  const given = input(of, text);
  const sent = of.world.sent.send({ kind: "create", marker: text, given: whole(given) });
  await write(of, `create ${text}`, sent, (board, signal) => board.create(given, { signal }));
}

/** Repeated until somebody tells, as a client with a key does. */
export async function createKeyed(of: Client): Promise<void> {
  const text = marker(of, of.steps);
  const given = of.chance.chance(0.3) ? sourcedInput(of, text) : input(of, text);
  of.keyed.push({ key: text, marker: text, input: given });
  for (let attempt = 0; attempt < 3; attempt++) {
    const answer = await sendKeyed(of, text, text, given);
    if (answer.kind === "told" || (answer.kind === "refused" && answer.error.code !== "outcome_unknown")) return;
  }
}

/** With the same body, or with another one. */
export async function reuseKey(of: Client): Promise<void> {
  const [first, ...rest] = of.keyed;
  if (first === undefined) return createKeyed(of);
  const used = of.chance.pick([first, ...rest]);
  const text = marker(of, of.steps);
  if (of.chance.chance(0.5)) await sendKeyed(of, used.key, used.marker, used.input);
  else await sendKeyed(of, used.key, text, input(of, text));
}

function sendKeyed(of: Client, key: string, text: string, given: SourcedInput | ReturnType<typeof input>) {
  const sent = of.world.sent.send({ kind: "create", marker: text, key, given: whole(given) });
  const idempotency = { principal: "p", key };
  return write(of, `create ${text} with key ${key}`, sent, (board, signal) =>
    board.create(given, { signal, idempotency }),
  );
}

export async function upsert(of: Client): Promise<void> {
  const text = marker(of, of.steps);
  const given = sourcedInput(of, text);
  of.bodies.push(given);
  await sendUpsert(of, text, given);
}

export async function upsertAgain(of: Client): Promise<void> {
  const [first, ...rest] = of.bodies.slice(-3);
  if (first === undefined) return upsert(of);
  const given = of.chance.pick([first, ...rest]);
  await sendUpsert(of, given.summary ?? "", given);
}

async function sendUpsert(of: Client, text: string, given: SourcedInput): Promise<void> {
  const sent = of.world.sent.send({ kind: "write", marker: text, given: { ...whole(given), isUpsert: true } });
  const what = `upsert ${given.source.externalId} ${text}`;
  await write(of, what, sent, (board, signal) => board.upsert(given, { signal }));
}

/** An id that the client has met, and the revision that it read, or another. */
async function target(of: Client): Promise<{ readonly id: string; readonly revision: number } | undefined> {
  const [first, ...rest] = of.ids;
  if (first === undefined) return undefined;
  const id = of.chance.pick([first, ...rest]);
  const answer = await read(of, [id]);
  const stored = answer.kind === "told" ? answer.value[0] : undefined;
  return { id, revision: (stored?.revision ?? 0) + (of.chance.chance(0.15) ? 1 : 0) };
}

export async function replace(of: Client): Promise<void> {
  const found = await target(of);
  if (found === undefined) return upsert(of);
  const { id, revision } = found;
  const text = marker(of, of.steps);
  const given = input(of, text);
  const sent = of.world.sent.send({ kind: "write", marker: text, revision, given: whole(given) });
  const what = `replace ${id} at ${revision} by ${text}`;
  await write(of, what, sent, (board, signal) => board.replace(id, given, [revision], { signal }), id);
}

export async function patch(of: Client): Promise<void> {
  const found = await target(of);
  if (found === undefined) return upsert(of);
  const { id, revision } = found;
  const text = marker(of, of.steps);
  const given = { kind: "patch", patch: { summary: text } } as const;
  const sent = of.world.sent.send({ kind: "write", marker: text, revision, given });
  const what = `patch ${id} at ${revision} to ${text}`;
  await write(of, what, sent, (board, signal) => board.patch(id, { summary: text }, [revision], { signal }), id);
}

export async function remove(of: Client): Promise<void> {
  const found = await target(of);
  if (found === undefined) return upsert(of);
  const { id } = found;
  const revision = of.chance.chance(0.5) ? found.revision : undefined;
  const sent = of.world.sent.send({ kind: "remove", marker: id, revision });
  const precondition = revision === undefined ? ("any" as const) : [revision];
  const what = `remove ${id} at ${revision ?? "any revision"}`;
  await write(of, what, sent, (board, signal) => board.remove(id, precondition, { signal }), id);
}

/** As `mode=retain` does with what a source does not name any more. */
export async function archive(of: Client): Promise<void> {
  const found = await target(of);
  if (found === undefined) return upsert(of);
  const { id } = found;
  // Where the client looked: it may have changed since.
  const asOf = Math.max(0, of.chance.chance(0.5) ? found.revision : found.revision - 1);
  const sent = of.world.sent.send({ kind: "archive", marker: id, revision: asOf });
  await write(
    of,
    `archive ${id} as of ${asOf}`,
    sent,
    (board, signal) => board.archive(id, { source: SOURCE, asOf }, { signal }),
    id,
  );
}

export async function changeSettings(of: Client): Promise<void> {
  // Unique among the clients, and about a quarter of a year, so that what has expired is deleted in due time.
  const keepExpiredDays = DEFAULT_KEPT_DAYS + Number(`${of.steps}${of.name.replace(/\D/g, "")}`) / 1_000;
  const sent = of.world.sent.send({ kind: "settings", marker: String(keepExpiredDays) });
  await ask(
    of,
    "change the settings",
    WRITE_MS,
    ({ board }, signal) => board.changeSettings((settings) => ({ ...settings, keepExpiredDays }), { signal }),
    (answer) => {
      if (answer.kind === "refused" && answer.error.code !== "outcome_unknown") of.world.sent.refuse(sent);
      if (answer.kind === "refused" || of.world.sent.effects("settings", sent.marker) === 1) return;
      throw new Violation("acknowledged writes are there", `settings ${sent.marker}`);
    },
  );
}

function read(of: Client, ids: readonly string[]): Promise<Answer<(StoredListing | undefined)[]>> {
  return ask(
    of,
    `get ${ids}`,
    WRITE_MS,
    ({ board }, signal) => board.get(ids, { signal }),
    (answer, window) => {
      if (answer.kind === "refused") return assertAway(answer.error, `get ${ids}`);
      for (const [i, id] of ids.entries()) assertOfItsTime(of.world, id, answer.value[i], window);
    },
  );
}

export async function get(of: Client): Promise<void> {
  await read(of, of.ids.slice(-4));
}
