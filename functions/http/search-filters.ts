/** The filters among the parameters of a search, and what distances and salaries are counted from. */
import { isCountry, isCurrency } from "../../core/listing/codes.ts";
import { EMPLOYMENT_TYPES, SENIORITIES, WORKPLACE_TYPES } from "../../core/listing/content.ts";
import { ID_PATTERN, isListingId } from "../../core/listing/id.ts";
import { JSONLD_VERDICTS } from "../../core/listing/readiness.ts";
import { dateMs, instantMs, TIMESTAMP_PATTERN } from "../../core/listing/time.ts";
import {
  type GeoPoint,
  type SalaryFilter,
  SEARCH_LIMITS,
  type SearchFilters,
  VALUE_FILTERS,
  type ValueFilter,
} from "../../core/search/request.ts";
import { defined, type Given, type GivenParameters, type ParameterShape, shown } from "./given-parameters.ts";

const ONE: ParameterShape = { type: "string", repeats: false, most: 1 };
const MANY: ParameterShape = { type: "string", repeats: true, most: SEARCH_LIMITS.values };
const HOUR_MS = 3_600_000;
const WITHIN = /^([1-9]\d{0,3})([hd])$/i;
const ATTRIBUTE = /^([a-z][a-z0-9_]{0,39}):(.+)$/s;
const NUMBER_RANGE = /^([a-z][a-z0-9_]{0,39}):(-?\d{1,15}(?:\.\d{1,6})?)?\.\.(-?\d{1,15}(?:\.\d{1,6})?)?$/;
const POINT = /^(-?\d{1,2}(?:\.\d{1,20})?),(-?\d{1,3}(?:\.\d{1,20})?)$/;
/** A year's pay in any currency that there is. */
const MAX_AMOUNT = 1e12;
/** Half of the earth's largest circumference, and so the largest distance that two places have (40,075 km at the equator). */
const MAX_RADIUS_KM = 20_040;

const AMOUNT: ParameterShape = {
  type: "decimal",
  repeats: false,
  most: 1,
  schema: { minimum: 0, maximum: MAX_AMOUNT },
};
const RADIUS: ParameterShape = {
  type: "decimal",
  repeats: false,
  most: 1,
  schema: { exclusiveMinimum: 0, maximum: MAX_RADIUS_KM },
};

export const FILTER_PARAMETERS = {
  ...Object.fromEntries(VALUE_FILTERS.map((name) => [name, MANY])),
  workplaceType: { ...MANY, schema: { enum: WORKPLACE_TYPES } },
  employmentType: { ...MANY, schema: { enum: EMPLOYMENT_TYPES } },
  seniority: { ...MANY, schema: { enum: SENIORITIES } },
  country: { ...MANY, schema: { pattern: "^[A-Za-z]{2}$" } },
  jsonld: { ...ONE, schema: { enum: JSONLD_VERDICTS } },
  tagAll: MANY,
  skillAll: MANY,
  applicantCountry: MANY,
  salaryMin: AMOUNT,
  salaryMax: AMOUNT,
  currency: { ...ONE, schema: { pattern: "^[A-Za-z]{3}$" } },
  includeUnknownSalary: { type: "boolean", repeats: false, most: 1 },
  near: { ...ONE, schema: { pattern: POINT.source } },
  radiusKm: RADIUS,
  postedWithin: { ...ONE, schema: { pattern: "^[1-9]\\d{0,3}[hdHD]$" } },
  postedAfter: { ...ONE, schema: { pattern: TIMESTAMP_PATTERN } },
  attribute: { ...MANY, schema: { pattern: ATTRIBUTE.source.replace("(.+)", "[\\s\\S]+") } },
  number: { ...MANY, schema: { pattern: NUMBER_RANGE.source } },
  id: { ...MANY, schema: { pattern: ID_PATTERN } },
  excludeId: { ...MANY, schema: { pattern: ID_PATTERN } },
} as const satisfies Readonly<Record<string, ParameterShape>>;

export function readFilters(reading: GivenParameters): SearchFilters {
  const values = Object.fromEntries(VALUE_FILTERS.map((name) => [name, readValues(reading, name)]));
  return {
    // The keys are exactly the names that were mapped.
    values: values as unknown as SearchFilters["values"],
    tagAll: reading.all("tagAll").map(({ value }) => value),
    skillAll: reading.all("skillAll").map(({ value }) => value),
    applicantCountry: reading.all("applicantCountry").map(({ value }) => value),
    ...defined("salary", readSalary(reading)),
    ...defined("radiusKm", readRadius(reading)),
    ...defined("postedWithinMs", readWithin(reading)),
    ...defined("postedAfter", readAfter(reading)),
    attributes: reading.all("attribute").flatMap((given) => readAttribute(given, reading)),
    numbers: reading.all("number").flatMap((given) => readNumberRange(given, reading)),
    ids: reading.all("id").flatMap((given) => readId(given, reading)),
    excludeIds: reading.all("excludeId").flatMap((given) => readId(given, reading)),
  };
}

/** ISO 4217. `users`: what of the request is about salaries, and so needs one. */
export function readCurrency(reading: GivenParameters, users: readonly string[]): string | undefined {
  const given = reading.one("currency");
  const [user] = users;
  if (given === undefined) {
    if (user !== undefined)
      reading.missing("currency", `is required with ${user}: amounts are compared in one currency`);
    return undefined;
  }
  const code = given.value.toUpperCase();
  if (isCurrency(code)) return code;
  reading.fault(given, "invalid_value", `is ${shown(given)}, and must be an ISO 4217 code such as EUR`);
  return undefined;
}

