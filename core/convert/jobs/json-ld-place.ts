/** A schema.org Place to a place of a listing. */
import { isObject } from "../../listing/is-object.ts";
import { countryCode, type Fields, fieldsOf, filled, textOf } from "./fields.ts";

const DEGREES = /^-?\d{1,3}(\.\d+)?$/;

export function placeOf(value: unknown): Record<string, unknown> | undefined {
  if (!isObject(value)) return filled({ raw: value });
  const { address, geo, name } = value;
  if (!isObject(address)) return filled({ raw: address ?? name, ...degreesOf(geo) });
  const parts = {
    street: address.streetAddress,
    city: address.addressLocality,
    region: address.addressRegion,
    postalCode: address.postalCode,
  };
  const named = isObject(address.addressCountry) ? address.addressCountry.name : address.addressCountry;
  const country = countryCode(named);
  // A country by its name is no code, and no table here makes it one: it stays in the place's own words.
  const raw =
    country === undefined && textOf(named) !== undefined ? rawOf([parts.city, parts.region, named]) : undefined;
  return filled({ raw, ...parts, country, ...degreesOf(geo) });
}

function rawOf(parts: readonly unknown[]): string {
  return parts.filter((part) => textOf(part) !== undefined).join(", ");
}

function degreesOf(geo: unknown): Fields {
  const { latitude, longitude } = fieldsOf(geo);
  const [lat, lng] = [latitude, longitude].map(degrees);
  return lat === undefined || lng === undefined ? {} : { lat, lng };
}

function degrees(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && DEGREES.test(value) ? Number(value) : undefined;
}
