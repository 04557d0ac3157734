/** Ids of listings in 17 bytes each: 26 characters of 5 bits, in an order that bytes keep. */

import { ID_ALPHABET, ID_BYTES, ID_LENGTH, toBase32 } from "../listing/id.ts";

const values = new Uint8Array(128);
for (let i = 0; i < ID_ALPHABET.length; i++) values[ID_ALPHABET.charCodeAt(i)] = i;

/** Writes an id (`isListingId`) as number `at` of packed ids. */
export function packId(id: string, into: Uint8Array, at: number): void {
  let [buffer, bits, next] = [0, 0, at * ID_BYTES];
  for (let i = 0; i < ID_LENGTH; i++) {
    buffer = (buffer << 5) | (values[id.charCodeAt(i)] ?? 0);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      into[next++] = buffer >>> bits;
      buffer &= (1 << bits) - 1;
    }
  }
  into[next] = buffer << (8 - bits);
}

export function unpackId(from: Uint8Array, at: number): string {
  return toBase32(from.subarray(at * ID_BYTES, (at + 1) * ID_BYTES));
}

/** Below 0, 0 or above 0, as the ids themselves compare. */
export function compareIds(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  const [startA, startB] = [atA * ID_BYTES, atB * ID_BYTES];
  for (let i = 0; i < ID_BYTES; i++) {
    const difference = (a[startA + i] ?? 0) - (b[startB + i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