/** `users`: what of the request is about distances, and so needs a point to count them from. */
export function readNear(reading: GivenParameters, users: readonly string[]): GeoPoint | undefined {
  const given = reading.one("near");
  const [user] = users;
  if (given === undefined) {
    if (user !== undefined)
      reading.missing("near", `is required with ${user}: lat,lng in degrees, such as 52.52,13.405`);
    return undefined;
  }
  const [, lat = "", lng = ""] = POINT.exec(given.value) ?? [];
  const point = { lat: Number(lat), lng: Number(lng) };
  if (lat !== "" && Math.abs(point.lat) <= 90 && Math.abs(point.lng) <= 180) return point;
  const wanted = "must be lat,lng in degrees: -90 to 90 and -180 to 180, such as 52.52,13.405";
  reading.fault(given, "invalid_value", `is ${shown(given)}, and ${wanted}`);
  return undefined;
}

function readValues(reading: GivenParameters, name: ValueFilter): string[] {
  const given = reading.all(name);
  const read = (value: Given) => {
    switch (name) {
      case "workplaceType":
        return reading.choice(value, WORKPLACE_TYPES);
      case "employmentType":
        return reading.choice(value, EMPLOYMENT_TYPES);
      case "seniority":
        return reading.choice(value, SENIORITIES);
      case "jsonld":
        return reading.choice(value, JSONLD_VERDICTS);
      case "country":
        return readCountry(value, reading);
      default:
        return value.value;
    }
  };
  return given.map(read).filter((value) => value !== undefined);
}

function readCountry(given: Given, reading: GivenParameters): string | undefined {
  const code = given.value.toUpperCase();
  if (isCountry(code)) return code;
  reading.fault(given, "invalid_value", `is ${shown(given)}, and must be an ISO 3166-1 alpha-2 code such as DE`);
  return undefined;
}

/** Without an amount there is nothing that a salary could fail. */
function readSalary(reading: GivenParameters): SalaryFilter | undefined {
  const min = reading.decimal("salaryMin", 0, MAX_AMOUNT);
  const max = reading.decimal("salaryMax", 0, MAX_AMOUNT);
  const includesUnknown = reading.boolean("includeUnknownSalary") ?? false;
  const given = reading.one("salaryMin");
  if (given !== undefined && min !== undefined && max !== undefined && min > max) {
    reading.fault(given, "invalid_value", `is ${shown(given)}, which is above salaryMax`);
  }
  if (min === undefined && max === undefined) return undefined;
  return { ...defined("min", min), ...defined("max", max), includesUnknown };
}

function readRadius(reading: GivenParameters): number | undefined {
  const radius = reading.decimal("radiusKm", 0, MAX_RADIUS_KM);
  const given = reading.one("radiusKm");
  if (radius !== 0 || given === undefined) return radius;
  reading.fault(given, "invalid_value", `is ${shown(given)}, and must be above 0`);
  return undefined;
}

function readWithin(reading: GivenParameters): number | undefined {
  const given = reading.one("postedWithin");
  if (given === undefined) return undefined;
  const [, count, unit = "h"] = WITHIN.exec(given.value) ?? [];
  if (count !== undefined) return Number(count) * HOUR_MS * (unit.toLowerCase() === "d" ? 24 : 1);
  reading.fault(given, "invalid_value", `is ${shown(given)}, and must be 1 to 9999 and d or h, such as 7d or 24h`);
  return undefined;
}

function readAfter(reading: GivenParameters): number | undefined {
  const given = reading.one("postedAfter");
  if (given === undefined) return undefined;
  const ms = dateMs(given.value) ?? instantMs(given.value);
  if (ms !== undefined) return ms;
  reading.fault(given, "invalid_value", `is ${shown(given)}, and must be an RFC 3339 instant or a date that exists`);
  return undefined;
}

function readAttribute(given: Given, reading: GivenParameters): SearchFilters["attributes"] {
  const [, key, value] = ATTRIBUTE.exec(given.value) ?? [];
  if (key !== undefined && value !== undefined && value.trim() !== "") return [{ key, value }];
  reading.fault(given, "invalid_value", `is ${shown(given)}, and must be key:value, the key of a-z 0-9 _`);
  return [];
}

function readNumberRange(given: Given, reading: GivenParameters): SearchFilters["numbers"] {
  const match = NUMBER_RANGE.exec(given.value);
  const [, key, min, max] = match ?? [];
  if (key === undefined) {
    reading.fault(given, "invalid_value", `is ${shown(given)}, and must be key:min..max, where an end may be left out`);
    return [];
  }
  if (min !== undefined && max !== undefined && Number(min) > Number(max)) {
    reading.fault(given, "invalid_value", `is ${shown(given)}, where min is above max`);
    return [];
  }
  return [
    {
      key,
      ...defined("min", min === undefined ? undefined : Number(min)),
      ...defined("max", max === undefined ? undefined : Number(max)),
    },
  ];
}

function readId(given: Given, reading: GivenParameters): string[] {
  if (isListingId(given.value)) return [given.value];
  reading.fault(given, "invalid_value", `is ${shown(given)}, which is no id of a listing`);
  return [];
}
