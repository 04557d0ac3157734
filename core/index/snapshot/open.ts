/** Opening a snapshot: its root and page table are read and checked, its sections come when they are asked for. */
import type { Sections } from "../../search/sections.ts";
import {
  ALIGNMENT,
  assertLittleEndian,
  corrupt,
  dataStart,
  FORMAT,
  MAGIC,
  MAX_ROOT_BYTES,
  OLDEST_FORMAT,
  PREAMBLE_BYTES,
  pageCount,
  type SectionEntry,
} from "./format.ts";
import type { SnapshotHeader } from "./header.ts";
import { PagedBytes } from "./pages.ts";
import { decodeRoot, type Root } from "./root.ts";
import type { SnapshotSource } from "./source.ts";
import { sectionViews } from "./views.ts";
import { xxh32 } from "./xxh32.ts";

export interface Snapshot {
  /** The file's format, one of those that this version reads. */
  readonly format: number;
  readonly header: SnapshotHeader;
  /** Of the whole file. */
  readonly bytes: number;
  readonly sections: Sections;
  /** In the order of the file; offsets in the file. */
  readonly list: readonly SectionEntry[];
  /** Of the sections, in memory. */
  readonly loadedBytes: number;
  /** Idempotent. @throws as `openSnapshot`. */
  loadAll(signal?: AbortSignal): Promise<void>;
}

/**
 * Holds root, page table and the directory of terms of up to some 200,000 listings, and of 10,000 what their facets read: at 90 MB/s
 * 6 ms more than 1 MiB, where what is missing costs one more round of requests, of 30 ms each.
 */
const FIRST_READ_BYTES = 1.5 * 1024 * 1024;
/** Smaller files are read whole. */
const WHOLE_BYTES = 4 * 1024 * 1024;

/** @throws AppError `corrupt` naming what is wrong with the file, `unavailable`; what the source throws. */
export async function openSnapshot(source: SnapshotSource, signal?: AbortSignal): Promise<Snapshot> {
  assertLittleEndian();
  const first = await source.read(0, FIRST_READ_BYTES, signal);
  const { format, rootBytes } = preambleOf(first);
  const head = await extended(source, first, PREAMBLE_BYTES + rootBytes, "root", signal);
  const root = rootOf(head, rootBytes);
  const start = dataStart(rootBytes, root.dataBytes);
  const bytes = start + root.dataBytes;
  const front = await extended(source, head, start, "page table", signal);
  const checksums = checksumsOf(root, front.subarray(PREAMBLE_BYTES + rootBytes, start));
  const { header, dataBytes: length, sections } = root;
  const pages = new PagedBytes({
    source,
    start,
    length,
    checksums,
    describe: (from, to) => describe(sections, from, to),
  });
  takeFirst(pages, { read: first, start, bytes, sections });
  if (bytes <= WHOLE_BYTES) await pages.loadAll(signal);
  return snapshotOver(
    pages,
    { format, header, bytes, list: sections.map((entry) => ({ ...entry, offset: start + entry.offset })) },
    sections,
  );
}

type Known = Pick<Snapshot, "format" | "header" | "bytes" | "list">;

function snapshotOver(pages: PagedBytes, known: Known, entries: readonly SectionEntry[]): Snapshot {
  return {
    ...known,
    sections: sectionViews(entries, pages),
    get loadedBytes() {
      return pages.loadedBytes;
    },
    loadAll: (signal) => pages.loadAll(signal),
  };
}

function preambleOf(first: Uint8Array): { readonly format: number; readonly rootBytes: number } {
  if (first.length < PREAMBLE_BYTES) throw corrupt("header", `${first.length} bytes are no snapshot`);
  if (MAGIC.some((byte, i) => first[i] !== byte)) throw corrupt("header", "does not begin like a snapshot");
  const [format, rootBytes] = [wordAt(first, 8), wordAt(first, 12)];
  if (format < OLDEST_FORMAT || format > FORMAT) {
    throw corrupt("header", `format ${format} is not one that this version of Rolecall can read; this reads ${FORMAT}`);
  }
  if (rootBytes > MAX_ROOT_BYTES) throw corrupt("header", `a root of ${rootBytes} bytes is over ${MAX_ROOT_BYTES}`);
  if ((PREAMBLE_BYTES + rootBytes) % ALIGNMENT !== 0) throw corrupt("header", `no root has ${rootBytes} bytes`);
  return { format, rootBytes };
}

function wordAt(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(offset, true);
}

/** The front of the file to at least `to`. */
async function extended(
  source: SnapshotSource,
  have: Uint8Array,
  to: number,
  where: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (have.length >= to) return have;
  const more = await source.read(have.length, to, signal);
  if (have.length + more.length !== to) throw corrupt(where, `the file ends at byte ${have.length + more.length}`);
  const all = new Uint8Array(to);
  all.set(have);
  all.set(more, have.length);
  return all;
}

function rootOf(front: Uint8Array, rootBytes: number): Root {
  const root = front.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + rootBytes);
  if (xxh32(root) !== wordAt(front, 16)) throw corrupt("root", "fails its checksum");
  return decodeRoot(root);
}

function checksumsOf({ pagesChecksum, dataBytes }: Root, table: Uint8Array): Uint32Array {
  if (xxh32(table) !== pagesChecksum) throw corrupt("page table", "fails its checksum");
  // Not `slice`: of a Node `Buffer` that is a view, not a copy.
  return new Uint32Array(new Uint8Array(table).buffer, 0, pageCount(dataBytes));
}

/** What of the data came with the first read. */
function takeFirst(pages: PagedBytes, file: FirstRead): void {
  const { read, start, bytes, sections } = file;
  const isEnd = read.length < FIRST_READ_BYTES;
  if (read.length > bytes) throw corrupt("root", "the file is longer than it says");
  if (isEnd && read.length < bytes) {
    const where = describe(sections, read.length - start, read.length - start + 1);
    throw corrupt(where, `the file ends at byte ${read.length} of ${bytes}`);
  }
  // The very last page only with the proof that nothing follows it.
  const end = isEnd || bytes > read.length ? read.length : read.length - 1;
  pages.accept(read.subarray(Math.min(start, end), end));
}

interface FirstRead {
  readonly read: Uint8Array;
  readonly start: number;
  readonly bytes: number;
  readonly sections: readonly SectionEntry[];
}

/** All the sections that hold any of these bytes of the data: which of them is hurt, a page cannot tell. Padding is of what it follows. */
function describe(sections: readonly SectionEntry[], from: number, to: number): string {
  const names = sections
    .filter(({ offset }, i) => offset < to && from < (sections[i + 1]?.offset ?? Number.POSITIVE_INFINITY))
    .map(({ name }) => name);
  return `section ${names.join(", ")}`;
}
