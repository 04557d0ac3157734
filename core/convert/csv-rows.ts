/** The rows of a CSV table of listings: the first line names the fields (`csv-columns.ts`), every other is a listing. */
import { AppError, type Fault, faultError } from "../errors.ts";
import { pointerTo } from "../listing/faults.ts";
import { isObject } from "../listing/is-object.ts";
import { readJson } from "../listing/json.ts";
import { LISTING_LIMITS } from "../listing/limits.ts";
import { type CsvRecord, countRecords, csvRecords } from "./csv.ts";
import { splitList, unguarded } from "./csv-cells.ts";
import { type Column, type FieldPath, MAX_COLUMNS, readColumns, tooManyColumns } from "./csv-columns.ts";
import type { ImportRow } from "./rows.ts";

/** No cell of a listing that can be stored is longer. */
const MAX_CELL_LENGTH = LISTING_LIMITS.listingBytes;
const BOM = "\ufeff";
const WHOLE_OR_DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

export interface CsvTable {
  readonly columns: readonly Column[];
  /** Rows of the table, without blank lines. */
  readonly count: number;
  /** Records below the header, read as they are taken. */
  records(): Generator<CsvRecord>;
}

/**
 * A table whose outline is known to be sound.
 * @throws AppError as `readColumns` and `csvRecords`; `invalid_body` without a first row.
 */
export function csvTable(input: string): CsvTable {
  const text = input.startsWith(BOM) ? input.slice(1) : input;
  const header = firstRecord(text);
  if (header === undefined) throw wholeFault("the table is empty: its first row has to name the fields");
  assertCommas(header, text);
  const [fault] = header.faults;
  if (fault !== undefined) throw wholeFault(`column ${fault.column + 1} of the first row ${fault.detail}`);
  const columns = readColumns(header.cells);
  const limits = { maxCells: columns.length, maxCellLength: MAX_CELL_LENGTH };
  return {
    columns,
    // The first names the fields.
    count: countRecords(text) - 1,
    *records() {
      let isHeader = true;
      for (const record of csvRecords(text, limits)) {
        if (!isHeader) yield record;
        isHeader = false;
      }
    },
  };
}

/** Half of Europe's spreadsheets write semicolons, and what is pasted has tabs. No field's name has either. */
const FOREIGN_SEPARATOR = /^[\r\n]*[^\r\n]*?([;\t])/;

function assertCommas({ width }: CsvRecord, text: string): void {
  if (width > 1) return;
  const [, separator] = FOREIGN_SEPARATOR.exec(text) ?? [];
  if (separator === undefined) return;
  const what = separator === ";" ? "semicolons" : "tabs";
  throw wholeFault(`the first row has ${what} between its cells: save the table with commas`);
}

function firstRecord(text: string): CsvRecord | undefined {
  const limits = { maxCells: MAX_COLUMNS, maxCellLength: MAX_CELL_LENGTH };
  const [first] = csvRecords(text, limits);
  if (first !== undefined && first.width > MAX_COLUMNS) throw tooManyColumns(first.width);
  return first;
}

/** One row for each record of the table. */
export function* csvRows({ columns, records }: CsvTable): Generator<ImportRow> {
  let index = 0;
  for (const record of records()) yield { index: index++, ...rowOf(columns, record) };
}

/** What is wrong with the record as such; whoever reads it otherwise asks this first. */
export function recordFaults(columns: readonly Column[], { line, width, faults }: CsvRecord): Fault[] {
  if (width !== columns.length) {
    const detail = `line ${line} has ${width} cells, the first row has ${columns.length}`;
    return [{ code: "invalid_value", detail, pointer: "" }];
  }
  return faults.map(({ column, line: at, code, detail }) => ({
    code,
    detail: `line ${at}, column ${named(columns[column])} ${detail}`,
    pointer: "",
  }));
}

function rowOf(columns: readonly Column[], record: CsvRecord): Omit<ImportRow, "index"> {
  const faults = recordFaults(columns, record);
  const read = new RowReader(record.line, columns);
  for (const column of columns) read.take(column, record.cells[column.index] ?? "");
  const all = [...faults, ...read.faults];
  const body = read.whole();
  if (all.length === 0) return { body, locate: read.locate };
  const error = new AppError("invalid_body", all.map(({ detail }) => detail).join("; "), { errors: all });
  // What could be read says whose row it is.
  return { body, error };
}

