/** The columns of a table of listings: which field each header names. */
import { AppError, type Fault, faultError, MAX_FAULTS } from "../errors.ts";
import { pointerTo } from "../listing/faults.ts";
import { LISTING_LIMITS as L } from "../listing/limits.ts";
import { READ_ONLY } from "../listing/schema.ts";

export type CellKind = "text" | "number" | "boolean" | "list" | "json" | "ignored";

/** Path of the field in a listing's JSON; numbers are places in lists. */
export type FieldPath = readonly (string | number)[];

export interface Column {
  readonly header: string;
  /** From 0. */
  readonly index: number;
  readonly path: FieldPath;
  readonly kind: CellKind;
  /** To the field, as the header has it (RFC 6901). */
  readonly pointer: string;
}

type Kinds = Readonly<Record<string, CellKind>>;

const texts = (...names: readonly string[]): Kinds => Object.fromEntries(names.map((name) => [name, "text"]));

/** In the order in which an export has them. */
export const FIELDS: Kinds = {
  id: "text",
  ...texts("source.name", "source.externalId", "state", "title", "company.name", "company.website", "company.logoUrl"),
  ...texts("summary", "description.format", "description.value", "workplaceType", "seniority", "category", "language"),
  employmentTypes: "list",
  tags: "list",
  skills: "list",
  ...texts("requisitionId", "url", "apply.url", "apply.email"),
  "apply.direct": "boolean",
  ...texts("datePosted", "publishAt", "validThrough", "timeZone"),
  promotion: "number",
  ...texts("source.url", "source.hubUrl"),
  extra: "json",
};

/** Fields that repeat: `locations.0.city`. */
export const LISTS: Readonly<Record<string, { readonly most: number; readonly fields: Kinds }>> = {
  locations: {
    most: L.locations,
    fields: { ...texts("raw", "street", "city", "region", "postalCode", "country"), lat: "number", lng: "number" },
  },
  applicantLocations: { most: L.applicantLocations, fields: texts("type", "name", "code") },
  compensation: { most: L.compensation, fields: texts("label", "raw", "currency", "min", "max", "unit") },
};

/** `attributes.team` is a list, `numbers.years` a decimal. */
export const KEYED: Kinds = { attributes: "list", numbers: "text" };

/** What people call columns, without blanks, `_` and `-`, in lower case. Nothing that means two things: no `jobType`, no `status`. */
const ALIASES: Readonly<Record<string, string>> = {
  jobtitle: "title",
  company: "company.name",
  companyname: "company.name",
  companywebsite: "company.website",
  companylogo: "company.logoUrl",
  logourl: "company.logoUrl",
  description: "description.value",
  descriptionformat: "description.format",
  location: "locations.0.raw",
  street: "locations.0.street",
  city: "locations.0.city",
  region: "locations.0.region",
  postalcode: "locations.0.postalCode",
  country: "locations.0.country",
  latitude: "locations.0.lat",
  lat: "locations.0.lat",
  longitude: "locations.0.lng",
  lng: "locations.0.lng",
  employmenttype: "employmentTypes",
  tag: "tags",
  skill: "skills",
  salary: "compensation.0.raw",
  salarymin: "compensation.0.min",
  salarymax: "compensation.0.max",
  salarycurrency: "compensation.0.currency",
  salaryunit: "compensation.0.unit",
  applyurl: "apply.url",
  applyemail: "apply.email",
  joburl: "url",
  source: "source.name",
  sourcename: "source.name",
  externalid: "source.externalId",
};

/** More than the columns that one listing can fill are no table of listings. */
export const MAX_COLUMNS = 1_000;
const KEY = /^[a-z][a-z0-9_]{0,39}$/;

/**
 * What the header row says.
 * @throws AppError `invalid_body` with all faults (headers that are unknown, missing or given twice), `too_large` for too many.
 */
export function readColumns(headers: readonly string[]): Column[] {
  if (headers.length > MAX_COLUMNS) throw tooManyColumns(headers.length);
  const faults: Fault[] = [];
  const fault = (code: string, index: number, detail: string) =>
    faults.push({ code, detail: `column ${index + 1} ${detail}`, pointer: "" });
  const seen = new Map<string, number>();
  const columns = headers.flatMap((header, index): Column[] => {
    const named = JSON.stringify(header.slice(0, 80));
    const name = header.trim() === "" ? undefined : fieldNamed(header.trim());
    const column = name === undefined ? undefined : columnOf(name);
    if (header.trim() === "") fault("required", index, "has no name in the first row, which names the fields");
    else if (name === undefined || column === undefined)
      fault("unknown_field", index, `${named} is not a field of a listing`);
    else if (seen.has(name))
      fault("repeated", index, `${named} is the same field as column ${(seen.get(name) ?? 0) + 1}`);
    else {
      seen.set(name, index);
      return [{ header, index, ...column, pointer: pointerTo(column.path) }];
    }
    return [];
  });
  if (faults.length > 0) throw headerError(faults);
  return columns;
}

/** The exact name, else what the name is another word for. */
function fieldNamed(header: string): string | undefined {
  if (columnOf(header) !== undefined) return header;
  const folded = header.toLowerCase().replace(/[\s_-]/g, "");
  if (Object.hasOwn(ALIASES, folded)) return ALIASES[folded];
  return [...Object.keys(FIELDS), ...READ_ONLY].find((name) => name.toLowerCase() === folded);
}

function columnOf(name: string): Pick<Column, "path" | "kind"> | undefined {
  const kind = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (kind !== undefined) return { path: name.split("."), kind };
  if (READ_ONLY.some((field) => field === name)) return { path: [name], kind: "ignored" };
  const [first = "", second = "", third, ...rest] = name.split(".");
  if (rest.length > 0) return undefined;
  if (third === undefined) {
    const keyed = Object.hasOwn(KEYED, first) && KEY.test(second) ? KEYED[first] : undefined;
    return keyed === undefined ? undefined : { path: [first, second], kind: keyed };
  }
  const list = Object.hasOwn(LISTS, first) ? LISTS[first] : undefined;
  const isPlace = list !== undefined && /^(0|[1-9]\d{0,2})$/.test(second) && Number(second) < list.most;
  const part = isPlace && Object.hasOwn(list.fields, third) ? list.fields[third] : undefined;
  return part === undefined ? undefined : { path: [first, Number(second), third], kind: part };
}

function headerError(faults: readonly Fault[]): AppError {
  const shown = faults.slice(0, MAX_FAULTS);
  const details = shown.slice(0, 3).map(({ detail }) => detail);
  return new AppError("invalid_body", `the first row does not name fields of listings: ${details.join("; ")}`, {
    errors: shown,
  });
}

export function tooManyColumns(count: number): AppError {
  const detail = `the table has ${count} columns, the limit is ${MAX_COLUMNS}`;
  return faultError("too_large", { code: "too_large", detail, pointer: "" });
}
