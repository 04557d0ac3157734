/** Snapshots without a file: what an index writes, kept in memory, and read back at once or piece by piece. */
import { ListingIndex } from "../../../core/search/listing-index.ts";
import {
  type Needs,
  NotLoaded,
  type Ordinals,
  type Sections,
  type SectionView,
  type SectionWriter,
  whenLoaded,
} from "../../../core/search/sections.ts";

export interface Written {
  readonly sections: ReadonlyMap<string, SectionView>;
  readonly listings: number;
  readonly position: number;
}

/** The next snapshot of an index. */
export async function written(index: ListingIndex): Promise<Written> {
  const sections = new Map<string, SectionView>();
  const add = (name: string, values: SectionView) => {
    if (sections.has(name)) throw new Error(`${name} was written twice`);
    if (values.length > 0) sections.set(name, values.slice());
  };
  const out: SectionWriter = { add, addOrdinals: (name, values, count) => add(name, narrowest(values, count)) };
  await whenLoaded(() => index.needToWrite());
  await index.write(out, () => Promise.resolve());
  return { sections, listings: index.listings, position: index.position };
}

/** An index over the snapshot alone. */
export function opened(snapshot: Written): ListingIndex {
  const { listings, position } = snapshot;
  return new ListingIndex({ sections: sectionsOver(snapshot.sections, new Map()), listings, position });
}

/** The same, of which nothing is there before it is asked for: what is read without asking is garbage. */
export function openedLazily(snapshot: Written): ListingIndex {
  const { listings, position } = snapshot;
  const missing = new Map<SectionView, Missing>();
  const views = new Map<string, SectionView>();
  for (const [name, values] of snapshot.sections) {
    const view = values.slice();
    bytesOf(view).fill(GARBAGE);
    views.set(name, view);
    missing.set(view, { values, isThere: new Uint8Array(values.length) });
  }
  return new ListingIndex({ sections: sectionsOver(views, missing), listings, position });
}

/** Equal for equal snapshots, byte for byte. */
export function fingerprint({ sections }: Written): string[] {
  return [...sections].map(([name, view]) => {
    return `${name} ${view.constructor.name} ${Buffer.from(bytesOf(view)).toString("base64")}`;
  });
}

/** Numbers made of it are large and odd, so they are no result that might be right by chance. */
const GARBAGE = 0xab;

interface Missing {
  readonly values: SectionView;
  /** By element. */
  readonly isThere: Uint8Array;
}

function sectionsOver(views: ReadonlyMap<string, SectionView>, missing: ReadonlyMap<SectionView, Missing>): Sections {
  // One empty view for a name, as a snapshot does: whoever asks for it by identity gets an answer.
  const get = <T extends SectionView>(name: string, type: { new (): T; readonly name: string }): T => {
    const view = views.get(name) ?? new type();
    if (view instanceof type) return view;
    throw new TypeError(`${name} holds ${view.constructor.name}, not ${type.name}`);
  };
  return {
    u8: (name) => get(name, Uint8Array),
    u16: (name) => get(name, Uint16Array),
    u32: (name) => get(name, Uint32Array),
    i16: (name) => get(name, Int16Array),
    f64: (name) => get(name, Float64Array),
    ordinals: (name) => ordinalsOf(views.get(name) ?? new Uint8Array()),
    needs: () => needsOf(missing),
  };
}

function needsOf(missing: ReadonlyMap<SectionView, Missing>): Needs {
  const wanted: { view: SectionView; from: number; to: number }[] = [];
  const needs: Needs = {
    add(view, from = 0, to = view.length) {
      const part = missing.get(view);
      // A view is asked for as it was given out; a part of one has another identity and would never be loaded.
      if (part === undefined && missing.size > 0 && view.length > 0)
        throw new TypeError("not a view of these sections");
      if (part?.isThere.subarray(from, to).includes(0)) wanted.push({ view, from, to });
      return needs;
    },
    settle() {
      if (wanted.length === 0) return;
      throw new NotLoaded(async () => {
        for (const { view, from, to } of wanted) {
          const part = missing.get(view);
          if (part === undefined) continue;
          view.set(part.values.subarray(from, to), from);
          part.isThere.fill(1, from, to);
        }
      });
    },
  };
  return needs;
}

function narrowest(values: Uint32Array, count: number): Ordinals {
  if (values.some((value) => value >= count)) throw new RangeError(`a value is not below ${count}`);
  if (count <= 1 << 8) return Uint8Array.from(values);
  return count <= 1 << 16 ? Uint16Array.from(values) : values.slice();
}

function ordinalsOf(view: SectionView): Ordinals {
  if (view instanceof Uint8Array || view instanceof Uint16Array || view instanceof Uint32Array) return view;
  throw new TypeError(`${view.constructor.name} holds no ordinals`);
}

function bytesOf(view: SectionView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
