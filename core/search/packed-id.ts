/** Ids of listings in 17 bytes each: 26 characters of 5 bits, in an order that bytes keep. */

export const ID_BYTES = 17;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const ID_LENGTH = 26;
const values = new Uint8Array(128);
for (let i = 0; i < ALPHABET.length; i++) values[ALPHABET.charCodeAt(i)] = i;

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
  let [id, buffer, bits] = ["", 0, 0];
  for (let i = at * ID_BYTES; id.length < ID_LENGTH; i++) {
    buffer = (buffer << 8) | (from[i] ?? 0);
    bits += 8;
    while (bits >= 5 && id.length < ID_LENGTH) {
      bits -= 5;
      id += ALPHABET.charAt((buffer >>> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return id;
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
