/**
 * The HTTP service over one board, as a Hono app: nothing in it knows what process, socket or function it runs in.
 *
 * ```ts
 * const app = createApp({ board, blobs, follower: follower({ board, blobs, env }), env });
 * const answer = await app.request("/v1/search?q=engineer");
 * ```
 */
import type { Hono } from "hono";
import { type Publisher, publisher } from "../../core/index/publisher.ts";
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from "../request-limits.ts";
import { appOf } from "./frame.ts";
import type { Instance } from "./instance.ts";
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
import { suggestRoutes } from "./routes/suggest.ts";
import { verifyRoutes } from "./routes/verify.ts";
import type { RouteTable } from "./routing.ts";
import type { RequestFacts, Services } from "./services.ts";

export interface AppOptions extends Omit<Services, "limits" | "logEnd" | "publisher"> {
  /** Default: one that publishes before an import is answered. */
  readonly publisher?: Publisher;
  /** Default: `DEFAULT_REQUEST_LIMITS`. */
  readonly requestLimits?: Partial<RequestLimits>;
  /** Default: every caller is `LOCAL_ADMIN`. */
  readonly verify?: Verifier;
  /** As in `appOf`. */
  readonly instance?: Instance | undefined;
}

export function createApp(given: AppOptions): Hono<RequestFacts> {
  const { requestLimits, verify = () => LOCAL_ADMIN, instance, ...options } = given;
  const { env, board, blobs } = options;
  const limits = { ...DEFAULT_REQUEST_LIMITS, ...requestLimits };
  const services: Services = {
    publisher: publisher({ board, blobs, env }),
    ...options,
    limits,
    logEnd: logEnd({ board, env, timeoutMs: limits.timeoutMs }),
  };
  return appOf(routesOf(services), { env, limits, verify, instance, board: board.name });
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
    ...suggestRoutes(services),
    ...changeRoutes(services),
    ...maintenanceRoutes(services),
    ...verifyRoutes(services),
    ...readyRoutes(services),
    ...healthRoutes(),
    ...limitRoutes(services),
  };
}
