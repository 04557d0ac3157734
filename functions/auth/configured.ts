/** Who may ask what, from the environment: the same variables for a function, a container and `rolecall serve`. */
import { AppError } from "../../core/errors.ts";
import type { Environment } from "../endpoint.ts";
import { type Authentication, authentication } from "./authentication.ts";
import { jwtSettings } from "./jwt-settings.ts";

/** @throws AppError `invalid_parameter`, naming the variable. */
export function configuredAuthentication(environment: Environment): Authentication {
  return authentication({
    adminKeySha256: environment.ROLECALL_ADMIN_KEY_SHA256,
    jwt: jwtSettings(environment),
  });
}

/**
 * Whether a process of one's own asks for credentials: an operator's key, an issuer of tokens, or `ROLECALL_KEYS=true`, which
 * leaves it to the keys of the boards. Otherwise every caller is an administrator, and there must be none but its own machine.
 * @throws AppError `invalid_parameter`, naming the variable.
 */
export function asksForCredentials(environment: Environment): boolean {
  const { ROLECALL_KEYS: keys, ROLECALL_ADMIN_KEY_SHA256: adminKey } = environment;
  if (keys && keys !== "true" && keys !== "false") {
    throw new AppError("invalid_parameter", `ROLECALL_KEYS=${keys} must be true or false`);
  }
  return keys === "true" || Boolean(adminKey) || jwtSettings(environment) !== undefined;
}
