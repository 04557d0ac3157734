/**
 * XXH32 of the xxHash specification (https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md), seed 0. Chosen for its four
 * lanes of 32-bit multiplications, which is what a JavaScript engine does fast: reading a snapshot must not cost more than
 * moving it. Every step of a lane can be undone, so a change inside one aligned word is always noticed, any other with all but one
 * chance in 2^32.
 */

const PRIME_1 = 0x9e3779b1;
const PRIME_2 = 0x85ebca77;
const PRIME_3 = 0xc2b2ae3d;
const PRIME_4 = 0x27d4eb2f;
const PRIME_5 = 0x165667b1;

/** An unsigned 32-bit number. Bytes that do not start at a multiple of 4 of their buffer are copied first. */
export function xxh32(bytes: Uint8Array): number {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2);
  const striped = words.length & ~3;
  let hash = ((striped > 0 ? stripes(words, striped) : PRIME_5) + aligned.length) | 0;
  for (let i = striped; i < words.length; i++) {
    hash = (hash + Math.imul(words[i] ?? 0, PRIME_3)) | 0;
    hash = Math.imul((hash << 17) | (hash >>> 15), PRIME_4);
  }
  for (let i = words.length * 4; i < aligned.length; i++) {
    hash = (hash + Math.imul(aligned[i] ?? 0, PRIME_5)) | 0;
    hash = Math.imul((hash << 11) | (hash >>> 21), PRIME_1);
  }
  hash = Math.imul(hash ^ (hash >>> 15), PRIME_2);
  hash = Math.imul(hash ^ (hash >>> 13), PRIME_3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The first `end` words, a multiple of four: one to each lane in turn. */
function stripes(words: Uint32Array, end: number): number {
  let a = (PRIME_1 + PRIME_2) | 0;
  let b = PRIME_2 | 0;
  let c = 0;
  let d = -PRIME_1 | 0;
  for (let i = 0; i < end; i += 4) {
    a = (a + Math.imul(words[i] ?? 0, PRIME_2)) | 0;
    b = (b + Math.imul(words[i + 1] ?? 0, PRIME_2)) | 0;
    c = (c + Math.imul(words[i + 2] ?? 0, PRIME_2)) | 0;
    d = (d + Math.imul(words[i + 3] ?? 0, PRIME_2)) | 0;
    a = Math.imul((a << 13) | (a >>> 19), PRIME_1);
    b = Math.imul((b << 13) | (b >>> 19), PRIME_1);
    c = Math.imul((c << 13) | (c >>> 19), PRIME_1);
    d = Math.imul((d << 13) | (d >>> 19), PRIME_1);
  }
  return (((a << 1) | (a >>> 31)) + ((b << 7) | (b >>> 25)) + ((c << 12) | (c >>> 20)) + ((d << 18) | (d >>> 14))) | 0;
}
