/** Listing ids: 130 bits as 26 characters of Crockford's base 32 in lower case (no i, l, o, u). */
import type { Env } from "../env.ts";

export const ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const ID = /^[0-9a-hjkmnp-tv-z]{26}$/;
export const ID_PATTERN = ID.source;
export const ID_LENGTH = 26;
/** 136 bits, of which the characters take 130. */
export const ID_BYTES = 17;

const encoder = new TextEncoder();

export function isListingId(text: string): boolean {
  return ID.test(text);
}

export function randomId(env: Env): string {
  return toBase32(env.randomBytes(ID_BYTES));
}

/**
 * The id that a fact determines, the same on every board of that name, in every process, for ever: what makes a repeated
 * create or upsert find its own listing.
 */
export function derivedId(env: Env, kind: "create" | "source", ...parts: readonly string[]): string {
  return toBase32(env.sha256(encoder.encode(JSON.stringify([kind, ...parts]))));
}

/** The text of the first bits, five a character: the 130 of an id unless another length is asked for. */
export function toBase32(bytes: Uint8Array, length: number = ID_LENGTH): string {
  let text = "";
  let bits = 0;
  let buffer = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += ID_ALPHABET.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return text;
}
