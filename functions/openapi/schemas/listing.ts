/** Listings as bodies and as answers, both made from the schema that judges bodies. */
import * as z from "zod";
import { ID_PATTERN } from "../../../core/listing/id.ts";
import { isObject } from "../../../core/listing/is-object.ts";
import { EFFECTIVE_STATES } from "../../../core/listing/lifecycle.ts";
import { listingSchema, READ_ONLY } from "../../../core/listing/schema.ts";
import { TIMESTAMP_PATTERN } from "../../../core/listing/time.ts";
import type { JsonSchema } from "../../http/json-schema.ts";
import { schemaRef } from "../entry.ts";
import { described } from "./field-descriptions.ts";

type Properties = Readonly<Record<string, JsonSchema>>;

/** Parts of a listing that have a name of their own; in bodies with `Input` behind it. */
const PARTS = {
  company: "Company",
  description: "Description",
  locations: "Place",
  applicantLocations: "ApplicantLocation",
  compensation: "Compensation",
  apply: "Apply",
  source: "Source",
} as const;

const INSTANT = { type: "string", format: "date-time" };
const DECIMAL = { type: "string", pattern: "^-?\\d{1,15}(\\.\\d{1,6})?$" };

/** What only answers have, and what they always have. */
const READ_ONLY_PROPERTIES: Readonly<Record<(typeof READ_ONLY)[number], JsonSchema>> = {
  id: { type: "string", pattern: ID_PATTERN },
  slug: { type: "string" },
  revision: { type: "integer", minimum: 1 },
  effectiveState: { type: "string", enum: EFFECTIVE_STATES },
  visibleFrom: INSTANT,
  visibleUntil: INSTANT,
  createdAt: INSTANT,
  updatedAt: INSTANT,
  position: { type: "string" },
};
const ALWAYS_THERE = [
  ...["id", "slug", "revision", "effectiveState", "locations", "applicantLocations", "employmentTypes", "tags"],
  ...["skills", "compensation", "promotion", "state", "datePosted", "createdAt", "updatedAt", "position"],
];
/** Of a search result. */
const CARD_FIELDS = [
  ...["title", "company", "locations", "workplaceType", "employmentTypes", "seniority", "category", "language", "tags"],
  ...["summary", "compensation", "promotion", "url", "apply", "datePosted", "visibleUntil", "slug"],
];
const CARD_ALWAYS_THERE = ["locations", "employmentTypes", "tags", "compensation", "promotion", "datePosted", "slug"];

export function listingSchemas(): Readonly<Record<string, JsonSchema>> {
  const { properties: given } = z.toJSONSchema(listingSchema, { io: "input", unrepresentable: "any" });
  // zod's own type of a JSON Schema is wider than what it makes of an object.
  const writable = without(given as Properties, READ_ONLY);
  const bodies = partsOf(writable, "Input");
  const answers = partsOf(writable, "");
  const fields = {
    ...READ_ONLY_PROPERTIES,
    ...answered(answers.properties),
    datePosted: { type: "string", pattern: TIMESTAMP_PATTERN },
  };
  const ignored = Object.fromEntries(READ_ONLY.map((name) => [name, { readOnly: true }]));
  const bodyProperties = described("listing", { ...bodied(bodies.properties), ...ignored });
  const shown = described("listing", fields);
  return {
    ...mapped(bodies.parts, (part, name) => withTexts(name.replace(/Input$/, ""), bodiedObject(part))),
    ...mapped(answers.parts, (part, name) => withTexts(name, answeredObject(part))),
    ListingInput: {
      type: "object",
      description:
        "A listing as it is written. `title` and `company.name` are required unless `state` is `draft`. Null equals absent. Read-only fields of an answer are accepted and ignored, so that an answer can be edited and sent back; unknown fields are refused.",
      properties: bodyProperties,
      additionalProperties: false,
    },
    ListingPatch: {
      type: "object",
      description:
        "A JSON Merge Patch (RFC 7396): null removes a field, objects are merged, lists are replaced whole. The outcome must be a sound listing.",
      properties: mapped(bodyProperties, patched),
    },
    Listing: {
      type: "object",
      description:
        "A listing as it is read. The public view never has `extra` and `source.hubUrl`. Empty fields are left out, lists are always there.",
      required: ALWAYS_THERE,
      properties: shown,
    },
    ListingCard: {
      type: "object",
      description: "What a search result shows of a listing.",
      required: CARD_ALWAYS_THERE,
      properties: Object.fromEntries(CARD_FIELDS.map((name) => [name, shown[name] ?? {}])),
    },
  };
}

