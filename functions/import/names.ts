/** The rows of `mode=retain`: names of what a source still has. */
import type { CsvRecord } from "../../core/convert/csv.ts";
import type { CsvTable } from "../../core/convert/csv-rows.ts";
import type { ImportRow } from "../../core/convert/rows.ts";
import { AppError, type Fault, isAppError } from "../../core/errors.ts";
import { pointerTo } from "../../core/listing/faults.ts";
import { isObject } from "../../core/listing/is-object.ts";
import { LISTING_LIMITS } from "../../core/listing/limits.ts";
import { filledLineFault } from "../../core/listing/text-faults.ts";
import type { RequestLimits } from "../request-limits.ts";
import { countedTable, feedRows, importRows } from "./input.ts";
import type { FeedFormat, NAME_MEDIA_TYPES } from "./media-types.ts";
import { rowFault } from "./row.ts";

export interface NameRow {
  readonly index: number;
  /** Absent when nobody can say whom the row names. */
  readonly externalId?: string;
  /** Why the row is rejected; it may name a listing all the same. */
  readonly error?: AppError;
}

/** @throws AppError as `importRows`. */
export async function nameRows(
  type: (typeof NAME_MEDIA_TYPES)[number],
  bytes: Uint8Array,
  limits: RequestLimits,
): Promise<Iterable<NameRow>> {
  if (type === "text/csv") return tableNames(await countedTable(bytes, limits));
  return namesOf(await importRows(type, bytes, limits));
}

/** Of the jobs in another's answer: a job names itself. @throws AppError as `feedRows`. */
export async function feedNames(
  format: FeedFormat,
  bytes: Uint8Array,
  limits: RequestLimits,
): Promise<Iterable<NameRow>> {
  return jobNames(await feedRows(format, bytes, limits));
}

function* jobNames(rows: Iterable<ImportRow>): Generator<NameRow> {
  for (const row of rows) yield jobName(row);
}

function jobName({ index, body, error, identity = "an id" }: ImportRow): NameRow {
  if (body === undefined) return { index, ...(error === undefined ? {} : { error }) };
  const externalId = isObject(body.source) ? body.source.externalId : undefined;
  if (externalId === undefined) return { index, error: rowFault("required", `a job needs ${identity}`, "") };
  const named = read(externalId);
  return { index, ...(isAppError(named) ? { error: named } : { externalId: named }) };
}

function* namesOf(rows: Iterable<ImportRow>): Generator<NameRow> {
  for (const row of rows) yield nameOf(row);
}

function nameOf({ index, body, error }: ImportRow): NameRow {
  if (body === undefined) return { index, ...(error === undefined ? {} : { error }) };
  const { externalId, ...others } = body;
  const named = read(externalId);
  const faults: Fault[] = Object.keys(others)
    .slice(0, 20)
    .map((key) => ({
      code: "unknown_field",
      detail: `${key.slice(0, 100)} is not a field of a row of mode=retain, which has externalId alone`,
      pointer: pointerTo([key]),
    }));
  if (isAppError(named)) return { index, error: invalid([...named.errors, ...faults]) };
  return { index, externalId: named, ...(faults.length === 0 ? {} : { error: invalid(faults) }) };
}

function read(value: unknown): string | AppError {
  if (value === undefined || value === null) return rowFault("required", "externalId is required", "/externalId");
  if (typeof value !== "string") return rowFault("invalid_type", "externalId must be a string", "/externalId");
  const problem = value.isWellFormed() ? filledLineFault(value, LISTING_LIMITS.externalId) : "holds a lone surrogate";
  return problem === undefined ? value : rowFault("invalid_value", `externalId ${problem}`, "/externalId");
}

function invalid(faults: readonly Fault[]): AppError {
  return new AppError("invalid_body", faults.map(({ detail }) => detail).join("; "), { errors: faults });
}

/** @throws AppError `invalid_body` for a table that has other columns. */
async function tableNames({ columns, records }: CsvTable): Promise<Iterable<NameRow>> {
  const { recordFaults } = await import("../../core/convert/csv-rows.ts");
  const { unguarded } = await import("../../core/convert/csv-cells.ts");
  const [column, ...others] = columns;
  if (column?.path.join(".") !== "source.externalId" || others.length > 0) {
    throw rowFault("unknown_field", "a table of mode=retain has one column, externalId", "");
  }
  const nameIn = (record: CsvRecord): Omit<NameRow, "index"> => {
    const faults = recordFaults(columns, record);
    if (faults.length > 0) return { error: invalid(faults) };
    const named = read(unguarded(record.cells[0] ?? ""));
    if (!isAppError(named)) return { externalId: named };
    const detail = (text: string) => `line ${record.line}: ${text}`;
    return { error: invalid(named.errors.map((fault) => ({ ...fault, detail: detail(fault.detail) }))) };
  };
  return eachName(records(), nameIn);
}

function* eachName(
  records: Iterable<CsvRecord>,
  nameIn: (record: CsvRecord) => Omit<NameRow, "index">,
): Generator<NameRow> {
  let index = 0;
  for (const record of records) yield { index: index++, ...nameIn(record) };
}
