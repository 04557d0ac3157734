/** What a process knows of the end of a board's log: the newest entry it met, and the settings that hold there. */
import type { Env } from "../env.ts";
import type { KeySpace } from "../ports.ts";
import type { LogEntry } from "./entry.ts";
import type { Settings } from "./layout.ts";
import { findTail } from "./tail.ts";

/**
 * A tail learned longer ago than this is looked up again by a range: the entries behind it may have been trimmed (after
 * 30 days at the earliest), and then the absence of the next slot would prove nothing.
 */
const TRUSTED_MS = 10 * 60_000;

export class LogHead {
  readonly #space: KeySpace;
  readonly #env: Env;
  readonly #board: string;
  #seq: number | undefined;
  #written = 0;
  #settings: Settings | undefined;
  #clockAt = 0;
  #monotonicAt = 0;

  constructor(space: KeySpace, env: Env, board: string) {
    this.#space = space;
    this.#env = env;
    this.#board = board;
  }

  /** Settings as of the newest known entry, or `undefined` when the board's layout has to be read for them. */
  get settings(): Settings | undefined {
    return this.#settings;
  }

  get lastKnown(): number {
    return this.#seq ?? 0;
  }

  /** Number of the newest entry that this process wrote, 0 if none. */
  get lastWritten(): number {
    return this.#written;
  }

  /** An entry of this process, once it is known to be there. */
  wrote(seq: number): void {
    this.#written = Math.max(this.#written, seq);
  }

  /** Number of the newest entry that is known, looked up only when nothing is known or it was long ago. */
  async recent(signal: AbortSignal | undefined): Promise<number> {
    return this.#seq === undefined || !this.#isTrusted() ? await this.refresh(signal) : this.#seq;
  }

  /** Number of the newest entry, read now: at least every entry that was acknowledged before the call. */
  async refresh(signal?: AbortSignal): Promise<number> {
    const tail = await findTail(this.#space, this.#board, this.#seq, signal);
    this.reached(tail);
    return Math.max(tail, this.#seq ?? tail);
  }

  /** An entry that was read or written, in order: the settings stay known. */
  met(entry: Pick<LogEntry, "seq" | "settings">): void {
    if (entry.seq === this.#seq && entry.settings !== undefined) this.#settings = entry.settings;
    if (this.#seq !== undefined && entry.seq <= this.#seq) return;
    const isNext = this.#seq === entry.seq - 1;
    this.#advance(entry.seq);
    this.#settings = entry.settings ?? (isNext ? this.#settings : undefined);
  }

  /** An entry that exists but was not read: what lies between may have changed the settings. */
  reached(seq: number): void {
    if (this.#seq === undefined || seq > this.#seq) {
      this.#advance(seq);
      this.#settings = undefined;
    } else if (seq === this.#seq) {
      this.#advance(seq);
    }
  }

  /** Settings that were read from the layout when `seq` was the newest known entry; by now it may be another. */
  learned(settings: Settings, seq: number): void {
    if (seq === this.#seq) this.#settings = settings;
  }

  /** The log goes on further than anyone has looked: the next use looks for its end. */
  distrust(): void {
    this.#monotonicAt = Number.NEGATIVE_INFINITY;
  }

  #advance(seq: number): void {
    this.#seq = seq;
    this.#clockAt = this.#env.now();
    this.#monotonicAt = this.#env.monotonic();
  }

  /** Both clocks have to say so: either may stand still or jump while a process is frozen. */
  #isTrusted(): boolean {
    const clock = Math.abs(this.#env.now() - this.#clockAt);
    return clock < TRUSTED_MS && this.#env.monotonic() - this.#monotonicAt < TRUSTED_MS;
  }
}
