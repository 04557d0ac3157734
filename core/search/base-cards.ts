/** Cards and content hashes of a snapshot's documents: what a result page shows, and what verifying compares. */
import { toHex } from "../listing/canonical.ts";
import type { Needs, Sections, SectionWriter } from "./sections.ts";

const HASH_BYTES = 32;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class BaseCards {
  readonly #cards: Uint8Array;
  readonly #ends: Float64Array;
  readonly #hashes: Uint8Array;

  constructor(sections: Sections) {
    this.#cards = sections.u8("cards.bytes");
    this.#ends = sections.f64("cards.ends");
    this.#hashes = sections.u8("hashes");
  }

  /** Where the card of a document is; `needCard` reads it. */
  needEnds(needs: Needs, doc: number): void {
    needs.add(this.#ends, Math.max(0, doc - 1), doc + 1);
  }

  needCard(needs: Needs, doc: number): void {
    needs.add(this.#cards, this.#start(doc), this.#ends[doc]);
  }

  needHashes(needs: Needs): void {
    needs.add(this.#hashes);
  }

  needAll(needs: Needs): void {
    needs.add(this.#cards).add(this.#ends).add(this.#hashes);
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
