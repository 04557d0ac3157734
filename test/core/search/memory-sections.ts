/** Snapshots without a file: what an index writes, kept in memory, and read back at once or piece by piece. */
import { ListingIndex } from "../../../core/search/listing-index.ts";
import {
  type Needs,
  NO_SECTIONS,
  NotLoaded,
  type Ordinals,
  type Sections,
  type SectionView,
  type SectionWriter,
  whenLoaded,
} from "../../../core/search/sections.ts";

export class WrittenSections implements SectionWriter {
  readonly views = new Map<string, SectionView>();

  add(name: string, values: SectionView): void {
    if (this.views.has(name)) throw new Error(`${name} was written twice`);
    if (values.length > 0) this.views.set(name, values.slice());
  }

  addOrdinals(name: string, values: Uint32Array, count: number): void {
    if (values.some((value) => value >= count)) throw new RangeError(`a value of ${name} is not below ${count}`);
    this.add(name, count <= 1 << 8 ? Uint8Array.from(values) : count <= 1 << 16 ? Uint16Array.from(values) : values);
  }

  /** Of each section its name, type and content, in their order: equal for equal snapshots. */
  get bytes(): string[] {
    return [...this.views].map(([name, view]) => {
      const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
      return `${name} ${view.constructor.name} ${bytes.toString("base64")}`;
    });
  }
}

/** Warm they are all there; cold nothing is before it is asked for, and what is read without asking is garbage. */
export class MemorySections implements Sections {
  readonly #views: ReadonlyMap<string, SectionView>;
  /** By the view that was given out. */
  readonly #cold: ReadonlyMap<SectionView, ColdSection> | undefined;

  constructor({ views }: WrittenSections, isCold = false) {
    const cold = Array.from(isCold ? views : [], ([name, written]) => coldSection(name, written));
    this.#views = isCold ? new Map(cold.map(({ name, view }) => [name, view])) : views;
    this.#cold = isCold ? new Map(cold.map((section) => [section.view, section])) : undefined;
  }

  /** Names of the cold sections of which something was loaded. */
  get loaded(): string[] {
    const sections = [...(this.#cold?.values() ?? [])];
    return sections.filter(({ isThere }) => isThere.includes(1)).map(({ name }) => name);
  }

  u8(name: string): Uint8Array {
    return this.#view(name, Uint8Array);
  }

  u16(name: string): Uint16Array {
    return this.#view(name, Uint16Array);
  }

  u32(name: string): Uint32Array {
    return this.#view(name, Uint32Array);
  }

  i16(name: string): Int16Array {
    return this.#view(name, Int16Array);
  }

  f64(name: string): Float64Array {
    return this.#view(name, Float64Array);
  }

  ordinals(name: string): Ordinals {
    const view = this.#views.get(name);
    return view instanceof Uint16Array || view instanceof Uint32Array ? view : this.u8(name);
  }

  needs(): Needs {
    return this.#cold === undefined ? NO_SECTIONS.needs() : new ColdNeeds(this.#cold);
  }

  #view<T extends SectionView>(name: string, type: { new (): T; readonly name: string }): T {
    const view = this.#views.get(name) ?? new type();
    if (view instanceof type) return view;
    throw new TypeError(`${name} holds ${view.constructor.name}, not ${type.name}`);
  }
}

/** A snapshot of an index. */
export interface Written {
  readonly sections: WrittenSections;
  readonly listings: number;
  readonly position: number;
}

/** The next snapshot of an index. */
export async function written(index: ListingIndex): Promise<Written> {
  const sections = new WrittenSections();
  await whenLoaded(() => index.needToWrite());
  await index.write(sections, () => Promise.resolve());
  return { sections, listings: index.listings, position: index.position };
}

/** An index over the snapshot alone. */
export function opened({ sections, ...counts }: Written): ListingIndex {
  return new ListingIndex({ sections: new MemorySections(sections), ...counts });
}

/** The same over cold sections. */
export function openedLazily({ sections, ...counts }: Written): ListingIndex {
  return new ListingIndex({ sections: new MemorySections(sections, true), ...counts });
}

/**
 * Not 0 in any width and above what small boards count to, so it is no result that might be right by chance; not much above it,
 * or else a loop up to a bound that was not asked for would hang instead of failing.
 */
const GARBAGE = 0xabab;

interface ColdSection {
  readonly name: string;
  readonly written: SectionView;
  readonly view: SectionView;
  /** By element of the view. */
  readonly isThere: Uint8Array;
}

function coldSection(name: string, written: SectionView): ColdSection {
  return { name, written, view: written.slice().fill(GARBAGE), isThere: new Uint8Array(written.length) };
}

class ColdNeeds implements Needs {
  readonly #sections: ReadonlyMap<SectionView, ColdSection>;
  readonly #wanted: { readonly section: ColdSection; readonly from: number; readonly to: number }[] = [];

  constructor(sections: ReadonlyMap<SectionView, ColdSection>) {
    this.#sections = sections;
  }

  add(view: SectionView, from = 0, to = view.length): this {
    if (view.length === 0) return this;
    const section = this.#sections.get(view);
    // A view is asked for as it was given out; a part of one has another identity and would never be loaded.
    if (section === undefined) throw new TypeError("not a view of these sections");
    if (section.isThere.subarray(from, to).includes(0)) this.#wanted.push({ section, from, to });
    return this;
  }

  settle(): void {
    const wanted = this.#wanted;
    if (wanted.length === 0) return;
    throw new NotLoaded(async () => {
      for (const { section, from, to } of wanted) {
        section.view.set(section.written.subarray(from, to), from);
        section.isThere.fill(1, from, to);
      }
    });
  }
}
