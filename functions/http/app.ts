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
import { DEFAULT_ROOT, rootedAt } from "./board-root.ts";
import { appOf } from "./frame.ts";
import { type ImportSlots, importSlots } from "./import-slots.ts";
import type { Instance } from "./instance.ts";
import { logEnd } from "./log-end.ts";
import { LOCAL_ADMIN, type Verifier } from "./principal.ts";
import { changeRoutes } from "./routes/changes.ts";
import { documentRoutes } from "./routes/document.ts";
import { exportRoutes } from "./routes/exports.ts";
import { feedRoutes } from "./routes/feeds.ts";
import { healthRoutes, readyRoutes } from "./routes/health.ts";
import { importRoutes } from "./routes/imports.ts";
import { limitRoutes } from "./routes/limits.ts";
import { listingRoutes } from "./routes/listings.ts";
import { maintenanceRoutes } from "./routes/maintenance.ts";
import { parseRoutes } from "./routes/parse.ts";
import { renderingRoutes } from "./routes/renderings.ts";
import { searchRoutes } from "./routes/search.ts";
import { sitemapRoutes } from "./routes/sitemap.ts";
import { sourceRoutes } from "./routes/sources.ts";
import { suggestRoutes } from "./routes/suggest.ts";
import { verifyRoutes } from "./routes/verify.ts";
import type { RouteTable } from "./routing.ts";
import type { RequestFacts, Services } from "./services.ts";

export interface AppOptions extends Omit<Services, "limits" | "logEnd" | "publisher" | "importSlots" | "publicUrl"> {
  /** Default: one that publishes before an import is answered. */
  readonly publisher?: Publisher;
  /** Shared by all boards of a process. Default: `limits.importsAtOnce` of its own. */
  readonly importSlots?: ImportSlots;
  /** Default: `DEFAULT_REQUEST_LIMITS`. */
  readonly requestLimits?: Partial<RequestLimits>;
  /** Default: every caller is `LOCAL_ADMIN`. */
  readonly verify?: Verifier;
  /** Where its routes begin. Default: `/v1`, as for the default board. */
  readonly root?: string;
  /** As in `appOf`. */
  readonly instance?: Instance | undefined;
}

export function createApp({
  requestLimits,
  verify = () => LOCAL_ADMIN,
  root = DEFAULT_ROOT,
  instance,
  ...options
}: AppOptions): Hono<RequestFacts> {
  const { env, board, blobs } = options;
  const limits = { ...DEFAULT_REQUEST_LIMITS, ...requestLimits };
  const services: Services = {
    publisher: publisher({ board, blobs, env }),
    importSlots: importSlots(env, limits),
    ...options,
    limits,
    publicUrl: instance?.publicUrl,
    logEnd: logEnd({ board, env, timeoutMs: limits.timeoutMs }),
  };
  return appOf(rootedAt(root, routesOf(services)), { env, limits, verify, instance, board: board.name });
}

/** Every operation of the service. */
export function routesOf(services: Services): RouteTable {
  const routes: RouteTable = {
    ...listingRoutes(services),
    ...renderingRoutes(services),
    ...sourceRoutes(services),
    ...importRoutes(services),
    ...exportRoutes(services),
    ...parseRoutes(services),
    ...searchRoutes(services),
    ...suggestRoutes(services),
    ...feedRoutes(services),
    ...sitemapRoutes(services),
    ...changeRoutes(services),
    ...maintenanceRoutes(services),
    ...verifyRoutes(services),
    ...readyRoutes(services),
    ...healthRoutes(),
    ...limitRoutes(services),
    ...documentRoutes(services, () => routes),
  };
  return routes;
}
