/**
 * Entries of a ZIP archive by its central directory (PKWARE APPNOTE 6.3), which alone says what is a link. Sizes in it are
 * never trusted: what counts is what comes out of the decompressor.
 */
import { Inflate } from "fflate";
import { isAppError } from "../errors.ts";
import { corrupt, joinBytes, steps } from "./archive-bytes.ts";
import { crc32 } from "./crc32.ts";

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const MAX_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const UNIX = 3;
const MACOS = 19;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const DIRECTORY = 0o040000;
const decoder = new TextDecoder();

export interface ZipEntry {
  readonly name: string;
  readonly kind: "file" | "directory" | "other";
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly offset: number;
}

/** @throws AppError `invalid_body` for what is no ZIP, cut off, or in the 64-bit or multi-volume form. */
export function zipEntries(archive: Uint8Array): readonly ZipEntry[] {
  const view = viewOf(archive);
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) throw corrupt("is in the 64-bit form (ZIP64), which is not supported");
  if (view.getUint16(end + 4, true) !== 0) throw corrupt("is one of several volumes");
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + CENTRAL_LENGTH > end || view.getUint32(at, true) !== CENTRAL) throw corrupt("has a broken directory");
    const nameLength = view.getUint16(at + 28, true);
    const next = at + CENTRAL_LENGTH + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw corrupt("has a broken directory");
    const name = decoder.decode(archive.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength));
    entries.push(entryAt(view, at, name));
    at = next;
  }
  return entries;
}

/**
 * The bytes of an entry, its checksum verified; `spend` is told of every piece before the next is made, and throws when it
 * has had enough.
 * @throws AppError `invalid_body` when the entry is broken or compressed in another way than deflate.
 */
export function zipBytes(archive: Uint8Array, entry: ZipEntry, spend: (bytes: number) => void): Uint8Array {
  const view = viewOf(archive);
  const { offset, compressedSize, name } = entry;
  if (offset + LOCAL_LENGTH > archive.length || view.getUint32(offset, true) !== LOCAL) throw corrupt(`has no ${name}`);
  const start = offset + LOCAL_LENGTH + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + compressedSize > archive.length) throw corrupt(`is cut off within ${name}`);
  const compressed = archive.subarray(start, start + compressedSize);
  const bytes = expanded(compressed, entry, spend);
  if (crc32(bytes) !== entry.crc) throw corrupt(`holds a corrupt ${name}: its checksum is wrong`);
  return bytes;
}

function expanded(compressed: Uint8Array, { name, method }: ZipEntry, spend: (bytes: number) => void): Uint8Array {
  if (method === STORED) {
    spend(compressed.length);
    return compressed;
  }
  if (method !== DEFLATED) throw corrupt(`holds ${name} in compression method ${method}, which is not supported`);
  const chunks: Uint8Array[] = [];
  let hasEnded = false;
  const inflate = new Inflate((chunk, isLast) => {
    spend(chunk.length);
    chunks.push(chunk);
    hasEnded ||= isLast;
  });
  for (const [step, isLast] of steps(compressed)) {
    try {
      inflate.push(step, isLast);
    } catch (cause) {
      throw isAppError(cause) ? cause : corrupt(`holds ${name}, which cannot be decompressed`, cause);
    }
  }
  if (!hasEnded) throw corrupt(`is cut off within ${name}`);
  return joinBytes(chunks);
}

function entryAt(view: DataView, at: number, name: string): ZipEntry {
  const compressedSize = view.getUint32(at + 20, true);
  const offset = view.getUint32(at + 42, true);
  if (compressedSize === 0xffffffff || offset === 0xffffffff) {
    throw corrupt("is in the 64-bit form (ZIP64), which is not supported");
  }
  // What made the archive says how the attributes are to be read; on Unix they hold the file's type.
  const madeBy = view.getUint8(at + 5);
  const fileType = madeBy === UNIX || madeBy === MACOS ? (view.getUint32(at + 38, true) >>> 16) & FILE_TYPE : 0;
  const isDirectory = name.endsWith("/") || fileType === DIRECTORY;
  return {
    name,
    kind: isDirectory ? "directory" : fileType === 0 || fileType === REGULAR ? "file" : "other",
    isEncrypted: (view.getUint16(at + 8, true) & ENCRYPTED) !== 0,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    compressedSize,
    offset,
  };
}

/** The end record is the archive's last thing but for a comment of any content, so the last one that fits counts. */
function endOfDirectory(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (view.getUint32(at, true) === END && at + END_LENGTH + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  }
  throw corrupt("has no directory at its end: it is cut off, or no ZIP");
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
