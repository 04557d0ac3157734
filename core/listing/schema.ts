/** The shape of a listing as clients may send it, with every limit of `limits.ts`. `parse.ts` turns it into the normal form. */
import * as z from "zod";
import { decimal, filledLine, line, matching, prose, text, timestamp, webUrl } from "./checks.ts";
import { isCountry, isCurrency } from "./codes.ts";
import {
  APPLICANT_LOCATION_TYPES,
  DESCRIPTION_FORMATS,
  EMPLOYMENT_TYPES,
  PAY_UNITS,
  SENIORITIES,
  STATES,
  WORKPLACE_TYPES,
} from "./content.ts";
import { isObject } from "./is-object.ts";
import { jsonBytes, LISTING_LIMITS as L } from "./limits.ts";
import { periodFault } from "./period.ts";
import { SOURCE_NAME } from "./source-name.ts";
import { isTimeZone, TIME_ZONE } from "./time.ts";
import { applyUrlFault, MAX_URL_LENGTH } from "./url.ts";

/** Fields of answers that a body may repeat and that say nothing there. */
export const READ_ONLY = [
  "id",
  "slug",
  "revision",
  "effectiveState",
  "visibleFrom",
  "visibleUntil",
  "createdAt",
  "updatedAt",
  "position",
] as const;

const LANGUAGE =
  /^[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z\d]{5,8}|\d[A-Za-z\d]{3}))*(-[a-wy-zA-WY-Z\d](-[A-Za-z\d]{2,8})+)*(-[xX](-[A-Za-z\d]{1,8})+)?$/;
