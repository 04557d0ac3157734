/** The document of a service, and what its schemas say of a value: read strictly, so that a field nobody described is a fault. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { isObject } from "../../../core/listing/is-object.ts";
import type { OpenApiDocument, OperationObject } from "../../../functions/openapi/document.ts";

const ID = "https://rolecall.example/openapi.json";

export interface FoundOperation {
  readonly key: string;
  readonly operation: OperationObject;
  /** JSON Pointer to it. */
  readonly pointer: string;
}

export interface Reference {
  readonly document: OpenApiDocument;
  /** Operations of the path that a request names; empty for one that leads nowhere. */
  operationsOf(path: string): Readonly<Record<string, FoundOperation>>;
  /** The object itself, or the component that it refers to, and where that is. */
  resolve(
    value: unknown,
    pointer: string,
  ): { readonly value: Readonly<Record<string, unknown>>; readonly pointer: string };
  /** What is wrong with a value by the schema at a pointer; empty when nothing is. */
  faultsOf(pointer: string, value: unknown): string[];
}

export function reference(document: OpenApiDocument): Reference {
  // Formats and words of OpenAPI itself are no assertions.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ ...(closed(document) as OpenApiDocument), $id: ID });
  const compiled = new Map<string, ValidateFunction>();
  const patterns = Object.keys(document.paths).map((path) => ({ path, pattern: pathPattern(path) }));
  return {
    document,
    operationsOf(path) {
      const found = patterns.find(({ pattern }) => pattern.test(path));
      if (found === undefined) return {};
      const operations = Object.entries(document.paths[found.path] ?? {});
      return Object.fromEntries(
        operations.map(([method, operation]) => [
          method.toUpperCase(),
          {
            key: `${method.toUpperCase()} ${found.path}`,
            operation,
            pointer: `#/paths/${escaped(found.path)}/${method}`,
          },
        ]),
      );
    },
    resolve(value, pointer) {
      const object = isObject(value) ? value : {};
      if (typeof object.$ref !== "string") return { value: object, pointer };
      const [, , kind = "", name = ""] = object.$ref.split("/");
      return { value: document.components[kind]?.[name] ?? {}, pointer: object.$ref };
    },
    faultsOf(pointer, value) {
      const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `${ID}${encoded(pointer)}` });
      compiled.set(pointer, validate);
      validate(value);
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
      );
    },
  };
}

/** Answers may grow within v1, and so schemas are open; here whatever they do not name is a fault. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isOpen = schema.type === "object" && isObject(schema.properties) && schema.additionalProperties === undefined;
  return isOpen ? { ...members, additionalProperties: false } : members;
}

function pathPattern(path: string): RegExp {
  const literal = path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+");
  return new RegExp(`^${literal}$`);
}

export function escaped(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}

function encoded(pointer: string): string {
  return `#${pointer.slice(1).split("/").map(encodeURIComponent).join("/")}`;
}
