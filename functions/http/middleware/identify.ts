/** Says who asks. The one place that keys and tokens will change; until then the service listens on loopback only. */
import type { Principal } from "../principal.ts";
import type { Middleware } from "../services.ts";

/** Takes every caller for this one. */
export function identify(principal: Principal): Middleware {
  return async (c, next) => {
    c.set("principal", principal);
    await next();
  };
}
