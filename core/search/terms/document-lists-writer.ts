/** Writes lists of documents in the order of their ordinals: the other side of `document-lists.ts`. */
import { Bitmap } from "../bitmap.ts";
import type { SectionWriter } from "../sections.ts";
import { BITMAP, BLOCK_DOCS, blocksFor, CHUNK_BITS, chunkEndsFor, kindFor, SPARSE } from "./list-layout.ts";

export class DocumentListsWriter {
  readonly #documents: number;
  readonly #sizes: number[] = [];
  readonly #ranks: Uint32Array[] = [];
  readonly #bitmaps: Uint32Array[] = [];
  readonly #blocked: Uint8Array[] = [];
  readonly #sparse: Uint16Array[] = [];
  readonly #chunks: number[] = [];

  constructor(documents: number) {
    this.#documents = documents;
  }

  /** Ascending and not empty. Says whether the list has ranks, and so highest impacts by block. */
  add(docs: Uint32Array): boolean {
    this.#sizes.push(docs.length);
    const kind = kindFor(docs.length, this.#documents);
    if (kind === SPARSE) {
      this.#addSparse(docs);
      return false;
    }
    this.#ranks.push(ranksOf(docs, blocksFor(this.#documents)));
    // Typed arrays keep the lower bits of what does not fit.
    if (kind === BITMAP) this.#bitmaps.push(bitmapOf(docs, this.#documents));
    else this.#blocked.push(Uint8Array.from(docs));
    return true;
  }

  /** The small section that every look-up reads. */
  writeSizes(name: string, out: SectionWriter): void {
    out.add(`${name}.sizes`, Uint32Array.from(this.#sizes));
  }

  writeLists(name: string, out: SectionWriter): void {
    out.add(
      `${name}.ranks`,
      joined(this.#ranks, (length) => new Uint32Array(length)),
    );
    out.add(
      `${name}.bitmaps`,
      joined(this.#bitmaps, (length) => new Uint32Array(length)),
    );
    out.add(
      `${name}.blocked`,
      joined(this.#blocked, (length) => new Uint8Array(length)),
    );
    out.add(`${name}.chunks`, Uint32Array.from(this.#chunks));
    out.add(
      `${name}.sparse`,
      joined(this.#sparse, (length) => new Uint16Array(length)),
    );
  }

  #addSparse(docs: Uint32Array): void {
    this.#sparse.push(Uint16Array.from(docs));
    for (let chunk = 1, at = 0; chunk <= chunkEndsFor(this.#documents); chunk++) {
      while (at < docs.length && (docs[at] ?? 0) >>> CHUNK_BITS < chunk) at++;
      this.#chunks.push(at);
    }
  }
}

function bitmapOf(docs: Uint32Array, documents: number): Uint32Array {
  const set = new Bitmap(documents);
  for (let i = 0; i < docs.length; i++) set.add(docs[i] ?? 0);
  return set.words;
}

function ranksOf(docs: Uint32Array, blocks: number): Uint32Array {
  const ranks = new Uint32Array(blocks);
  for (let block = 0, at = 0; block < blocks; block++) {
    while (at < docs.length && (docs[at] ?? 0) < block * BLOCK_DOCS) at++;
    ranks[block] = at;
  }
  return ranks;
}

function joined<T extends Uint8Array | Uint16Array | Uint32Array>(parts: readonly T[], make: (length: number) => T): T {
  const whole = make(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
