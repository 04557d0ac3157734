/** Many listings at once. */
import { LISTING_LIMITS } from "../../../core/listing/limits.ts";
import type { JsonSchema } from "../../http/json-schema.ts";
import { IMPORT_MEDIA_TYPES, type ImportMediaType } from "../../import/media-types.ts";
import { type Content, json, type OperationEntries, schemaRef } from "../entry.ts";
import { MARKDOWN, WRITE_PROBLEMS } from "./answers.ts";

const ARCHIVE = { type: "string", format: "binary" };

/** Every media type that imports take has to say what it is. */
const IMPORT_BODIES: Readonly<Record<ImportMediaType, JsonSchema>> = {
  "application/x-ndjson": {
    type: "string",
    description: "One listing a line, as JSON.",
    "x-line-schema": schemaRef("ListingInput"),
  },
  "application/json": {
    type: "array",
    items: schemaRef("ListingInput"),
    description: "A row that is no sound listing is rejected, and blocks no other.",
  },
  "text/csv": { type: "string", description: "A table with a header (RFC 4180); see docs/imports.md for its columns." },
  "text/markdown": MARKDOWN,
  "application/zip": { ...ARCHIVE, description: "Markdown files." },
  "application/gzip": { ...ARCHIVE, description: "A tar of Markdown files." },
};
const importBody: Content = Object.fromEntries(IMPORT_MEDIA_TYPES.map((type) => [type, IMPORT_BODIES[type]]));

export const BULK_OPERATIONS: OperationEntries = {
  "POST /v1/imports": {
    operationId: "importListings",
    tag: "Bulk",
    summary: "Import many listings",
    description:
      "Creates and replaces by source; the same input again is `unchanged`. The answer is a stream of one JSON value a line, in the order of the input: a result for each row, then a summary. A bad row never blocks another. Without the last line the answer was cut: send it again. A row needs `source.externalId`, or the `id` of its own export.",
    headers: ["Content-Encoding"],
    body: importBody,
    answers: {
      200: {
        description: "One result a line, then the summary.",
        content: {
          "application/x-ndjson": {
            type: "string",
            description: "`ImportLine`s.",
            "x-line-schema": schemaRef("ImportLine"),
          },
        },
      },
    },
    problems: [...WRITE_PROBLEMS, "publish_behind"],
  },
  "GET /v1/exports": {
    operationId: "exportListings",
    tag: "Bulk",
    summary: "Export everything",
    description:
      "All pages, then the changes from the first page's `changesCursor`, give the exact state. A page may be shorter than `limit`.",
    answers: { 200: { description: "A page.", content: json(schemaRef("ExportPage")) } },
    problems: ["invalid_cursor", "cursor_expired"],
  },
  "POST /v1/parse": {
    operationId: "parsePosting",
    tag: "Bulk",
    summary: "Read a raw posting",
    description: "A draft, and the text that each of its values rests on. Nothing is invented, nothing is stored.",
    body: { "text/plain": { type: "string", maxLength: LISTING_LIMITS.description } },
    answers: { 200: { description: "The draft.", content: json(schemaRef("ParsedPosting")) } },
    problems: ["invalid_body", "too_large", "unsupported_media_type"],
  },
};
