/** What a seed is about: a random part of the operations and of the faults, so that rare ones also meet without the frequent ones. */
import { type Random, random } from "./random.ts";

export const OPERATIONS = [
  "create",
  "keyed create",
  "key used again",
  "upsert",
  "same upsert",
  "replace",
  "patch",
  "remove",
  "archive",
  "settings",
  "import",
  "retain",
  "get",
  "search",
  "walk",
  "consume",
  "publish",
  "maintain",
  "copy",
  "restore",
  "move",
] as const;
export type Operation = (typeof OPERATIONS)[number];

export const FAULTS = [
  "throttled",
  "contention",
  "not sent",
  "answer lost",
  "applied late",
  "applied twice",
  "slow",
  "torn reads",
  "short pages",
  "ghost blobs",
  "store away",
  "crash",
  "freeze",
  "clock jump",
  "blob lost",
  "blob damaged",
  "caller gone",
  "short deadline",
  "quiet month",
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Plan {
  readonly seed: number;
  /** Those that happen, and how often beside their usual share. */
  readonly operations: readonly Operation[];
  readonly shares: Readonly<Partial<Record<Operation, number>>>;
  readonly faults: ReadonlySet<Fault>;
  readonly instances: number;
  readonly clients: number;
  /** Operations of each client. */
  readonly steps: number;
  /** How often faults happen, beside the usual. */
  readonly intensity: number;
  /** Shortest pause between two operations, milliseconds: how much happens at once. */
  readonly tempoMs: number;
}

/** What a shrunk run leaves out. */
export interface Cut {
  readonly without?: readonly (Operation | Fault)[];
  readonly steps?: number;
  readonly clients?: number;
  readonly instances?: number;
}

export function planOf(seed: number, cut: Cut = {}): Plan {
  const chance = random(`${seed}/plan`);
  const without = new Set<string>(cut.without);
  const drawn = OPERATIONS.filter((name) => isOn(chance, name));
  const shares = Object.fromEntries(OPERATIONS.map((name) => [name, chance.fork(`share ${name}`).pick([1, 1, 1, 5])]));
  const faults = FAULTS.filter((name) => isOn(chance, name));
  const sizes = { instances: 1 + chance.below(4), clients: 1 + chance.below(4), steps: 10 + chance.below(30) };
  const intensity = chance.pick([0.5, 1, 1, 4]);
  const tempoMs = chance.pick([2, 20, 200, 5_000]);
  // A board that nobody writes to tells nothing.
  const operations = OPERATIONS.filter((name) => (name === "upsert" || drawn.includes(name)) && !without.has(name));
  return {
    seed,
    operations,
    shares,
    faults: new Set(faults.filter((name) => !without.has(name))),
    ...sizes,
    ...(cut.steps === undefined ? {} : { steps: cut.steps }),
    ...(cut.clients === undefined ? {} : { clients: cut.clients }),
    ...(cut.instances === undefined ? {} : { instances: cut.instances }),
    intensity,
    tempoMs,
  };
}

function isOn(chance: Random, name: Operation | Fault): boolean {
  // Each by a draw of its own, so that a new one changes no other.
  return chance.fork(name).chance(0.55);
}
