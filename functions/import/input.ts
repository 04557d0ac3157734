/** What an import brings, as rows: whatever is wrong with the whole is refused before the first of them is written. */
import { type ArchiveFile, readArchive } from "../../core/convert/archive.ts";
import type { CsvTable } from "../../core/convert/csv-rows.ts";
import {
  type ImportRow,
  jsonItems,
  jsonRows,
  markdownFile,
  markdownRows,
  ndjsonRows,
} from "../../core/convert/rows.ts";
import { AppError, faultError } from "../../core/errors.ts";
import { decodeUtf8, readJson } from "../../core/listing/json.ts";
import type { RequestLimits } from "../request-limits.ts";
import type { FeedFormat, ImportMediaType } from "./media-types.ts";

/**
 * The rows of an input. Those of NDJSON, CSV and Markdown are read one at a time, as they are taken.
 * @throws AppError `invalid_json` or `invalid_body` for an input that has no rows to tell apart, `too_large`.
 */
export async function importRows(
  type: ImportMediaType,
  bytes: Uint8Array,
  limits: RequestLimits,
): Promise<Iterable<ImportRow>> {
  switch (type) {
    case "application/x-ndjson": {
      const text = ndjsonText(bytes);
      assertRowCount(countLines(text), limits);
      return ndjsonRows(text);
    }
    case "application/json":
      return jsonRows(counted(jsonItems(decodeUtf8(bytes, "invalid_json")), limits));
    case "text/csv": {
      const { csvRows } = await import("../../core/convert/csv-rows.ts");
      return csvRows(await countedTable(bytes, limits));
    }
    case "text/markdown":
      return markdownRows([markdownFile(bytes)]);
    case "application/zip":
    case "application/gzip":
      return markdownRows(
        counted<ArchiveFile>(readArchive(bytes, { type, maxBytes: limits.importDecodedBytes }), limits),
      );
  }
}

/** The rows of another's answer, in the format of its interface. Throws as `importRows`. */
export async function feedRows(
  format: FeedFormat,
  bytes: Uint8Array,
  limits: RequestLimits,
): Promise<Iterable<ImportRow>> {
  const { jobRows, jobsOf } = await import("../../core/convert/jobs/job-rows.ts");
  return jobRows(format, counted(jobsOf(format, readJson(decodeUtf8(bytes, "invalid_json"))), limits));
}

/** A CSV table of no more rows than an import may have. */
export async function countedTable(bytes: Uint8Array, limits: RequestLimits): Promise<CsvTable> {
  const { csvTable } = await import("../../core/convert/csv-rows.ts");
  const table = csvTable(csvText(bytes));
  assertRowCount(table.count, limits);
  return table;
}

/** What spreadsheets write when they are not asked for UTF-8. */
function csvText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) throw new AppError("invalid_body", "the table is UTF-16: save it as CSV in UTF-8");
  return decodeUtf8(bytes, "invalid_body");
}

/** Stands for a line that is no text, so that only its own row is refused. No JSON, and the refusal quotes it whole. */
const NO_TEXT = "not UTF-8";
const NEWLINE = 0x0a;

function ndjsonText(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes, "invalid_json");
  } catch {
    return linesOf(bytes).map(lineText).join("\n");
  }
}

/** UTF-8 has no newline inside a character, so the bytes can be cut before they are decoded. */
function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

function lineText(line: Uint8Array): string {
  try {
    return decodeUtf8(line, "invalid_json");
  } catch {
    return NO_TEXT;
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    if (!/^[ \t\r]*$/.test(text.slice(start, end))) count++;
    start = end + 1;
  }
  return count;
}

function counted<T>(rows: readonly T[], limits: RequestLimits): readonly T[] {
  assertRowCount(rows.length, limits);
  return rows;
}

function assertRowCount(count: number, { importRows: most }: RequestLimits): void {
  if (count <= most) return;
  const detail = `the import has ${count} rows, the limit is ${most}: send it in parts`;
  throw faultError("too_large", { code: "too_large", detail, pointer: "" });
}
