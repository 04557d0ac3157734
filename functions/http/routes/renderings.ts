/** A listing for those who show it: as JobPosting for search engines, as a page for people. What renders is loaded when it is used. */
import { answerListing, idInPath, viewParameter } from "../listing-answer.ts";
import { oneOf } from "../parameters.ts";
import { type Operation, operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

export function renderingRoutes(services: Services): RouteTable {
  return {
    "/v1/listings/:id/jsonld": { GET: readAsJsonLd(services) },
    "/v1/listings/:id/html": { GET: readAsHtml(services) },
  };
}

function readAsJsonLd(services: Services): Operation {
  return operation({
    scope: "public",
    parameters: { view: viewParameter, report: oneOf("true", "false") },
    handle: (c, { view, report }) =>
      answerListing(c, services, { id: idInPath(c), view }, async (record, _shown, now) => {
        const { jobPostingRendering, readinessRendering } = await import("../listing-jsonld.ts");
        return report === "true" ? readinessRendering(record) : jobPostingRendering(c, record, now);
      }),
  });
}

function readAsHtml(services: Services): Operation {
  return operation({
    scope: "public",
    parameters: { view: viewParameter },
    handle: (c, { view }) =>
      answerListing(c, services, { id: idInPath(c), view }, async (record) => {
        const { pageRendering } = await import("../listing-page.ts");
        return pageRendering(c, record);
      }),
  });
}
