/** The instances that serve the board: born, and born again when they have died. */
import { type Follower, follower } from "../../core/index/follower.ts";
import { type Publisher, publisher } from "../../core/index/publisher.ts";
import type { BlobStore, KeySpace, Write } from "../../core/ports.ts";
import { openBoard } from "../../core/store/board.ts";
import { guardedBlobs, guardedSpace } from "../../core/store/breaker.ts";
import { seqOfKey } from "../../core/store/keys.ts";
import type { BoardServices } from "../../functions/board-services.ts";
import { DEFAULT_REQUEST_LIMITS } from "../../functions/request-limits.ts";
import { type Life, life } from "./life.ts";
import { network } from "./network.ts";
import type { Fault, Plan } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import { BOARD, type Stores } from "./stores.ts";
import { Violation } from "./violation.ts";
import { weakBlobs } from "./weak-blobs.ts";
import { weakKeys } from "./weak-keys.ts";

const RESTART_DOUBLINGS = 11;
const SKEW_MS = 10 * 60_000;
const DEATHS_A_CALL = 0.002;
/** Imports of a simulated board are small. */
const LIMITS = { ...DEFAULT_REQUEST_LIMITS, importTimeoutMs: 20_000 };

export interface Services extends BoardServices {
  readonly blobs: BlobStore;
  readonly follower: Follower;
  readonly publisher: Publisher;
  /** Another database, reached as badly as the board's own. */
  readonly reach: (truth: KeySpace) => KeySpace;
}

export interface Instance {
  readonly name: string;
  readonly life: Life;
  services(): Promise<Services>;
}

/** What instances share with the rest of the world. */
export interface Surroundings {
  readonly plan: Plan;
  readonly time: Scheduler;
  readonly chance: Random;
  readonly stores: Stores;
  /** Slots whose writers did not hear what became of them. */
  readonly unheard: Set<number>;
  readonly pending: Set<object>;
  isHealed(): boolean;
  isAway(store: "keys" | "blobs", from: string): boolean;
  rule(name: string): void;
  fault(name: Fault): void;
  fail(violation: unknown): void;
}

export interface Instances {
  /** One for each host, the living or the last one. */
  readonly all: readonly Instance[];
  born(index: number): void;
}

export function instances(around: Surroundings): Instances {
  const all: Instance[] = [];
  const lives: number[] = [];

  function born(index: number): void {
    const number = (lives[index] ?? 0) + 1;
    lives[index] = number;
    const host = `i${index}`;
    const name = `${host}.${number}`;
    const own = around.chance.fork(name);
    const alive = lifeOf(around, name, own);
    around.time.note(`${name} starts`);
    alive.onDeath(() => {
      if (around.isHealed()) born(index);
      else around.time.after(own.spread(10, RESTART_DOUBLINGS), `${host} restarts`, () => born(index));
    });
    all[index] = { name, life: alive, services: once(opener(around, { host, alive, own })) };
  }

  return { all, born };
}

function lifeOf({ plan, time, isHealed, fault, rule }: Surroundings, name: string, own: Random): Life {
  const fatal = own.fork("fatal");
  const isFatal = () => {
    if (isHealed() || !plan.faults.has("crash") || !fatal.chance(DEATHS_A_CALL)) return false;
    fault("crash");
    return true;
  };
  const skewMs = plan.faults.has("clock jump") ? own.below(2 * SKEW_MS + 1) - SKEW_MS : 0;
  const onLog = (event: string) => rule(`log: ${event}`);
  return life({ name, scheduler: time, chance: own.fork("bytes"), skewMs, isFatal, onLog });
}

interface Host {
  readonly host: string;
  readonly alive: Life;
  readonly own: Random;
}

/** What a process makes of its stores, as the functions do: behind breakers, with one follower and one publisher. */
function opener(around: Surroundings, { host, alive, own }: Host): () => Promise<Services> {
  const { plan, time, stores, pending, isHealed, isAway, fault } = around;
  const options = { scheduler: time, life: alive, plan, isHealed, onFault: fault, pending };
  const wire = network({ ...options, chance: own.fork("keys") });
  const reach = (truth: KeySpace) =>
    weakKeys({ truth, network: wire, isAway: () => isAway("keys", host), ...countersOf(around) });
  const weak = weakBlobs({
    truth: stores.blobs,
    network: network({ ...options, chance: own.fork("blobs") }),
    isAway: () => isAway("blobs", host),
    ghosts: stores.ghosts,
  });
  const { env } = alive;
  const { space } = guardedSpace(reach(stores.keys), env);
  const { blobs } = guardedBlobs(weak, env);
  const isBackground = own.chance(0.3);
  const isEager = own.chance(0.3);
  return async () => {
    const board = await openBoard({ space, env, name: BOARD });
    const publishing = publisher({ board, blobs, env, isBackground });
    const inBackground = isBackground ? { onBacklog: publishing.start, onLost: publishing.mend } : {};
    const index = follower({ board, blobs, env, isEager, ...inBackground });
    alive.onHearing(forwardOnly(around, alive.name, index));
    return { board, env, limits: LIMITS, blobs, follower: index, publisher: publishing, reach };
  };
}

/** No index goes back, nor is another behind it that takes its place. Looked at between all steps: perhaps nobody searches. */
function forwardOnly({ fail }: Surroundings, name: string, index: Follower): () => void {
  let highest = 0;
  return () => {
    const position = index.status()?.position ?? 0;
    if (position < highest)
      fail(
        new Violation("a view holds what it has to", `the index of ${name} went from ${highest} back to ${position}`),
      );
    highest = Math.max(highest, position);
  };
}

function countersOf({ rule, unheard }: Surroundings) {
  return {
    onLostRace(writes: readonly Write[], isLate: boolean) {
      if (writes.some(({ key }) => key.startsWith("l:"))) rule(isLate ? "late attempts that lost" : "lost slot races");
    },
    onUnheard(writes: readonly Write[]) {
      for (const { key } of writes) if (key.startsWith("l:")) unheard.add(seqOfKey(key));
    },
  };
}

/** Opened by the first who asks, and again by the next when that has failed. */
function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opening: Promise<T> | undefined;
  return () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
}
