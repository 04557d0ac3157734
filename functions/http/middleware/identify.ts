/** Says who asks. */
import { boardPath } from "../board-root.ts";
import type { Principal, Verifier } from "../principal.ts";
import type { Middleware } from "../services.ts";

/** They tell everybody the same, also while the store is away that credentials are looked up in. */
const FOR_ANYBODY: ReadonlySet<string> = new Set(["/health", "/v1/limits"]);

export function identify(verify: Verifier): Middleware {
  return (c, next) => {
    const admit = (principal: Principal) => {
      c.set("principal", principal);
      return next();
    };
    const shown = c.req.header("Authorization");
    const authorization = shown === undefined || FOR_ANYBODY.has(boardPath(c.req.path)) ? undefined : shown;
    const principal = verify(authorization, c.get("deadline"), c.req.raw);
    return principal instanceof Promise ? principal.then(admit) : admit(principal);
  };
}
