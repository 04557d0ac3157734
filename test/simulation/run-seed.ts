/** One run of one seed, from an empty store to a board at rest. */
import { type Client, client } from "./client.ts";
import { consume } from "./consume.ts";
import { importRows, retain } from "./imports.ts";
import { nemesis } from "./nemesis.ts";
import type { Operation, Plan } from "./plan.ts";
import { restoreOnce } from "./restores.ts";
import type { Telling } from "./scheduler.ts";
import { searchOnce, walk } from "./searches.ts";
import { settle } from "./settle.ts";
import { copyOnce, maintainOnce, moveOnce, publishOnce } from "./upkeep.ts";
import { type Invariant, Violation } from "./violation.ts";
import { type World, world } from "./world.ts";
import * as writes from "./writes.ts";

const DAY_MS = 86_400_000;
/** Longer than the log is kept; now and then longer than what has expired is. */
const QUIET_DAYS = [33, 33, 100] as const;
/** A run of a few hundred operations has some ten thousand; one that goes on for ever is a find too. */
const MOST_EVENTS = 400_000;

export interface Report {
  readonly seed: number;
  readonly hash: string;
  readonly events: number;
  readonly virtualMs: number;
  readonly violation?: { readonly invariant: Invariant; readonly message: string; readonly stack: string };
  readonly history: readonly string[];
  readonly counts: Readonly<Record<"faults" | "operations" | "rules" | "checks", Readonly<Record<string, number>>>>;
}

/** What clients do, how often one beside the other. */
const ACTIONS: Readonly<
  Record<Operation, { readonly weight: number; readonly act: (of: Client) => Promise<unknown> }>
> = {
  create: { weight: 2, act: writes.create },
  "keyed create": { weight: 2, act: writes.createKeyed },
  "key used again": { weight: 1, act: writes.reuseKey },
  upsert: { weight: 4, act: writes.upsert },
  "same upsert": { weight: 1, act: writes.upsertAgain },
  replace: { weight: 2, act: writes.replace },
  patch: { weight: 2, act: writes.patch },
  remove: { weight: 2, act: writes.remove },
  archive: { weight: 1, act: writes.archive },
  settings: { weight: 1, act: writes.changeSettings },
  import: { weight: 2, act: importRows },
  retain: { weight: 1, act: retain },
  get: { weight: 1, act: writes.get },
  search: { weight: 3, act: searchOnce },
  walk: { weight: 2, act: walk },
  consume: { weight: 2, act: consume },
  publish: { weight: 2, act: publishOnce },
  maintain: { weight: 1, act: maintainOnce },
  copy: { weight: 1, act: copyOnce },
  restore: { weight: 1, act: restoreOnce },
  move: { weight: 1, act: moveOnce },
};

export async function runSeed(plan: Plan, telling: Telling = "nothing"): Promise<Report> {
  const made = world(plan, telling);
  const clients = Array.from({ length: plan.clients }, (_, i) => client(`client${i}`, made));
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  story(made, clients).then(end, made.fail);
  await made.time.run();
  // A stopped run leaves its story half-way, as it leaves all else; one that nothing wakes any more waits for ever.
  if (!isOver && made.violation === undefined)
    made.fail(new Violation("everything settles", "somebody waits for what never comes"));
  return reportOf(made);
}

async function story(made: World, clients: readonly Client[]): Promise<void> {
  const month = quietMonth(made, clients.length);
  await Promise.all([nemesis(made), ...clients.map((each) => live(each, month))]);
  await settle(made, clients);
}

async function live(of: Client, month: () => Promise<void>): Promise<void> {
  const { world: made, chance, name } = of;
  const { plan, time, counts } = made;
  const weightOf = (each: Operation) => ACTIONS[each].weight * (plan.shares[each] ?? 1);
  const deck = plan.operations.flatMap((each) => Array<Operation>(weightOf(each)).fill(each));
  const [first = "upsert", ...rest] = deck;
  for (; of.steps < plan.steps; of.steps++) {
    if (of.steps === plan.steps >> 1) await month();
    const doublings = chance.chance(0.04) ? 14 : 5;
    await time.sleep(chance.spread(plan.tempoMs, doublings), `${name} thinks`);
    if (time.events > MOST_EVENTS) throw new Violation("everything settles", `${time.events} events`);
    const operation = chance.pick([first, ...rest]);
    counts.operations.set(operation, (counts.operations.get(operation) ?? 0) + 1);
    await ACTIONS[operation].act(of);
  }
}

/** Everybody waits for everybody; then nothing happens for longer than the log is kept. */
function quietMonth(made: World, clients: number): () => Promise<void> {
  const { plan, time } = made;
  let waiting = 0;
  const over = Promise.withResolvers<void>();
  return async () => {
    if (!plan.faults.has("quiet month")) return;
    if (++waiting === clients) {
      made.fault("quiet month");
      time.after(DAY_MS * made.chance.fork("quiet month").pick(QUIET_DAYS), "a month later", over.resolve);
    }
    await over.promise;
  };
}

function reportOf({ plan, time, violation, counts }: World): Report {
  const plain = (of: ReadonlyMap<string, number>) => Object.fromEntries([...of].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    seed: plan.seed,
    hash: time.hash,
    events: time.events,
    virtualMs: time.now,
    ...(violation === undefined
      ? {}
      : {
          violation: {
            invariant: violation.invariant,
            message: violation.message,
            stack: violation.stack ?? "",
          },
        }),
    history: time.history,
    counts: {
      faults: plain(counts.faults),
      operations: plain(counts.operations),
      rules: plain(counts.rules),
      checks: plain(counts.checks),
    },
  };
}
