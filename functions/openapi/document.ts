/**
 * The OpenAPI 3.1 document: methods, paths, scopes and parameters are those of the route table, bodies those of the schema that
 * judges them, and the rest is in `operations/`. A route that has no entry there, or an entry that has no route, throws.
 */
import type { JsonSchema } from "../http/json-schema.ts";
import type { Operation, RouteTable } from "../http/routing.ts";
import { type AnswerEntry, type Content, type OperationEntry, TAGS } from "./entry.ts";
import { EXAMPLES, type Example, mediaTypeOf, shownBody } from "./examples.ts";
import { COMMON_HEADERS, REQUEST_HEADERS, RESPONSE_HEADERS, type ResponseHeader } from "./headers.ts";
import { INFO } from "./info.ts";
import { LINKS, linksTo } from "./links.ts";
import { OPERATION_ENTRIES } from "./operations/all.ts";
import { type ParameterObject, pathParameters, shapeParameters, specParameters } from "./parameters.ts";
import { type ProblemResponse, problemResponse, problemResponses, problemsOf } from "./problems.ts";
import { BULK_SCHEMAS } from "./schemas/bulk.ts";
import { listingSchemas } from "./schemas/listing.ts";
import { PROBLEM_SCHEMAS } from "./schemas/problem.ts";
import { SEARCH_SCHEMAS } from "./schemas/search.ts";
import { SERVICE_SCHEMAS } from "./schemas/service.ts";

export interface OpenApiDocument {
  readonly openapi: "3.1.1";
  readonly info: JsonSchema;
  readonly servers: readonly JsonSchema[];
  readonly tags: readonly JsonSchema[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
}

export interface OperationObject {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly security: readonly JsonSchema[];
  readonly parameters?: readonly JsonSchema[];
  readonly requestBody?: JsonSchema;
  readonly responses: Readonly<Record<string, JsonSchema>>;
}

export function openApiDocument(table: RouteTable): OpenApiDocument {
  assertComplete(table);
  const parameters = new Map<string, ParameterObject>();
  const problems = new Map<string, ProblemResponse>();
  const paths = Object.entries(table).map(([path, operations]) => {
    const described = Object.entries(operations).map(([method, operation]): [string, OperationObject] => {
      const key = `${method} ${path}`;
      const entry = entryOf(key);
      for (const problem of problemResponses(problemsOf(operation, entry))) problems.set(problem.name, problem);
      return [method.toLowerCase(), operationObject({ key, path, operation, entry }, parameters)];
    });
    return [openApiPath(path), withHead(path, Object.fromEntries(described), parameters)] as const;
  });
  return {
    openapi: "3.1.1",
    info: INFO,
    servers: [{ url: "/", description: "This service." }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(paths),
    components: {
      schemas: {
        ...listingSchemas(),
        ...SEARCH_SCHEMAS,
        ...BULK_SCHEMAS,
        ...SERVICE_SCHEMAS,
        ...PROBLEM_SCHEMAS,
      },
      parameters: Object.fromEntries([...parameters].map(([name, parameter]) => [name, { ...parameter }])),
      headers: Object.fromEntries(Object.entries(RESPONSE_HEADERS).map(([name, header]) => [name, { ...header }])),
      responses: {
        ...Object.fromEntries(
          [...problems].map(([name, problem]) => [name, problemResponse(problem, headersOf, problemExamples())]),
        ),
        Preflight: preflight(),
      },
      links: { ...LINKS },
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description:
            "A key of the board, or a token of its issuer. Scopes: `listings:write`, `changes:read`, `admin`.",
        },
      },
    },
  };
}

/** Throws, naming what is missing on either side. */
function assertComplete(table: RouteTable): void {
  const routes = Object.entries(table).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  const entries = Object.keys(OPERATION_ENTRIES);
  const missing = routes.filter((route) => !entries.includes(route));
  const surplus = entries.filter((entry) => !routes.includes(entry));
  if (missing.length > 0) throw new Error(`no entry in functions/openapi/operations for ${missing.join(", ")}`);
  if (surplus.length > 0)
    throw new Error(`no route for the entry ${surplus.join(", ")} of functions/openapi/operations`);
}

function entryOf(key: string): OperationEntry {
  const entry = Object.entries(OPERATION_ENTRIES).find(([name]) => name === key)?.[1];
  if (entry === undefined) throw new Error(`no entry in functions/openapi/operations for ${key}`);
  return entry;
}

/** `/v1/listings/:id` is Hono's notation. */
export function openApiPath(path: string): string {
  return path.replace(/:(\w+)/g, "{$1}");
}

interface Described {
  readonly key: string;
  readonly path: string;
  readonly operation: Operation;
  readonly entry: OperationEntry;
}

function operationObject(described: Described, shared: Map<string, ParameterObject>): OperationObject {
  const { key, operation, entry } = described;
  const { operationId, summary, description, tag, body, answers } = entry;
  const examples = EXAMPLES.filter((example) => example.operation === key);
  const parameters = parametersOf(described).map((parameter) => sharedParameter(parameter, operationId, shared));
  const problems = problemResponses(problemsOf(operation, entry));
  const responses = [
    ...Object.entries(answers).map(
      ([status, answer]) => [status, answerObject(Number(status), answer, examples)] as const,
    ),
    ...problems.map(({ name, status }) => [String(status), { $ref: `#/components/responses/${name}` }] as const),
  ];
  return {
    operationId,
    summary,
    description,
    tags: [tag],
    // Anybody may read the public view, and show a key all the same.
    security: operation.scope === "public" ? [{}, { bearer: [] }] : [{ bearer: [operation.scope] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: requestBody(body, examples) }),
    responses: Object.fromEntries(responses),
  };
}

