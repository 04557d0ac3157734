/** What every answer has, whatever routes there are: light enough for a function that answers before it has loaded the rest. */
import { Hono } from "hono";
import { TrieRouter } from "hono/router/trie-router";
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import type { RequestLimits } from "../request-limits.ts";
import { type Instance, newInstance } from "./instance.ts";
import { admit } from "./middleware/admit.ts";
import { commonHeaders } from "./middleware/common-headers.ts";
import { deadline } from "./middleware/deadline.ts";
import { identify } from "./middleware/identify.ts";
import { observe } from "./middleware/observe.ts";
import { rateLimit } from "./middleware/rate-limit.ts";
import { requestId } from "./middleware/request-id.ts";
import type { Verifier } from "./principal.ts";
import { problemAnswer } from "./problem.ts";
import { mount, type RouteTable } from "./routing.ts";
import type { Middleware, RequestFacts } from "./services.ts";

export interface Frame {
  readonly env: Env;
  readonly limits: RequestLimits;
  readonly verify: Verifier;
  /** Shared by all that one process serves. Default: one of its own. */
  readonly instance?: Instance | undefined;
  /** Named in the log. */
  readonly board?: string | undefined;
}

/** What every answer has, whatever routes there are. `otherwise`: why there is no other route. */
export function appOf(
  table: RouteTable,
  { env, limits, verify, instance = newInstance({ env }), board }: Frame,
  otherwise: (path: string) => unknown = noRoute,
): Hono<RequestFacts> {
  // The default one compiles its table for the first request: 3 to 4 ms of a start.
  const app = new Hono<RequestFacts>({ router: new TrieRouter() });
  const limited = instance.perKey === undefined ? [] : [rateLimit(instance.perKey)];
  app.use(inOne(requestId(env), commonHeaders, observe({ env, instance, board })));
  // On a level of its own: it looks at what those behind it have refused, which Hono makes an answer of between two levels.
  app.use(admit(instance), inOne(deadline({ env, limits }), identify(verify), ...limited));
  mount(app, table);
  app.notFound((c) => problemAnswer(c, env, otherwise(c.req.path)));
  app.onError((error, c) => problemAnswer(c, env, error));
  return app;
}

/** One level of Hono's instead of several, each of which costs every request a microsecond. */
function inOne(...middleware: readonly Middleware[]): Middleware {
  return middleware.reduceRight((inner, outer) => (c, next) => outer(c, () => inner(c, next)));
}

function noRoute(path: string): AppError {
  return new AppError("not_found", `there is no route ${path.slice(0, 200)}`);
}
