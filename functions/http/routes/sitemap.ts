/** The pages of all published listings, for crawlers (https://www.sitemaps.org/protocol.html). */
import { wholeNumber } from "../parameters.ts";
import { operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

/** Sitemaps that one index may name. */
const MAX_PARTS = 50_000;

export function sitemapRoutes(services: Services): RouteTable {
  const read = operation({
    scope: "public",
    parameters: { part: wholeNumber(1, MAX_PARTS) },
    handle: async (c, { part }) => (await import("../sitemap-answer.ts")).answerSitemap(c, services, part),
  });
  return { "/sitemap.xml": { GET: read } };
}
