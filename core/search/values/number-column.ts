/** The board's own numbers, by name: for each the documents that have it, ascending, and the value of each. */
import { Bitmap } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import { GONE, type Renumbering } from "../renumbering.ts";
import type { Needs, Ordinals, SectionWriter } from "../sections.ts";
import type { ColumnValues } from "./column-values.ts";
import { writeTexts } from "./spellings-writer.ts";

const NAME = "values.number";

const decoder = new TextDecoder();

/** Both ends inclusive, an absent one open. */
interface NumberRange {
  readonly min?: number;
  readonly max?: number;
}

interface Entries {
  readonly docs: number[];
  readonly values: number[];
}

export class NumberColumn {
  readonly #facts: Facts;
  readonly #tail: readonly ColumnValues[];
  readonly #names: Uint8Array;
  readonly #nameEnds: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #docs: Ordinals;
  readonly #values: Float64Array;

  constructor(facts: Facts, tail: readonly ColumnValues[]) {
    this.#facts = facts;
    this.#tail = tail;
    this.#names = facts.base.u8(`${NAME}.texts`);
    this.#nameEnds = facts.base.u32(`${NAME}.text-ends`);
    this.#ends = facts.base.u32(`${NAME}.ends`);
    this.#docs = facts.base.ordinals(`${NAME}.docs`);
    this.#values = facts.base.f64(`${NAME}.values`);
  }

  need(needs: Needs): void {
    needs.add(this.#names).add(this.#nameEnds).add(this.#ends).add(this.#docs).add(this.#values);
  }

  /** Documents whose number of this name is in one of the ranges, live or not. */
  within(name: string, ranges: readonly NumberRange[]): Bitmap {
    const found = new Bitmap(this.#facts.end);
    this.#forEachNumber(name, (doc, value) => {
      if (ranges.some(({ min = value, max = value }) => min <= value && value <= max)) found.add(doc);
    });
    return found;
  }

  write({ count, to }: Renumbering, out: SectionWriter): void {
    const byName = new Map<string, Entries>();
    for (const name of this.#allNames()) {
      const entries: Entries = { docs: [], values: [] };
      this.#forEachNumber(name, (doc, value) => {
        const renumbered = to[doc] ?? GONE;
        if (renumbered === GONE) return;
        entries.docs.push(renumbered);
        entries.values.push(value);
      });
      if (entries.docs.length > 0) byName.set(name, entries);
    }
    const names = [...byName.keys()].sort();
    const all = names.map((name) => sorted(byName.get(name)));
    let end = 0;
    const ends = Uint32Array.from(all, ({ docs }) => (end += docs.length));
    writeTexts(NAME, names, out);
    out.add(`${NAME}.ends`, ends);
    out.addOrdinals(`${NAME}.docs`, Uint32Array.from(all.flatMap(({ docs }) => docs)), count);
    out.add(`${NAME}.values`, Float64Array.from(all.flatMap(({ values }) => values)));
  }

  #allNames(): Set<string> {
    const names = new Set(this.#tail.flatMap(({ numbers }) => numbers.map(([name]) => name)));
    for (let i = 0; i < this.#nameEnds.length; i++) names.add(this.#nameAt(i));
    return names;
  }

  #forEachNumber(name: string, visit: (doc: number, value: number) => void): void {
    const at = this.#find(name);
    const start = at === 0 ? 0 : (this.#ends[at - 1] ?? 0);
    for (let i = start, end = this.#ends[at] ?? 0; i < end; i++) visit(this.#docs[i] ?? 0, this.#values[i] ?? 0);
    for (const [i, { numbers }] of this.#tail.entries()) {
      for (const [own, value] of numbers) if (own === name) visit(this.#facts.tailStart + i, value);
    }
  }

  /** The number of names if there is none such: it has no entries. */
  #find(name: string): number {
    let [low, high] = [0, this.#nameEnds.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#nameAt(middle) < name) low = middle + 1;
      else high = middle;
    }
    return low < this.#nameEnds.length && this.#nameAt(low) === name ? low : this.#nameEnds.length;
  }

  #nameAt(at: number): string {
    return decoder.decode(this.#names.subarray(at === 0 ? 0 : this.#nameEnds[at - 1], this.#nameEnds[at]));
  }
}

/** Documents of the base ascend already, those of the tail come between them. */
function sorted({ docs, values }: Entries = { docs: [], values: [] }): Entries {
  const order = docs.map((_, i) => i).sort((a, b) => (docs[a] ?? 0) - (docs[b] ?? 0));
  return { docs: order.map((i) => docs[i] ?? 0), values: order.map((i) => values[i] ?? 0) };
}
