/** One life of a function instance: its memory, its clocks, and the moments at which it may die or stand still. */
import { createHash } from "node:crypto";
import type { Env } from "../../core/env.ts";
import type { Random } from "./random.ts";
import type { Scheduler, Timer } from "./scheduler.ts";

/** 2026-03-02T09:00:00Z: a Monday. */
export const BEGINNING = Date.UTC(2026, 2, 2, 9);

export interface Life {
  readonly name: string;
  readonly env: Env;
  readonly isDead: boolean;
  /** What this life waits for: never comes to the dead, and to the frozen when they thaw. */
  after(ms: number, label: string, run: () => void): Timer;
  die(why: string): void;
  /** Stands still; its monotonic clock may stand still with it, as that of a suspended function does. */
  freeze(ms: number, isClockStopped: boolean): void;
  thaw(): void;
  /** The wall clock is off by so much from here on. */
  setSkew(ms: number): void;
  onDeath(listener: () => void): void;
  /** Looks on from here, before each thing that this life hears. */
  onHearing(look: () => void): void;
}

export interface LifeOptions {
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly chance: Random;
  readonly skewMs: number;
  /** Whether it dies now, of what it is about to hear. */
  readonly isFatal: () => boolean;
  readonly onLog: (event: string) => void;
}

export function life({ name, scheduler, chance, skewMs, isFatal, onLog }: LifeOptions): Life {
  const bornAt = scheduler.now;
  const mourners = new Set<() => void>();
  const lookers: (() => void)[] = [];
  /** What came while it stood still. */
  const held: (() => void)[] = [];
  let isDead = false;
  let standing: { readonly since: number; readonly isClockStopped: boolean } | undefined;
  let frozenUntil = 0;
  let lostMs = 0;
  let skew = skewMs;

  function die(why: string): void {
    if (isDead) return;
    isDead = true;
    scheduler.note(`${name} dies`, () => `${name} dies: ${why}`);
    for (const mourner of mourners) mourner();
    mourners.clear();
  }

  function after(ms: number, label: string, run: () => void): Timer {
    let isCancelled = false;
    const fire = () => {
      if (isDead || isCancelled) return;
      for (const look of lookers) look();
      release();
      if (standing !== undefined) held.push(fire);
      else if (isFatal()) die(`before it heard of: ${label}`);
      else run();
    };
    const timer = scheduler.after(ms, `${name} ${label}`, fire);
    return {
      cancel() {
        isCancelled = true;
        timer.cancel();
      },
    };
  }

  /** One after the other, each with what it sets going. */
  function release(): void {
    if (standing === undefined || scheduler.now < frozenUntil) return;
    if (standing.isClockStopped) lostMs += scheduler.now - standing.since;
    standing = undefined;
    for (const fire of held.splice(0)) scheduler.after(0, `${name} thaws`, fire);
  }

  const env: Env = {
    now: () => BEGINNING + scheduler.now + skew,
    monotonic: () => scheduler.now - bornAt - lostMs,
    randomBytes: (length) => chance.bytes(length),
    sha256: (bytes) => createHash("sha256").update(bytes).digest(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const abort = () => {
          timer.cancel();
          reject(signal?.reason);
        };
        const timer = after(ms, "wakes", () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        });
        signal?.addEventListener("abort", abort, { once: true });
      }),
    log: onLog,
  };

  return {
    name,
    env,
    get isDead() {
      return isDead;
    },
    after,
    die,
    freeze(ms, isClockStopped) {
      standing ??= { since: scheduler.now, isClockStopped };
      frozenUntil = Math.max(frozenUntil, scheduler.now + ms);
      scheduler.after(ms, `${name} thaws`, release);
    },
    thaw() {
      frozenUntil = 0;
      release();
    },
    setSkew(ms) {
      skew = ms;
    },
    onDeath(listener) {
      if (isDead) listener();
      else mourners.add(listener);
    },
    onHearing: (look) => void lookers.push(look),
  };
}
