/** Suggestions while somebody types (contract, section 5). */
import type { RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

export function suggestRoutes(services: Services): RouteTable {
  return {
    "/v1/suggest": {
      GET: {
        scope: "public",
        handle: async (c) => (await import("../suggest-answer.ts")).answerSuggest(c, services),
      },
    },
  };
}
