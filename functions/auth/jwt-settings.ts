/** What is pinned of tokens that an identity provider signs. */
import { AppError } from "../../core/errors.ts";
import type { Environment } from "../endpoint.ts";
import { isLoopbackHost } from "../loopback.ts";

/** Signatures that only the issuer can make. Never `HS256` and its like: their key is whatever text both sides call so. */
const JWT_ALGORITHMS = ["RS256", "ES256", "EdDSA"] as const;

export type JwtAlgorithm = (typeof JWT_ALGORITHMS)[number];

export interface JwtSettings {
  /** The `iss` of every token, to the letter. */
  readonly issuer: string;
  /** In the `aud` of every token, to the letter. */
  readonly audience: string;
  /** Where the issuer publishes its keys. */
  readonly jwksUrl: string;
  readonly algorithms: readonly JwtAlgorithm[];
  /** Claim that names the board which a token is for. */
  readonly boardClaim: string;
}

const REQUIRED = ["ROLECALL_JWT_ISSUER", "ROLECALL_JWT_AUDIENCE", "ROLECALL_JWT_JWKS_URL"] as const;
const DEFAULT_BOARD_CLAIM = "rolecall_board";

/**
 * `undefined` when none of the three variables is set that are required.
 * @throws AppError `invalid_parameter`, naming the variable: half a configuration must not be none.
 */
export function jwtSettings(environment: Environment): JwtSettings | undefined {
  const given = REQUIRED.filter((name) => environment[name]);
  if (given.length === 0) return undefined;
  const [issuer, audience, jwksUrl] = REQUIRED.map((name) => required(environment, name));
  return {
    issuer: issuer ?? "",
    audience: audience ?? "",
    jwksUrl: checkedUrl(jwksUrl ?? ""),
    algorithms: algorithmsOf(environment.ROLECALL_JWT_ALGORITHMS),
    boardClaim: environment.ROLECALL_JWT_BOARD_CLAIM || DEFAULT_BOARD_CLAIM,
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value) return value;
  throw new AppError("invalid_parameter", `${name} is not set: tokens need all of ${REQUIRED.join(", ")}`);
}

/** Over plain HTTP anybody on the way could put a key of theirs among the issuer's. */
function checkedUrl(text: string): string {
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopbackHost(url.hostname));
  if (url !== null && isSafe) return url.href;
  throw new AppError(
    "invalid_parameter",
    `ROLECALL_JWT_JWKS_URL=${text} must be an https URL; http is only for this machine's own addresses`,
  );
}

function algorithmsOf(text: string | undefined): readonly JwtAlgorithm[] {
  if (!text) return JWT_ALGORITHMS;
  const names = text.split(/[\s,]+/).filter((name) => name !== "");
  const known = JWT_ALGORITHMS.filter((algorithm) => names.includes(algorithm));
  if (known.length > 0 && known.length === new Set(names).size) return known;
  const choice = JWT_ALGORITHMS.join(", ");
  throw new AppError("invalid_parameter", `ROLECALL_JWT_ALGORITHMS=${text} must be some of ${choice}`);
}
