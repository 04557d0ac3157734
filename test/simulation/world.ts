/** A board, the two stores that it lives in, the instances that serve it, and whoever looks on. */
import type { MemoryKeys } from "../../adapters/memory/key-space.ts";
import type { KeySpace } from "../../core/ports.ts";
import { type Ask, asking } from "./ask.ts";
import { type Instance, instances } from "./instances.ts";
import { type Ledger, ledger } from "./ledger.ts";
import { type Model, model } from "./model.ts";
import type { Fault, Plan } from "./plan.ts";
import { type Random, random } from "./random.ts";
import { type Scheduler, scheduler, type Telling } from "./scheduler.ts";
import { assertSnapshot } from "./snapshots.ts";
import { stores } from "./stores.ts";
import { type Invariant, Violation } from "./violation.ts";
import { type Watch, watch } from "./watch.ts";

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
  /** By name, what the blob store holds. */
  readonly stored: ReadonlyMap<string, Uint8Array>;
  /** Slots whose writers did not hear what became of them. */
  readonly unheard: ReadonlySet<number>;
  readonly violation: Violation | undefined;
  /** Where the board is on its way to, or has gone. */
  move: MemoryKeys | undefined;
  /** No fault happens any more. */
  readonly isHealed: boolean;
  /** Applications that are still to come. */
  readonly pending: ReadonlySet<object>;
  readonly ask: Ask;
  rule(name: string): void;
  fault(name: Fault): void;
  checked(invariant: Invariant): void;
  /** Ends the run. */
  fail(violation: unknown): void;
  /** A store is away for so long: for everybody, or for one instance. */
  sendAway(store: "keys" | "blobs", from: string | undefined, ms: number): void;
  /** Without bytes the blob is gone. */
  hurtBlob(name: string, bytes: Uint8Array | undefined): void;
  heal(): void;
}

export function world(plan: Plan, telling: Telling): World {
  const time = scheduler(telling);
  const chance = random(String(plan.seed));
  const known = model();
  const counts: Counts = { faults: new Map(), operations: new Map(), rules: new Map(), checks: new Map() };
  const data: MemoryKeys = { partitions: new Map(), commits: 0 };
  const stored = new Map<string, Uint8Array>();
  const pending = new Set<object>();
  const unheard = new Set<number>();
  const away: { readonly store: string; readonly from: string | undefined; readonly until: number }[] = [];
  let violation: Violation | undefined;
  let isHealed = false;

  const rule = (name: string) => add(counts.rules, name);
  const checked = (invariant: Invariant) => add(counts.checks, invariant);
  const fault = (name: Fault) => {
    add(counts.faults, name);
    time.note(name);
  };

  function fail(error: unknown): void {
    violation ??= error instanceof Violation ? error : new Violation("errors have codes", String(error), error);
    time.note("violation", () => String(violation));
    time.stop();
  }

  const sent = ledger(known, checked);
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
  const truth = stores({ data, stored, time, seen, fail });
  const { all, born } = instances({
    ...{ plan, time, chance, stores: truth, unheard, pending, rule, fault, fail },
    isHealed: () => isHealed,
    isAway: (store, from) =>
      away.some((one) => one.store === store && one.until > time.now && (one.from ?? from) === from),
  });
  const ask = asking({
    ...{ plan, time, chance: chance.fork("requests"), fail },
    isHealed: () => isHealed,
    onFault: fault,
    onTold: () => checked("errors have codes"),
  });
  for (let index = 0; index < plan.instances; index++) born(index);

  return {
    ...{ plan, time, chance, known, sent, seen, counts, data, stored, unheard, pending },
    ...{ instances: all, truth: truth.keys, move: undefined },
    get violation() {
      return violation;
    },
    get isHealed() {
      return isHealed;
    },
    ...{ ask, rule, fault, checked, fail },
    sendAway: (store, from, ms) => void away.push({ store, from, until: time.now + ms }),
    hurtBlob(name, bytes) {
      if (bytes === undefined) stored.delete(name);
      else stored.set(name, bytes);
      seen.blobHurt(name);
    },
    heal() {
      isHealed = true;
      away.length = 0;
      for (const { life } of [...all]) life.thaw();
      for (const [index, { life }] of [...all].entries()) if (life.isDead) born(index);
    },
  };
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
