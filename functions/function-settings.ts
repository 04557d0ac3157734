/** What a deployed function reads of its environment, besides where its data lives. */
import { AppError } from "../core/errors.ts";
import { type Authentication, localAuthentication } from "./auth/authentication.ts";
import { configuredAuthentication } from "./auth/configured.ts";
import { type Environment, withScheme } from "./endpoint.ts";
import { isLoopbackHost } from "./loopback.ts";
import { mostOpenBoards } from "./open-board-limit.ts";

export interface FunctionSettings {
  /** Name of the default board. */
  readonly board: string;
  readonly authentication: Authentication;
  readonly mostOpenBoards: number;
}

/**
 * @param endpoint of the store, when it is not the cloud's own.
 * @throws AppError `invalid_parameter`, naming the variable.
 */
export function functionSettings(environment: Environment, endpoint: string | undefined): FunctionSettings {
  const settings = {
    board: environment.ROLECALL_BOARD || "default",
    mostOpenBoards: mostOpenBoards(environment.ROLECALL_OPEN_BOARDS),
  };
  if (environment.ROLECALL_DEVELOPMENT !== "true") {
    return { ...settings, authentication: configuredAuthentication(environment) };
  }
  // A real board whose every caller is an administrator must not be one mistyped variable away.
  if (!endpoint || !isLoopback(endpoint)) {
    throw new AppError("invalid_parameter", "ROLECALL_DEVELOPMENT=true is only for an emulator on this machine");
  }
  return { ...settings, authentication: localAuthentication({ isAnyHostOurs: true }) };
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
