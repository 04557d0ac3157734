/** What is done to a board rather than with it: publishing, maintenance, copies. */
import { type MemoryKeys, memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { publish } from "../../core/index/publish.ts";
import { canonicalJson } from "../../core/listing/canonical.ts";
import { copyBoard } from "../../core/store/copy.ts";
import { LAYOUT_KEY } from "../../core/store/keys.ts";
import { DEFAULT_SETTINGS } from "../../core/store/layout.ts";
import { maintain } from "../../functions/maintain.ts";
import { ask, type Client } from "./client.ts";
import { BOARD, textsOf } from "./stores.ts";
import { Violation } from "./violation.ts";
import type { World } from "./world.ts";

const UPKEEP_MS = 60_000;
const ATTEMPTS = 4;
const COPY_CODES: readonly string[] = ["unavailable", "outcome_unknown", "conflict", "not_found"];

export async function publishOnce(of: Client): Promise<void> {
  const isRebuild = of.chance.chance(0.3);
  await ask(
    of,
    isRebuild ? "a rebuild" : "a publish",
    UPKEEP_MS,
    (services, signal) => (isRebuild ? publish({ ...services, signal, isRebuild }) : services.publisher.run(signal)),
    (answer) => {
      if (answer.kind === "told")
        of.world.rule(`publish: ${answer.value.outcome} from ${answer.value.built ?? "nothing"}`);
    },
  );
}

export async function maintainOnce(of: Client): Promise<void> {
  const isThorough = of.chance.chance(0.5);
  await ask(
    of,
    "maintenance",
    UPKEEP_MS,
    (services, signal) => maintain(services, { signal, isThorough }),
    (answer) => {
      if (answer.kind !== "told") return;
      const { pruned, expired } = answer.value;
      if (pruned > 0) of.world.rule("maintenance that pruned");
      if (expired > 0) of.world.rule("maintenance that removed the expired");
    },
  );
}

/** To a place of its own, from instance to instance until one has finished it. */
/** Answers whether it came to its end. */
export async function copyOnce(of: Client): Promise<boolean> {
  if (of.world.move !== undefined) return false;
  const target: MemoryKeys = { partitions: new Map(), commits: 0 };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const runs = Array.from({ length: of.chance.chance(0.3) ? 2 : 1 }, () =>
      carry(of, target, `a copy, attempt ${attempt}`),
    );
    const [position] = (await Promise.all(runs)).filter((one) => one !== undefined);
    if (position === undefined) continue;
    of.world.rule(attempt > 1 ? "copies that another run began" : "copies in one run");
    assertCopy(of.world, position, target);
    return true;
  }
  return false;
}

/** To another place for good: the source is sealed. Once a run, and not before most of it is over. */
export async function moveOnce(of: Client): Promise<boolean> {
  const { world, steps } = of;
  if (steps < (world.plan.steps * 2) / 3) return false;
  world.move ??= { partitions: new Map(), commits: 0 };
  const target = world.move;
  const position = await carry(of, target, "a move", { movedTo: "elsewhere" });
  if (position === undefined) return false;
  world.rule("moves");
  assertCopy(world, position, target);
  world.checked("a sealed board stays as it is");
  if (!world.known.isSealed || position !== world.known.head)
    throw new Violation(
      "a sealed board stays as it is",
      `it has moved at ${position} and goes on to ${world.known.head}`,
    );
  assertKept(world, target);
  return true;
}

/** Tombstones and marks too; the copy may still hold what the source has forgotten by now. */
function assertKept({ data }: World, target: MemoryKeys): void {
  for (const prefix of ["d:", "k:"]) {
    const kept = new Set(textsOf(target, prefix));
    const lost = textsOf(data, prefix).find((body) => !kept.has(body));
    if (lost !== undefined) throw new Violation("copies equal their source", `the move has lost ${lost}`);
  }
}

/** Where the copy ends, once it is finished. */
async function carry(
  of: Client,
  target: MemoryKeys,
  what: string,
  seal?: { readonly movedTo: string },
): Promise<number | undefined> {
  const { world } = of;
  const to = memoryKeySpace(target);
  const answer = await ask(
    of,
    what,
    UPKEEP_MS,
    ({ reach, env }, signal) => copyBoard({ from: reach(world.truth), to: reach(to), env, name: BOARD, signal, seal }),
    (told) => {
      if (told.kind === "told" || COPY_CODES.includes(told.error.code)) return;
      throw new Violation("errors have codes", `${what} ended in ${told.error}`, told.error);
    },
  );
  if (answer.kind !== "told") return undefined;
  const { position, isEqual, differing } = answer.value;
  if (!isEqual) throw new Violation("copies equal their source", `${differing} listings differ`);
  return Number(position.split("-")[1]);
}

/** The same log, and what it says up to there. */
function assertCopy({ known, checked }: World, position: number, target: MemoryKeys): void {
  checked("copies equal their source");
  const parsed = (prefix: string) => textsOf(target, prefix).map((body) => JSON.parse(body));
  const listings = parsed("d:").filter(({ kind }) => kind === "listing");
  const expected = known.stateAt(position);
  const same = listings.filter((one) => JSON.stringify(expected.get(one.id)) === JSON.stringify(one));
  if (same.length !== listings.length || same.length !== known.listingsAt(position).length)
    throw new Violation("copies equal their source", `${same.length} of ${listings.length} listings at ${position}`);
  // Below a trimmed log the copy may hold a slot that nobody may take: that is no entry.
  const entries = parsed("l:").filter(({ seq }) => seq >= 0);
  for (const [i, entry] of entries.entries()) {
    if (entry.seq !== entries[0].seq + i || JSON.stringify(known.entries[entry.seq]) !== JSON.stringify(entry))
      throw new Violation("copies equal their source", `entry ${entry.seq} of the copy`);
  }
  const settings = known.entries.findLast((entry) => entry.seq <= position && entry.settings !== undefined)?.settings;
  const [layout] = parsed(LAYOUT_KEY);
  if (canonicalJson(layout.settings) !== canonicalJson(settings ?? DEFAULT_SETTINGS))
    throw new Violation("copies equal their source", `its settings are ${JSON.stringify(layout.settings)}`);
  const last = entries.at(-1)?.seq;
  if (last !== position)
    throw new Violation("copies equal their source", `a copy of ${position} ends at entry ${last}`);
}
