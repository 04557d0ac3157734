/**
 * The data of a snapshot in one buffer of its final length, filled page by page as pages are asked for. The buffer is zero
 * until then, and memory that nobody touched is none. A page counts as loaded only once its checksum held.
 */
import { allDone } from "../../all-done.ts";
import { AppError } from "../../errors.ts";
import { assertNotAborted } from "../../ports.ts";
import { corrupt, PAGE_BYTES, pageCount } from "./format.ts";
import { type PageRun, runsOf } from "./reads.ts";
import { slots } from "./slots.ts";
import type { SnapshotSource } from "./source.ts";
import { xxh32 } from "./xxh32.ts";

/** S3 and its like answer a handful of requests at once at full speed; more only takes sockets from other requests. */
const READS_AT_ONCE = 16;
/** Read with the last page, and must not be there: a file that is longer is not the one that the root speaks of. */
const BEHIND_END = 1;

export interface PagedBytesOptions {
  readonly source: SnapshotSource;
  /** Offset of the data in the file. It ends where the file ends. */
  readonly start: number;
  readonly length: number;
  /** One a page. */
  readonly checksums: Uint32Array;
  /** What bytes of the data belong to, for a message; offsets in the data. */
  readonly describe: (from: number, to: number) => string;
}

/** A read under way, with the signal of the request that began it. */
interface Flight {
  readonly done: Promise<void>;
  readonly signal: AbortSignal | undefined;
}

export class PagedBytes {
  readonly buffer: ArrayBuffer;
  readonly #options: PagedBytesOptions;
  readonly #isLoaded: Uint8Array;
  readonly #flights = new Map<number, Flight>();
  readonly #inSlot = slots(READS_AT_ONCE);
  #missing: number;
  #loadedBytes = 0;

  /** @throws AppError `unavailable` when the process cannot have so much memory. */
  constructor(options: PagedBytesOptions) {
    this.#options = options;
    this.buffer = allocate(options.length + BEHIND_END);
    this.#missing = pageCount(options.length);
    this.#isLoaded = new Uint8Array(this.#missing);
  }

  get isWhole(): boolean {
    return this.#missing === 0;
  }

  get loadedBytes(): number {
    return this.#loadedBytes;
  }

