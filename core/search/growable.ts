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

/** Unsigned 16-bit numbers. */
export class Uint16List {
  #values: Uint16Array;
  #length = 0;

  constructor(capacity = 1 << 12) {
    this.#values = new Uint16Array(capacity);
  }

  get values(): Uint16Array {
    return this.#values;
  }

  get length(): number {
    return this.#length;
  }

  /** What was pushed so far; not to be kept over a push. */
  get filled(): Uint16Array {
    return this.#values.subarray(0, this.#length);
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#values = grown(this.#values, new Uint16Array(larger(this.#length)));
    this.#values[this.#length++] = value;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }
}

/** Bytes. */
export class ByteList {
  #values: Uint8Array;
  #length = 0;

  constructor(capacity = 1 << 12) {
    this.#values = new Uint8Array(capacity);
  }

  get values(): Uint8Array {
    return this.#values;
  }

  get length(): number {
    return this.#length;
  }

  /** What was pushed so far; not to be kept over a push. */
  get filled(): Uint8Array {
    return this.#values.subarray(0, this.#length);
  }

  push(byte: number): void {
    this.#reserve(1);
    this.#values[this.#length++] = byte;
  }

  /** Bytes `start` to `end` (exclusive) of another array: mostly a few, for which a loop is faster than `set`. */
  copy(from: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    for (let i = start; i < end; i++) this.#values[this.#length++] = from[i] ?? 0;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#values.length) return;
    this.#values = grown(this.#values, new Uint8Array(Math.max(needed, larger(this.#values.length))));
  }
}

/** By half, not twice: these are the largest arrays of a build. */
function larger(length: number): number {
  return Math.ceil(length * 1.5) + 1;
}

/** The larger array with the smaller one's elements at its start. */
export function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>(
  from: T,
  into: T,
): T {
  into.set(from);
  return into;
}
