/** A naive design under the same scheduler, the same stores and the same deaths as the board. */
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { isAppError } from "../../../core/errors.ts";
import type { KeySpace } from "../../../core/ports.ts";
import { type Life, life } from "../life.ts";
import { network } from "../network.ts";
import { type Plan, planOf } from "../plan.ts";
import { type Random, random } from "../random.ts";
import type { Report } from "../run-seed.ts";
import { type Scheduler, scheduler } from "../scheduler.ts";
import { weakKeys } from "../weak-keys.ts";
import { change, follow, type NaiveDesign, type Reader } from "./designs.ts";

export type { NaiveDesign } from "./designs.ts";

const WRITERS = 4;
const READERS = 3;
const CHANGES = 15;
const LISTINGS = 6;
/** Of clocks that are set by the network. */
const SKEW_MS = 100;
const READ_EVERY_MS = 200;
const READS = 100;

interface Stage {
  readonly design: NaiveDesign;
  readonly plan: Plan;
  readonly time: Scheduler;
  readonly chance: Random;
  readonly truth: KeySpace;
  /** What readers tail. */
  readonly feed: KeySpace;
  readonly pending: Set<object>;
}

/** A reader that does not say what the table says, once everything has come to rest, is a violation. */
export async function runNaive(design: NaiveDesign, seed: number): Promise<Report> {
  const plan = planOf(seed);
  const time = scheduler("nothing");
  const chance = random(`${seed}/naive`);
  const truth = memoryKeySpace();
  const index = memoryKeySpace();
  const isIndexed = design === "the feed is an index that follows";
  const lag = chance.fork("index");
  const table: KeySpace = {
    ...truth,
    async commit(partition, writes) {
      const result = await truth.commit(partition, writes);
      // Each item in its own time, as an index that is only consistent in the end.
      for (const write of result.committed ? writes : []) {
        const { condition: _condition, ...plain } = write;
        time.after(lag.spread(1, 9), "the index follows", () => void index.commit(partition, [plain]));
      }
      return result;
    },
  };
  const stage = {
    design,
    plan,
    time,
    chance,
    truth: table,
    feed: isIndexed ? index : table,
    pending: new Set<object>(),
  };
  const readers = Array.from({ length: READERS }, (): Reader => ({ versions: new Map(), last: "" }));
  const story = Promise.all([
    ...Array.from({ length: WRITERS }, (_, i) => write(stage, `w${i}`)),
    ...readers.map((reader, i) => read(stage, reader, `r${i}`)),
  ]);
  await time.run();
  await story;
  for (const reader of readers) await follow(design, stage.feed, reader);
  const lost = await lostIn(truth, readers);
  const message = `readers lack the last version of ${[...new Set(lost)]}`;
  return {
    ...{ seed, hash: time.hash, events: time.events, virtualMs: time.now, history: [] },
    counts: { faults: {}, operations: {}, rules: {}, checks: {} },
    ...(lost.length === 0 ? {} : { violation: { invariant: "consumers see the log", message, stack: "" } }),
  };
}

async function lostIn(truth: KeySpace, readers: readonly Reader[]): Promise<string[]> {
  const { items } = await truth.range("board", { after: "d:", upTo: "d:z", limit: 100 });
  return readers.flatMap(({ versions }) =>
    items.flatMap(({ key, value }) => (versions.get(key.slice(2)) === value.revision ? [] : [key])),
  );
}

async function write(stage: Stage, name: string): Promise<void> {
  const { plan, time, chance, design } = stage;
  const own = chance.fork(name);
  let on = born(stage, `${name}.0`);
  for (let step = 0; step < CHANGES; step++) {
    await time.sleep(own.spread(plan.tempoMs, 4), `${name} thinks`);
    if (on.life.isDead) on = born(stage, `${name}.${step}`);
    await untilDeath(on.life, change(design, on, String(own.below(LISTINGS)), `${name}.${step}`));
  }
}

/** Often enough to be at the end while others write. */
async function read(stage: Stage, reader: Reader, name: string): Promise<void> {
  const { time, design, feed } = stage;
  const { space } = born({ ...stage, truth: feed, plan: { ...stage.plan, faults: new Set() } }, name);
  for (let reads = 0; reads < READS; reads++) {
    await time.sleep(READ_EVERY_MS, `${name} reads`);
    await follow(design, space, reader).catch((error: unknown) => {
      if (!isAppError(error)) throw error;
    });
  }
}

/** What dies never answers. */
function untilDeath(of: Life, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    of.onDeath(resolve);
    work.then(resolve, reject);
  });
}

function born({ plan, time, chance, truth, pending }: Stage, name: string) {
  const own = chance.fork(name);
  const fatal = own.fork("fatal");
  const alive = life({
    name,
    scheduler: time,
    chance: own,
    skewMs: own.below(2 * SKEW_MS) - SKEW_MS,
    isFatal: () => plan.faults.has("crash") && fatal.chance(0.01),
    onLog: () => undefined,
  });
  const wire = {
    scheduler: time,
    life: alive,
    plan,
    chance: own,
    isHealed: () => false,
    onFault: () => undefined,
    pending,
  };
  const nobody = () => undefined;
  const space = weakKeys({ truth, network: network(wire), isAway: () => false, onUnheard: nobody, onLostRace: nobody });
  return { life: alive, space };
}
