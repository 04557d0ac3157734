/**
 * Cards and content hashes of a snapshot's documents: what a result page shows, and what verifying compares. Where every 16th card
 * begins is repeated in a small section that every search has, so that a cold function fetches cards and their ends together.
 */
import { toHex } from "../listing/canonical.ts";
import type { Needs, Sections, SectionWriter } from "./sections.ts";

const HASH_BYTES = 32;
/** Some 12 KB of cards: on average an eighth of one more page for each hit, and a fence is half a byte a listing. */
const FENCE_CARDS = 16;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class BaseCards {
  readonly #cards: Uint8Array;
  readonly #ends: Float64Array;
  /** Where every 16th card begins. */
  readonly #fences: Float64Array;
  readonly #hashes: Uint8Array;

  constructor(sections: Sections) {
    this.#cards = sections.u8("cards.bytes");
    this.#ends = sections.f64("cards.ends");
    this.#fences = sections.f64("cards.fences");
    this.#hashes = sections.u8("hashes");
  }

  /** What `needCard` starts from. */
  needFences(needs: Needs): void {
    needs.add(this.#fences);
  }

  /** The card of a document and those beside it, up to the fences around it, which must be there. */
  needCard(needs: Needs, doc: number): void {
    const fence = Math.floor(doc / FENCE_CARDS);
    needs.add(this.#ends, Math.max(0, doc - 1), doc + 1);
    needs.add(this.#cards, this.#fences[fence], this.#fences[fence + 1]);
  }

  needHashes(needs: Needs): void {
    needs.add(this.#hashes);
  }

  needAll(needs: Needs): void {
    needs.add(this.#cards).add(this.#ends).add(this.#fences).add(this.#hashes);
  }

  /** JSON. */
  cardOf(doc: number): string {
    return decoder.decode(this.bytesOf(doc));
  }

  bytesOf(doc: number): Uint8Array {
    return this.#cards.subarray(this.#start(doc), this.#ends[doc]);
  }

  /** SHA-256, lower-case hexadecimal. */
  hashOf(doc: number): string {
    return toHex(this.hashBytesOf(doc));
  }

  hashBytesOf(doc: number): Uint8Array {
    return this.#hashes.subarray(doc * HASH_BYTES, (doc + 1) * HASH_BYTES);
  }

  #start(doc: number): number {
    return doc === 0 ? 0 : (this.#ends[doc - 1] ?? 0);
  }
}

/** A card as it goes into the next snapshot. */
export interface NextCard {
  readonly card: Uint8Array;
  readonly hash: Uint8Array;
}

export function nextCard(card: string, contentHash: string): NextCard {
  const hash = Uint8Array.from({ length: HASH_BYTES }, (_, i) =>
    Number.parseInt(contentHash.slice(2 * i, 2 * i + 2), 16),
  );
  return { card: encoder.encode(card), hash };
}

/** `lengthAt`: UTF-8 bytes of each card. */
export function writeCardFences(count: number, lengthAt: (at: number) => number, out: SectionWriter): void {
  const fences = new Float64Array(Math.ceil(count / FENCE_CARDS));
  let start = 0;
  for (let i = 0; i < count; i++) {
    if (i % FENCE_CARDS === 0) fences[i / FENCE_CARDS] = start;
    start += lengthAt(i);
  }
  out.add("cards.fences", fences);
}

/** `cardAt` is asked for each twice, since the first time tells how long they are. */
export function writeCards(count: number, cardAt: (at: number) => NextCard, out: SectionWriter): void {
  const ends = new Float64Array(count);
  const hashes = new Uint8Array(count * HASH_BYTES);
  let length = 0;
  for (let i = 0; i < count; i++) {
    const { card, hash } = cardAt(i);
    length += card.length;
    ends[i] = length;
    hashes.set(hash, i * HASH_BYTES);
  }
  const cards = new Uint8Array(length);
  for (let i = 0; i < count; i++) cards.set(cardAt(i).card, i === 0 ? 0 : ends[i - 1]);
  out.add("cards.ends", ends);
  out.add("cards.bytes", cards);
  out.add("hashes", hashes);
}
