/** The rows of an import input, one after the other, each with its own fault: a bad row never blocks another. */
import { AppError, faultError } from "../errors.ts";
import { decodeUtf8, readJson } from "../listing/json.ts";
import type { ArchiveFile } from "./archive.ts";
import { readMarkdown } from "./markdown.ts";

export interface ImportRow {
  /** Position among the rows of the input, from 0; blank lines are no rows. */
  readonly index: number;
  /** Of the file, for inputs of files. */
  readonly name?: string;
  /** For `parseListing`; there unless `error` is. */
  readonly body?: Record<string, unknown>;
  /** For `ListingRecord.fileName`. */
  readonly fileName?: string;
  readonly error?: AppError;
  /** Where in the input a pointer into `body` points, for inputs whose rows are no JSON: line and column of a table. */
  readonly locate?: (pointer: string) => string;
  /** What of the input names the listing, for inputs with words of their own for it: `an id`. */
  readonly identity?: string;
}

/** A file as it was sent, or why it could not be read. */
export type MarkdownFile = { readonly name?: string } & ({ readonly text: string } | { readonly error: AppError });

/** A file that is no text is a row that is rejected, not the end of the import. */
export function markdownFile(bytes: Uint8Array, name?: string): MarkdownFile {
  const named = name === undefined ? {} : { name };
  try {
    return { ...named, text: decodeUtf8(bytes, "invalid_body") };
  } catch (error) {
    if (error instanceof AppError) return { ...named, error };
    throw error;
  }
}

/** One row for each line that is not blank; LF or CRLF, the last line with or without. */
export function* ndjsonRows(text: string): Generator<ImportRow> {
  let index = 0;
  let line = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const json = text.slice(start, end);
    start = end + 1;
    line++;
    if (/^[ \t\r]*$/.test(json)) continue;
    const row = index++;
    yield { index: row, ...attempt(() => ({ body: objectOf(readJson(json)) }), `line ${line}: `) };
  }
}

/**
 * The items of a JSON array: to be counted before rows are made of them, since a million of them are two bytes each.
 * @throws AppError `invalid_json`, `invalid_body` when the text as a whole is not one: then there are no rows.
 */
export function jsonItems(text: string): readonly unknown[] {
  const items = readJson(text);
  if (!Array.isArray(items)) throw new AppError("invalid_body", "the body must be a JSON array of rows");
  return items;
}

/** One row for each item. */
export function* jsonRows(items: readonly unknown[]): Generator<ImportRow> {
  for (const [index, item] of items.entries()) yield { index, ...attempt(() => ({ body: objectOf(item) })) };
}

/** One row for each file, be it from an archive, a folder, or the one that was sent. */
export function* markdownRows(files: Iterable<MarkdownFile | ArchiveFile>): Generator<ImportRow> {
  let index = 0;
  for (const file of files) {
    const { name } = file;
    const row = { index: index++, ...(name === undefined ? {} : { name }) };
    if ("error" in file) yield { ...row, error: file.error };
    else yield { ...row, ...attempt(() => readMarkdown(file.text, name === undefined ? {} : { fileName: name })) };
  }
}

function attempt(read: () => Pick<ImportRow, "body" | "fileName">, where = ""): Omit<ImportRow, "index" | "name"> {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (where === "") return { error };
    const { code, message, errors } = error;
    return { error: new AppError(code, `${where}${message}`, { cause: error, errors }) };
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw faultError("invalid_body", { code: "invalid_type", detail: "a row must be a JSON object", pointer: "" });
}
