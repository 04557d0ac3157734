/** The root: canonical JSON, checked field by field when it is read, since everything else is found through it. */
import { AppError } from "../../errors.ts";
import { canonicalJson } from "../../listing/canonical.ts";
import { isObject } from "../../listing/is-object.ts";
import {
  ALIGNMENT,
  alignUp,
  corrupt,
  MAX_FILE_BYTES,
  MAX_ROOT_BYTES,
  PREAMBLE_BYTES,
  SECTION_NAME,
  type SectionEntry,
  WIDTHS,
} from "./format.ts";
import type { SnapshotHeader } from "./header.ts";

export interface Root {
  readonly header: SnapshotHeader;
  /** From the first section's first byte to the last one's last. */
  readonly dataBytes: number;
  /** Of the page table. */
  readonly pagesChecksum: number;
  /** Offsets count from the first section, so that no number in the root depends on the root's own length. */
  readonly sections: readonly SectionEntry[];
}

const SPACE = 0x20;
const CHECKSUM = /^[0-9a-f]{8}$/;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** JSON, then spaces: what follows it starts at a multiple of 64. @throws AppError `too_large`. */
export function encodeRoot({ header, dataBytes, pagesChecksum, sections }: Root): Uint8Array {
  const { board, incarnation, position, listings, engineVersion } = header;
  const entries = sections.map(({ name, type, offset, bytes }) => [name, type, offset, bytes]);
  const root = {
    ...{ board, incarnation, position, listings, engineVersion, dataBytes, sections: entries },
    // Of fixed length, so that a root's length is known before its data is.
    pagesChecksum: pagesChecksum.toString(16).padStart(8, "0"),
  };
  const json = encoder.encode(canonicalJson(root));
  if (json.length > MAX_ROOT_BYTES) throw new AppError("too_large", `a snapshot's root of ${json.length} bytes`);
  const padded = new Uint8Array(alignUp(PREAMBLE_BYTES + json.length, ALIGNMENT) - PREAMBLE_BYTES).fill(SPACE);
  padded.set(json);
  return padded;
}

/** @throws AppError `corrupt` for anything that `encodeRoot` would not have written. */
export function decodeRoot(bytes: Uint8Array): Root {
  const root = parse(bytes);
  const dataBytes = numberIn(root, "dataBytes", MAX_FILE_BYTES);
  return {
    header: {
      board: textIn(root, "board"),
      incarnation: textIn(root, "incarnation"),
      position: numberIn(root, "position"),
      listings: numberIn(root, "listings"),
      engineVersion: numberIn(root, "engineVersion"),
    },
    dataBytes,
    pagesChecksum: checksumIn(root, "pagesChecksum"),
    sections: sectionsIn(root, dataBytes),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parse(bytes: Uint8Array): Fields {
  try {
    const root: unknown = JSON.parse(decoder.decode(bytes));
    if (isObject(root)) return root;
  } catch (cause) {
    throw corrupt("root", "is not JSON", cause);
  }
  throw corrupt("root", "is not an object");
}

function textIn(root: Fields, field: string): string {
  const value = root[field];
  if (typeof value !== "string") throw corrupt("root", `${field} is not a text`);
  return value;
}

function checksumIn(root: Fields, field: string): number {
  const value = textIn(root, field);
  if (!CHECKSUM.test(value)) throw corrupt("root", `${field} is not eight hexadecimal digits`);
  return Number.parseInt(value, 16);
}

function numberIn(root: Fields, field: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = root[field];
  if (isCount(value, most)) return value;
  throw corrupt("root", `${field} is not a whole number from 0 to ${most}`);
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= most;
}

function sectionsIn(root: Fields, dataBytes: number): SectionEntry[] {
  if (!Array.isArray(root.sections)) throw corrupt("root", "has no list of sections");
  const entries: SectionEntry[] = [];
  const names = new Set<string>();
  let end = 0;
  for (const item of root.sections as unknown[]) {
    const entry = sectionOf(item);
    const { name, offset, bytes } = entry;
    if (names.has(name)) throw corrupt(`section ${name}`, "is listed twice");
    // One behind the other, so none can overlap another or start unaligned.
    const due = alignUp(end, ALIGNMENT);
    if (offset !== due) throw corrupt(`section ${name}`, `starts at ${offset}, where ${due} is due`);
    end = offset + bytes;
    if (end > dataBytes) throw corrupt(`section ${name}`, `ends at ${end}, behind the end of the data at ${dataBytes}`);
    names.add(name);
    entries.push(entry);
  }
  if (end !== dataBytes) throw corrupt("root", `its sections end at ${end}, its data at ${dataBytes}`);
  return entries;
}

function sectionOf(item: unknown): SectionEntry {
  const [name, type, offset, bytes] = Array.isArray(item) ? (item as unknown[]) : [];
  if (typeof name !== "string" || !SECTION_NAME.test(name)) throw corrupt("root", "a section has no name");
  if (!isType(type)) throw corrupt(`section ${name}`, "is of an unknown type");
  if (!isCount(offset, MAX_FILE_BYTES)) throw corrupt(`section ${name}`, "has no offset");
  if (!isCount(bytes, MAX_FILE_BYTES) || bytes === 0 || bytes % WIDTHS[type] !== 0) {
    throw corrupt(`section ${name}`, `has a length that ${type} cannot have`);
  }
  return { name, type, offset, bytes };
}

function isType(value: unknown): value is SectionEntry["type"] {
  return typeof value === "string" && Object.hasOwn(WIDTHS, value);
}
