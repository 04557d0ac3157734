/** Endpoints as the environment names them. */
import { AppError } from "../core/errors.ts";

/**
 * A URL; a host and port alone are taken for `http`, as Google's tools write them.
 * @throws AppError `invalid_parameter`, naming the variable.
 */
export function endpointUrl(variable: string, text: string): string {
  const url = /^https?:\/\//.test(text) ? text : `http://${text}`;
  if (URL.canParse(url)) return url;
  throw new AppError("invalid_parameter", `${variable}=${text} is no endpoint, such as http://127.0.0.1:8000`);
}

/** Host and port. Throws as `endpointUrl`. */
export function endpointHost(variable: string, text: string): string {
  return new URL(endpointUrl(variable, text)).host;
}
