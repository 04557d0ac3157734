/** Gzip (RFC 1952), in pieces, so that a bomb is noticed before it has filled the memory. */
import { Gunzip } from "fflate";
import { isAppError } from "../errors.ts";
import { corrupt, steps } from "./archive-bytes.ts";
import { crc32 } from "./crc32.ts";

const TRAILER_BYTES = 8;

/**
 * Hands each decompressed piece over before the next one is made; what `take` throws ends it.
 * @throws AppError `invalid_body` for what is no gzip, corrupt or cut off.
 */
export function gunzip(bytes: Uint8Array, take: (piece: Uint8Array) => void): void {
  let members = 0;
  let size = 0;
  let crc = 0;
  const stream = new Gunzip((piece) => {
    size += piece.length;
    crc = crc32(piece, crc);
    take(piece);
  });
  stream.onmember = () => {
    members++;
  };
  try {
    for (const [step, isLast] of steps(bytes)) stream.push(step, isLast);
  } catch (cause) {
    throw isAppError(cause) ? cause : corrupt("is no gzip, corrupt or cut off", cause);
  }
  // fflate does not look at the trailer. With several members, which hardly anything writes, theirs cannot be told apart.
  if (members === 1 && !isTrailer(bytes, crc, size)) throw corrupt("is corrupt: its gzip checksum is wrong");
}

function isTrailer(bytes: Uint8Array, crc: number, size: number): boolean {
  const at = bytes.length - TRAILER_BYTES;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return at >= 0 && view.getUint32(at, true) === crc && view.getUint32(at + 4, true) === size % 2 ** 32;
}
