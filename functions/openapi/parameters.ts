/** Parameters, from the same specifications that read them. */
import { ID_PATTERN } from "../../core/listing/id.ts";
import { isObject } from "../../core/listing/is-object.ts";
import type { ParameterShape, ParameterShapes } from "../http/given-parameters.ts";
import type { JsonSchema } from "../http/json-schema.ts";
import type { ParameterSpec } from "../http/parameters.ts";
import { sourceNameParameter } from "../http/source-parameters.ts";
import { PARAMETER_DESCRIPTIONS } from "./parameter-descriptions.ts";

export interface ParameterObject {
  readonly name: string;
  readonly in: "query" | "path" | "header";
  readonly required?: true;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly style?: "form";
  readonly explode?: true;
  readonly example?: unknown;
}

const PATH_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  id: { type: "string", pattern: ID_PATTERN },
  source: sourceNameParameter.schema,
};

/** Of a path in Hono's notation. Throws for a part that nothing is known of. */
export function pathParameters(path: string): ParameterObject[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => {
    const schema = PATH_SCHEMAS[name];
    if (schema === undefined)
      throw new Error(`the path parameter ${name} has no schema in functions/openapi/parameters.ts`);
    return { name, in: "path", required: true, ...descriptionOf(name), schema };
  });
}

export function specParameters(spec: ParameterSpec, required: readonly string[]): ParameterObject[] {
  return Object.entries(spec).map(([name, { schema }]) => queryParameter(name, schema, required));
}

export function shapeParameters(shapes: ParameterShapes, required: readonly string[]): ParameterObject[] {
  return Object.entries(shapes).map(([name, shape]) => {
    const schema = valueSchema(shape);
    if (!shape.repeats) return queryParameter(name, schema, required);
    const list = { type: "array", items: schema, minItems: 1, maxItems: shape.most };
    return { ...queryParameter(name, list, required), style: "form", explode: true };
  });
}

/** The same parameters as the members of an object. */
export function bodyOf(shapes: ParameterShapes, description: string): JsonSchema {
  const properties = Object.entries(shapes).map(([name, shape]) => [name, memberSchema(name, shape)]);
  return { type: "object", description, properties: Object.fromEntries(properties), additionalProperties: false };
}

function queryParameter(name: string, schema: JsonSchema, required: readonly string[]): ParameterObject {
  return {
    name,
    in: "query",
    ...(required.includes(name) ? { required: true } : {}),
    ...descriptionOf(name),
    schema,
  };
}

function descriptionOf(name: string): Pick<ParameterObject, "description" | "example"> {
  const entry = PARAMETER_DESCRIPTIONS[name];
  if (entry === undefined)
    throw new Error(`the parameter ${name} has no description in functions/openapi/parameter-descriptions.ts`);
  return typeof entry === "string" ? { description: entry } : entry;
}

/** In an address everything is text. */
function valueSchema({ type, schema = {} }: ParameterShape): JsonSchema {
  switch (type) {
    case "string":
      return { type, ...(isObject(schema) && "enum" in schema ? {} : { minLength: 1 }), ...schema };
    case "integer":
      return { type, minimum: 1, ...schema };
    case "decimal":
      return { type: "number", ...schema };
    case "boolean":
      return { type, ...schema };
  }
}

/** Null equals absent; a decimal may be text; one value needs no list around it. */
function memberSchema(name: string, shape: ParameterShape): JsonSchema {
  const value = valueSchema(shape);
  const list = { type: "array", items: value, maxItems: shape.most };
  const text = shape.type === "decimal" ? [{ type: "string" }] : [];
  return {
    description: descriptionOf(name).description,
    anyOf: [value, ...text, ...(shape.repeats ? [list] : []), { type: "null" }],
  };
}
