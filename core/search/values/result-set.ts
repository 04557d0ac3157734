/** A set of documents in the two forms that counting wants: as bits, and as a list that is made when first needed. */
import type { Bitmap } from "../bitmap.ts";

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
}
