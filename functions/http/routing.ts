/** The table of routes: which operations a path has, what each needs, and what every path answers beside them. */
import type { Hono } from "hono";
import { AppError } from "../../core/errors.ts";
import { type ParameterSpec, type ParameterValues, readParameters } from "./parameters.ts";
import { assertScope, type Scope } from "./principal.ts";
import type { RequestContext, RequestFacts } from "./services.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Operation {
  readonly scope: Scope;
  /** Of the query; absent where the handler reads it itself (functions/openapi says how). */
  readonly parameters?: ParameterSpec;
  handle(c: RequestContext): Response | Promise<Response>;
}

/** Paths (Hono's patterns) to their operations. `HEAD` comes with `GET`, `OPTIONS` with every path. */
export type RouteTable = Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;

/** An operation that has read the query for its handler: unknown, repeated, empty and wrong parameters are refused together. */
export function operation<S extends ParameterSpec>(definition: {
  readonly scope: Scope;
  readonly parameters: S;
  handle(c: RequestContext, parameters: ParameterValues<S>): Response | Promise<Response>;
}): Operation {
  const { scope, parameters, handle } = definition;
  return { scope, parameters, handle: (c) => handle(c, readParameters(c.req.url, parameters)) };
}

export function mount(app: Hono<RequestFacts>, table: RouteTable): void {
  for (const [path, operations] of Object.entries(table)) {
    for (const [method, { scope, handle }] of Object.entries(operations)) {
      app.on(method, path, (c) => {
        assertScope(c.get("principal"), scope);
        return handle(c);
      });
    }
    const allow = [...Object.keys(operations), ...("GET" in operations ? ["HEAD"] : []), "OPTIONS"];
    app.all(path, (c) => (c.req.method === "OPTIONS" ? preflight(c, allow) : refuseMethod(c, allow)));
  }
}

/** Request headers that a browser may send from a page of another origin. */
const REQUEST_HEADERS =
  "Authorization, Content-Encoding, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id";
const ONE_DAY_SECONDS = "86400";

function preflight(c: RequestContext, allow: readonly string[]): Response {
  return c.body(null, 204, {
    Allow: allow.join(", "),
    "Access-Control-Allow-Methods": allow.join(", "),
    "Access-Control-Allow-Headers": REQUEST_HEADERS,
    "Access-Control-Max-Age": ONE_DAY_SECONDS,
  });
}

function refuseMethod(c: RequestContext, allow: readonly string[]): never {
  throw new AppError("method_not_allowed", `${c.req.method} does not work here, only ${allow.join(", ")}`, {
    details: { allow },
  });
}
