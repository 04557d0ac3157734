/** How often one caller may ask: 429, and when to come back (contract, section 1). */
import { AppError } from "../../../core/errors.ts";
import type { Rate, RateTable } from "../overload/rates.ts";
import { ANONYMOUS, LOCAL_ADMIN } from "../principal.ts";
import type { Middleware, RequestContext } from "../services.ts";

/** By who asks, whatever address it is from: behind the check of credentials. */
export function rateLimit(perKey: RateTable): Middleware {
  return async (c, next) => {
    const principal = c.get("principal");
    if (principal !== ANONYMOUS && principal !== LOCAL_ADMIN) assertRate(c, "key", perKey, principal.id);
    await next();
  };
}

/** @throws AppError `rate_limited`. */
export function assertRate(c: RequestContext, name: string, table: RateTable, caller: string): void {
  const seconds = table.take(caller);
  if (seconds !== undefined) throw rateLimited(c, name, table.rate, seconds);
}

/** Also says what the rate is (draft-ietf-httpapi-ratelimit-headers-10: quota, window in seconds, what is left and until when). */
export function rateLimited(c: RequestContext, name: string, { perSecond, burst }: Rate, seconds: number): AppError {
  c.header("RateLimit-Policy", `"${name}";q=${burst};w=${Math.ceil(burst / perSecond)}`);
  c.header("RateLimit", `"${name}";r=0;t=${seconds}`);
  const message = `too many requests of one ${name}: ${perSecond} a second, ${burst} at once`;
  return new AppError("rate_limited", message, { details: { retryAfterSeconds: seconds } });
}
