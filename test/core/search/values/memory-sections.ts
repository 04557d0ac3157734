/** Sections in memory: what a writer was given, and the same as a base that is loaded, or loads what it is asked for. */
import {
  type Needs,
  NotLoaded,
  type Ordinals,
  type Sections,
  type SectionView,
  type SectionWriter,
} from "../../../../core/search/sections.ts";

export class WrittenSections implements SectionWriter {
  readonly sections = new Map<string, SectionView>();

  add(name: string, values: SectionView): void {
    if (this.sections.has(name)) throw new Error(`${name} is written twice`);
    if (values.length > 0) this.sections.set(name, values.slice());
  }

  addOrdinals(name: string, values: Uint32Array, count: number): void {
    if (values.some((value) => value >= count)) throw new Error(`${name} has an ordinal that is not below ${count}`);
    this.add(name, count <= 1 << 8 ? Uint8Array.from(values) : count <= 1 << 16 ? Uint16Array.from(values) : values);
  }

  /** Names in their order, and all bytes. */
  get bytes(): Record<string, string> {
    return Object.fromEntries(
      [...this.sections].map(([name, view]) => [
        name,
        `${view.constructor.name} ${Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString("base64")}`,
      ]),
    );
  }
}

/** With `isCold` a view holds zeros until it was asked for and loaded. */
export class MemorySections implements Sections {
  readonly #written: ReadonlyMap<string, SectionView>;
  readonly #isCold: boolean;
  readonly #views = new Map<string, SectionView>();
  readonly #missing = new Map<SectionView, string>();
  /** Names of the sections that were loaded. */
  readonly loaded: string[] = [];

  constructor({ sections }: WrittenSections, isCold = false) {
    this.#written = sections;
    this.#isCold = isCold;
  }

  u8(name: string): Uint8Array {
    return this.#view(name, new Uint8Array());
  }

  u16(name: string): Uint16Array {
    return this.#view(name, new Uint16Array());
  }

  u32(name: string): Uint32Array {
    return this.#view(name, new Uint32Array());
  }

  i16(name: string): Int16Array {
    return this.#view(name, new Int16Array());
  }

  f64(name: string): Float64Array {
    return this.#view(name, new Float64Array());
  }

  ordinals(name: string): Ordinals {
    const written = this.#written.get(name);
    if (written instanceof Uint32Array) return this.u32(name);
    return written instanceof Uint16Array ? this.u16(name) : this.u8(name);
  }

  needs(): Needs {
    const asked = new Set<SectionView>();
    const needs: Needs = {
      add: (view) => {
        asked.add(view);
        return needs;
      },
      settle: () => {
        const missing = [...asked].filter((view) => this.#missing.has(view));
        if (missing.length > 0) throw new NotLoaded(async () => this.#load(missing));
      },
    };
    return needs;
  }

  #load(views: Iterable<SectionView>): void {
    for (const view of views) {
      const name = this.#missing.get(view);
      if (name === undefined) continue;
      view.set(this.#written.get(name) ?? []);
      this.#missing.delete(view);
      this.loaded.push(name);
    }
  }

  #view<T extends SectionView>(name: string, empty: T): T {
    const written = this.#written.get(name);
    if (written === undefined) return empty;
    if (written.constructor !== empty.constructor) throw new Error(`${name} is a ${written.constructor.name}`);
    const known = this.#views.get(name) ?? this.#opened(name, written);
    // Of the same constructor.
    return known as T;
  }

  #opened(name: string, written: SectionView): SectionView {
    const view = this.#isCold ? written.slice().fill(0) : written;
    if (this.#isCold) this.#missing.set(view, name);
    this.#views.set(name, view);
    return view;
  }
}
