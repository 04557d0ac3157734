/** Every request ends: what it asks of the store is given up together with it. */
import type { RequestLimits } from "../../request-limits.ts";
import type { Middleware } from "../services.ts";

export function deadline({ timeoutMs }: RequestLimits): Middleware {
  return async (c, next) => {
    c.set("deadline", AbortSignal.timeout(timeoutMs));
    await next();
  };
}
