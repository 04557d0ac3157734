/**
 * CSV as records, one at a time (RFC 4180; lines may end in CRLF, LF or CR, also mixed). Our own reader, because what a function
 * reads of strangers has to be lazy, bounded in cells and exact about lines: `csv-parse` reads the whole at once or through
 * Node's streams, which core has not, and papaparse takes two rows for one where line ends are mixed.
 */
import { AppError } from "../errors.ts";

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
  /** Only line ends. */
  readonly isBlank: boolean;
  readonly faults: readonly CsvFault[];
}

export interface CsvLimits {
  /** Cells of a record that are kept. */
  readonly maxCells: number;
  /** UTF-16 units of a cell. A larger one is a fault and not kept. */
  readonly maxCellLength: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const CR = 0x0d;
const LF = 0x0a;
const PLAIN = /[^",\r\n]*/y;
const TO_SEPARATOR = /[^,\r\n]*/y;
const LINE_END = /\r\n|\r|\n/g;

/** Faults told of one record. */
const MAX_FAULTS = 20;

/** What is between two separators, and where the separator behind it is. */
interface Cell {
  readonly value: string;
  readonly end: number;
  /** Line ends inside. */
  readonly lines: number;
  readonly problem?: string;
}

/**
 * The records of a text. A quote where none may be is a fault of its record; the next one begins behind the next line end.
 * @throws AppError `invalid_body` for a quote that is never closed: nobody can say where the records behind it begin.
 */
export function* csvRecords(text: string, limits: CsvLimits): Generator<CsvRecord> {
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const { record, end, lines } = readRecord(text, at, line, limits);
    yield record;
    at = end;
    line += lines;
  }
}

function readRecord(text: string, start: number, line: number, { maxCells, maxCellLength }: CsvLimits) {
  const cells: string[] = [];
  const faults: CsvFault[] = [];
  let width = 0;
  let lines = 0;
  let at = start;
  for (;;) {
    const cell = readCell(text, at, line + lines);
    const add = (code: CsvFault["code"], detail: string) => {
      if (faults.length < MAX_FAULTS) faults.push({ column: width, line: line + lines, code, detail });
    };
    if (cell.problem !== undefined) add("invalid_value", cell.problem);
    const isTooLong = cell.value.length > maxCellLength;
    if (isTooLong) add("too_large", `has ${cell.value.length} characters, the limit of a cell is ${maxCellLength}`);
    if (width < maxCells) cells.push(isTooLong ? "" : cell.value);
    width++;
    lines += cell.lines;
    at = cell.end;
    if (text.charCodeAt(at) !== COMMA) break;
    at++;
  }
  const isBlank = at === start;
  return { record: { line, cells, width, isBlank, faults }, end: behindLineEnd(text, at), lines: lines + 1 };
}

function readCell(text: string, start: number, line: number): Cell {
  if (text.charCodeAt(start) === QUOTE) return readQuoted(text, start, line);
  const end = behind(PLAIN, text, start);
  if (text.charCodeAt(end) !== QUOTE) return { value: text.slice(start, end), end, lines: 0 };
  const wholeEnd = behind(TO_SEPARATOR, text, end);
  const problem = 'has a quote but is not in quotes: write the cell in quotes and the quote in it twice ("")';
  return { value: text.slice(start, wholeEnd), end: wholeEnd, lines: 0, problem };
}

function readQuoted(text: string, start: number, line: number): Cell {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text.charCodeAt(end + 1) === QUOTE) end = text.indexOf('"', end + 2);
  if (end === -1) throw unclosed(text, start, line);
  const raw = text.slice(start + 1, end);
  const value = raw.replaceAll('""', '"');
  const lines = raw.match(LINE_END)?.length ?? 0;
  if (isSeparator(text, end + 1)) return { value, end: end + 1, lines };
  const problem = "goes on behind its closing quote: write a quote in a cell twice";
  return { value, end: behind(TO_SEPARATOR, text, end + 1), lines, problem };
}

function isSeparator(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return at >= text.length || unit === COMMA || unit === CR || unit === LF;
}

function behind(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}

function behindLineEnd(text: string, at: number): number {
  return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
}

function unclosed(text: string, at: number, line: number): AppError {
  const column = at - Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1));
  const detail = `the quote that opens a cell on line ${line}, character ${column}, is never closed`;
  return new AppError("invalid_body", detail, { errors: [{ code: "invalid_value", detail, pointer: "" }] });
}
