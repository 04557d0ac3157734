/** Writing a snapshot: sections are collected, then laid out one behind the other. Equal calls give equal bytes. */
import { AppError } from "../../errors.ts";
import type { SectionView, SectionWriter } from "../../search/sections.ts";
import {
  ALIGNMENT,
  alignUp,
  assertLittleEndian,
  dataStart,
  FORMAT,
  MAGIC,
  MAX_FILE_BYTES,
  PAGE_BYTES,
  PREAMBLE_BYTES,
  pageCount,
  SECTION_NAME,
  type SectionEntry,
  type SectionType,
  WIDTHS,
} from "./format.ts";
import type { SnapshotHeader } from "./header.ts";
import { encodeRoot, type Root } from "./root.ts";
import { xxh32 } from "./xxh32.ts";

/** Pages checked before others get a turn of the event loop: 16 MiB, some 5 ms. */
const PAGES_PER_TURN = 256;

/**
 * The whole file. Arrays are copied when `fill` is done, so it must not change one that it has added.
 * @param pause gives others a turn of the event loop.
 * @throws AppError `too_large`.
 */
export async function writeSnapshot(
  header: SnapshotHeader,
  fill: (out: SectionWriter) => Promise<void>,
  pause: () => Promise<void> = async () => undefined,
): Promise<Uint8Array> {
  assertLittleEndian();
  const collected = collectSections();
  await fill(collected.writer);
  const { entries: sections, views } = collected;
  const dataBytes = endOf(sections);
  if (dataBytes > MAX_FILE_BYTES) throw tooLarge(dataBytes);
  const root: Root = { header, dataBytes, pagesChecksum: 0, sections };
  const start = dataStart(encodeRoot(root).length, dataBytes);
  const file = new Uint8Array(start + dataBytes);
  for (const [i, { offset }] of sections.entries()) {
    file.set(views[i] ?? NOTHING, start + offset);
    await pause();
  }
  await writeFront(file, root, start, pause);
  return file;
}

/** Everything before the data: preamble, root, page table. */
async function writeFront(file: Uint8Array, root: Root, start: number, pause: () => Promise<void>): Promise<void> {
  const pages = pageCount(root.dataBytes);
  const table = file.subarray(start - alignUp(pages * 4, ALIGNMENT), start);
  const checksums = new Uint32Array(table.buffer, table.byteOffset, pages);
  for (let page = 0; page < pages; page++) {
    const from = start + page * PAGE_BYTES;
    checksums[page] = xxh32(file.subarray(from, from + PAGE_BYTES));
    if (page % PAGES_PER_TURN === PAGES_PER_TURN - 1) await pause();
  }
  const encoded = encodeRoot({ ...root, pagesChecksum: xxh32(table) });
  file.set(MAGIC);
  new Uint32Array(file.buffer, MAGIC.length, 3).set([FORMAT, encoded.length, xxh32(encoded)]);
  file.set(encoded, PREAMBLE_BYTES);
}

const NOTHING = new Uint8Array();

interface Collected {
  readonly writer: SectionWriter;
  readonly entries: readonly SectionEntry[];
  readonly views: readonly Uint8Array[];
}

function collectSections(): Collected {
  const [entries, views, names] = [[] as SectionEntry[], [] as Uint8Array[], new Set<string>()];
  const writer: SectionWriter = {
    add(name, values) {
      if (!SECTION_NAME.test(name)) throw new RangeError(`${JSON.stringify(name)} is no name of a section`);
      if (names.has(name)) throw new RangeError(`section ${name} is written twice`);
      names.add(name);
      if (values.length === 0) return;
      const offset = alignUp(endOf(entries), ALIGNMENT);
      entries.push({ name, type: typeOf(values), offset, bytes: values.byteLength });
      views.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    },
    addOrdinals: (name, values, count) => writer.add(name, narrowed(name, values, count)),
  };
  return { writer, entries, views };
}

function endOf(entries: readonly SectionEntry[]): number {
  const last = entries.at(-1);
  return last === undefined ? 0 : last.offset + last.bytes;
}

function typeOf(values: SectionView): SectionType {
  if (values instanceof Uint8Array) return "u8";
  if (values instanceof Uint16Array) return "u16";
  if (values instanceof Uint32Array) return "u32";
  if (values instanceof Int16Array) return "i16";
  return "f64";
}

/** In the narrowest width for numbers below `count`. */
function narrowed(name: string, values: Uint32Array, count: number): SectionView {
  for (let i = 0; i < values.length; i++) {
    if ((values[i] ?? 0) >= count) throw new RangeError(`section ${name}: ${values[i]} is not below ${count}`);
  }
  if (count <= 2 ** (8 * WIDTHS.u8)) return new Uint8Array(values);
  return count <= 2 ** (8 * WIDTHS.u16) ? new Uint16Array(values) : values;
}

function tooLarge(bytes: number): AppError {
  return new AppError("too_large", `a snapshot of ${bytes} bytes is over the limit of ${MAX_FILE_BYTES}`);
}
