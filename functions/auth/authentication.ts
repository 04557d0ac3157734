/**
 * Who asks, for every board of a process: from the operator's key, API keys and tokens of an identity provider. A credential is
 * for one verifier, by its form; what checks keys and tokens is loaded by the first that comes, so that anonymous readers
 * pay nothing.
 */
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import type { KeySpace } from "../../core/ports.ts";
import { ADMIN, ANONYMOUS, LOCAL_ADMIN, type Principal, type Verifier } from "../http/principal.ts";
import { isLoopbackHost } from "../loopback.ts";
import { once } from "../once.ts";
import { isOperatorKey } from "./admin-key.ts";
import type { ApiKeyVerifier } from "./api-key-verifier.ts";
import { bearerToken, formOf } from "./bearer.ts";
import type { JwtSettings } from "./jwt-settings.ts";
import type { VerifiedToken } from "./jwt-verifier.ts";

/** The board that a request is for. */
export interface AskedBoard {
  readonly name: string;
  /** The one without a prefix: what is the deployment's own (its key, tokens that name no board) is of it alone. */
  readonly isDefault: boolean;
  readonly space: KeySpace;
  readonly env: Env;
}

/** A verifier for each board: what opens one says nothing of another. */
export type Authentication = (board: AskedBoard) => Verifier;

export interface AuthenticationOptions {
  /** SHA-256 of the operator's key, hexadecimal. Default: there is no such key. */
  readonly adminKeySha256?: string | undefined;
  /** Default: tokens are refused. */
  readonly jwt?: JwtSettings | undefined;
}

/** @throws AppError `invalid_parameter` for a hash that is none. */
export function authentication({ adminKeySha256, jwt }: AuthenticationOptions = {}): Authentication {
  const isAdmin = isOperatorKey(adminKeySha256);
  // One for all boards: it holds the issuer's keys.
  let tokens: ((token: string) => Promise<VerifiedToken>) | undefined;

  async function verifyToken(token: string, settings: JwtSettings, env: Env): Promise<VerifiedToken> {
    const { jwtVerifier } = await import("./jwt-verifier.ts");
    tokens ??= jwtVerifier(settings, env);
    return tokens(token);
  }

  return (board) => {
    const keys = once(async (): Promise<ApiKeyVerifier> => {
      const { apiKeyVerifier } = await import("./api-key-verifier.ts");
      return apiKeyVerifier({ space: board.space, env: board.env, board: board.name });
    });
    return (authorization, signal) => {
      if (authorization === undefined) return ANONYMOUS;
      const token = bearerToken(authorization);
      const form = formOf(token);
      if (form === "api-key") return keys.get().then(({ verify }) => verify(token, signal));
      if (form === "jwt" && jwt !== undefined) {
        return verifyToken(token, jwt, board.env).then((verified) => bearerOf(verified, board));
      }
      if (board.isDefault && isAdmin(token)) return ADMIN;
      throw unknownCredentials(board);
    };
  };
}

interface LocalOptions {
  /** The events of a function name the host of their platform, also in an emulator. Default: only hosts of this machine are. */
  readonly isAnyHostOurs?: boolean;
}

/**
 * For a process that only its own machine can reach: every caller is an administrator of the default board, and of no other. But
 * a browser on this machine runs what other sites sent it, and such a page, or a name of its site's that points here, has
 * nobody's leave: it reads what everybody may.
 */
export function localAuthentication({ isAnyHostOurs = false }: LocalOptions = {}): Authentication {
  const others = authentication();
  const verify: Verifier = (_authorization, _signal, request) => {
    if (request === undefined) return LOCAL_ADMIN;
    const origin = request.headers.get("Origin");
    const isOurs = (origin === null || isLocal(origin)) && (isAnyHostOurs || isLocal(request.url));
    return isOurs ? LOCAL_ADMIN : ANONYMOUS;
  };
  return (board) => (board.isDefault ? verify : others(board));
}

function isLocal(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && isLoopbackHost(url.hostname);
}

/** @throws AppError `not_found`: whoever is of another board has no business to know of this one. */
function bearerOf({ subject, scopes, board }: VerifiedToken, asked: AskedBoard): Principal {
  const isHere = board === undefined ? asked.isDefault : board === asked.name;
  if (!isHere) throw new AppError("not_found", `there is no board ${asked.name} for this token`);
  return { id: `jwt:${subject}`, scopes };
}

function unknownCredentials({ name, isDefault }: AskedBoard): AppError {
  const where = isDefault ? "" : ` for board ${name}`;
  return new AppError("unauthenticated", `the Authorization header holds no key or token of this service${where}`);
}
