/** `Authorization: Bearer TOKEN` (RFC 6750, section 2.1), and which kind of token it is. */
import { AppError } from "../../core/errors.ts";

/** Of any token. Identity providers keep theirs well below: proxies and servers take 8 to 16 KB of headers. */
const MAX_TOKEN_BYTES = 8_192;

const BEARER = new RegExp(`^Bearer +([\\x21-\\x7e]{1,${MAX_TOKEN_BYTES}})$`, "i");
/** Three parts with dots between them, or more: a signed token, or one that is encrypted, which is refused as such. */
const DOTTED = /^[\w-]*\.[\w-]*\.[\w.-]*$/;

/** How every API key begins. */
export const API_KEY_PREFIX = "rlc_";

/** Each is for one verifier alone. `other`: the operator's key may be any text. */
export type TokenForm = "api-key" | "jwt" | "other";

/** @throws AppError `unauthenticated` for any other header. */
export function bearerToken(authorization: string): string {
  const [, token] = BEARER.exec(authorization) ?? [];
  if (token !== undefined) return token;
  throw new AppError(
    "unauthenticated",
    `the Authorization header must be Bearer and one token of at most ${MAX_TOKEN_BYTES} bytes`,
  );
}

export function formOf(token: string): TokenForm {
  if (token.startsWith(API_KEY_PREFIX)) return "api-key";
  return DOTTED.test(token) ? "jwt" : "other";
}
