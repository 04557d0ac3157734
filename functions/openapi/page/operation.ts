/** One operation on the page: what it takes, what it answers, and one request that was really made. */
import { html } from "hono/html";
import type { JsonSchema } from "../../http/json-schema.ts";
import type { OpenApiDocument, OperationObject } from "../document.ts";
import { type Example, mediaTypeOf } from "../examples.ts";
import { breakable, type Html, inline, markdown } from "./markdown.ts";
import { limitsOf, typeOf } from "./schema.ts";

/** Characters of an answer that are shown; the document has it whole. */
const MAX_SHOWN = 3_000;

export interface ShownOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
  readonly examples: readonly Example[];
}

export function operationArticle(
  { method, path, operation, examples }: ShownOperation,
  document: OpenApiDocument,
): Html {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  return html`<article id="${operationId}"><h3>${summary}</h3>
<p class="route"><span class="method ${method}">${method.toUpperCase()}</span> <code>${breakable(path)}</code>${scopeOf(operation)}</p>
${markdown(description)}
${parameters.length === 0 ? "" : parameterList(parameters.map((parameter) => resolved(parameter, document)))}
${requestBody === undefined ? "" : bodyList(requestBody)}
${responseList(responses, document)}
${examples.map((example) => exampleOf(method, example))}</article>`;
}

function scopeOf({ security }: OperationObject): Html {
  const [first = {}] = security;
  const [scope] = Object.values(first).flat();
  return scope === undefined ? html`` : html` <span class="scope">needs ${String(scope)}</span>`;
}

function parameterList(parameters: readonly JsonSchema[]): Html {
  const rows = parameters.map(({ name, in: place, required, description, schema }) => {
    const limits = limitsOf(schema as JsonSchema);
    return html`<div><dt><code>${String(name)}</code> <small>${String(place)}</small>${
      required === true ? html` <em>required</em>` : ""
    }</dt><dd><span class="type">${typeOf(schema as JsonSchema)}${
      limits === "" ? "" : html` <small>${limits}</small>`
    }</span><p>${inline(String(description))}</p></dd></div>`;
  });
  return html`<details ${parameters.length > 8 ? "" : "open"}><summary>Parameters (${parameters.length})</summary><dl>${rows}</dl></details>`;
}

function bodyList({ content }: JsonSchema): Html {
  const rows = Object.entries(content as Readonly<Record<string, { readonly schema: JsonSchema }>>).map(
    ([mediaType, { schema }]) =>
      html`<div><dt><code>${mediaType}</code></dt><dd><span class="type">${typeOf(schema)}</span>${
        typeof schema.description === "string" ? html`<p>${inline(schema.description)}</p>` : ""
      }</dd></div>`,
  );
  return html`<h4>Body</h4><dl>${rows}</dl>`;
}

function responseList(responses: OperationObject["responses"], document: OpenApiDocument): Html {
  const rows = Object.entries(responses).map(([status, reference]) => {
    const { description, headers = {}, content = {} } = resolved(reference, document);
    const shared = ["X-Request-Id", "X-Content-Type-Options", "Cache-Control"];
    const own = Object.keys(headers as object).filter((name) => !shared.includes(name) && !name.startsWith("Access-"));
    const types = Object.entries(content as Readonly<Record<string, { readonly schema: JsonSchema }>>);
    return html`<div><dt><code class="status s${status.slice(0, 1)}">${status}</code></dt><dd>${inline(String(description))} ${types.map(
      ([mediaType, { schema }]) => html`<span class="type">${typeOf(schema)}</span> <small>${mediaType}</small> `,
    )}${own.length === 0 ? "" : html`<small>Headers: ${own.join(", ")}</small>`}</dd></div>`;
  });
  return html`<details><summary>Answers (${Object.keys(responses).join(", ")})</summary><dl>${rows}</dl></details>`;
}

function resolved(reference: JsonSchema, { components }: OpenApiDocument): JsonSchema {
  if (typeof reference.$ref !== "string") return reference;
  const [, , kind = "", name = ""] = reference.$ref.split("/");
  return components[kind]?.[name] ?? {};
}

function exampleOf(method: string, { name, request, answer }: Example): Html {
  const told = ["ETag", "Location", "Rolecall-Position", "Rolecall-Action", "Idempotent-Replayed", "Retry-After"];
  const headers = told.flatMap((header) => {
    const value = answer.headers[header.toLowerCase()];
    return value === undefined ? [] : [`${header}: ${value}`];
  });
  const lines = [`HTTP ${answer.status}`, ...headers, "", shownText(answer)].join("\n").trimEnd();
  return html`<details class="example"><summary>Example: ${name}</summary><pre><code>${curl(method, request)}</code></pre><pre><code>${lines}</code></pre></details>`;
}

function shownText({ headers, body }: Example["answer"]): string {
  const isJson = /[/+]json$/.test(mediaTypeOf(headers) ?? "");
  const text = isJson ? JSON.stringify(JSON.parse(body), undefined, 2) : body;
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}\n… (${text.length} characters)`;
}

/** A line for a shell, against the server that `npm start` runs. */
function curl(method: string, { path, headers, body }: Example["request"]): string {
  const parts = [
    `curl -i ${method === "get" ? "" : `-X ${method.toUpperCase()} `}${quoted(`http://127.0.0.1:8787${path}`)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-binary ${quoted(body)}`]),
  ];
  return parts.join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
