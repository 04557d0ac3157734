/** The log, and the service itself. */
import { json, type OperationEntries, schemaRef } from "../entry.ts";
import { NOT_MODIFIED } from "./answers.ts";

export const SERVICE_OPERATIONS: OperationEntries = {
  "GET /v1/changes": {
    operationId: "listChanges",
    tag: "Changes",
    summary: "Read the log",
    description:
      "From the beginning without `cursor`. `nextCursor` is always there; poll with it. Time passing `visibleFrom` or `visibleUntil` is no change. 410 when the log was trimmed behind the cursor, or the board is another one: start again from an export.",
    answers: { 200: { description: "A page.", content: json(schemaRef("ChangePage")) } },
    problems: ["invalid_cursor", "cursor_expired"],
  },
  "POST /v1/maintenance": {
    operationId: "maintain",
    tag: "Service",
    summary: "Do what is due",
    description:
      "Publishes the index if anything has changed, deletes what nobody can need any more. Idempotent; a schedule calls it.",
    answers: { 200: { description: "What was done.", content: json(schemaRef("Maintenance")) } },
    problems: ["outcome_unknown"],
  },
  "GET /v1/verify": {
    operationId: "verify",
    tag: "Service",
    summary: "Compare index and store",
    description: "Reads everything, at one position of the log.",
    answers: { 200: { description: "The comparison.", content: json(schemaRef("Verification")) } },
    problems: ["behind"],
  },
  "GET /v1/limits": {
    operationId: "getLimits",
    tag: "Service",
    summary: "Read the limits",
    description: "Those of a listing are equal everywhere, those of a request are this deployment's.",
    answers: { 200: { description: "The limits.", content: json(schemaRef("Limits")) } },
  },
  "GET /health": {
    operationId: "getHealth",
    tag: "Service",
    summary: "Whether the process serves",
    description: "Needs no store: a platform must not restart a process for the store's sake.",
    answers: { 200: { description: "It does.", content: json(schemaRef("Health")) } },
    isUnguarded: true,
  },
  "GET /ready": {
    operationId: "getReadiness",
    tag: "Service",
    summary: "Whether searches can be answered",
    description: "503 with the reason while they cannot.",
    answers: { 200: { description: "They can.", content: json(schemaRef("Readiness")) } },
    problems: ["behind"],
  },
  "GET /openapi.json": {
    operationId: "getOpenApiDocument",
    tag: "Service",
    summary: "Read this document",
    description: "OpenAPI 3.1. Its ETag changes with what it says.",
    headers: ["If-None-Match"],
    answers: {
      200: { description: "The document.", headers: ["ETag"], content: json(schemaRef("OpenApiDocument")) },
      304: NOT_MODIFIED,
    },
  },
  "GET /docs": {
    operationId: "getDocumentationPage",
    tag: "Service",
    summary: "Read this document as a page",
    description: "One HTML page, without scripts, that needs nothing else.",
    headers: ["If-None-Match"],
    answers: {
      200: {
        description: "The page.",
        headers: ["ETag", "Content-Security-Policy"],
        content: { "text/html": { type: "string" } },
      },
      304: { ...NOT_MODIFIED, headers: ["ETag", "Content-Security-Policy"] },
    },
  },
};
