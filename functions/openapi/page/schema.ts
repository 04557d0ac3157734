/** Schemas in words. */
import { html } from "hono/html";
import { isObject } from "../../../core/listing/is-object.ts";
import type { JsonSchema } from "../../http/json-schema.ts";
import { type Html, inline } from "./markdown.ts";

/** Values of an enumeration shown before the rest is left out. */
const MAX_VALUES = 30;

/** A few words: what a value is, with links to schemas that have a name. */
export function typeOf(schema: JsonSchema): Html {
  const { $ref, anyOf, oneOf, const: only, enum: values, type, items, additionalProperties } = schema;
  const choices = anyOf ?? oneOf;
  if (typeof $ref === "string") return linkTo($ref);
  if (Array.isArray(choices)) return alternatives(choices);
  if (only !== undefined) return html`<code>${String(only)}</code>`;
  if (Array.isArray(values)) return enumeration(values);
  if (type === "array" && isObject(items)) return html`list of ${typeOf(items)}`;
  if (type === "object" && isObject(additionalProperties)) return html`object of ${typeOf(additionalProperties)}`;
  if (schema["x-line-schema"] !== undefined) return html`lines of ${typeOf(schema["x-line-schema"] as JsonSchema)}`;
  if (type === undefined) return html`any`;
  return html`${Array.isArray(type) ? type.map(typeName).join(" or ") : typeName(type)}`;
}

function alternatives(choices: readonly JsonSchema[]): Html {
  const shown = choices.map((choice, i) => html`${i === 0 ? "" : " or "}${typeOf(choice)}`);
  return html`${shown}`;
}

function enumeration(values: readonly unknown[]): Html {
  const shown = values.slice(0, MAX_VALUES).map((value) => html`<code>${String(value)}</code> `);
  return html`${shown}${values.length > MAX_VALUES ? "…" : ""}`;
}

function typeName(type: unknown): string {
  return type === "integer" ? "whole number" : type === "boolean" ? "true or false" : String(type);
}

function linkTo(ref: string): Html {
  const name = ref.split("/").at(-1) ?? "";
  return html`<a href="#schema-${name}">${name}</a>`;
}

/** Limits in words; patterns are for machines. */
export function limitsOf(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum, minLength, maxLength, maxItems, maxProperties, format } = schema;
  const parts = [
    range(minimum, maximum),
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(maxLength === undefined ? [] : [`${minLength ?? 0} to ${maxLength} characters`]),
    ...(maxItems === undefined ? [] : [`at most ${maxItems}`]),
    ...(maxProperties === undefined ? [] : [`at most ${maxProperties} keys`]),
    ...(typeof format === "string" ? [format] : []),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ];
  const items = isObject(schema.items) ? limitsOf(schema.items) : "";
  return [...parts, items === "" ? "" : `each ${items}`].filter((part) => part !== "").join(", ");
}

function range(minimum: unknown, maximum: unknown): string {
  if (minimum === undefined) return maximum === undefined ? "" : `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `${minimum} to ${maximum}`;
}

/** A named schema with its properties. */
export function schemaSection(name: string, schema: JsonSchema): Html {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  const rows = properties.map(([field, property]) =>
    isObject(property) ? fieldRow(field, property, required.includes(field)) : html``,
  );
  return html`<section class="schema" id="schema-${name}"><h3>${name}</h3>${
    typeof schema.description === "string" ? html`<p>${inline(schema.description)}</p>` : ""
  }${properties.length === 0 ? html`<p>${typeOf(schema)}</p>` : html`<dl>${rows}</dl>`}</section>`;
}

function fieldRow(name: string, schema: JsonSchema, isRequired: boolean): Html {
  const limits = limitsOf(schema);
  return html`<div><dt><code>${name}</code>${isRequired ? html` <em>always</em>` : ""}</dt><dd><span class="type">${typeOf(
    schema,
  )}${limits === "" ? "" : html` <small>${limits}</small>`}</span>${
    typeof schema.description === "string" ? html`<p>${inline(schema.description)}</p>` : ""
  }</dd></div>`;
}
