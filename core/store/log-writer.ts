/**
 * The one way into a board: an ordered queue of operations, written together in dense log entries.
 *
 * Every attempt takes the slot behind the newest known entry: `{put l:<n> if absent, put each d:<id> under its token}`, all
 * or nothing. So whoever holds slot n decided on the state that the log up to n-1 describes, and an attempt for a slot
 * that another entry holds can never apply any more, however late it arrives. That settles lost answers without a clock:
 * look at the slot first, and judge revisions only then.
 */
import type { Env } from "../env.ts";
import { AppError, isAppError } from "../errors.ts";
import { isListingId, randomId } from "../listing/id.ts";
import type { StoredListing } from "../listing/record.ts";
import { type Item, type KeySpace, utf8Length, type Write } from "../ports.ts";
import { decodeEntry, decodeLayout, decodeListing, decodeMark, encodeListing } from "./codec.ts";
import { entryKey, LAYOUT_KEY } from "./keys.ts";
import { type Settings, writeRefusal } from "./layout.ts";
import type { LogHead } from "./log-head.ts";
import type { Decide } from "./operations.ts";
import { keysOf, type Outcome, type Pending, type Planned, unknownOutcome, writesOf } from "./pending.ts";
import { MAX_ATTEMPTS, mayRepeat, pause } from "./retry.ts";
import { retryBudget } from "./retry-budget.ts";
import { probesAfter, reachOf } from "./tail.ts";

/** One commit carries at most so many listings and so many bytes of them; a larger listing goes alone. */
const MAX_BATCH_LISTINGS = 40;
const MAX_BATCH_BYTES = 128 * 1024;

export interface SubmitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly repeatable?: string | undefined;
}

export interface LogWriterOptions {
  readonly space: KeySpace;
  readonly env: Env;
  readonly board: string;
  /** The incarnation that the board was opened as: of another one nothing is written. */
  readonly incarnation: string;
  readonly head: LogHead;
}

export class LogWriter {
  readonly #space: KeySpace;
  readonly #env: Env;
  readonly #board: string;
  readonly #incarnation: string;
  readonly #head: LogHead;
  #queue: Pending[] = [];
  #isDraining = false;
  /** The operations of the attempt under way, and what stops its calls once nobody waits for it any more. */
  #current: { readonly batch: readonly Pending[]; readonly stop: AbortController } | undefined;
  /** Operations still to be tried one by one, since a batch of them failed as a whole. */
  #alone = 0;
  /** Attempts lost since the last one that landed; the pause before the next grows with it. */
  #lost = 0;
  /** What the store last threw in place of an answer; gone once it answers. The operator's to read, not the caller's. */
  #refusal: unknown;
  /** What the last commit took, won or lost: others' take about as long. */
  #commitMs = 0;

  constructor({ space, env, board, incarnation, head }: LogWriterOptions) {
    this.#space = space;
    this.#env = env;
    this.#board = board;
    this.#incarnation = incarnation;
    this.#head = head;
  }

