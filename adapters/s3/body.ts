import { Readable } from "node:stream";
import { AppError } from "../../core/errors.ts";
import type { ByteRange } from "../../core/ports.ts";

/** What of an answer tells whether its body is whole, named as the SDK names it. */
interface Answer {
  readonly Body?: unknown;
  readonly ContentLength?: number | undefined;
  readonly ContentRange?: string | undefined;
}

/**
 * The bytes of an answer, exactly as many as its headers name and the range asks for, in one buffer that is allocated once.
 * @throws AppError `unavailable` for an answer of another length; what the stream throws when it breaks.
 */
export async function readBody(answer: Answer, range: ByteRange | undefined): Promise<Uint8Array> {
  const { Body: body, ContentLength: length } = answer;
  if (!(body instanceof Readable)) throw new AppError("unavailable", "s3: an answer without a body");
  if (length === undefined || (range !== undefined && length !== lengthOf(answer.ContentRange, range))) {
    // The connection cannot be used again while the body is in it.
    body.destroy();
    throw new AppError("unavailable", `s3: an answer of ${length} bytes, ${answer.ContentRange ?? "without a range"}`);
  }
  return collect(body, length);
}

async function collect(body: Readable, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  for await (const chunk of body) {
    if (filled + chunk.length > length) throw new AppError("unavailable", "s3: an answer longer than it says");
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  if (filled < length) throw new AppError("unavailable", `s3: an answer of ${length} bytes was cut after ${filled}`);
  return bytes;
}

/** Bytes that a `Content-Range` promises; none when it is of another range than the one asked for. */
function lengthOf(contentRange: string | undefined, { from, to }: ByteRange): number | undefined {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(contentRange ?? "") ?? [];
  const isAsked = Number(first) === from && Number(last) === Math.min(to, Number(total)) - 1;
  return isAsked ? Number(last) - from + 1 : undefined;
}

/** What asks for a range that is not empty (RFC 9110, section 14.1.2). */
export function rangeHeader({ from, to }: ByteRange): string {
  return `bytes=${from}-${to - 1}`;
}
