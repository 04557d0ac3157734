/** Holds a template against AWS's own specification of its resources, without a network. */
import { loadAwsServiceSpec } from "@aws-cdk/aws-service-spec";
import type { Template } from "../../../infra/aws/template.ts";

type Database = Awaited<ReturnType<typeof loadAwsServiceSpec>>;
type Properties = ReturnType<typeof definition>;
type PropertyType = Properties[string]["type"];

/** A second or more of unpacking, once. */
let loading: Promise<Database> | undefined;

/** Unknown types and properties, missing required ones, and values of the wrong shape, each with the path to it. */
export async function specificationFaults({ Resources }: Pick<Template, "Resources">): Promise<string[]> {
  loading ??= loadAwsServiceSpec();
  const database = await loading;
  return Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    const [known] = database.lookup("resource", "cloudFormationType", "equals", Type);
    return known === undefined
      ? [`${id}: no resource has the type ${Type}`]
      : objectFaults(database, known.properties, Properties, id);
  });
}

function objectFaults(database: Database, known: Properties, value: unknown, path: string): string[] {
  if (!isObject(value)) return [`${path}: is no object`];
  const missing = Object.entries(known).filter(
    ([name, { required }]) => required === true && !Object.hasOwn(value, name),
  );
  const given = Object.entries(value).flatMap(([name, member]) => {
    const property = Object.hasOwn(known, name) ? known[name] : undefined;
    if (property === undefined) return [`${path}.${name}: is not known`];
    return valueFaults(database, property.type, member, `${path}.${name}`);
  });
  return [...missing.map(([name]) => `${path}.${name}: is missing`), ...given];
}

function valueFaults(database: Database, type: PropertyType, value: unknown, path: string): string[] {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case "json":
    case "tag":
      return [];
    case "ref":
      return objectFaults(database, definition(database, type.reference), value, path);
    case "array":
      if (!Array.isArray(value)) return [`${path}: is no list`];
      return value.flatMap((member, index) => valueFaults(database, type.element, member, `${path}[${index}]`));
    case "map":
      if (!isObject(value)) return [`${path}: is no object`];
      return Object.entries(value).flatMap(([name, member]) =>
        valueFaults(database, type.element, member, `${path}.${name}`),
      );
    case "union": {
      const each = strictest(type.types).map((one) => valueFaults(database, one, value, path));
      return each.some((faults) => faults.length === 0) ? [] : (each[0] ?? []);
    }
    default:
      if (typeof value === "object") return [`${path}: is no ${type.type}`];
      return isAllowed(type, value) ? [] : [`${path}: cannot be ${String(value)}`];
  }
}

/** Any value is JSON: where a list or an object is described beside it, the description counts. */
function strictest(types: readonly PropertyType[]): readonly PropertyType[] {
  const described = types.filter(({ type }) => type === "ref" || type === "array" || type === "map");
  return described.length > 0 ? described : types;
}

function isAllowed(type: PropertyType, value: unknown): boolean {
  if (!("allowedValues" in type) || type.allowedValues === undefined) return true;
  return type.allowedValues.some((allowed) => String(allowed) === String(value));
}

function definition(database: Database, reference: { readonly $ref: string }) {
  return database.get("typeDefinition", reference).properties;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `Ref`, `Fn::GetAtt` and the like: what they become is known only when the stack is made. */
function isIntrinsic(value: unknown): boolean {
  if (!isObject(value)) return false;
  const [name = "", ...others] = Object.keys(value);
  return others.length === 0 && (name === "Ref" || name.startsWith("Fn::"));
}