/** Cells to the listing that they are. A table may have millions of them, most of them empty. */
class RowReader {
  readonly #body: Record<string, unknown> = {};
  readonly faults: Fault[] = [];
  readonly #line: number;
  readonly #columns: readonly Column[];
  /** Places in the body of the items of a list, by list and number in the header: items without any cell are left out. */
  readonly #items = new Map<string, (number | undefined)[]>();
  /** Which column a pointer into the body belongs to. */
  #located: Map<string, Column> | undefined;

  constructor(line: number, columns: readonly Column[]) {
    this.#line = line;
    this.#columns = columns;
  }

  take(column: Column, cell: string): void {
    const { path, kind } = column;
    if (cell === "" || kind === "ignored") return;
    const [list = "", number] = path;
    const value = this.#valueOf(column, unguarded(cell));
    put(this.#body, path, value, typeof number === "number" ? this.#placeOf(String(list), number) : undefined);
  }

  /** A description whose format no cell names is text, and none without a value. */
  whole(): Record<string, unknown> {
    const { description, ...rest } = this.#body;
    if (!isObject(description) || description.value === undefined) return rest;
    return { ...rest, description: { format: "text", ...description } };
  }

  /** Where in the table a pointer into the body points. Few rows have a fault: what it needs is made when it is asked. */
  readonly locate = (pointer: string): string => {
    this.#located ??= new Map(this.#columns.map((column) => [this.#pointerOf(column), column]));
    for (let end = pointer.length; end > 0; end = pointer.lastIndexOf("/", end - 1)) {
      const column = this.#located.get(pointer.slice(0, end));
      if (column !== undefined) return `line ${this.#line}, column ${named(column)}`;
    }
    return `line ${this.#line}`;
  };

  /** Into the body; of an item that is not there, and of what is ignored, as the header has it. */
  #pointerOf({ path, pointer }: Column): string {
    const [list = "", number, field = ""] = path;
    const place = typeof number === "number" ? this.#items.get(String(list))?.[number] : undefined;
    return place === undefined || place === number ? pointer : pointerTo([list, place, field]);
  }

  #placeOf(list: string, number: number): number {
    const places = this.#items.get(list) ?? [];
    if (places.length === 0) this.#items.set(list, places);
    const known = places[number];
    if (known !== undefined) return known;
    const items = this.#body[list];
    const place = Array.isArray(items) ? items.length : 0;
    places[number] = place;
    return place;
  }

  #valueOf(column: Column, text: string): unknown {
    switch (column.kind) {
      case "list":
        return splitList(text);
      case "number":
        return WHOLE_OR_DECIMAL.test(text) ? Number(text) : text;
      case "boolean":
        return /^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : text;
      case "json":
        return this.#json(column, text);
      case "text":
      case "ignored":
        return text;
    }
  }

  #json(column: Column, text: string): unknown {
    try {
      return readJson(text);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const detail = `line ${this.#line}, column ${named(column)}: ${error.message}`;
      this.faults.push({ code: "invalid_json", detail, pointer: pointerTo(column.path) });
      return undefined;
    }
  }
}

/**
 * Every name of the path is one of `csv-columns.ts`, so none is a prototype's. `place`: of the item in the body's list, where the
 * path has its number in the header.
 */
function put(body: Record<string, unknown>, path: FieldPath, value: unknown, place: number | undefined): void {
  const [first = "", second, third] = path;
  if (second === undefined) {
    body[first] = value;
    return;
  }
  body[first] ??= place === undefined ? {} : [];
  const inner = body[first] as Record<string | number, unknown>;
  if (place === undefined || third === undefined) {
    inner[second] = value;
    return;
  }
  inner[place] ??= {};
  (inner[place] as Record<string, unknown>)[third] = value;
}

function named(column: Column | undefined): string {
  return JSON.stringify(column?.header.slice(0, 80) ?? "");
}

function wholeFault(detail: string): AppError {
  return faultError("invalid_body", { code: "invalid_value", detail, pointer: "" });
}
