/** Says who asks. */
import type { Verifier } from "../principal.ts";
import type { Middleware } from "../services.ts";

export function identify(verify: Verifier): Middleware {
  return async (c, next) => {
    c.set("principal", verify(c.req.header("Authorization")));
    await next();
  };
}
