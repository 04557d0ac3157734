/**
 * A listing as a schema.org JobPosting, by Google's rules for job search (see `readiness.ts`): only what the listing says.
 * A place without a country, a remote job that names no country, an amount without a currency are left out, not completed.
 */
import type { ApplicantLocation, Company, Compensation, JsonObject, JsonValue, Place } from "./content.ts";
import { effectiveState } from "./lifecycle.ts";
import { isTelecommute, postalPlaces, statedPay } from "./readiness.ts";
import type { ListingRecord } from "./record.ts";
import { toInstant } from "./time.ts";
import { datePostedOf } from "./view.ts";

export interface JobPostingContext {
  /** The description as safe HTML, which is the format that Google reads; "" without one. */
  readonly descriptionHtml: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What is not known is absent, lists too. */
export function jobPostingOf(record: ListingRecord, { descriptionHtml, now }: JobPostingContext): JsonObject {
  const { content } = record;
  const isRemote = isTelecommute(content);
  return filled({
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    title: content.title,
    description: descriptionHtml,
    identifier: identifierOf(content.requisitionId, content.company?.name),
    datePosted: datePostedOf(record),
    validThrough: validThroughOf(record, now),
    employmentType: content.employmentTypes.map((type) => type.toUpperCase()),
    hiringOrganization: organizationOf(content.company),
    jobLocation: postalPlaces(content).map(placeOf),
    jobLocationType: isRemote ? "TELECOMMUTE" : undefined,
    applicantLocationRequirements: isRemote ? content.applicantLocations.map(requirementOf) : undefined,
    baseSalary: salaryOf(statedPay(content)),
    occupationalCategory: content.category,
    skills: content.skills.join(", "),
    url: content.url,
    directApply: content.apply?.direct,
  });
}

/**
 * As text for the inside of a `<script>` element: no `<` can end it or open a comment in it, no line separator a literal of
 * an old engine.
 */
export function embeddableJson(value: JsonValue): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The instant at which readers may not see it any more: a bare date would be read as the beginning of its day. One that was
 * closed before must not look open, and was closed by its last change at the latest.
 */
function validThroughOf(record: ListingRecord, now: number): string | undefined {
  const { visibleUntil, updatedAt } = record;
  const isClosed = !["published", "scheduled", "expired", "draft"].includes(effectiveState(record, now));
  const until = isClosed ? Math.min(visibleUntil ?? updatedAt, updatedAt) : visibleUntil;
  return until === undefined ? undefined : toInstant(until);
}

function identifierOf(value: string | undefined, name: string | undefined): JsonObject | undefined {
  return value === undefined ? undefined : filled({ "@type": "PropertyValue", name, value });
}

function organizationOf(company: Company | undefined): JsonObject | undefined {
  if (company?.name === undefined) return undefined;
  return filled({ "@type": "Organization", name: company.name, sameAs: company.website, logo: company.logoUrl });
}

function placeOf({ street, city, region, postalCode, country, lat, lng }: Place): JsonObject {
  const address = filled({
    "@type": "PostalAddress",
    streetAddress: street,
    addressLocality: city,
    addressRegion: region,
    postalCode,
    addressCountry: country,
  });
  const geo =
    lat === undefined || lng === undefined ? undefined : { "@type": "GeoCoordinates", latitude: lat, longitude: lng };
  return filled({ "@type": "Place", address, geo });
}

function requirementOf({ type, name }: ApplicantLocation): JsonObject {
  const types = { country: "Country", state: "State", city: "City" } as const;
  return { "@type": types[type], name };
}

function salaryOf(pay: Compensation | undefined): JsonObject | undefined {
  if (pay?.currency === undefined || pay.unit === undefined) return undefined;
  const [min, max] = [amountOf(pay.min), amountOf(pay.max)];
  const amounts = min !== undefined && min === max ? { value: min } : { minValue: min, maxValue: max };
  const value = filled({ "@type": "QuantitativeValue", ...amounts, unitText: pay.unit.toUpperCase() });
  return { "@type": "MonetaryAmount", currency: pay.currency, value };
}

/** As a number where a double holds the decimal, else as the text it is: schema.org takes both. */
function amountOf(decimal: string | undefined): JsonValue | undefined {
  if (decimal === undefined) return undefined;
  const amount = Number(decimal);
  const normal = decimal
    .replace(/^(-?)0+(?=\d)/, "$1")
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
  return String(amount) === normal ? amount : decimal;
}

/** Without what is absent or empty. */
function filled(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const present = Object.entries(fields).filter(
    (field): field is [string, JsonValue] =>
      field[1] !== undefined && field[1] !== "" && !(Array.isArray(field[1]) && field[1].length === 0),
  );
  return Object.fromEntries(present);
}
