/**
 * The HTTP service over one board, as a Hono app: nothing in it knows what process, socket or function it runs in.
 *
 * ```ts
 * const app = createApp({ board, blobs, follower: follower({ board, env }), env });
 * const answer = await app.request("/v1/search?q=engineer");
 * ```
 */
import type { Hono } from "hono";
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from "../request-limits.ts";
import { appOf } from "./frame.ts";
import { logEnd } from "./log-end.ts";
import { LOCAL_ADMIN, type Verifier } from "./principal.ts";
import { changeRoutes } from "./routes/changes.ts";
import { exportRoutes } from "./routes/exports.ts";
import { healthRoutes, readyRoutes } from "./routes/health.ts";
import { importRoutes } from "./routes/imports.ts";
import { limitRoutes } from "./routes/limits.ts";
import { listingRoutes } from "./routes/listings.ts";
import { maintenanceRoutes } from "./routes/maintenance.ts";
import { parseRoutes } from "./routes/parse.ts";
import { searchRoutes } from "./routes/search.ts";
import { sourceRoutes } from "./routes/sources.ts";
import type { RouteTable } from "./routing.ts";
import type { RequestFacts, Services } from "./services.ts";

export interface AppOptions extends Omit<Services, "limits" | "logEnd"> {
  /** Default: `DEFAULT_REQUEST_LIMITS`. */
  readonly requestLimits?: Partial<RequestLimits>;
  /** Default: every caller is `LOCAL_ADMIN`. */
  readonly verify?: Verifier;
}

export function createApp({ requestLimits, verify = () => LOCAL_ADMIN, ...options }: AppOptions): Hono<RequestFacts> {
  const { env, board } = options;
  const limits = { ...DEFAULT_REQUEST_LIMITS, ...requestLimits };
  const services: Services = { ...options, limits, logEnd: logEnd({ board, env, timeoutMs: limits.timeoutMs }) };
  return appOf(routesOf(services), { env, limits, verify });
}

/** Every operation of the service. */
export function routesOf(services: Services): RouteTable {
  return {
    ...listingRoutes(services),
    ...sourceRoutes(services),
    ...importRoutes(services),
    ...exportRoutes(services),
    ...parseRoutes(services),
    ...searchRoutes(services),
    ...changeRoutes(services),
    ...maintenanceRoutes(services),
    ...readyRoutes(services),
    ...healthRoutes(),
    ...limitRoutes(services),
  };
}
