/** What a process knows of the end of a board's log: the newest entry that it met. */
import type { Env } from "../env.ts";
import type { KeySpace } from "../ports.ts";
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
  #clockAt = 0;
  #monotonicAt = 0;

  constructor(space: KeySpace, env: Env, board: string) {
    this.#space = space;
    this.#env = env;
    this.#board = board;
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

  /** An entry that was read or written, or of which it is known that it exists. */
  reached(seq: number): void {
    if (this.#seq !== undefined && seq < this.#seq) return;
    this.#seq = seq;
    this.#clockAt = this.#env.now();
    this.#monotonicAt = this.#env.monotonic();
  }

  /** The log goes on further than anyone has looked: the next use looks for its end. */
  distrust(): void {
    this.#monotonicAt = Number.NEGATIVE_INFINITY;
  }

  /** Both clocks have to say so: either may stand still or jump while a process is frozen. */
  #isTrusted(): boolean {
    const clock = Math.abs(this.#env.now() - this.#clockAt);
    return clock < TRUSTED_MS && this.#env.monotonic() - this.#monotonicAt < TRUSTED_MS;
  }
}
