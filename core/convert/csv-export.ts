/** Listings as one CSV table, whose import leaves every listing as it is. Columns that no listing needs are left out. */
import { AppError } from "../errors.ts";
import { isObject } from "../listing/is-object.ts";
import type { ListingRecord } from "../listing/record.ts";
import { csvLine, joinList } from "./csv-cells.ts";
import { type CellKind, FIELDS, KEYED, LISTS, MAX_COLUMNS } from "./csv-columns.ts";

/** A spreadsheet takes a file without it for one of its own country's encoding. */
const BOM = "\ufeff";

/**
 * Lines of the table, the first with the names of the fields.
 * @throws AppError `too_large` when the listings have more different fields than a table may have columns.
 */
export function* writeCsv(listings: readonly ListingRecord[]): Generator<string> {
  const used = new Set<string>();
  for (const listing of listings) for (const name of cellsOf(listing).keys()) used.add(name);
  const columns = [...used].sort(inTableOrder);
  if (columns.length > MAX_COLUMNS) {
    const message = `the listings have ${columns.length} different fields, a table has at most ${MAX_COLUMNS} columns: export Markdown`;
    throw new AppError("too_large", message);
  }
  yield `${BOM}${columns.join(",")}\r\n`;
  for (const listing of listings) {
    const cells = cellsOf(listing);
    yield csvLine(columns.map((name) => cells.get(name) ?? ""));
  }
}

/** The cells that say something, by column. */
function cellsOf({ id, content }: ListingRecord): Map<string, string> {
  const cells = new Map<string, string>([["id", id]]);
  const put = (name: string, value: unknown, kind: CellKind) => {
    const cell = textOf(value, kind);
    if (cell !== "") cells.set(name, cell);
  };
  for (const [name, kind] of Object.entries(FIELDS)) if (name !== "id") put(name, valueAt(content, name), kind);
  for (const [list, { fields }] of Object.entries(LISTS)) {
    const items: unknown = valueAt(content, list);
    for (const [place, item] of Array.isArray(items) ? items.entries() : []) {
      for (const [name, kind] of Object.entries(fields)) put(`${list}.${place}.${name}`, valueAt(item, name), kind);
    }
  }
  for (const [name, kind] of Object.entries(KEYED)) {
    const keyed = valueAt(content, name);
    for (const [key, value] of Object.entries(isObject(keyed) ? keyed : {})) put(`${name}.${key}`, value, kind);
  }
  return cells;
}

function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

function textOf(value: unknown, kind: CellKind): string {
  if (value === undefined) return "";
  if (kind === "list") return Array.isArray(value) ? joinList(value) : "";
  return kind === "json" ? JSON.stringify(value) : String(value);
}

const FIELD_ORDER = [...Object.keys(FIELDS), ...Object.keys(LISTS), ...Object.keys(KEYED)];

/** As `csv-columns.ts` has them; items by their place, keys by their units. */
function inTableOrder(a: string, b: string): number {
  const [first, second] = [rankOf(a), rankOf(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (first[i] ?? 0) - (second[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : Number(a > b);
}

function rankOf(name: string): readonly [group: number, item: number, part: number] {
  const [first = "", second = "", third = ""] = name.split(".");
  const list = Object.hasOwn(LISTS, first) ? LISTS[first] : undefined;
  if (list === undefined) return [FIELD_ORDER.indexOf(Object.hasOwn(FIELDS, name) ? name : first), 0, 0];
  return [FIELD_ORDER.indexOf(first), Number(second), Object.keys(list.fields).indexOf(third)];
}
