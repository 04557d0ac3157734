/**
 * The one key of a deployment: whoever sends it is its administrator. The function knows only its SHA-256, so that neither a
 * template nor a console shows the key. A random key of 128 bits or more needs no slow hash.
 */
import { hash, timingSafeEqual } from "node:crypto";
import { AppError } from "../core/errors.ts";
import { ADMIN, ANONYMOUS, type Verifier } from "./http/principal.ts";

const SHA256 = /^[0-9a-f]{64}$/i;
const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i;

/**
 * @param sha256 hexadecimal; without one nobody can be an administrator, and every caller is `ANONYMOUS`.
 * @throws AppError `invalid_parameter` for text that is no such hash.
 */
export function adminKeyVerifier(sha256: string | undefined): Verifier {
  if (sha256 === undefined || sha256 === "") return anonymousOnly;
  if (!SHA256.test(sha256)) {
    throw new AppError(
      "invalid_parameter",
      "ROLECALL_ADMIN_KEY_SHA256 must be 64 hexadecimal digits: the SHA-256 of the key",
    );
  }
  const expected = Buffer.from(sha256, "hex");
  return (authorization) => {
    if (authorization === undefined) return ANONYMOUS;
    const [, key] = BEARER.exec(authorization) ?? [];
    if (key !== undefined && timingSafeEqual(hash("sha256", key, "buffer"), expected)) return ADMIN;
    throw new AppError("unauthenticated", "the Authorization header holds no key of this service");
  };
}

/** Credentials that cannot be checked are refused: a caller who shows some expects more than to be anonymous. */
function anonymousOnly(authorization: string | undefined): typeof ANONYMOUS {
  if (authorization === undefined) return ANONYMOUS;
  throw new AppError("unauthenticated", "this service has no key: set ROLECALL_ADMIN_KEY_SHA256 when you deploy it");
}
