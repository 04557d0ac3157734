/** What a deployed function reads of its environment, besides where its data lives. */
import { AppError } from "../core/errors.ts";
import { adminKeyVerifier } from "./admin-key.ts";
import { type Environment, withScheme } from "./endpoint.ts";
import { LOCAL_ADMIN, type Verifier } from "./http/principal.ts";
import { isLoopbackHost } from "./loopback.ts";

export interface FunctionSettings {
  readonly board: string;
  readonly verify: Verifier;
}

/**
 * @param endpoint of the store, when it is not the cloud's own.
 * @throws AppError `invalid_parameter`, naming the variable.
 */
export function functionSettings(environment: Environment, endpoint: string | undefined): FunctionSettings {
  const board = environment.ROLECALL_BOARD || "default";
  if (environment.ROLECALL_DEVELOPMENT !== "true") {
    return { board, verify: adminKeyVerifier(environment.ROLECALL_ADMIN_KEY_SHA256) };
  }
  // A real board whose every caller is an administrator must not be one mistyped variable away.
  if (!endpoint || !isLoopback(endpoint)) {
    throw new AppError("invalid_parameter", "ROLECALL_DEVELOPMENT=true is only for an emulator on this machine");
  }
  return { board, verify: () => LOCAL_ADMIN };
}

/** @throws AppError `invalid_parameter`. */
export function requiredVariable(environment: Environment, name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== "") return value;
  throw new AppError("invalid_parameter", `${name} is not set: the function does not know where its data lives`);
}

/** `http://127.0.0.1:8000` or `localhost:8080`. */
function isLoopback(endpoint: string): boolean {
  const url = URL.parse(withScheme(endpoint));
  return url !== null && isLoopbackHost(url.hostname);
}
