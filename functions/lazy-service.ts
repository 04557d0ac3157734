/**
 * A service that opens its stores when the first request needs them: a new function answers what needs no store at once, and
 * one whose store is away says so, and opens it as soon as it is back.
 */
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import { appOf } from "./http/frame.ts";
import { ANONYMOUS, type Verifier } from "./http/principal.ts";
import { healthRoutes } from "./http/routes/health.ts";
import { limitRoutes } from "./http/routes/limits.ts";
import type { Service, Stores } from "./open-service.ts";
import type { RequestLimits } from "./request-limits.ts";

export interface LazyServiceOptions {
  readonly env: Env;
  readonly limits: RequestLimits;
  readonly verify: Verifier;
  /** Of the board. */
  readonly name: string;
  /** Called at the first need, and again at a later one when it failed. */
  readonly openStores: () => Promise<Stores>;
}

export interface LazyService {
  fetch(request: Request): Promise<Response>;
  /** The opened service. Throws what stands in its way. */
  opened(): Promise<Service>;
  close(): Promise<void>;
}

export function lazyService({ openStores, name, ...frame }: LazyServiceOptions): LazyService {
  const storeless = { ...healthRoutes(), ...limitRoutes(frame) };
  const first = appOf(storeless, frame);
  const stores = untilDone(openStores);
  const opened = untilDone(async () => {
    // Loaded when it is needed: all that a board is, which a probe of `/health` should not wait for.
    const { openService } = await import("./open-service.ts");
    return openService({ ...frame, ...(await stores()), name });
  });

  return {
    opened,
    async fetch(request) {
      if (Object.hasOwn(storeless, new URL(request.url).pathname)) return first.fetch(request);
      let service: Service;
      try {
        service = await opened();
      } catch (error) {
        return appOf({}, frame, () => notOpened(error)).fetch(request);
      }
      return service.app.fetch(request);
    },
    async close() {
      const open = await stores().catch(() => undefined);
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
      verify: () => ANONYMOUS,
      name: "default",
      openStores: () => Promise.reject(error),
    });
  }
}

/** One attempt at a time, shared by all who ask, and no further one after a success. */
function untilDone<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined;
  return () => {
    running ??= work().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}

/** What stands in the way is said to the caller: it is what whoever deploys the service needs to read. */
function notOpened(cause: unknown): unknown {
  if (!(cause instanceof AppError)) return cause;
  return new AppError("unavailable", `the board cannot be opened: ${cause.message}`, { cause });
}
