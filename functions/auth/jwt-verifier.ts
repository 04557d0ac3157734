/** Tokens that an identity provider has signed (OIDC; RFC 7519, RFC 8725). Loaded, with jose, by the first that comes. */
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import { isGranted, type Scope } from "../http/principal.ts";
import { issuerKeys } from "./issuer-keys.ts";
import type { JwtSettings } from "./jwt-settings.ts";

/** Between the issuer's clock and ours. */
const CLOCK_TOLERANCE_SECONDS = 60;
/** A token that is stolen ends with its day. */
const MAX_LIFETIME_SECONDS = 24 * 60 * 60;
/** Header fields by which a token would choose its own key or its own rules. */
const FORBIDDEN = ["jku", "x5u", "jwk", "crit", "b64"] as const;
const MAX_SUBJECT_CHARACTERS = 255;

/** What a token says that is valid; whether its board is the one that was asked is for the caller to see. */
export interface VerifiedToken {
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Absent: the deployment's default board. */
  readonly board?: string;
}

/** Throws `unauthenticated`, and `unavailable` while no key of the issuer can be had. */
export type JwtVerifier = (token: string) => Promise<VerifiedToken>;

export function jwtVerifier(
  { issuer, audience, jwksUrl, algorithms, boardClaim }: JwtSettings,
  env: Pick<Env, "now" | "log">,
): JwtVerifier {
  const keys = issuerKeys(jwksUrl, env);
  return async (token) => {
    try {
      assertPlainHeader(token);
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        requiredClaims: ["exp", "sub"],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(env.now()),
      });
      assertShortLived(payload, env.now() / 1_000);
      return verified(payload, boardClaim);
    } catch (error) {
      throw error instanceof AppError ? error : refusal(error);
    }
  };
}

function assertPlainHeader(token: string): void {
  const header = decodeProtectedHeader(token);
  const found = FORBIDDEN.find((name) => Object.hasOwn(header, name));
  if (found !== undefined) throw invalidToken(`its header may not have ${found}`);
}

/** With or without `iat`; a token that says it was issued later than now lives from now on all the same. */
function assertShortLived({ exp = Number.POSITIVE_INFINITY, iat }: JWTPayload, now: number): void {
  const longest = MAX_LIFETIME_SECONDS + CLOCK_TOLERANCE_SECONDS;
  const lifetime = exp - Math.min(iat ?? now, now);
  if (!(lifetime <= longest)) throw invalidToken(`it may live for ${MAX_LIFETIME_SECONDS} seconds at most`);
  if (iat !== undefined && iat > now + CLOCK_TOLERANCE_SECONDS) throw invalidToken("iat lies in the future");
}

function verified(payload: JWTPayload, boardClaim: string): VerifiedToken {
  const { sub } = payload;
  if (typeof sub !== "string" || sub === "" || sub.length > MAX_SUBJECT_CHARACTERS) {
    throw invalidToken(`sub must be a text of 1 to ${MAX_SUBJECT_CHARACTERS} characters`);
  }
  const board = payload[boardClaim];
  if (board !== undefined && typeof board !== "string") throw invalidToken(boardFault(boardClaim));
  return { subject: sub, scopes: scopesOf(payload), ...(board === undefined ? {} : { board }) };
}

/** Some providers write null for what they do not know: no word of a board, and none of the default one either. */
function boardFault(claim: string): string {
  return `${claim} must be a text that names one board; only a token without it is for the default board`;
}

/** Exact words: `listings:writer` is not `listings:write`, and words of other services mean nothing here. */
function scopesOf({ scope, permissions }: JWTPayload): ReadonlySet<Scope> {
  const words = [
    ...(typeof scope === "string" ? scope.split(" ") : []),
    ...(Array.isArray(permissions) ? permissions.filter((word) => typeof word === "string") : []),
  ];
  return new Set(words.filter(isGranted));
}

/** jose's own words name the check and the claim, and never a value. */
function refusal(cause: unknown): AppError {
  const reason = cause instanceof errors.JOSEError ? cause.message : "it cannot be read";
  return new AppError("unauthenticated", `the token is not valid: ${reason}`, { cause });
}

function invalidToken(reason: string): AppError {
  return new AppError("unauthenticated", `the token is not valid: ${reason}`);
}