function parametersOf({ path, operation, entry }: Described): ParameterObject[] {
  const { headers = [], query = {}, required = [] } = entry;
  return [
    ...pathParameters(path),
    ...specParameters(operation.parameters ?? {}, required),
    ...shapeParameters(query, required),
    ...headers.map((name): ParameterObject => ({ name, in: "header", ...REQUEST_HEADERS[name] })),
  ];
}

/** A parameter stands once; the first of a name gets the name alone. */
function sharedParameter(
  parameter: ParameterObject,
  operationId: string,
  shared: Map<string, ParameterObject>,
): JsonSchema {
  const text = JSON.stringify(parameter);
  const known = [...shared].find(([, other]) => JSON.stringify(other) === text)?.[0];
  const name = known ?? (shared.has(parameter.name) ? `${operationId}.${parameter.name}` : parameter.name);
  shared.set(name, parameter);
  return { $ref: `#/components/parameters/${name}` };
}

function requestBody(content: Content, examples: readonly Example[]): JsonSchema {
  const accepted = examples.filter(({ answer }) => answer.status < 400);
  const shown = Object.entries(content).map(([mediaType, schema]) => {
    const own = accepted.flatMap(({ name, request }) =>
      request.body !== undefined && mediaTypeOf(request.headers) === mediaType
        ? [[nameKey(name), { summary: name, value: shownBody(mediaType, request.body) }] as const]
        : [],
    );
    return [mediaType, { schema, ...(own.length === 0 ? {} : { examples: Object.fromEntries(own) }) }];
  });
  return { required: true, content: Object.fromEntries(shown) };
}

function answerObject(
  status: number,
  { description, headers = [], content, links = [] }: AnswerEntry,
  examples: readonly Example[],
) {
  const own = examples.filter(({ answer }) => answer.status === status);
  const shown = Object.entries(content ?? {}).map(([mediaType, schema]) => {
    const bodies = own
      .filter(({ answer }) => mediaTypeOf(answer.headers) === mediaType)
      // A document that shows itself would never end.
      .filter(({ operation }) => !SELF.includes(operation))
      .map(({ name, answer }) => [nameKey(name), { summary: name, value: shownBody(mediaType, answer.body) }] as const);
    return [mediaType, { schema, ...(bodies.length === 0 ? {} : { examples: Object.fromEntries(bodies) }) }];
  });
  return {
    description,
    headers: headersOf([...COMMON_HEADERS, ...headers]),
    ...(content === undefined ? {} : { content: Object.fromEntries(shown) }),
    ...(links.length === 0 ? {} : { links: linksTo(links) }),
  };
}

const SELF = ["GET /openapi.json", "GET /docs"];

function headersOf(names: readonly ResponseHeader[]): JsonSchema {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Keys of components and examples are of letters, digits and a few signs. */
function nameKey(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/** The first recorded answer of each code. */
function problemExamples(): Record<string, JsonSchema> {
  const examples: Record<string, JsonSchema> = {};
  for (const { name, answer } of EXAMPLES) {
    if (mediaTypeOf(answer.headers) !== "application/problem+json") continue;
    const value = JSON.parse(answer.body);
    examples[value.code] ??= { summary: name, value };
  }
  return examples;
}

/** What every path answers beside its operations: HEAD as GET without the body, OPTIONS for a browser's preflight. */
function withHead(
  path: string,
  operations: Readonly<Record<string, OperationObject>>,
  shared: Map<string, ParameterObject>,
): Record<string, OperationObject> {
  const { get } = operations;
  const [first] = Object.values(operations);
  const operationId = `preflight${first === undefined ? "" : capitalised(first.operationId)}`;
  const parameters = pathParameters(path).map((parameter) => sharedParameter(parameter, operationId, shared));
  return {
    ...operations,
    ...(get === undefined ? {} : { head: headOf(get) }),
    options: {
      operationId,
      summary: "Which methods work here",
      description: "For a browser's preflight; may be remembered for a day.",
      tags: first?.tags ?? [],
      security: [{}],
      ...(parameters.length === 0 ? {} : { parameters }),
      responses: { 204: { $ref: "#/components/responses/Preflight" } },
    },
  };
}

function headOf(get: OperationObject): OperationObject {
  const responses = Object.entries(get.responses).map(([status, response]) => {
    const { content: _left, links: _those, ...rest } = response;
    return [status, rest];
  });
  return {
    ...get,
    operationId: `head${capitalised(get.operationId)}`,
    summary: `${get.summary}: the headers alone`,
    description: "As GET, without the body.",
    responses: Object.fromEntries(responses),
  };
}

function capitalised(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

function preflight(): JsonSchema {
  return {
    description: "Methods and headers that work here.",
    headers: headersOf([
      ...COMMON_HEADERS,
      "Allow",
      "Access-Control-Allow-Methods",
      "Access-Control-Allow-Headers",
      "Access-Control-Max-Age",
    ]),
  };
}
