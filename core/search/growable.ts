/** Typed arrays that grow: twice the memory at worst, and no object for an element. */

/** Unsigned 32-bit numbers; `values` is longer than `length`, and another array after a push. */
export class Uint32List {
  #values: Uint32Array;
  #length = 0;

  constructor(capacity = 16) {
    this.#values = new Uint32Array(capacity);
  }

  get values(): Uint32Array {
    return this.#values;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#values = grown(this.#values, new Uint32Array(2 * this.#length));
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }
}

/** Doubles, infinities included. */
export class Float64List {
  #values: Float64Array;
  #length = 0;

  constructor(capacity = 16) {
    this.#values = new Float64Array(capacity);
  }

  get values(): Float64Array {
    return this.#values;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#values = grown(this.#values, new Float64Array(2 * this.#length));
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }
}

/** The larger array with the smaller one's elements at its start. */
export function grown<T extends Uint8Array | Uint32Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