  /** Adds the pages of `from` to `to` (exclusive, offsets in the data) that are not loaded. */
  findMissing(from: number, to: number, missing: number[]): void {
    for (let page = Math.floor(from / PAGE_BYTES); page * PAGE_BYTES < to; page++) {
      if (this.#isLoaded[page] === 0) missing.push(page);
    }
  }

  /** Takes over the pages that bytes from the start of the data hold whole. @throws AppError `corrupt`. */
  accept(bytes: Uint8Array): void {
    for (let page = 0; this.#endOf(page) <= bytes.length && page < this.#isLoaded.length; page++) {
      this.#take(page, bytes.subarray(page * PAGE_BYTES, this.#endOf(page)));
    }
  }

  /**
   * Pages that another call is reading are waited for, not read twice; its failure is shared, unless it is its own request
   * that was aborted.
   * @throws AppError `unavailable`, or `corrupt` naming the section.
   */
  async load(pages: Iterable<number>, signal?: AbortSignal): Promise<void> {
    const wanted = [...new Set(pages)].sort((a, b) => a - b);
    for (;;) {
      const missing = wanted.filter((page) => this.#isLoaded[page] === 0);
      if (missing.length === 0) return;
      await this.#fetch(missing, signal);
    }
  }

  async loadAll(signal?: AbortSignal): Promise<void> {
    if (!this.isWhole) await this.load(this.#isLoaded.keys(), signal);
  }

  /** Every page is read, and every read that this call began is over, when it settles. */
  async #fetch(missing: readonly number[], signal: AbortSignal | undefined): Promise<void> {
    assertNotAborted(signal);
    const others = new Set(missing.flatMap((page) => this.#flights.get(page) ?? []));
    const own = runsOf(missing.filter((page) => !this.#flights.has(page))).map((run) => this.#begin(run, signal));
    const waits = [...others].map((flight) => joined(flight, signal));
    await allDone([...own, ...waits]);
  }

  #begin(run: PageRun, signal: AbortSignal | undefined): Promise<void> {
    const pages: number[] = [];
    for (let page = run.from; page < run.to; page++) {
      if (this.#isLoaded[page] === 0 && !this.#flights.has(page)) pages.push(page);
    }
    const done = this.#inSlot(() => this.#read(run, pages, signal)).finally(() => {
      for (const page of pages) this.#flights.delete(page);
    });
    for (const page of pages) this.#flights.set(page, { done, signal });
    return done;
  }

  async #read(run: PageRun, pages: readonly number[], signal: AbortSignal | undefined): Promise<void> {
    const { describe, length } = this.#options;
    const [from, to] = [run.from * PAGE_BYTES, this.#endOf(run.to - 1)];
    try {
      // Straight to where they belong, unless pages of others lie between them.
      const isDirect = pages.length === run.to - run.from;
      const bytes = await this.#bytesOf(from, to === length ? to + BEHIND_END : to, isDirect, signal);
      if (bytes.length < to - from) {
        const end = from + bytes.length;
        throw corrupt(describe(end, end + 1), `the read ends ${to - end} bytes too early`);
      }
      if (bytes.length > to - from) throw corrupt("root", "the file is longer than it says");
      for (const page of pages) this.#take(page, bytes.subarray(page * PAGE_BYTES - from, this.#endOf(page) - from));
    } catch (error) {
      for (const page of pages) if (this.#isLoaded[page] === 0) this.#bytesOfPage(page).fill(0);
      throw error;
    }
  }

  async #bytesOf(from: number, to: number, isDirect: boolean, signal: AbortSignal | undefined): Promise<Uint8Array> {
    assertNotAborted(signal);
    const { source, start } = this.#options;
    if (!isDirect || source.readInto === undefined) return source.read(start + from, start + to, signal);
    const target = new Uint8Array(this.buffer, from, to - from);
    return target.subarray(0, await source.readInto(start + from, target, signal));
  }

  /** @param bytes of the page, perhaps where they belong already. */
  #take(page: number, bytes: Uint8Array): void {
    const own = this.#bytesOfPage(page);
    if (bytes.buffer !== this.buffer) own.set(bytes);
    if (xxh32(own) !== this.#options.checksums[page]) {
      const where = this.#options.describe(page * PAGE_BYTES, this.#endOf(page));
      throw corrupt(where, `page ${page} of the data fails its checksum`);
    }
    this.#isLoaded[page] = 1;
    this.#missing--;
    this.#loadedBytes += own.length;
  }

  #bytesOfPage(page: number): Uint8Array {
    return new Uint8Array(this.buffer, page * PAGE_BYTES, this.#endOf(page) - page * PAGE_BYTES);
  }

  /** Offset in the data behind the last byte of a page. */
  #endOf(page: number): number {
    return Math.min((page + 1) * PAGE_BYTES, this.#options.length);
  }
}

/** Zeroed by the operating system when a page of it is first touched. */
function allocate(bytes: number): ArrayBuffer {
  try {
    return new ArrayBuffer(bytes);
  } catch (cause) {
    throw new AppError("unavailable", `there is no memory for a snapshot of ${bytes} bytes`, { cause });
  }
}

/** The read of another request: its failure is ours too, but its being aborted only means that nothing was loaded. */
async function joined(flight: Flight, signal: AbortSignal | undefined): Promise<void> {
  try {
    await untilAborted(flight.done, signal);
  } catch (error) {
    if (signal?.aborted === true || flight.signal?.aborted !== true) throw error;
  }
}

async function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () =>
    reject(new AppError("unavailable", "aborted while a snapshot was loading", { cause: signal.reason }));
  signal.addEventListener("abort", stop, { once: true });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
