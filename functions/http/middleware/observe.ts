/** Whoever counts requests, or writes a line for each, is told of every one that was answered. */
import type { Env } from "../../../core/env.ts";
import type { Instance } from "../instance.ts";
import { countingLines, methodOf, requestLine, routeOf } from "../request-line.ts";
import type { Middleware, RequestContext } from "../services.ts";

export interface ObserveOptions {
  readonly env: Env;
  readonly instance: Instance;
  /** Of the requests, for their lines. */
  readonly board?: string | undefined;
}

export function observe({ env, instance, board }: ObserveOptions): Middleware {
  function write(c: RequestContext, startedAt: number, isCold: boolean): void {
    const { log } = instance;
    if (log === undefined) return;
    const line = () => requestLine(c, { env, board, ms: env.monotonic() - startedAt, isCold });
    const isImport = c.res.headers.get("Content-Type") === "application/x-ndjson";
    // An import has ended when its last row has; that line is the summary.
    if (!isImport) log(line());
    else c.res = countingLines(c.res, (lines) => log({ ...line(), rows: Math.max(0, lines - 1) }));
  }

  return async (c, next) => {
    const startedAt = env.monotonic();
    const isCold = instance.isCold();
    await next();
    const ms = env.monotonic() - startedAt;
    instance.count?.({ route: routeOf(c), method: methodOf(c), status: c.res.status, ms });
    write(c, startedAt, isCold);
  };
}
