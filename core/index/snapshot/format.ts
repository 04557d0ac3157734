/** The measures of the file; docs/snapshot-format.md has them byte by byte, with reasons. */
import { AppError } from "../../errors.ts";

/** A reader also reads the format before its own, once there is one; the docs page says what changed. */
export const FORMAT = 1;
export const OLDEST_FORMAT = 1;

/** "ROLECALL" in ASCII. */
export const MAGIC = Uint8Array.of(0x52, 0x4f, 0x4c, 0x45, 0x43, 0x41, 0x4c, 0x4c);
/** Magic, format, length and checksum of the root. */
export const PREAMBLE_BYTES = 20;
/** Sections start at multiples of a cache line, which is also a multiple of every element. */
export const ALIGNMENT = 64;
/** What is loaded and checked as one: small enough for one card, large enough that its checksum and flag weigh nothing. */
export const PAGE_BYTES = 64 * 1024;
/** A root takes some 50 bytes a section; more than this is no root. */
export const MAX_ROOT_BYTES = 16 * 1024 * 1024;
/** Some 50 million listings, beyond what one process can hold; a number above it is no size. */
export const MAX_FILE_BYTES = 64 * 1024 ** 3;

/** Bytes of an element. */
export const WIDTHS = { u8: 1, u16: 2, u32: 4, i16: 2, f64: 8 } as const;
export type SectionType = keyof typeof WIDTHS;

export interface SectionEntry {
  /** `SECTION_NAME`. */
  readonly name: string;
  readonly type: SectionType;
  /** Of its first byte; which byte is 0, its holder says. */
  readonly offset: number;
  readonly bytes: number;
}

export const SECTION_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The next multiple of a power of two. Division, since shifts would cut numbers at 32 bits. */
export function alignUp(bytes: number, alignment: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

export function pageCount(dataBytes: number): number {
  return Math.ceil(dataBytes / PAGE_BYTES);
}

/** Where the data starts: behind root and page table. Both the root's end and this are multiples of 64. */
export function dataStart(rootBytes: number, dataBytes: number): number {
  return PREAMBLE_BYTES + rootBytes + alignUp(pageCount(dataBytes) * 4, ALIGNMENT);
}

/** @param where `header`, `root`, `page table` or a section. */
export function corrupt(where: string, what: string, cause?: unknown): AppError {
  return new AppError("corrupt", `snapshot ${where}: ${what}`, { cause });
}

/** A section's bytes are views of the file's own: on a big-endian host they would be other numbers. */
export function assertLittleEndian(one: Uint8Array = new Uint8Array(Uint32Array.of(1).buffer)): void {
  if (one[0] === 1) return;
  throw new AppError("unavailable", "snapshots are little-endian and cannot be read or written on a big-endian host");
}
