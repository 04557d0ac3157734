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
  let isDead = false;
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
    let timer: Timer;
    const fire = () => {
      if (isDead) return;
      if (scheduler.now < frozenUntil) timer = scheduler.after(frozenUntil - scheduler.now, `${name} ${label}`, fire);
      else if (isFatal()) die(`before it heard of: ${label}`);
      else run();
    };
    timer = scheduler.after(ms, `${name} ${label}`, fire);
    return { cancel: () => timer.cancel() };
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
      const until = scheduler.now + ms;
      if (isClockStopped) lostMs += Math.max(0, until - Math.max(frozenUntil, scheduler.now));
      frozenUntil = Math.max(frozenUntil, until);
    },
    thaw() {
      frozenUntil = 0;
    },
    setSkew(ms) {
      skew = ms;
    },
    onDeath(listener) {
      if (isDead) listener();
      else mourners.add(listener);
    },
  };
}
