/** Short forms for the schemas of answers. */
import type { JsonSchema } from "../../http/json-schema.ts";

export const COUNT = { type: "integer", minimum: 0 } as const;
export const TEXT = { type: "string" } as const;
export const FLAG = { type: "boolean" } as const;

/** `optional` names the properties that may be missing. Within v1 properties may be added, so an object is never closed. */
export function object(
  description: string,
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", description, ...(required.length === 0 ? {} : { required }), properties };
}

export function list(items: JsonSchema, description?: string): JsonSchema {
  return { type: "array", items, ...(description === undefined ? {} : { description }) };
}

export function oneOf(...words: readonly string[]): JsonSchema {
  return { type: "string", enum: words };
}

export function told(schema: JsonSchema, description: string): JsonSchema {
  return { ...schema, description };
}

export const NEXT_CURSOR = told({ type: ["string", "null"] }, "Where the next page begins; null at the end.");
export const POSITION = told(TEXT, "Place in the log, opaque.");
