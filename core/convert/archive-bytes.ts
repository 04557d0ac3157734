/** What the readers of archives share: how bytes go into a decompressor and come out of it, and how a fault is reported. */
import { AppError } from "../errors.ts";

/** Deflate makes at most 1,032 bytes of one: so little goes in at once that a bomb is met after 4 MB of output. */
const STEP = 4 * 1024;

/** The bytes in pieces for a decompressor; at least one, and the last one says so. */
export function* steps(bytes: Uint8Array): Generator<readonly [step: Uint8Array, isLast: boolean]> {
  let at = 0;
  do {
    yield [bytes.subarray(at, at + STEP), at + STEP >= bytes.length];
    at += STEP;
  } while (at < bytes.length);
}

export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  if (chunks.length === 1 && first !== undefined) return first;
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

export function corrupt(problem: string, cause?: unknown): AppError {
  return new AppError("invalid_body", `the archive ${problem}`, cause === undefined ? {} : { cause });
}
