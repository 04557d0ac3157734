/** What fits: the limits of a listing, equal everywhere, and those of a request, which are this deployment's. */
import { LISTING_LIMITS } from "../../../core/listing/limits.ts";
import { publicCaching } from "../caching.ts";
import { operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

export function limitRoutes({ env, limits }: Pick<Services, "env" | "limits">): RouteTable {
  const read = operation({
    scope: "public",
    parameters: {},
    handle: (c) =>
      c.json({ listing: LISTING_LIMITS, request: limits }, 200, { "Cache-Control": publicCaching(c, env.now()) }),
  });
  return { "/v1/limits": { GET: read } };
}
