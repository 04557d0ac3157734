/**
 * The terms of a snapshot: their UTF-8 bytes one behind the other, in the order of bytes, and where each ends. A fence, the
 * first term of every block of 64, is repeated in a small section of its own, so that a look-up reads the fences and one
 * block, of which a cold function fetches a page, and not the whole dictionary.
 */
import { firstPlace } from "../bisect.ts";
import type { Needs, Sections, SectionWriter } from "../sections.ts";
import { NearWords } from "./near.ts";

const BLOCK = 64;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Dictionary {
  readonly #sections: Sections;
  readonly #bytes: Uint8Array;
  readonly #ends: Uint32Array;
  readonly #fences: Uint8Array;
  readonly #fenceEnds: Uint32Array;
  /** Where a block's bytes start. */
  readonly #blockStarts: Uint32Array;
  readonly #near = new NearWords();

  constructor(sections: Sections) {
    this.#sections = sections;
    this.#bytes = sections.u8("terms.bytes");
    this.#ends = sections.u32("terms.ends");
    this.#fences = sections.u8("terms.fences");
    this.#fenceEnds = sections.u32("terms.fence-ends");
    this.#blockStarts = sections.u32("terms.block-starts");
  }

  get count(): number {
    return this.#ends.length;
  }

  /** What every look-up starts from. */
  needFences(needs: Needs): void {
    needs.add(this.#fences).add(this.#fenceEnds).add(this.#blockStarts);
  }

  /** What looking these terms up reads; the fences must be there. */
  needTerms(needs: Needs, terms: readonly string[]): void {
    if (this.count === 0) return;
    for (const term of terms) {
      const block = this.#blockOf(encoder.encode(term));
      this.#needBlocks(needs, block, block + 1);
    }
  }

  needAll(needs: Needs): void {
    needs.add(this.#bytes).add(this.#ends);
  }

  /** The ordinal of a term: its place in the order; `undefined` when the snapshot lacks it. */
  find(term: string): number | undefined {
    if (this.count === 0) return undefined;
    const wanted = encoder.encode(term);
    const at = this.#lowerBound(wanted);
    return at < this.count && this.#compare(at, wanted) === 0 ? at : undefined;
  }

  /** Ordinals of the terms that begin with `prefix`. Throws `NotLoaded` by itself, since only it knows how far they go. */
  withPrefix(prefix: string): { readonly from: number; readonly to: number } {
    if (this.count === 0) return { from: 0, to: 0 };
    const wanted = encoder.encode(prefix);
    const behind = successor(wanted);
    const [first, last] = [this.#blockOf(wanted), behind === undefined ? this.#lastBlock : this.#blockOf(behind)];
    const needs = this.#sections.needs();
    this.#needBlocks(needs, first, last + 1);
    needs.settle();
    return { from: this.#lowerBound(wanted), to: behind === undefined ? this.count : this.#lowerBound(behind) };
  }

  termAt(ordinal: number): string {
    return decoder.decode(this.#bytes.subarray(this.#start(ordinal), this.#ends[ordinal]));
  }

  /** UTF-8 of a term; not to be kept. */
  bytesAt(ordinal: number): Uint8Array {
    return this.#bytes.subarray(this.#start(ordinal), this.#ends[ordinal]);
  }

  /** As `NearWords.forEach`, over all terms. */
  forEachNear(word: string, edits: 1 | 2, visit: (ordinal: number) => void): void {
    const needs = this.#sections.needs();
    this.needAll(needs);
    needs.settle();
    this.#near.forEach({ bytes: this.#bytes, ends: this.#ends, count: this.count }, word, edits, visit);
  }

  get #lastBlock(): number {
    return this.#fenceEnds.length - 1;
  }

  #needBlocks(needs: Needs, from: number, to: number): void {
    const end = to > this.#lastBlock ? this.#bytes.length : this.#blockStarts[to];
    needs.add(this.#ends, Math.max(0, from * BLOCK - 1), Math.min(this.count, to * BLOCK));
    needs.add(this.#bytes, this.#blockStarts[from], end);
  }

  /** The block in which a term is, if it is anywhere. */
  #blockOf(wanted: Uint8Array): number {
    const isAbove = (block: number) => {
      const start = this.#fenceEnds[block - 1] ?? 0;
      return compareBytes(this.#fences, start, this.#fenceEnds[block] ?? 0, wanted) > 0;
    };
    return firstPlace(1, this.#lastBlock + 1, isAbove) - 1;
  }

  /** The first ordinal that is not below `wanted`; its block must be loaded. */
  #lowerBound(wanted: Uint8Array): number {
    const block = this.#blockOf(wanted);
    const end = Math.min(this.count, (block + 1) * BLOCK);
    return firstPlace(block * BLOCK, end, (ordinal) => this.#compare(ordinal, wanted) >= 0);
  }

  #compare(ordinal: number, wanted: Uint8Array): number {
    return compareBytes(this.#bytes, this.#start(ordinal), this.#ends[ordinal] ?? 0, wanted);
  }

  #start(ordinal: number): number {
    return ordinal === 0 ? 0 : (this.#ends[ordinal - 1] ?? 0);
  }
}

/** What every look-up reads; `terms` in the order of their bytes. */
export function writeFences(terms: readonly Uint8Array[], out: SectionWriter): void {
  const fences = terms.filter((_, i) => i % BLOCK === 0);
  const ends = endsOf(terms);
  out.add("terms.fences", joined(fences));
  out.add("terms.fence-ends", endsOf(fences));
  out.add(
    "terms.block-starts",
    Uint32Array.from(fences, (_, block) => (block === 0 ? 0 : (ends[block * BLOCK - 1] ?? 0))),
  );
}

export function writeTerms(terms: readonly Uint8Array[], out: SectionWriter): void {
  out.add("terms.ends", endsOf(terms));
  out.add("terms.bytes", joined(terms));
}

function endsOf(texts: readonly Uint8Array[]): Uint32Array {
  let end = 0;
  return Uint32Array.from(texts, ({ length }) => {
    end += length;
    return end;
  });
}

function joined(texts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(texts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const text of texts) {
    bytes.set(text, at);
    at += text.length;
  }
  return bytes;
}

/** As two terms compare: by bytes, which for UTF-8 is by code points. */
export function compareTerms(a: Uint8Array, b: Uint8Array): number {
  return compareBytes(a, 0, a.length, b);
}

function compareBytes(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): number {
  const length = Math.min(end - start, wanted.length);
  for (let i = 0; i < length; i++) {
    const difference = (bytes[start + i] ?? 0) - (wanted[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return end - start - wanted.length;
}

/** The least bytes above everything that begins with these; none behind 0xff alone, which UTF-8 never has. */
function successor(prefix: Uint8Array): Uint8Array | undefined {
  const next = prefix.slice();
  const last = next.length - 1;
  if (last < 0) return undefined;
  next[last] = (next[last] ?? 0) + 1;
  return next;
}