  /**
   * Resolves once the operation is durable, or needs no change. Rejects with what `decide` threw; with `outcome_unknown` when
   * it may have been applied; with `unavailable` when it surely was not. `signal`: the caller stops waiting.
   */
  submit(id: string, decide: Decide, { signal, repeatable }: SubmitOptions = {}): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const operation = randomId(this.#env);
      const state = { attempts: 0, action: "unchanged" as const, doubt: undefined, isAnswered: false };
      const giveUp = () => this.#giveUp(pending, signal?.reason);
      // Ten thousand writes of an import share one signal: it must not hold on to those that are done.
      const release = () => signal?.removeEventListener("abort", giveUp);
      const pending: Pending = { operation, id, repeatable, decide, signal, resolve, reject, release, ...state };
      signal?.addEventListener("abort", giveUp, { once: true });
      if (signal?.aborted === true) this.#giveUp(pending, signal.reason);
      else if (!isListingId(id))
        this.#reject(pending, new AppError("invalid_id", `${JSON.stringify(id)} is no listing id`));
      else this.#queue.push(pending);
      if (!this.#isDraining) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    // A turn of the event loop: operations submitted together travel together.
    await undefined;
    while (this.#queue.length > 0) {
      await this.#round(this.#nextBatch());
      this.#alone = Math.max(0, this.#alone - 1);
      this.#queue = this.#queue.filter(({ isAnswered }) => !isAnswered);
    }
    this.#isDraining = false;
  }

  /** Oldest first, each listing once: an entry holds one change of a listing, since its number is the revision. */
  #nextBatch(): Pending[] {
    const keys = new Set<string>();
    const batch: Pending[] = [];
    for (const pending of this.#queue) {
      const own = keysOf(pending);
      if (own.some((key) => keys.has(key))) continue;
      for (const key of own) keys.add(key);
      batch.push(pending);
      if (batch.length === MAX_BATCH_LISTINGS || this.#alone > 0) break;
    }
    return batch;
  }

  /** One attempt at the next slot. Never throws: every failure ends in an answer or in another round. */
  async #round(batch: readonly Pending[]): Promise<void> {
    const stop = new AbortController();
    this.#current = { batch, stop };
    try {
      const seq = (await this.#head.recent(stop.signal)) + 1;
      if (!(await this.#settleDoubts(batch, seq, stop.signal))) return;
      const planned = await this.#plan(batch, seq, stop.signal);
      await this.#attempt(planned, seq, stop.signal);
    } catch (error) {
      await this.#failed(batch, error, stop.signal);
    }
  }

  /**
   * Attempts at slots that were not read since: what they hold says whether the operation was applied. False: `seq` itself is
   * taken, so another slot is due.
   */
  async #settleDoubts(batch: readonly Pending[], seq: number, signal: AbortSignal): Promise<boolean> {
    const slots = [...new Set(batch.flatMap(({ doubt }) => doubt ?? []))];
    if (slots.length === 0) return true;
    for (const item of await this.#space.get(this.#board, slots.map(entryKey), signal)) {
      if (item !== undefined) this.#settle(item);
    }
    // An entry below the newest one that is gone was trimmed: nothing can tell any more.
    for (const pending of batch) if ((pending.doubt ?? seq) < seq) this.#reject(pending, unknownOutcome());
    return this.#head.lastKnown < seq;
  }

  /** Reads what is stored and decides. What needs no write, or cannot be done, is answered here. */
  async #plan(batch: readonly Pending[], seq: number, signal: AbortSignal): Promise<Planned[]> {
    const waiting = batch.filter(({ isAnswered }) => !isAnswered);
    const keys = waiting.flatMap(keysOf);
    const [layout, ...read] = await this.#space.get(this.#board, [LAYOUT_KEY, ...keys], signal);
    const items = new Map(keys.map((key, i) => [key, read[i]]));
    const settings = this.#settingsFrom(layout);
    const planned: Planned[] = [];
    let bytes = 0;
    for (const pending of waiting) {
      const plan = this.#decided(pending, items, seq, settings);
      if (plan === undefined) continue;
      bytes += utf8Length(plan.value.body);
      if (planned.length > 0 && bytes > MAX_BATCH_BYTES) break;
      planned.push(plan);
    }
    return planned;
  }

  /**
   * Settings for what is decided now, or why nothing may be written. Read in every round, behind the entry that the round goes
   * by: whoever changes the layout takes the next slot with it, so an attempt on an older layout has lost that slot.
   */
  #settingsFrom(item: Item | undefined): Settings | AppError {
    if (item === undefined) throw new AppError("corrupt", `board ${this.#board} has no layout record`);
    const layout = decodeLayout(item);
    return writeRefusal(layout, this.#incarnation) ?? layout.settings;
  }

  #decided(
    pending: Pending,
    items: ReadonlyMap<string, Item | undefined>,
    seq: number,
    settings: Settings | AppError,
  ): Planned | undefined {
    const [item, marked] = keysOf(pending).map((key) => items.get(key));
    try {
      const current = item === undefined ? undefined : decodeListing(item);
      const mark = marked === undefined ? undefined : decodeMark(marked);
      if (current?.changedBy === pending.operation) {
        this.#resolve(pending, current);
        return undefined;
      }
      if (settings instanceof AppError) throw settings;
      const decision = pending.decide(current, { seq, operation: pending.operation, settings, mark });
      if ("write" in decision) {
        pending.action = decision.action;
        return {
          pending,
          stored: decision.write,
          value: encodeListing(decision.write),
          token: item?.token,
          mark: decision.mark,
          markToken: marked?.token,
        };
      }
      if (pending.doubt !== undefined) throw unknownOutcome();
      pending.action = decision.action;
      this.#resolve(pending, decision.keep);
    } catch (error) {
      // An attempt at this very slot may still land, so a refusal now could turn out to be a lie.
      this.#reject(pending, pending.doubt === undefined ? error : unknownOutcome());
    }
    return undefined;
  }

