/**
 * The parts of a snapshot as typed views over one buffer, whose bytes may not all be there yet: a cold function searches
 * before it has everything. Code that reads a view first asks for it with `needs`; what is missing is thrown as one
 * `NotLoaded`, loaded by whoever may wait (`whenLoaded`), and the work is done again from its start. So everything between
 * two loads is synchronous and sees one state of the index.
 */
import { allDone } from "../all-done.ts";

export type SectionView = Uint8Array | Uint16Array | Uint32Array | Int16Array | Float64Array;
/** Numbers below a count known to the writer, in the narrowest width that holds them. */
export type Ordinals = Uint8Array | Uint16Array | Uint32Array;

/** Views are always there and of their final length; of a section that the snapshot lacks, an empty one. */
export interface Sections {
  u8(name: string): Uint8Array;
  u16(name: string): Uint16Array;
  u32(name: string): Uint32Array;
  i16(name: string): Int16Array;
  f64(name: string): Float64Array;
  ordinals(name: string): Ordinals;
  needs(): Needs;
}

/** What a piece of work is about to read; many are asked for together, so that they arrive together. */
export interface Needs {
  /** Elements `from` to `to` (exclusive) of a view of these sections; all of it by default. */
  add(view: SectionView, from?: number, to?: number): this;
  /** @throws NotLoaded when any of it is not in memory. */
  settle(): void;
}

/** Sections are written in the order in which they are added: what a first answer needs first. */
export interface SectionWriter {
  /** An empty one is left out. */
  add(name: string, values: SectionView): void;
  /** `count`: every value is below it, which decides the width. */
  addOrdinals(name: string, values: Uint32Array, count: number): void;
}

/** Not an error of anyone's: work met bytes that are still in the blob store. */
export class NotLoaded extends Error {
  override readonly name = "NotLoaded";
  /** @throws AppError `unavailable`, or `corrupt` naming the section. */
  readonly load: (signal?: AbortSignal) => Promise<void>;

  constructor(load: (signal?: AbortSignal) => Promise<void>) {
    super("a part of the snapshot is not loaded yet");
    this.load = load;
  }
}

/**
 * Does one piece of work after the other, so that what they miss arrives together: each would ask only when the one before has all.
 * @throws NotLoaded when any of them misses something, and what the first of them throws that is none.
 */
export function together(...works: readonly (() => void)[]): void {
  const missing: NotLoaded[] = [];
  for (const work of works) {
    try {
      work();
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error;
      missing.push(error);
    }
  }
  if (missing.length > 0) {
    throw new NotLoaded(async (signal) => {
      await allDone(missing.map(({ load }) => load(signal)));
    });
  }
}

/** Does the work, as often as it takes to load what it reads; the last run is the only one that counts. */
export async function whenLoaded<T>(work: () => T, signal?: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error;
      await error.load(signal);
    }
  }
}

/** Of an index without a snapshot: no sections at all. */
export const NO_SECTIONS: Sections = {
  u8: () => new Uint8Array(),
  u16: () => new Uint16Array(),
  u32: () => new Uint32Array(),
  i16: () => new Int16Array(),
  f64: () => new Float64Array(),
  ordinals: () => new Uint8Array(),
  needs: () => NO_NEEDS,
};

const NO_NEEDS: Needs = {
  add: () => NO_NEEDS,
  settle: () => undefined,
};
