/** A set of documents in the two forms that counting wants: as bits, and as a list that is made when first needed. */
import { type Bitmap, bitsIn } from "../bitmap.ts";

export class ResultSet {
  readonly bits: Bitmap;
  #docs: Uint32Array | undefined;
  #size: number | undefined;

  constructor(bits: Bitmap) {
    this.bits = bits;
  }

  /** Ascending. */
  get docs(): Uint32Array {
    this.#docs ??= this.bits.toArray();
    return this.#docs;
  }

  get size(): number {
    this.#size ??= this.#docs?.length ?? this.bits.size;
    return this.#size;
  }

  /** How many of the documents another set holds too. */
  sharedWith(other: Bitmap): number {
    const [own, others] = [this.bits.words, other.words];
    const words = Math.min(own.length, others.length);
    let shared = 0;
    for (let i = 0; i < words; i++) shared += bitsIn((own[i] ?? 0) & (others[i] ?? 0));
    return shared;
  }
}
