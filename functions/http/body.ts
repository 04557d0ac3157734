/** Request bodies: never more bytes than the limit, never longer than the deadline, text only when it is UTF-8. */
import { joinBytes } from "../../core/convert/archive-bytes.ts";
import { AppError, faultError } from "../../core/errors.ts";
import { decodeUtf8, readJson } from "../../core/listing/json.ts";
import type { ImportBody } from "./import-bodies.ts";
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

/** The whole body of an import as it was sent. @throws AppError `too_large`, `overloaded` or `unavailable` as `body` says. */
export async function readImportBody(
  c: RequestContext,
  { limits }: Services,
  body: ImportBody,
  deadline: AbortSignal,
): Promise<Uint8Array> {
  importEncoding(c);
  return readRaw(c, limits.importBytes, AbortSignal.any([deadline, body.signal]), body.add);
}

/**
 * The same with `Content-Encoding: gzip` undone.
 * @throws AppError `too_large` as soon as what comes out is over its limit, `invalid_body` when it is no gzip.
 */
export async function decodedImport(
  c: RequestContext,
  { limits }: Services,
  bytes: Uint8Array,
  deadline: AbortSignal,
): Promise<Uint8Array> {
  if (importEncoding(c) === "identity") return bytes;
  const decoded = streamOf(bytes).pipeThrough(new DecompressionStream("gzip"));
  try {
    return await collect(decoded, { maxBytes: limits.importDecodedBytes, what: "the decompressed body", deadline });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("invalid_body", "the body is not valid gzip", { cause });
  }
}

function importEncoding(c: RequestContext): "identity" | "gzip" {
  const encoding = c.req.header("Content-Encoding")?.toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "gzip") return encoding;
  throw unsupportedEncoding(`Content-Encoding must be gzip or identity, not ${JSON.stringify(encoding.slice(0, 40))}`);
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

async function readRaw(
  c: RequestContext,
  maxBytes: number,
  deadline: AbortSignal,
  onBytes?: (bytes: number) => void,
): Promise<Uint8Array> {
  const announced = Number(c.req.header("Content-Length") ?? 0);
  if (announced > maxBytes) throw tooLarge("the body", announced, maxBytes);
  const stream = c.req.raw.body;
  if (stream === null) return new Uint8Array();
  try {
    return await collect(stream, { maxBytes, announced, what: "the body", deadline, onBytes });
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
  /** Aborted with an `AppError`, or since the time is over. */
  readonly deadline: AbortSignal;
  /** Told of what has come, before it is kept; may throw. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  { maxBytes, announced = 0, what, deadline, onBytes }: CollectOptions,
): Promise<Uint8Array> {
  const reader = stream.getReader();
  const stop = () => void reader.cancel(deadline.reason).catch(() => undefined);
  deadline.addEventListener("abort", stop, { once: true });
  const bytes = new GatheredBytes(announced);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (deadline.aborted) throw outOfTime(deadline.reason, what);
      if (done) return bytes.whole();
      if (bytes.length + value.length > maxBytes) throw tooLarge(what, bytes.length + value.length, maxBytes);
      onBytes?.(value.length);
      bytes.add(value);
    }
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    throw error;
  } finally {
    deadline.removeEventListener("abort", stop);
  }
}

function outOfTime(reason: unknown, what: string): AppError {
  if (reason instanceof AppError) return reason;
  return new AppError("unavailable", `the time for this request ran out while reading ${what}`, { cause: reason });
}

/** A part of what was announced has to come before there is room for the rest: whoever only announces much shall not hold it. */
const SHARE_TO_COME = 1 / 8;

/** A body as it comes: in place once enough of an announced length is there, else in chunks that are joined at the end. */
class GatheredBytes {
  readonly #announced: number;
  #place: Uint8Array | undefined;
  #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(announced: number) {
    this.#announced = Number.isSafeInteger(announced) && announced > 0 ? announced : 0;
  }

  get length(): number {
    return this.#length;
  }

  add(chunk: Uint8Array): void {
    const at = this.#length;
    this.#length += chunk.length;
    if (this.#length > this.#announced || this.#length < this.#announced * SHARE_TO_COME) {
      this.#chunks.push(chunk);
      return;
    }
    const place = this.#place ?? this.#prepare();
    place.set(chunk, at);
  }

  whole(): Uint8Array {
    const place = this.#place;
    if (place === undefined) return joinBytes(this.#chunks);
    // Only behind the announced length there are chunks beside it.
    const behind = this.#chunks.reduce((sum, { length }) => sum + length, 0);
    return joinBytes([place.subarray(0, this.#length - behind), ...this.#chunks]);
  }

  #prepare(): Uint8Array {
    const place = new Uint8Array(this.#announced);
    let at = 0;
    for (const chunk of this.#chunks) {
      place.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [];
    this.#place = place;
    return place;
  }
}

function tooLarge(what: string, bytes: number, maxBytes: number): AppError {
  const detail = `${what} has ${bytes} bytes or more, the limit is ${maxBytes}`;
  return faultError("too_large", { code: "too_large", detail, pointer: "" });
}

function unsupportedEncoding(detail: string): AppError {
  return faultError("unsupported_media_type", { code: "unsupported_encoding", detail, header: "Content-Encoding" });
}
