/** Feeds of any query (contract, section 5): the newest of a search for those who come again, each listing whole. */
import type { Operation, RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

export function feedRoutes(services: Services): RouteTable {
  const feed = (name: "rss" | "json" | "xml"): { readonly GET: Operation } => ({
    GET: { scope: "public", handle: async (c) => (await import("../feed-answer.ts")).answerFeed(c, services, name) },
  });
  return { "/v1/feed.rss": feed("rss"), "/v1/feed.json": feed("json"), "/v1/feed.xml": feed("xml") };
}
