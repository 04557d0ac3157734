/** A board, the two stores that it lives in, and the instances that serve it; and what a client may do: ask one of them. */
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { type MemoryKeys, memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { type AppError, isAppError } from "../../core/errors.ts";
import { type Follower, follower } from "../../core/index/follower.ts";
import { type Publisher, publisher } from "../../core/index/publisher.ts";
import type { BlobInfo, BlobStore, KeySpace, Write } from "../../core/ports.ts";
import { openBoard } from "../../core/store/board.ts";
import { guardedBlobs, guardedSpace } from "../../core/store/breaker.ts";
import { seqOfKey } from "../../core/store/keys.ts";
import type { BoardServices } from "../../functions/board-services.ts";
import { DEFAULT_REQUEST_LIMITS } from "../../functions/request-limits.ts";
import { type Ledger, ledger } from "./ledger.ts";
import { type Life, life } from "./life.ts";
import { type Model, model } from "./model.ts";
import { network } from "./network.ts";
import type { Fault, Plan } from "./plan.ts";
import { type Random, random } from "./random.ts";
import { type Scheduler, scheduler, type Telling } from "./scheduler.ts";
import { assertSnapshot } from "./snapshots.ts";
import { type Invariant, Violation } from "./violation.ts";
import { type Watch, watch } from "./watch.ts";
import { weakBlobs } from "./weak-blobs.ts";
import { weakKeys } from "./weak-keys.ts";

export const BOARD = "board";
const RESTART_DOUBLINGS = 11;
const SKEW_MS = 10 * 60_000;

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

/** `lost`: nobody told, be it that the instance died or that the caller left. */
export type Answer<T> =
  | { readonly kind: "told"; readonly value: T }
  | { readonly kind: "refused"; readonly error: AppError }
  | { readonly kind: "lost" };

export interface Counts {
  readonly faults: Map<string, number>;
  readonly operations: Map<string, number>;
  readonly rules: Map<string, number>;
  readonly checks: Map<string, number>;
}

export interface World {
  readonly plan: Plan;
  readonly time: Scheduler;
  readonly chance: Random;
  readonly known: Model;
  readonly sent: Ledger;
  readonly seen: Watch;
  readonly counts: Counts;
  readonly instances: readonly Instance[];
  /** The board's partition as the store has it. */
  readonly truth: KeySpace;
  readonly data: MemoryKeys;
  readonly stored: Map<string, Uint8Array>;
  /** Slots whose writers did not hear what became of them. */
  readonly unheard: ReadonlySet<number>;
  readonly violation: Violation | undefined;
  /** Where the board is on its way to, or has gone. */
  move: MemoryKeys | undefined;
  readonly isHealed: boolean;
  /** Applications that are still to come. */
  readonly pending: ReadonlySet<object>;
  rule(name: string): void;
  fault(name: Fault): void;
  checked(invariant: Invariant): void;
  fail(violation: unknown): void;
  /** `told` hears what the instance says, also when the caller has left; what it throws is a violation. */
  ask<T>(
    instance: Instance,
    timeoutMs: number,
    work: (services: Services, signal: AbortSignal) => Promise<T>,
    told: (answer: Exclude<Answer<T>, { kind: "lost" }>) => void,
  ): Promise<Answer<T>>;
  /** The stores are away for so long: for everybody, or for one instance. */
  sendAway(store: "keys" | "blobs", from: string | undefined, ms: number): void;
  hurtBlob(name: string, hurt: Uint8Array | undefined): void;
  /** A new life in place of one that has ended, or ends with it. */
  restart(index: number): void;
  heal(): void;
}

export function world(plan: Plan, telling: Telling): World {
  const time = scheduler(telling);
  const chance = random(String(plan.seed));
  const known = model();
  const counts: Counts = { faults: new Map(), operations: new Map(), rules: new Map(), checks: new Map() };
  const data: MemoryKeys = { partitions: new Map(), commits: 0 };
  const stored = new Map<string, Uint8Array>();
  const ghosts = new Map<string, BlobInfo>();
  const pending = new Set<object>();
  const unheard = new Set<number>();
  const away: { readonly store: string; readonly from: string | undefined; readonly until: number }[] = [];
  const instances: Instance[] = [];
  const lives: number[] = [];
  let violation: Violation | undefined;
  let isHealed = false;

  const rule = (name: string) => add(counts.rules, name);
  const checked = (invariant: Invariant) => add(counts.checks, invariant);
  const sent = ledger(known, checked);
  const fault = (name: Fault) => {
    add(counts.faults, name);
    time.note(name);
  };

  function fail(error: unknown): void {
    violation ??= error instanceof Violation ? error : new Violation("errors have codes", String(error), error);
    time.note("violation", () => String(violation));
    time.stop();
  }

  const seen = watch({
    known,
    sent,
    count: rule,
    checked,
    onOffered: (snapshot) => {
      checked("snapshots equal the log");
      assertSnapshot(snapshot, stored.get(snapshot.name) ?? new Uint8Array(), known).catch(fail);
    },
  });

  const truth = observedKeys(memoryKeySpace(data), (writes) => {
    time.note("commit", () => describe(writes));
    try {
      seen.committed(writes, time.now);
    } catch (error) {
      fail(error);
    }
  });

  const blobs = observedBlobs(memoryBlobStore(stored), {
    put: (name) => seen.blobPut(name),
    deleted(name) {
      ghosts.set(name, { name, bytes: 0 });
      time.note("blob deleted", () => `blob ${name} is deleted`);
      try {
        seen.blobDeleted(name);
      } catch (error) {
        fail(error);
      }
    },
  });

  function isAway(store: string, from: string): boolean {
    return away.some((one) => one.store === store && one.until > time.now && (one.from ?? from) === from);
  }

  function born(index: number): Instance {
    const number = (lives[index] ?? 0) + 1;
    lives[index] = number;
    const host = `i${index}`;
    const name = `${host}.${number}`;
    const own = chance.fork(name);
    const fatal = own.fork("fatal");
    const isFatal = () => {
      if (isHealed || !plan.faults.has("crash") || !fatal.chance(0.002)) return false;
      fault("crash");
      return true;
    };
    const skewMs = plan.faults.has("clock jump") ? (own.below(2 * SKEW_MS + 1) - SKEW_MS) | 0 : 0;
    const onLog = (event: string) => rule(`log: ${event}`);
    const alive = life({ name, scheduler: time, chance: own.fork("bytes"), skewMs, isFatal, onLog });
    time.note(`${name} starts`);
    alive.onDeath(() => {
      if (isHealed) born(index);
      else time.after(own.spread(10, RESTART_DOUBLINGS), `${host} restarts`, () => born(index));
    });
    const options = { scheduler: time, life: alive, plan, isHealed: () => isHealed, onFault: fault, pending };
    const wire = network({ ...options, chance: own.fork("keys") });
    const onLostRace = (writes: readonly Write[], isLate: boolean) => {
      if (writes.some(({ key }) => key.startsWith("l:"))) rule(isLate ? "late attempts that lost" : "lost slot races");
    };
    const onUnheard = (writes: readonly Write[]) => {
      for (const { key } of writes) if (key.startsWith("l:")) unheard.add(seqOfKey(key));
    };
    const reach = (target: KeySpace) =>
      weakKeys({ truth: target, network: wire, isAway: () => isAway("keys", host), onUnheard, onLostRace });
    const weak = weakBlobs({
      truth: blobs,
      network: network({ ...options, chance: own.fork("blobs") }),
      isAway: () => isAway("blobs", host),
      ghosts,
    });
    const { env } = alive;
    const { space } = guardedSpace(reach(truth), env);
    const guarded = guardedBlobs(weak, env).blobs;
    const isBackground = own.chance(0.3);
    const isEager = own.chance(0.3);
    let opening: Promise<Services> | undefined;
    const open = async (): Promise<Services> => {
      const board = await openBoard({ space, env, name: BOARD });
      const publishing = publisher({ board, blobs: guarded, env, isBackground });
      const onBacklog = isBackground ? () => publishing.start() : undefined;
      const index = follower({ board, blobs: guarded, env, isEager, onBacklog });
      return { board, env, limits: LIMITS, blobs: guarded, follower: index, publisher: publishing, reach };
    };
    const instance: Instance = {
      name,
      life: alive,
      services() {
        opening ??= open().catch((error: unknown) => {
          opening = undefined;
          throw error;
        });
        return opening;
      },
    };
    instances[index] = instance;
    return instance;
  }

  const gone = chance.fork("caller gone");

  function ask<T>(
    { life: on, services }: Instance,
    timeoutMs: number,
    work: (services: Services, signal: AbortSignal) => Promise<T>,
    told: (answer: Exclude<Answer<T>, { kind: "lost" }>) => void,
  ): Promise<Answer<T>> {
    return new Promise((resolve) => {
      const lost = () => resolve({ kind: "lost" });
      if (on.isDead) return lost();
      on.onDeath(lost);
      if (plan.faults.has("caller gone") && !isHealed && gone.chance(0.05)) {
        fault("caller gone");
        time.after(gone.spread(1, 10), "caller leaves", lost);
      }
      const stop = new AbortController();
      const deadline = on.after(timeoutMs, "deadline", () => stop.abort(new Error("the request's time is over")));
      const run = async (): Promise<Exclude<Answer<T>, { kind: "lost" }>> => {
        try {
          return { kind: "told", value: await work(await services(), stop.signal) };
        } catch (error) {
          if (!isAppError(error)) throw error;
          if (error.code === "corrupt") throw new Violation("errors have codes", String(error), error);
          return { kind: "refused", error };
        }
      };
      run()
        .then((answer) => {
          checked("errors have codes");
          deadline.cancel();
          told(answer);
          resolve(answer);
        })
        .catch(fail);
    });
  }

  const made: World = {
    plan,
    time,
    chance,
    known,
    sent,
    seen,
    counts,
    instances,
    truth,
    data,
    stored,
    unheard,
    pending,
    move: undefined,
    get violation() {
      return violation;
    },
    get isHealed() {
      return isHealed;
    },
    rule,
    fault,
    checked,
    fail,
    ask,
    sendAway: (store, from, ms) => void away.push({ store, from, until: time.now + ms }),
    hurtBlob(name, hurt) {
      if (hurt === undefined) stored.delete(name);
      else stored.set(name, hurt);
      seen.blobHurt(name);
    },
    restart: (index) => instances[index]?.life.die("killed"),
    heal() {
      isHealed = true;
      away.length = 0;
      for (const { life: each } of [...instances]) each.thaw();
      for (const [index, { life: each }] of [...instances].entries()) if (each.isDead) born(index);
    },
  };
  for (let index = 0; index < plan.instances; index++) born(index);
  return made;
}

/** Imports of a simulated board are small, and so is what their answers may hold. */
const LIMITS = { ...DEFAULT_REQUEST_LIMITS, importTimeoutMs: 20_000 };

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Every commit that the board's partition takes, at the moment at which it does. */
function observedKeys(space: KeySpace, onCommit: (writes: readonly Write[]) => void): KeySpace {
  return {
    ...space,
    async commit(partition, writes) {
      const result = await space.commit(partition, writes);
      if (result.committed && partition === BOARD) onCommit(writes);
      return result;
    },
  };
}

function observedBlobs(
  blobs: BlobStore,
  on: { readonly put: (name: string) => void; readonly deleted: (name: string) => void },
): BlobStore {
  return {
    ...blobs,
    async put(name, bytes) {
      await blobs.put(name, bytes);
      on.put(name);
    },
    async delete(name) {
      await blobs.delete(name);
      on.deleted(name);
    },
  };
}

function describe(writes: readonly Write[]): string {
  const parts = writes.map(({ key, value }) => {
    if (value === undefined) return `delete ${key}`;
    if (!key.startsWith("d:")) return key;
    const { kind, content } = JSON.parse(value.body);
    return `${key} ${kind === "listing" ? content.summary : "deleted"}`;
  });
  return `the store takes ${parts.join(", ")}`;
}
