/** The document as one page: no script, no font, no image, nothing from anywhere else. */
import { html, raw } from "hono/html";
import { type OpenApiDocument, openApiPath } from "../document.ts";
import { TAGS } from "../entry.ts";
import { EXAMPLES } from "../examples.ts";
import { type Html, markdown } from "./markdown.ts";
import { operationArticle, type ShownOperation } from "./operation.ts";
import { schemaSection } from "./schema.ts";
import { STYLE } from "./style.ts";

/** Of HTTP itself, and the same everywhere: said once, in the introduction. */
const LEFT_OUT = ["head", "options"];

export async function documentPage(document: OpenApiDocument): Promise<string> {
  const operations = shownOperations(document);
  const sections = Object.entries(TAGS).map(([tag, description]) => ({
    tag,
    description,
    operations: operations.filter(({ operation }) => operation.tags.includes(tag)),
  }));
  const { title, version, summary, description } = document.info;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title} API</title><style>${raw(STYLE)}</style></head>
<body><nav aria-label="Contents"><details open><summary>Contents</summary>
<a href="#top">Introduction</a>${sections.map(
    ({ tag, operations: own }) => html`<h2>${tag}</h2>${own.map(navigationLink)}`,
  )}<h2>Schemas</h2>${Object.keys(document.components.schemas ?? {}).map((name) => html`<a href="#schema-${name}">${name}</a>`)}</details></nav>
<main id="top"><h1>${title} <small>${version}</small></h1><p class="lead">${summary}</p><p><a href="/openapi.json">openapi.json</a>, OpenAPI ${document.openapi}</p>
${markdown(String(description))}
${sections.map(
  (section) =>
    html`<h2 id="tag-${section.tag}">${section.tag}</h2><p>${section.description}</p>${section.operations.map((shown) => operationArticle(shown, document))}`,
)}
<h2 id="schemas">Schemas</h2>${Object.entries(document.components.schemas ?? {}).map(([name, schema]) => schemaSection(name, schema))}
</main></body></html>
`;
  return String(await page);
}

function shownOperations({ paths }: OpenApiDocument): ShownOperation[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => !LEFT_OUT.includes(method))
      .map(([method, operation]) => ({ method, path, operation, examples: examplesOf(method, path) })),
  );
}

function examplesOf(method: string, path: string) {
  return EXAMPLES.filter(({ operation }) => {
    const [verb = "", route = ""] = operation.split(" ");
    return verb.toLowerCase() === method && openApiPath(route) === path;
  });
}

function navigationLink({ method, operation }: ShownOperation): Html {
  return html`<a href="#${operation.operationId}"><span class="method ${method}">${method.toUpperCase()}</span> ${operation.summary}</a>`;
}
