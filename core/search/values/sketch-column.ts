/** The sketch of every document. */
import type { Facts } from "../facts.ts";
import type { Renumbering } from "../renumbering.ts";
import type { Needs, SectionWriter } from "../sections.ts";
import type { ColumnValues } from "./column-values.ts";
import { SKETCH_WORDS } from "./sketch.ts";

const NAME = "values.sketch";

export class SketchColumn {
  readonly #facts: Facts;
  readonly #base: Uint32Array;
  readonly #tail: readonly ColumnValues[];

  constructor(facts: Facts, tail: readonly ColumnValues[]) {
    this.#facts = facts;
    this.#base = facts.base.u32(NAME);
    this.#tail = tail;
  }

  need(needs: Needs): void {
    needs.add(this.#base);
  }

  /** One of the `SKETCH_WORDS` words of a document's sketch. */
  word(doc: number, word: number): number {
    if (doc < this.#facts.baseCount) return this.#base[doc * SKETCH_WORDS + word] ?? 0;
    return this.#tail[doc - this.#facts.tailStart]?.sketch[word] ?? 0;
  }

  write({ count, from }: Renumbering, out: SectionWriter): void {
    const words = new Uint32Array(count * SKETCH_WORDS);
    for (let i = 0; i < count; i++) {
      for (let word = 0; word < SKETCH_WORDS; word++) words[i * SKETCH_WORDS + word] = this.word(from[i] ?? 0, word);
    }
    out.add(NAME, words);
  }
}