function withTexts(name: string, part: JsonSchema): JsonSchema {
  return { ...part, properties: described(name, part.properties as Properties) };
}

/** Named parts out of the properties, with references in their places. */
function partsOf(properties: Properties, suffix: string) {
  const parts: Record<string, JsonSchema> = {};
  const referring = mapped(properties, (schema, field) => {
    if (!Object.hasOwn(PARTS, field)) return schema;
    const name = `${PARTS[field as keyof typeof PARTS]}${suffix}`;
    const isList = schema.type === "array";
    parts[name] = (isList ? schema.items : schema) as JsonSchema;
    return isList ? { ...schema, items: schemaRef(name) } : schemaRef(name);
  });
  return { parts, properties: referring };
}

/** In bodies null equals absent, wherever a field may be absent. */
function bodied(properties: Properties): Properties {
  return mapped(properties, nullable);
}

function bodiedObject(part: JsonSchema): JsonSchema {
  const required = requiredOf(part);
  const properties = part.properties as Properties;
  return {
    ...part,
    properties: mapped(properties, (schema, name) => (required.includes(name) ? schema : nullable(schema))),
  };
}

function nullable(schema: JsonSchema): JsonSchema {
  const { default: _absent, ...rest } = schema;
  const { type, enum: choices, additionalProperties: values } = rest;
  if (typeof type !== "string")
    return { anyOf: [...(isDecimal(rest) ? (rest.anyOf as JsonSchema[]) : [rest]), { type: "null" }] };
  return {
    ...rest,
    type: [type, "null"],
    ...(Array.isArray(choices) ? { enum: [...choices, null] } : {}),
    ...(isObject(values) ? { additionalProperties: nullable(values) } : {}),
  };
}

/** In a patch nothing is required, not even inside of the objects that it merges. */
function patched(schema: JsonSchema): JsonSchema {
  const [reference] = Array.isArray(schema.anyOf) ? schema.anyOf : [];
  const isObjectPart = isObject(reference) && "$ref" in reference;
  if (!isObjectPart) return schema;
  return {
    type: ["object", "null"],
    additionalProperties: true,
    description: `Merged into what is stored; the outcome is as \`${String(reference.$ref).split("/").at(-1)}\` says.`,
  };
}

/** Answers have no nulls, and decimals in them are texts. Fields may be added within v1, so unknown ones are no fault. */
function answered(properties: Properties): Properties {
  return mapped(properties, answeredSchema);
}

function answeredObject({ additionalProperties: _open, ...part }: JsonSchema): JsonSchema {
  return { ...part, properties: answered(part.properties as Properties) };
}

function answeredSchema({ default: _given, ...schema }: JsonSchema): JsonSchema {
  if (isDecimal(schema)) return DECIMAL;
  const values = schema.additionalProperties;
  return isObject(values) && isDecimal(values) ? { ...schema, additionalProperties: DECIMAL } : schema;
}

/** A text or a number: no other field is either. */
function isDecimal({ anyOf }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(anyOf) && anyOf.some((choice) => isObject(choice) && choice.type === "number");
}

function requiredOf({ required }: JsonSchema): readonly unknown[] {
  return Array.isArray(required) ? required : [];
}

function without(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

function mapped(properties: Properties, change: (schema: JsonSchema, name: string) => JsonSchema): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, change(schema, name)]));
}
