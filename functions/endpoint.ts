/** Endpoints that the environment names in the place of a cloud's own, as options of its adapters. */
import { AppError } from "../core/errors.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Of an AWS service by its own variable, such as `AWS_ENDPOINT_URL_S3`, else by the one for all. Throws as `urlOf`. */
export function awsEndpoint(environment: Environment, variable: string): { readonly endpoint?: string } {
  for (const name of [variable, "AWS_ENDPOINT_URL"]) {
    const text = environment[name];
    if (text) return { endpoint: urlOf(name, text).text };
  }
  return {};
}

/** Throws as `urlOf`. */
export function firestoreEmulator(environment: Environment): { readonly emulatorHost?: string } {
  const text = environment.FIRESTORE_EMULATOR_HOST;
  return text ? { emulatorHost: urlOf("FIRESTORE_EMULATOR_HOST", text).url.host } : {};
}

/** Throws as `urlOf`. */
export function storageEmulator(environment: Environment): { readonly endpoint?: string } {
  const text = environment.STORAGE_EMULATOR_HOST;
  return text ? { endpoint: urlOf("STORAGE_EMULATOR_HOST", text).text } : {};
}

/**
 * A URL; a host and port alone are taken for `http`, as Google's tools write them.
 * @throws AppError `invalid_parameter`, naming the variable.
 */
function urlOf(variable: string, text: string): { readonly text: string; readonly url: URL } {
  const full = withScheme(text);
  const url = URL.parse(full);
  if (url !== null) return { text: full, url };
  throw new AppError("invalid_parameter", `${variable}=${text} is no endpoint, such as http://127.0.0.1:8000`);
}

export function withScheme(text: string): string {
  return /^https?:\/\//.test(text) ? text : `http://${text}`;
}
