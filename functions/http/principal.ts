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
 * Says who asks of one board, from the request's `Authorization`. At once for a caller without one: nobody waits for nothing.
 * @throws AppError `unauthenticated` for credentials that are not valid here, `not_found` for valid ones of another board,
 *   `unavailable` when they cannot be checked; none at all are `ANONYMOUS`.
 */
export type Verifier = (
  authorization: string | undefined,
  signal?: AbortSignal,
  /** What else of it there is to judge by, where no credentials are asked for. */
  request?: Request,
) => Principal | Promise<Principal>;

/** What a key or a token can be given; `admin` may do everything on its board. */
export const GRANTED_SCOPES = ["listings:write", "changes:read", "admin"] as const satisfies readonly Scope[];

export type GrantedScope = (typeof GRANTED_SCOPES)[number];

/** To the letter. */
export function isGranted(word: string): word is GrantedScope {
  return GRANTED_SCOPES.some((scope) => scope === word);
}

const EVERY_SCOPE: ReadonlySet<Scope> = new Set<Scope>(["public", "listings:write", "changes:read", "admin"]);

/** Every caller of a default board without a verifier: it listens on the loopback interface only (contract, section 1). */
export const LOCAL_ADMIN: Principal = { id: "local", scopes: EVERY_SCOPE };

/** Whoever has the operator's key. */
export const ADMIN: Principal = { id: "admin", scopes: EVERY_SCOPE };

/** Whoever shows no credentials. */
export const ANONYMOUS: Principal = { id: "anonymous", scopes: new Set<Scope>(["public"]) };

/** @throws AppError `unauthenticated` for a caller without credentials, else `forbidden`, naming the scope that is missing. */
export function assertScope(principal: Principal, scope: Scope): void {
  if (scope === "public" || principal.scopes.has(scope) || principal.scopes.has("admin")) return;
  if (principal === ANONYMOUS)
    throw new AppError("unauthenticated", `this needs a key or token with the scope ${scope}`);
  throw new AppError("forbidden", `this needs the scope ${scope}`);
}
