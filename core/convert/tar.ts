/** Entries of a tar (POSIX.1-2001 ustar and pax, GNU long names), as its bytes arrive. */
import { corrupt, joinBytes } from "./archive-bytes.ts";

const BLOCK = 512;
/** A long name or a pax header; nobody has one of a megabyte. */
const MAX_HEADER_BYTES = 1024 * 1024;
const decoder = new TextDecoder();

export interface TarEntry {
  readonly name: string;
  /** Links, devices, pipes and sparse files are `other`. */
  readonly kind: "file" | "directory" | "other";
}

export interface TarHandler {
  /** Every entry, before its bytes; they are collected for `file` when the answer is true. */
  entry(entry: TarEntry): boolean;
  file(entry: TarEntry, bytes: Uint8Array): void;
}

/** Bytes of one entry, or of a header that says something of the next: `L` a GNU long name, `x` pax records. */
interface Open {
  readonly entry: TarEntry;
  readonly header?: "L" | "x";
  readonly isWanted: boolean;
  readonly chunks: Uint8Array[];
}

/** Both methods throw AppError `invalid_body` for what is no tar, corrupt or cut off. */
export class TarReader {
  readonly #handler: TarHandler;
  readonly #header = new Uint8Array(BLOCK);
  #headerFill = 0;
  #open: Open | undefined;
  /** Bytes of the open entry that are still to come, and of the padding behind it. */
  #contentLeft = 0;
  #paddingLeft = 0;
  /** What headers before an entry say of it. */
  #next: { name?: string; size?: number } = {};
  #hasEnded = false;

  constructor(handler: TarHandler) {
    this.#handler = handler;
  }

  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && !this.#hasEnded) {
      if (this.#open !== undefined) at += this.#takeContent(this.#open, bytes.subarray(at, at + this.#contentLeft));
      else if (this.#paddingLeft > 0) at += this.#takePadding(bytes.length - at);
      else at += this.#takeHeader(bytes.subarray(at, at + BLOCK - this.#headerFill));
    }
  }

  /** The end mark is insisted on: without it an archive that was cut between two entries would look whole. */
  end(): void {
    if (!this.#hasEnded) throw corrupt("has no end mark: it is cut off, or no tar");
  }

  #takeContent(open: Open, bytes: Uint8Array): number {
    // The bytes are the decompressor's, which may use their memory again.
    if (open.isWanted) open.chunks.push(bytes.slice());
    this.#contentLeft -= bytes.length;
    if (this.#contentLeft === 0) this.#close(open);
    return bytes.length;
  }

  #takePadding(available: number): number {
    const taken = Math.min(this.#paddingLeft, available);
    this.#paddingLeft -= taken;
    return taken;
  }

  #takeHeader(bytes: Uint8Array): number {
    this.#header.set(bytes, this.#headerFill);
    this.#headerFill += bytes.length;
    if (this.#headerFill === BLOCK) {
      this.#headerFill = 0;
      this.#start(this.#header);
    }
    return bytes.length;
  }

  #start(header: Uint8Array): void {
    if (header.every((byte) => byte === 0)) {
      this.#hasEnded = true;
      return;
    }
    if (numberAt(header, 148, 8) !== checksum(header))
      throw corrupt("has a header whose checksum is wrong, or is no tar");
    const type = String.fromCharCode(header[156] ?? 0);
    const open = this.#openOf(type, header);
    const headerSize = numberAt(header, 124, 12);
    const size = open.header === undefined ? (this.#next.size ?? headerSize) : headerSize;
    if (open.header !== undefined && size > MAX_HEADER_BYTES) throw corrupt(`has a header of ${size} bytes`);
    if (open.header === undefined && type !== "g" && type !== "K") this.#next = {};
    // Links and devices have no bytes, whatever their size field says.
    this.#contentLeft = /[1-6]/.test(type) ? 0 : size;
    this.#paddingLeft = (BLOCK - (this.#contentLeft % BLOCK)) % BLOCK;
    this.#open = open;
    if (this.#contentLeft === 0) this.#close(open);
  }

  #openOf(type: string, header: Uint8Array): Open {
    const entry: TarEntry = { name: this.#next.name ?? nameIn(header), kind: kindOf(type) };
    if (type === "L" || type === "x") return { entry, header: type, isWanted: true, chunks: [] };
    // Global pax records and long link targets say nothing about a file's name or size here.
    if (type === "g" || type === "K") return { entry, isWanted: false, chunks: [] };
    const isWanted = this.#handler.entry(entry) && entry.kind === "file";
    return { entry, isWanted, chunks: [] };
  }

  #close({ entry, header, isWanted, chunks }: Open): void {
    this.#open = undefined;
    if (!isWanted) return;
    const bytes = joinBytes(chunks);
    if (header === "L") this.#next.name = textUntilNul(bytes);
    else if (header === "x") this.#next = { ...this.#next, ...paxRecords(bytes) };
    else this.#handler.file(entry, bytes);
  }
}

function kindOf(type: string): TarEntry["kind"] {
  if (type === "0" || type === "\0" || type === "7") return "file";
  return type === "5" || type === "D" ? "directory" : "other";
}

function nameIn(header: Uint8Array): string {
  const name = textUntilNul(header.subarray(0, 100));
  const isUstar = decoder.decode(header.subarray(257, 263)) === "ustar\0";
  const prefix = isUstar ? textUntilNul(header.subarray(345, 500)) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function textUntilNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decoder.decode(end === -1 ? bytes : bytes.subarray(0, end));
}

/** Octal text, or big-endian binary when the first bit is set (GNU, for 8 GB and more). */
function numberAt(header: Uint8Array, start: number, length: number): number {
  const field = header.subarray(start, start + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const number = field.subarray(1).reduce((total, byte) => total * 256 + byte, (field[0] ?? 0) & 0x7f);
    if (!Number.isSafeInteger(number)) throw corrupt("has a header with an impossible number");
    return number;
  }
  const digits = textUntilNul(field).trim();
  if (!/^[0-7]*$/.test(digits)) throw corrupt("has a header with a wrong number, or is no tar");
  return digits === "" ? 0 : Number.parseInt(digits, 8);
}

/** Sum of the header's bytes, its own field taken as blanks. */
function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

/** `"<length> <key>=<value>\n"`, the length in bytes and including itself. */
function paxRecords(bytes: Uint8Array): { name?: string; size?: number } {
  const records: { name?: string; size?: number } = {};
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const length = blank === -1 ? Number.NaN : Number(decoder.decode(bytes.subarray(at, blank)));
    const record = decoder.decode(bytes.subarray(blank + 1, at + length - 1));
    const equals = record.indexOf("=");
    if (!Number.isInteger(length) || length <= blank - at || at + length > bytes.length || equals === -1) {
      throw corrupt("has broken pax records");
    }
    const value = record.slice(equals + 1);
    if (record.startsWith("path=")) records.name = value;
    if (record.startsWith("size=")) records.size = wholeNumber(value);
    at += length;
  }
  return records;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw corrupt("has a wrong size in its pax records");
  return number;
}