  async #attempt(decided: readonly Planned[], seq: number, signal: AbortSignal): Promise<void> {
    // Whoever gave up while the listings were read was told that nothing was changed.
    const planned = decided.filter(({ pending }) => !pending.isAnswered);
    if (planned.length === 0) return;
    const writes = writesOf(planned, seq, this.#env.now());
    const outcome = await this.#commit(planned, writes, seq, signal);
    switch (outcome) {
      case "committed":
        this.#head.reached(seq);
        this.#lost = 0;
        retryBudget(this.#env).succeeded();
        for (const { pending, stored } of planned) this.#resolve(pending, stored);
        return;
      case "refused":
        this.#lost++;
        return this.#repeatIfPaid(this.#refusal, signal);
      case "unknown":
      case "lost":
        this.#lost++;
        return this.#lookAt(seq, signal, outcome === "unknown");
    }
  }

  /** `refused`: surely not applied. `lost`: not applied. `unknown`: nobody knows; as with `lost` the slot has to be looked at. */
  async #commit(
    planned: readonly Planned[],
    writes: readonly Write[],
    seq: number,
    signal: AbortSignal,
  ): Promise<"committed" | "lost" | "refused" | "unknown"> {
    const before = planned.map(({ pending }) => pending.doubt);
    const notApplied = () => {
      for (const [i, { pending }] of planned.entries()) pending.doubt = before[i];
    };
    for (const { pending } of planned) {
      pending.attempts++;
      pending.doubt = seq;
    }
    const startedAt = this.#env.monotonic();
    try {
      const { committed } = await this.#space.commit(this.#board, writes, signal);
      this.#refusal = undefined;
      if (!committed) notApplied();
      return committed ? "committed" : "lost";
    } catch (error) {
      if (isAppError(error, "outcome_unknown")) {
        this.#refusal = error;
        return "unknown";
      }
      if (!isAppError(error)) {
        this.#env.log("commit_failed_without_a_code", { error: String(error) });
        return "lost";
      }
      notApplied();
      if (error.code === "unavailable") {
        this.#refusal = error;
        return "refused";
      }
      throw error;
    } finally {
      this.#commitMs = this.#env.monotonic() - startedAt;
    }
  }

  /** After a lost or unknown attempt: the slot's holder settles it; an empty slot is tried again. */
  async #lookAt(seq: number, signal: AbortSignal, hasFailed: boolean): Promise<void> {
    const [slot, ...beyond] = await this.#space.get(this.#board, [seq, ...probesAfter(seq)].map(entryKey), signal);
    if (slot === undefined) return hasFailed ? this.#repeatIfPaid(this.#refusal, signal) : this.#pauseAfterLoss(signal);
    this.#settle(slot);
    const reach = reachOf(seq, beyond);
    if (reach > seq) this.#head.reached(reach);
    if (beyond.at(-1) !== undefined) this.#head.distrust();
    if (this.#lost > 1) await this.#pauseAfterLoss(signal);
  }

  #settle(item: Item): void {
    const entry = decodeEntry(item);
    this.#head.reached(entry.seq);
    const landed = new Map(entry.changes.map((stored) => [stored.changedBy, stored]));
    for (const pending of this.#queue) {
      const stored = landed.get(pending.operation);
      if (stored !== undefined) this.#resolve(pending, stored);
      else if (pending.doubt === entry.seq) pending.doubt = undefined;
    }
  }

  async #failed(batch: readonly Pending[], error: unknown, signal: AbortSignal): Promise<void> {
    const isPassing = isAppError(error, "unavailable") || isAppError(error, "outcome_unknown");
    if (!isPassing && batch.length > 1) {
      // One of them is at fault: each is tried on its own, so that it fails alone.
      this.#alone = batch.length + 1;
      return;
    }
    for (const pending of batch) {
      if (!isPassing) this.#reject(pending, pending.doubt === undefined ? error : unknownOutcome());
      else pending.attempts++;
    }
    if (!isPassing) return;
    this.#refusal = error;
    this.#lost++;
    await this.#repeatIfPaid(error, signal);
  }

  /** After a failure of the store another attempt has to be paid for. Without the means everybody who waits is told at once. */
  async #repeatIfPaid(error: unknown, signal: AbortSignal): Promise<void> {
    if (mayRepeat(this.#env, error)) return this.#pauseAfterLoss(signal);
    for (const pending of this.#queue) this.#giveUp(pending, undefined);
  }

  /** Ends the operations that have had their attempts, and waits so that the others meet fewer rivals. */
  async #pauseAfterLoss(signal: AbortSignal): Promise<void> {
    for (const pending of this.#queue) {
      if (pending.attempts >= MAX_ATTEMPTS) this.#giveUp(pending, undefined);
    }
    if (this.#queue.every(({ isAnswered }) => isAnswered)) return;
    await pause(this.#env, this.#lost, signal, this.#commitMs).catch(() => undefined);
  }

  #giveUp(pending: Pending, cause: unknown): void {
    const why = this.#refusal === undefined ? "was too busy for" : "could not be reached for, or refused,";
    const message = `the store ${why} this write (${pending.attempts} attempts): nothing was changed`;
    const error = new AppError("unavailable", message, { cause: cause ?? this.#refusal });
    this.#reject(pending, pending.doubt === undefined ? error : unknownOutcome(cause));
    const current = this.#current;
    if (current?.batch.every(({ isAnswered }) => isAnswered) === true) current.stop.abort(cause);
  }

  #resolve(pending: Pending, stored: StoredListing): void {
    if (pending.isAnswered) return;
    pending.isAnswered = true;
    pending.release();
    this.#head.wrote(stored.revision);
    pending.resolve({ action: pending.action, stored });
  }

  #reject(pending: Pending, error: unknown): void {
    if (pending.isAnswered) return;
    pending.isAnswered = true;
    pending.release();
    pending.reject(error);
  }
}
