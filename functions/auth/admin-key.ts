/**
 * The operator's key: whoever sends it is the administrator of the deployment's default board, and can use it before there is
 * any other key. The function knows only its SHA-256, so that neither a template nor a console shows the key. A random key of
 * 128 bits or more needs no slow hash.
 */
import { AppError } from "../../core/errors.ts";
import { lateCrypto } from "../late-crypto.ts";

const SHA256 = /^[0-9a-f]{64}$/i;

/**
 * @param sha256 hexadecimal; without one no text is the key.
 * @throws AppError `invalid_parameter` for text that is no such hash.
 */
export function isOperatorKey(sha256: string | undefined): (token: string) => boolean {
  if (sha256 === undefined || sha256 === "") return () => false;
  if (!SHA256.test(sha256)) {
    throw new AppError(
      "invalid_parameter",
      "ROLECALL_ADMIN_KEY_SHA256 must be 64 hexadecimal digits: the SHA-256 of the key",
    );
  }
  const expected = Buffer.from(sha256, "hex");
  return (token) => {
    const { hash, timingSafeEqual } = lateCrypto();
    return timingSafeEqual(hash("sha256", token, "buffer"), expected);
  };
}
