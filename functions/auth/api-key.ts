/**
 * The text of an API key: `rlc_<id>_<secret>_<checksum>`, in the alphabet of ids. Its beginning and its checksum are there for
 * secret scanners, and to tell a slip of the pen without asking the store.
 */
import { hash } from "node:crypto";
import type { Env } from "../../core/env.ts";
import { toBase32 } from "../../core/listing/id.ts";
import { API_KEY_PREFIX } from "./bearer.ts";

const ID_CHARACTERS = 12;
const ID_BYTES = 8;
/** 260 bits. */
const SECRET_CHARACTERS = 52;
const SECRET_BYTES = 33;
/** 30 bits: one in 10^9 slips goes on to the store, which does not know it either. */
const CHECKSUM_CHARACTERS = 6;

const ALPHABET = "[0-9a-hjkmnp-tv-z]";
const KEY = new RegExp(
  `^(${API_KEY_PREFIX}(${ALPHABET}{${ID_CHARACTERS}})_(${ALPHABET}{${SECRET_CHARACTERS}}))_(${ALPHABET}{${CHECKSUM_CHARACTERS}})$`,
);
const ID = new RegExp(`^${ALPHABET}{${ID_CHARACTERS}}$`);

export interface ApiKeyText {
  readonly id: string;
  readonly secret: string;
}

/** A new key: its text, which is shown once, and what of it may be kept. */
export function newApiKey(env: Env): { readonly text: string; readonly id: string; readonly secretHash: string } {
  const id = toBase32(env.randomBytes(ID_BYTES), ID_CHARACTERS);
  const secret = toBase32(env.randomBytes(SECRET_BYTES), SECRET_CHARACTERS);
  const signed = `${API_KEY_PREFIX}${id}_${secret}`;
  return { text: `${signed}_${checksum(signed)}`, id, secretHash: secretHash(secret).toString("hex") };
}

/** `undefined` for text that is no key, or was copied wrongly. */
export function readApiKeyText(text: string): ApiKeyText | undefined {
  const [, signed = "", id = "", secret = "", sum] = KEY.exec(text) ?? [];
  return sum !== undefined && sum === checksum(signed) ? { id, secret } : undefined;
}

export function isApiKeyId(text: string): boolean {
  return ID.test(text);
}

export function secretHash(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

function checksum(signed: string): string {
  return toBase32(hash("sha256", signed, "buffer"), CHECKSUM_CHARACTERS);
}
