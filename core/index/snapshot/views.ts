/** The sections of a snapshot as typed views over its buffer: opened without parsing, read once they are loaded. */
import { type Needs, NO_SECTIONS, NotLoaded, type Sections, type SectionView } from "../../search/sections.ts";
import { corrupt, type SectionEntry, type SectionType, WIDTHS } from "./format.ts";
import type { PagedBytes } from "./pages.ts";

/** @param entries with offsets in the data. */
export function sectionViews(entries: readonly SectionEntry[], pages: PagedBytes): Sections {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const NOTHING_MISSING = NO_SECTIONS.needs();

  /** Where a section lies and how many elements it has; an absent one nowhere and none. */
  function placeOf(name: string, type: SectionType): [buffer: ArrayBuffer, offset: number, length: number] {
    const entry = byName.get(name);
    if (entry === undefined) return [new ArrayBuffer(0), 0, 0];
    if (entry.type !== type) throw corrupt(`section ${name}`, `holds ${entry.type} where ${type} is due`);
    return [pages.buffer, entry.offset, entry.bytes / WIDTHS[type]];
  }

  const sections: Sections = {
    u8: (name) => new Uint8Array(...placeOf(name, "u8")),
    u16: (name) => new Uint16Array(...placeOf(name, "u16")),
    u32: (name) => new Uint32Array(...placeOf(name, "u32")),
    i16: (name) => new Int16Array(...placeOf(name, "i16")),
    f64: (name) => new Float64Array(...placeOf(name, "f64")),
    ordinals(name) {
      const type = byName.get(name)?.type;
      return type === "u16" || type === "u32" ? sections[type](name) : sections.u8(name);
    },
    needs: () => (pages.isWhole ? NOTHING_MISSING : new MissingPages(pages)),
  };
  return sections;
}

class MissingPages implements Needs {
  readonly #pages: PagedBytes;
  readonly #missing: number[] = [];

  constructor(pages: PagedBytes) {
    this.#pages = pages;
  }

  add(view: SectionView, from = 0, to: number = view.length): this {
    const end = Math.min(to, view.length);
    if (from >= end) return this;
    if (view.buffer !== this.#pages.buffer) throw new RangeError("a view is not of this snapshot");
    const width = view.BYTES_PER_ELEMENT;
    this.#pages.findMissing(view.byteOffset + from * width, view.byteOffset + end * width, this.#missing);
    return this;
  }

  settle(): void {
    const missing = this.#missing;
    if (missing.length > 0) throw new NotLoaded((signal) => this.#pages.load(missing, signal));
  }
}
