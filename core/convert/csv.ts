/**
 * CSV as records, one at a time (RFC 4180; lines may end in CRLF, LF or CR, also mixed). Our own reader, because what a function
 * reads of strangers has to be lazy, bounded in cells and exact about lines: `csv-parse` reads the whole at once or through
 * Node's streams, which core has not, and papaparse takes two rows for one where line ends are mixed.
 */
import { type AppError, faultError, MAX_FAULTS } from "../errors.ts";

export interface CsvFault {
  /** From 0. */
  readonly column: number;
  readonly line: number;
  readonly code: "invalid_value" | "too_large";
  readonly detail: string;
}

export interface CsvRecord {
  /** On which it begins, from 1. */
  readonly line: number;
  /** The first `maxCells`. */
  readonly cells: readonly string[];
  /** How many there are. */
  readonly width: number;
  readonly faults: readonly CsvFault[];
}

export interface CsvLimits {
  /** Cells of a record that are kept, 1 at least. */
  readonly maxCells: number;
  /** UTF-16 units of a cell. A larger one is a fault and not kept. */
  readonly maxCellLength: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const CR = 0x0d;
const LF = 0x0a;

/** What is between two separators, and where the separator behind it is. */
interface Cell {
  readonly value: string;
  readonly end: number;
  /** Line ends inside. */
  readonly lines: number;
  readonly problem?: string;
}

/**
 * The records of a text; blank lines are none. A quote where none may be is a fault of its record; the next one begins behind
 * the next line end.
 * @throws AppError `invalid_body` for a quote that is never closed: nobody can say where the records behind it begin.
 */
export function* csvRecords(text: string, limits: CsvLimits): Generator<CsvRecord> {
  let line = 1;
  for (let at = 0; ; ) {
    const start = behindLineEnds(text, at);
    if (start >= text.length) return;
    line += lineEnds(text, at, start);
    const { record, end } = readRecord(text, start, line, limits);
    yield record;
    line += lineEnds(text, start, end);
    at = end;
  }
}

/** How many records there are, without reading them: 128 MB in about a second. Throws as `csvRecords`. */
export function countRecords(text: string): number {
  let count = 0;
  for (let at = behindLineEnds(text, 0); at < text.length; count++) at = behindLineEnds(text, skipCells(text, at).end);
  return count;
}

function readRecord(text: string, start: number, line: number, { maxCells, maxCellLength }: CsvLimits) {
  const cells: string[] = [];
  const faults: CsvFault[] = [];
  let lines = 0;
  let at = start;
  for (;;) {
    const cell = readCell(text, at, maxCellLength);
    const add = (code: CsvFault["code"], detail: string) => {
      if (faults.length < MAX_FAULTS) faults.push({ column: cells.length, line: line + lines, code, detail });
    };
    if (cell.problem !== undefined) add("invalid_value", cell.problem);
    const isTooLong = cell.value.length > maxCellLength;
    if (isTooLong) add("too_large", `has ${cell.value.length} characters, the limit of a cell is ${maxCellLength}`);
    cells.push(isTooLong ? "" : cell.value);
    lines += cell.lines;
    at = cell.end;
    if (text.charCodeAt(at) !== COMMA || cells.length === maxCells) break;
    at++;
  }
  const rest = text.charCodeAt(at) === COMMA ? skipCells(text, at + 1) : { end: at, cells: 0 };
  return { record: { line, cells, width: cells.length + rest.cells, faults }, end: rest.end };
}

function readCell(text: string, start: number, maxLength: number): Cell {
  if (text.charCodeAt(start) === QUOTE) return readQuoted(text, start, maxLength);
  const end = endOfCell(text, start);
  const value = text.slice(start, end);
  if (!value.includes('"')) return { value, end, lines: 0 };
  const problem = 'has a quote but is not in quotes: write the cell in quotes and the quote in it twice ("")';
  return { value, end, lines: 0, problem };
}

function readQuoted(text: string, start: number, maxLength: number): Cell {
  const close = closingQuote(text, start);
  const raw = text.slice(start + 1, close);
  // Too long in any case: not worth another copy.
  const value = raw.length > 2 * maxLength ? raw : raw.replaceAll('""', '"');
  const end = endOfCell(text, start);
  const lines = lineEnds(text, start, close);
  if (end === close + 1) return { value, end, lines };
  return { value, end, lines, problem: "goes on behind its closing quote: write a quote in a cell twice" };
}

/** Up to the line end behind a record, the first of whose cells begins at `start`. One tight loop: a row may be 128 MB of commas. */
function skipCells(text: string, start: number): { readonly end: number; readonly cells: number } {
  let cells = 1;
  let at = endOfCell(text, start);
  for (; at < text.length; ) {
    const unit = text.charCodeAt(at);
    if (unit === CR || unit === LF) break;
    at++;
    if (unit !== COMMA) continue;
    cells++;
    if (text.charCodeAt(at) === QUOTE) at = closingQuote(text, at) + 1;
  }
  return { end: at, cells };
}

/** Index of the separator behind a cell. */
function endOfCell(text: string, start: number): number {
  let at = text.charCodeAt(start) === QUOTE ? closingQuote(text, start) + 1 : start;
  while (!isSeparator(text, at)) at++;
  return at;
}

function closingQuote(text: string, start: number): number {
  for (let at = start + 1; ; ) {
    while (text.charCodeAt(at) === QUOTE) {
      if (text.charCodeAt(at + 1) !== QUOTE) return at;
      at += 2;
    }
    at = text.indexOf('"', at);
    if (at === -1) throw unclosed(text, start);
  }
}

function isSeparator(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return at >= text.length || unit === COMMA || unit === CR || unit === LF;
}

function behindLineEnds(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== CR && unit !== LF) break;
  }
  return at;
}

/** Line ends in a part of a text: CRLF is one. */
function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    if (unit === CR || (unit === LF && text.charCodeAt(at - 1) !== CR)) count++;
  }
  return count;
}

function unclosed(text: string, at: number): AppError {
  const line = 1 + lineEnds(text, 0, at);
  const column = at - Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1));
  const detail = `the quote that opens a cell on line ${line}, character ${column}, is never closed`;
  return faultError("invalid_body", { code: "invalid_value", detail, pointer: "" });
}
