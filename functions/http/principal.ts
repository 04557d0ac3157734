/** Who asks, and what that caller may do. */
import { AppError } from "../../core/errors.ts";

/** `public`: whoever can reach the service. Every operation names one; there is no default. */
export type Scope = "public" | "listings:write" | "changes:read" | "admin";

export interface Principal {
  /** Stable name; part of what an idempotency key means, so that two callers may choose the same key. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
}

/**
 * Every caller of a service without a verifier: it listens on the loopback interface only (contract, section 1). Keys and
 * tokens will put other principals in this one's place, and nothing else will change.
 */
export const LOCAL_ADMIN: Principal = {
  id: "local",
  scopes: new Set<Scope>(["public", "listings:write", "changes:read", "admin"]),
};

/** @throws AppError `forbidden`, naming the scope that is missing. */
export function assertScope(principal: Principal, scope: Scope): void {
  if (scope === "public" || principal.scopes.has(scope) || principal.scopes.has("admin")) return;
  throw new AppError("forbidden", `this needs the scope ${scope}`);
}
