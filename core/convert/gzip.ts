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
  let size = 0;
  let crc = 0;
  const stream = new Gunzip((piece) => {
    size += piece.length;
    crc = crc32(piece, crc);
    take(piece);
  });
  // fflate looks for no trailer: a wrong checksum or a missing one would go unnoticed.
  const endMember = (end: number) => {
    if (!isTrailer(bytes.subarray(0, end), crc, size))
      throw corrupt("is corrupt or cut off: its gzip checksum is wrong");
    size = 0;
    crc = 0;
  };
  stream.onmember = endMember;
  try {
    for (const [step, isLast] of steps(bytes)) stream.push(step, isLast);
  } catch (cause) {
    throw isAppError(cause) ? cause : corrupt("is no gzip, corrupt or cut off", cause);
  }
  endMember(bytes.length);
}

/** Whether the bytes end with this checksum and this size, as a member does. */
function isTrailer(bytes: Uint8Array, crc: number, size: number): boolean {
  const at = bytes.length - TRAILER_BYTES;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return at >= 0 && view.getUint32(at, true) === crc && view.getUint32(at + 4, true) === size % 2 ** 32;
}