const EMAIL = /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\]+\.[^\s@<>"(),:;[\]\\.]+$/;
const ATTRIBUTE_KEY = /^[a-z][a-z0-9_]{0,39}$/;

/** For a check over several fields: it is made also when one of them has a fault of its own, so that all are reported. */
const ALWAYS = {
  when: ({ value }: { readonly value: unknown }) => isObject(value),
};

const place = z
  .strictObject({
    raw: line(L.locationRaw).optional(),
    street: line(L.locationPart).optional(),
    city: line(L.locationPart).optional(),
    region: line(L.locationPart).optional(),
    postalCode: line(L.locationPart).optional(),
    country: text((value) => (isCountry(value) ? undefined : "must be an ISO 3166-1 alpha-2 code in upper case"), {
      pattern: "^[A-Z]{2}$",
    }).optional(),
    lat: z.number().min(-90).max(90).optional(),
    lng: z.number().min(-180).max(180).optional(),
  })
  .superRefine((value, context) => {
    if ((value.lat === undefined) !== (value.lng === undefined)) {
      context.addIssue({ code: "custom", message: "must have both lat and lng, or neither" });
    }
  }, ALWAYS);

/** Not a number, which no comparison holds for, when it is absent or no decimal: what is wrong has a fault of its own. */
function amountOf(value: unknown): number {
  return typeof value === "string" ? Number(value) : Number.NaN;
}

const compensation = z
  .strictObject({
    label: line(L.compensationText).optional(),
    raw: line(L.compensationText).optional(),
    currency: text((value) => (isCurrency(value) ? undefined : "must be an ISO 4217 code in upper case"), {
      pattern: "^[A-Z]{3}$",
    }).optional(),
    min: decimal.optional(),
    max: decimal.optional(),
    unit: z.enum(PAY_UNITS).optional(),
  })
  .superRefine((pay, context) => {
    const missing = (field: "currency" | "unit") =>
      context.addIssue({
        code: "custom",
        path: [field],
        message: "is required with min or max",
        params: { fault: "required" },
      });
    const add = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (pay.min === undefined && pay.max === undefined) {
      if (pay.raw === undefined || pay.raw === "") add([], "must have at least one of min, max and raw");
      return;
    }
    if (pay.currency === undefined) missing("currency");
    if (pay.unit === undefined) missing("unit");
    const [min, max] = [amountOf(pay.min), amountOf(pay.max)];
    if (min < 0) add(["min"], "must not be negative");
    if (max < 0) add(["max"], "must not be negative");
    if (min > max) add(["max"], "must not be below min");
  }, ALWAYS);

const extra = z
  .unknown()
  .superRefine((value, context) => {
    const message = extraFault(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  })
  .meta({ type: "object" });

const KEYED = { propertyNames: { pattern: ATTRIBUTE_KEY.source }, maxProperties: L.attributeKeys };

const attributes = z
  .record(z.string(), z.array(filledLine(255)).max(L.attributeValues))
  .superRefine((value, context) => {
    keyedFault(value, (path, message) => context.addIssue({ code: "custom", path, message }));
  }, ALWAYS)
  .meta(KEYED);

const numbers = z
  .record(z.string(), decimal)
  .superRefine((value, context) => {
    keyedFault(value, (path, message) => context.addIssue({ code: "custom", path, message }));
  }, ALWAYS)
  .meta(KEYED);

const source = z.strictObject({
  name: matching(SOURCE_NAME, 64, "must be 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit"),
  externalId: filledLine(L.externalId),
  url: webUrl.optional(),
  hubUrl: webUrl.optional(),
});

const readOnly = Object.fromEntries(READ_ONLY.map((name) => [name, z.unknown().optional()]));

const fields = z.strictObject({
  ...readOnly,
  title: filledLine(L.title).optional(),
  company: z
    .strictObject({
      name: filledLine(L.companyName).optional(),
      website: webUrl.optional(),
      logoUrl: webUrl.optional(),
    })
    .optional(),
  description: z.strictObject({ format: z.enum(DESCRIPTION_FORMATS), value: prose(L.description) }).optional(),
  summary: prose(L.summary).optional(),
  locations: z.array(place).max(L.locations).default([]),
  workplaceType: z.enum(WORKPLACE_TYPES).optional(),
  applicantLocations: z
    .array(
      z.strictObject({
        type: z.enum(APPLICANT_LOCATION_TYPES),
        name: filledLine(L.locationPart),
        code: line(16).optional(),
      }),
    )
    .max(L.applicantLocations)
    .default([]),
  employmentTypes: z.array(z.enum(EMPLOYMENT_TYPES)).max(100).default([]),
  seniority: z.enum(SENIORITIES).optional(),
  category: line(L.category).optional(),
  language: matching(LANGUAGE, L.language, "must be a BCP 47 language tag such as en or pt-BR").optional(),
  requisitionId: line(L.requisitionId).optional(),
  tags: z.array(filledLine(L.tag)).max(L.tags).default([]),
  skills: z.array(filledLine(L.skill)).max(L.skills).default([]),
  compensation: z.array(compensation).max(L.compensation).default([]),
  apply: z
    .strictObject({
      url: text(applyUrlFault, {
        maxLength: MAX_URL_LENGTH,
        pattern: "^([Hh][Tt][Tt][Pp][Ss]?://.|[Mm][Aa][Ii][Ll][Tt][Oo]:.)",
      }).optional(),
      email: matching(EMAIL, L.email, "must be an e-mail address").optional(),
      direct: z.boolean().optional(),
    })
    .optional(),
  url: webUrl.optional(),
  source: source.optional(),
  promotion: z.number().int().min(-L.promotion).max(L.promotion).optional(),
  state: z.enum(STATES).optional(),
  publishAt: timestamp.optional(),
  validThrough: timestamp.optional(),
  datePosted: timestamp.optional(),
  timeZone: text((value) => (isTimeZone(value) ? undefined : "must be an IANA time zone such as Europe/Berlin"), {
    pattern: TIME_ZONE.source,
  }).optional(),
  attributes: attributes.optional(),
  numbers: numbers.optional(),
  extra: extra.optional(),
});

export const listingSchema = fields.superRefine((listing, context) => {
  const message = periodFault(listing);
  if (message !== undefined) context.addIssue({ code: "custom", path: ["validThrough"], message });
}, ALWAYS);

function keyedFault(record: Record<string, unknown>, add: (path: string[], message: string) => void): void {
  const keys = Object.keys(record);
  if (keys.length > L.attributeKeys) add([], `has ${keys.length} keys, the limit is ${L.attributeKeys}`);
  for (const key of keys) {
    if (!ATTRIBUTE_KEY.test(key)) add([key], "must be named by 1 to 40 of a-z 0-9 _, starting with a letter");
  }
  const bytes = jsonBytes(record);
  if (bytes > L.attributeBytes) add([], `has ${bytes} bytes as JSON, the limit is ${L.attributeBytes}`);
}

function extraFault(value: unknown): string | undefined {
  if (!isObject(value)) return "must be an object";
  const bytes = jsonBytes(value);
  return bytes > L.extraBytes ? `has ${bytes} bytes as JSON, the limit is ${L.extraBytes}` : undefined;
}
