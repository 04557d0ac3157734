/** What every answer has, whatever routes there are: light enough for a function that answers before it has loaded the rest. */
import { Hono } from "hono";
import { TrieRouter } from "hono/router/trie-router";
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import type { RequestLimits } from "../request-limits.ts";
import { commonHeaders } from "./middleware/common-headers.ts";
import { deadline } from "./middleware/deadline.ts";
import { identify } from "./middleware/identify.ts";
import { requestId } from "./middleware/request-id.ts";
import type { Verifier } from "./principal.ts";
import { problemAnswer } from "./problem.ts";
import { mount, type RouteTable } from "./routing.ts";
import type { RequestFacts } from "./services.ts";

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
  // The default one compiles its table for the first request: 3 to 4 ms of a start.
  const app = new Hono<RequestFacts>({ router: new TrieRouter() });
  app.use(requestId(env), commonHeaders, deadline(limits), identify(verify));
  mount(app, table);
  app.notFound((c) => problemAnswer(c, env, otherwise(c.req.path)));
  app.onError((error, c) => problemAnswer(c, env, error));
  return app;
}

function noRoute(path: string): AppError {
  return new AppError("not_found", `there is no route ${path.slice(0, 200)}`);
}
