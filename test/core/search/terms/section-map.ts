/** Sections as they were written, all there: for tests of single parts of an index. */
import {
  NO_SECTIONS,
  type Ordinals,
  type Sections,
  type SectionView,
  type SectionWriter,
} from "../../../../core/search/sections.ts";

export interface MemorySections {
  readonly out: SectionWriter;
  sections(): Sections;
}

export function memorySections(): MemorySections {
  const written = new Map<string, SectionView>();
  // Whoever writes a section reads it under the same type.
  const view = <T extends SectionView>(name: string, none: T) => (written.get(name) as T | undefined) ?? none;
  return {
    out: {
      add: (name, values) => void written.set(name, values.slice()),
      addOrdinals: (name, values) => void written.set(name, values.slice()),
    },
    sections: () => ({
      u8: (name) => view(name, new Uint8Array()),
      u16: (name) => view(name, new Uint16Array()),
      u32: (name) => view(name, new Uint32Array()),
      i16: (name) => view(name, new Int16Array()),
      f64: (name) => view(name, new Float64Array()),
      ordinals: (name) => view<Ordinals>(name, new Uint8Array()),
      needs: NO_SECTIONS.needs,
    }),
  };
}
