/** What happens to a world from outside: death, standing still, moved clocks, outages, hurt blobs. */
import type { Fault } from "./plan.ts";
import type { World } from "./world.ts";

const CLOCK_MS = 10 * 60_000;

export async function nemesis(world: World): Promise<void> {
  const { plan, time } = world;
  const chance = world.chance.fork("nemesis");
  const own = HARMS.filter(({ fault }) => plan.faults.has(fault));
  for (let step = 0; step < plan.steps && !world.isHealed; step++) {
    await time.sleep(chance.spread(plan.tempoMs * 8, 6), "nemesis");
    if (world.isHealed) return;
    // Each has its own forks, so that one more or one less moves no other.
    for (const { fault, harm } of own) {
      const fork = chance.fork(`${fault} ${step}`);
      if (fork.chance(0.25)) harm(world, fork);
    }
  }
}

interface Harm {
  readonly fault: Fault;
  readonly harm: (world: World, chance: World["chance"]) => void;
}

const HARMS: readonly Harm[] = [
  {
    fault: "crash",
    harm(world, chance) {
      world.fault("crash");
      world.instances[chance.below(world.instances.length)]?.life.die("killed");
    },
  },
  {
    fault: "freeze",
    harm(world, chance) {
      const instance = world.instances[chance.below(world.instances.length)];
      const ms = chance.spread(100, 16);
      world.fault("freeze");
      world.time.note("freeze", () => `${instance?.name} stands still for ${ms} ms`);
      instance?.life.freeze(ms, chance.chance(0.5));
    },
  },
  {
    fault: "clock jump",
    harm(world, chance) {
      const instance = world.instances[chance.below(world.instances.length)];
      const skew = chance.below(2 * CLOCK_MS) - CLOCK_MS;
      world.fault("clock jump");
      world.time.note("clock", () => `the clock of ${instance?.name} is off by ${skew} ms`);
      instance?.life.setSkew(skew);
    },
  },
  {
    fault: "store away",
    harm(world, chance) {
      const from = chance.chance(0.5) ? undefined : `i${chance.below(world.instances.length)}`;
      const store = chance.chance(0.6) ? "keys" : "blobs";
      const ms = chance.spread(100, 10);
      world.fault("store away");
      world.time.note("away", () => `the ${store} are away for ${from ?? "everybody"} for ${ms} ms`);
      world.sendAway(store, from, ms);
    },
  },
  {
    fault: "blob lost",
    harm(world, chance) {
      const { offered } = world.seen;
      const name = offered[chance.below(Math.max(1, offered.length))]?.name;
      if (name === undefined) return;
      world.fault("blob lost");
      world.time.note("blob lost", () => `blob ${name} is lost`);
      world.hurtBlob(name, undefined);
    },
  },
  {
    fault: "blob damaged",
    harm(world, chance) {
      const { offered } = world.seen;
      const name = offered[chance.below(Math.max(1, offered.length))]?.name ?? "";
      const bytes = world.stored.get(name);
      if (bytes === undefined || bytes.length === 0) return;
      world.fault("blob damaged");
      const hurt = chance.chance(0.3) ? bytes.slice(0, chance.below(bytes.length)) : bytes.slice();
      const at = chance.below(Math.max(1, hurt.length));
      hurt[at] = (hurt[at] ?? 0) ^ (1 << chance.below(8));
      world.time.note("blob damaged", () => `blob ${name} is damaged at byte ${at} of ${hurt.length}`);
      world.hurtBlob(name, hurt);
    },
  },
];
