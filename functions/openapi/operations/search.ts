/** Search and suggestions. */
import { SEARCH_PARAMETERS } from "../../http/search-parameters.ts";
import { SUGGEST_PARAMETERS } from "../../http/suggest-answer.ts";
import { type AnswerEntry, json, type OperationEntries, schemaRef } from "../entry.ts";
import type { ResponseHeader } from "../headers.ts";
import { bodyOf } from "../parameters.ts";
import { NOT_MODIFIED } from "./answers.ts";

const VIEW_HEADERS: readonly ResponseHeader[] = ["Rolecall-Position", "Rolecall-Age-Ms", "Rolecall-Stale"];
const SEARCH_PROBLEMS = ["invalid_cursor", "forbidden", "not_found", "cursor_expired", "behind"] as const;

const found: AnswerEntry = {
  description: "What was found.",
  headers: ["ETag", ...VIEW_HEADERS],
  content: json(schemaRef("SearchAnswer")),
};
const unchanged: AnswerEntry = { ...NOT_MODIFIED, headers: ["ETag", ...VIEW_HEADERS] };

export const SEARCH_OPERATIONS: OperationEntries = {
  "GET /v1/search": {
    operationId: "search",
    tag: "Search",
    summary: "Search listings",
    description:
      "Only listings that are published now are found. Totals and facet counts are exact over the whole result; a facet does not apply its own filter. A cursor belongs to its query. Equal ETags mean equal results.",
    headers: ["If-None-Match"],
    query: SEARCH_PARAMETERS,
    answers: { 200: found, 304: unchanged },
    problems: SEARCH_PROBLEMS,
  },
  "POST /v1/search": {
    operationId: "searchByBody",
    tag: "Search",
    summary: "Search listings, asked for in a body",
    description: "The parameters of the search as members of an object: lists, numbers and booleans as such.",
    body: json(bodyOf(SEARCH_PARAMETERS, "A search; null equals absent.")),
    answers: { 200: { ...found, headers: VIEW_HEADERS } },
    problems: [...SEARCH_PROBLEMS, "invalid_json", "invalid_body", "too_large", "unsupported_media_type"],
  },
  "GET /v1/suggest": {
    operationId: "suggest",
    tag: "Search",
    summary: "Complete what a person is typing",
    description:
      "Values of published listings that have all words of `q`, the last one as the start of a longer word, the commonest first.",
    headers: ["If-None-Match"],
    query: SUGGEST_PARAMETERS,
    required: ["q"],
    answers: {
      200: { description: "Values.", headers: ["ETag", ...VIEW_HEADERS], content: json(schemaRef("Suggestions")) },
      304: unchanged,
    },
    problems: ["behind"],
  },
};
