/** Feeds and sitemaps, for readers and crawlers that come again. */

import type { JsonSchema } from "../../http/json-schema.ts";
import { SEARCH_PARAMETERS } from "../../http/search-parameters.ts";
import type { OperationEntries, OperationEntry } from "../entry.ts";
import type { ResponseHeader } from "../headers.ts";
import { NOT_MODIFIED } from "./answers.ts";

const VIEW_HEADERS: readonly ResponseHeader[] = ["ETag", "Rolecall-Position", "Rolecall-Age-Ms", "Rolecall-Stale"];

export const FEED_OPERATIONS: OperationEntries = {
  "GET /v1/feed.rss": feed("getRssFeed", "RSS 2.0", "application/rss+xml", { type: "string" }),
  "GET /v1/feed.json": feed("getJsonFeed", "JSON Feed 1.1", "application/feed+json", { type: "object" }),
  "GET /v1/feed.xml": feed("getXmlFeed", "XML as Indeed reads it", "application/xml", { type: "string" }),
  "GET /sitemap.xml": {
    operationId: "getSitemap",
    tag: "Search",
    summary: "The pages of all published listings, for crawlers",
    description: "One sitemap, or an index of several; each entry's `lastmod` is true.",
    headers: ["If-None-Match"],
    answers: {
      200: { description: "The sitemap.", headers: VIEW_HEADERS, content: { "application/xml": { type: "string" } } },
      304: { ...NOT_MODIFIED, headers: VIEW_HEADERS },
    },
    problems: ["not_found", "behind"],
  },
};

function feed(operationId: string, format: string, mediaType: string, schema: JsonSchema): OperationEntry {
  return {
    operationId,
    tag: "Search",
    summary: `Follow a search, as ${format}`,
    description:
      "Takes the parameters of the search and has its order (`sort=newest` for the newest first); each listing is whole. `facet`, `highlight`, `explain` and `explainId` are taken and change nothing: a feed has no place for what they ask for.",
    headers: ["If-None-Match"],
    query: SEARCH_PARAMETERS,
    answers: {
      200: { description: "The feed.", headers: [...VIEW_HEADERS, "Link"], content: { [mediaType]: schema } },
      304: { ...NOT_MODIFIED, headers: VIEW_HEADERS },
    },
    problems: ["invalid_cursor", "forbidden", "cursor_expired", "behind"],
  };
}
