/**
 * A service that opens its stores when the first request needs them: a new function answers what needs no store at once, and
 * one whose store is away says so, and opens it as soon as it is back.
 */
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import type { Authentication } from "./auth/authentication.ts";
import { type BoardIdentity, boardIdentity } from "./board-identity.ts";
import { guardedStores } from "./guarded-stores.ts";
import { appOf } from "./http/frame.ts";
import { type Arrival, type Instance, newInstance } from "./http/instance.ts";
import { pathOf } from "./http/path-of.ts";
import { ANONYMOUS } from "./http/principal.ts";
import { healthRoutes } from "./http/routes/health.ts";
import { limitRoutes } from "./http/routes/limits.ts";
import { once } from "./once.ts";
import type { Service, Stores } from "./open-service.ts";
import type { RequestLimits } from "./request-limits.ts";

export interface LazyServiceOptions {
  readonly env: Env;
  readonly limits: RequestLimits;
  readonly authentication: Authentication;
  /** Of the default board. */
  readonly name: string;
  /** What the process shares. Default: one of its own, without rates and log. */
  readonly instance?: Instance;
  /** As in `ServiceOptions`. */
  readonly mostOpenBoards?: number | undefined;
  /** As in `ServiceOptions`. */
  readonly isLongRunning?: boolean;
  /** Called at the first need, and again at a later one when it failed. */
  readonly openStores: () => Promise<Stores>;
}

export interface LazyService {
  fetch(request: Request, arrival?: Arrival): Promise<Response>;
  /** The answer to a request that could not even be read. */
  refuse(error: unknown): Promise<Response>;
  /** The opened service. Throws what stands in its way, after `limits.timeoutMs` at the latest. */
  opened(): Promise<Service>;
  close(): Promise<void>;
}

const SEARCH = "/v1/search";

/** In the time of the request that opens the board, which is on its way once others had a turn. */
async function loadSearch(env: Env): Promise<void> {
  await env.sleep(0);
  await import("./http/search-answer.ts");
}

export function lazyService({ openStores, ...given }: LazyServiceOptions): LazyService {
  const { env, limits, name, instance = newInstance({ env }) } = given;
  const options = { ...given, instance };
  // Who asks is for the board to say, once it is open: until then there is nothing that not everybody may hear.
  const frame = { env, limits, instance, board: name, verify: () => ANONYMOUS };
  const storeless = { ...healthRoutes(), ...limitRoutes(frame) };
  const first = appOf(storeless, frame);
  const stores = once(async () => guardedStores(await openStores(), env, instance));
  /** Of what is open; while an opening is under way there is nothing yet to look at. */
  let identity: BoardIdentity | undefined;
  const service = once(async (): Promise<Service> => {
    identity = undefined;
    // Loaded when it is needed: all that a board is, which a probe of `/health` should not wait for.
    const { openService } = await import("./open-service.ts");
    const signal = AbortSignal.timeout(limits.timeoutMs);
    const open = await openService({ ...options, ...(await stores.get()), signal });
    identity = boardIdentity(open.board, env, limits);
    return open;
  });

  async function opened(): Promise<Service> {
    if (await identity?.isReplaced()) service.forget();
    return service.get();
  }

  return {
    opened,
    refuse: async (error) => appOf({}, frame, () => error).fetch(new Request("http://localhost/")),
    async fetch(request, asked) {
      // What opening takes is taken from the request's own time.
      const arrival = { arrivedAt: env.monotonic(), ...asked };
      const pathname = pathOf(request.url);
      if (Object.hasOwn(storeless, pathname)) return first.fetch(request, arrival);
      let open: Service;
      try {
        const isFirst = service.begun() === undefined;
        const opening = opened();
        if (isFirst && pathname === SEARCH) await Promise.all([opening, loadSearch(env)]);
        open = await opening;
      } catch (error) {
        return appOf({}, frame, () => notOpened(error)).fetch(request, arrival);
      }
      return open.fetch(request, arrival);
    },
    async close() {
      const serving = await service.begun()?.catch(() => undefined);
      await serving?.close();
      const open = await stores.begun()?.catch(() => undefined);
      await Promise.all([open?.space.close(), open?.blobs.close()]);
    },
  };
}

/**
 * As `lazyService`, from a configuration that may be wrong: then `/health` answers, and everything else says what is wrong. A
 * function that failed while it was loaded would only tell its log.
 */
export function configuredService(
  frame: Pick<LazyServiceOptions, "env" | "limits">,
  configure: () => Omit<LazyServiceOptions, "env" | "limits">,
): LazyService {
  try {
    return lazyService({ ...frame, ...configure() });
  } catch (error) {
    return lazyService({
      ...frame,
      authentication: () => () => ANONYMOUS,
      name: "default",
      openStores: () => Promise.reject(error),
    });
  }
}

/** What stands in the way is said to the caller: it is what whoever deploys the service needs to read. */
function notOpened(cause: unknown): unknown {
  if (!(cause instanceof AppError)) return cause;
  return new AppError("unavailable", `the board cannot be opened: ${cause.message}`, { cause });
}
