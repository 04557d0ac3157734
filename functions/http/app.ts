/**
 * The HTTP service over one board, as a Hono app: nothing in it knows what process, socket or function it runs in.
 *
 * ```ts
 * const app = createApp({ board, blobs, follower: follower({ board, env }), env });
 * const answer = await app.request("/v1/search?q=engineer");
 * ```
 */
import { Hono } from "hono";
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from "../request-limits.ts";
import { logEnd } from "./log-end.ts";
import { commonHeaders } from "./middleware/common-headers.ts";
import { deadline } from "./middleware/deadline.ts";
import { identify } from "./middleware/identify.ts";
import { requestId } from "./middleware/request-id.ts";
import { LOCAL_ADMIN, type Verifier } from "./principal.ts";
import { problemAnswer } from "./problem.ts";
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
import { mount, type RouteTable } from "./routing.ts";
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

interface Frame {
  readonly env: Env;
  readonly limits: RequestLimits;
  readonly verify: Verifier;
}

/** What every answer has, whatever routes there are. `otherwise`: why there is no other route. */
export function appOf(
  table: RouteTable,
  { env, limits, verify }: Frame,
  otherwise: (path: string) => unknown = noRoute,
): Hono<RequestFacts> {
  const app = new Hono<RequestFacts>();
  app.use(requestId(env), commonHeaders, identify(verify), deadline(limits));
  mount(app, table);
  app.notFound((c) => problemAnswer(c, env, otherwise(c.req.path)));
  app.onError((error, c) => problemAnswer(c, env, error));
  return app;
}

function noRoute(path: string): AppError {
  return new AppError("not_found", `there is no route ${path.slice(0, 200)}`);
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
