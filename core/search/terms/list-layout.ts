/** Which form each list of documents has, and where it is, as the sizes of all lists say. */

/** Documents of a block: what scores are bounded and skipped by. */
export const BLOCK_DOCS = 256;
export const WORDS_PER_BLOCK = BLOCK_DOCS / 32;
export const CHUNK_BITS = 16;

export type Kind = typeof BITMAP | typeof BLOCKED | typeof SPARSE;
export const BITMAP = 0;
export const BLOCKED = 1;
export const SPARSE = 2;

/** Where the lists of all ordinals are, as their sizes say. */
export interface ListDirectory {
  readonly kind: Uint8Array;
  /** Start in the section of its kind. */
  readonly start: Float64Array;
  /** Place among the lists with ranks; of a sparse one, among those without. */
  readonly place: Uint32Array;
  /** Sizes of all lists before. */
  readonly before: Float64Array;
}

export function directoryOf(sizes: Uint32Array, documents: number): ListDirectory {
  const kind = new Uint8Array(sizes.length);
  const place = new Uint32Array(sizes.length);
  const [start, before] = [new Float64Array(sizes.length), new Float64Array(sizes.length)];
  const starts = [0, 0, 0];
  let [ranked, sparse, sum] = [0, 0, 0];
  for (let ordinal = 0; ordinal < sizes.length; ordinal++) {
    const size = sizes[ordinal] ?? 0;
    const own = kindFor(size, documents);
    kind[ordinal] = own;
    place[ordinal] = own === SPARSE ? sparse++ : ranked++;
    start[ordinal] = starts[own] ?? 0;
    starts[own] = (starts[own] ?? 0) + (own === BITMAP ? wordsFor(documents) : size);
    before[ordinal] = sum;
    sum += size;
  }
  return { kind, start, place, before };
}

/** By the bytes that each form takes for a list of this size; ranks and highest impacts are a byte for 50 documents. */
export function kindFor(size: number, documents: number): Kind {
  if (size * 8 >= documents) return BITMAP;
  return size * 32 >= documents ? BLOCKED : SPARSE;
}

export function wordsFor(documents: number): number {
  return Math.ceil(documents / 32);
}

export function blocksFor(documents: number): number {
  return Math.ceil(documents / BLOCK_DOCS);
}

/** Of a sparse list, the entries in `.chunks`. */
export function chunkEndsFor(documents: number): number {
  return Math.max(0, Math.ceil(documents / (1 << CHUNK_BITS)) - 1);
}
