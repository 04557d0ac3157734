/** Request bodies: never more bytes than the limit, never longer than the deadline, text only when it is UTF-8. */
import { joinBytes } from "../../core/convert/archive-bytes.ts";
import { AppError, faultError } from "../../core/errors.ts";
import { decodeUtf8, readJson } from "../../core/listing/json.ts";
import { readMediaType } from "./media-type.ts";
import type { RequestContext, Services } from "./services.ts";

/** @throws AppError `unsupported_media_type`, `too_large`, `invalid_json`. */
export async function readJsonBody(
  c: RequestContext,
  { limits }: Services,
  mediaTypes: readonly string[] = ["application/json"],
): Promise<unknown> {
  readMediaType(c.req.header("Content-Type"), mediaTypes);
  return readJson(decodeUtf8(await readBytes(c, limits.bodyBytes), "invalid_json"));
}

/** @throws AppError `too_large`, `invalid_body`. */
export async function readTextBody(c: RequestContext, { limits }: Services): Promise<string> {
  return decodeUtf8(await readBytes(c, limits.bodyBytes), "invalid_body");
}

/** The whole body, which must not be encoded: a decompressor in front of every route is a gift to bombs. */
async function readBytes(c: RequestContext, maxBytes: number): Promise<Uint8Array> {
  const encoding = c.req.header("Content-Encoding");
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
    throw unsupportedEncoding("Content-Encoding is accepted by imports only");
  }
  return readRaw(c, maxBytes, c.get("deadline"));
}

/**
 * As `readBytes`, with `Content-Encoding: gzip` undone.
 * @throws AppError `too_large` as soon as what comes out is over its limit, `invalid_body` when it is no gzip.
 */
export async function readImportBytes(
  c: RequestContext,
  { limits }: Services,
  deadline: AbortSignal,
): Promise<Uint8Array> {
  const encoding = c.req.header("Content-Encoding")?.toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") {
    throw unsupportedEncoding(
      `Content-Encoding must be gzip or identity, not ${JSON.stringify(encoding.slice(0, 40))}`,
    );
  }
  const bytes = await readRaw(c, limits.importBytes, deadline);
  if (encoding === "identity") return bytes;
  const decoded = streamOf(bytes).pipeThrough(new DecompressionStream("gzip"));
  try {
    return await collect(decoded, { maxBytes: limits.importDecodedBytes, what: "the decompressed body", deadline });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("invalid_body", "the body is not valid gzip", { cause });
  }
}

/** Bytes that go into the decompressor at once. */
const STEP = 64 * 1024;

/** The bytes in steps, without a copy of them as a `Blob` makes. */
function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + STEP));
      at += STEP;
    },
  });
}

async function readRaw(c: RequestContext, maxBytes: number, deadline: AbortSignal): Promise<Uint8Array> {
  const announced = Number(c.req.header("Content-Length") ?? 0);
  if (announced > maxBytes) throw tooLarge("the body", announced, maxBytes);
  const stream = c.req.raw.body;
  if (stream === null) return new Uint8Array();
  try {
    return await collect(stream, { maxBytes, announced, what: "the body", deadline });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("invalid_body", "the body ended before it was complete", { cause });
  }
}

interface CollectOptions {
  readonly maxBytes: number;
  /** Bytes that the caller said will come, at most `maxBytes`. */
  readonly announced?: number;
  readonly what: string;
  readonly deadline: AbortSignal;
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  { maxBytes, announced = 0, what, deadline }: CollectOptions,
): Promise<Uint8Array> {
  const reader = stream.getReader();
  const stop = () => void reader.cancel(deadline.reason).catch(() => undefined);
  deadline.addEventListener("abort", stop, { once: true });
  const bytes = new GatheredBytes(announced);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (deadline.aborted)
        throw new AppError("unavailable", `the time for this request ran out while reading ${what}`);
      if (done) return bytes.whole();
      if (bytes.length + value.length > maxBytes) throw tooLarge(what, bytes.length + value.length, maxBytes);
      bytes.add(value);
    }
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    throw error;
  } finally {
    deadline.removeEventListener("abort", stop);
  }
}

/** A body as it comes: in place when its length was announced, else in chunks that are joined at the end. */
class GatheredBytes {
  readonly #announced: Uint8Array;
  readonly #more: Uint8Array[] = [];
  #inPlace = 0;
  #length = 0;

  constructor(announced: number) {
    this.#announced = new Uint8Array(Number.isSafeInteger(announced) && announced > 0 ? announced : 0);
  }

  get length(): number {
    return this.#length;
  }

  add(chunk: Uint8Array): void {
    this.#length += chunk.length;
    if (this.#length > this.#announced.length) {
      this.#more.push(chunk);
      return;
    }
    this.#announced.set(chunk, this.#inPlace);
    this.#inPlace = this.#length;
  }

  whole(): Uint8Array {
    const inPlace = this.#announced.subarray(0, this.#inPlace);
    return joinBytes(inPlace.length === 0 ? this.#more : [inPlace, ...this.#more]);
  }
}

function tooLarge(what: string, bytes: number, maxBytes: number): AppError {
  const detail = `${what} has ${bytes} bytes or more, the limit is ${maxBytes}`;
  return faultError("too_large", { code: "too_large", detail, pointer: "" });
}

function unsupportedEncoding(detail: string): AppError {
  return faultError("unsupported_media_type", { code: "unsupported_encoding", detail, header: "Content-Encoding" });
}
