/** What the environment says of a process as a whole, whatever boards it serves. */
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import type { Environment } from "./endpoint.ts";
import { type Instance, newInstance } from "./http/instance.ts";
import type { Rate } from "./http/overload/rates.ts";
import type { RequestLine } from "./http/request-line.ts";

/** Requests a second of one address, or of one key; twice as many may come at once. */
const DEFAULT_PER_SECOND = 100;
const MOST_PER_SECOND = 1_000_000;
const MOST_PROXIES = 10;
const PUBLIC_URL = "ROLECALL_PUBLIC_URL";

/**
 * `ROLECALL_RATE_PER_ADDRESS` and `ROLECALL_RATE_PER_KEY`: requests a second, 0 for no limit. `ROLECALL_REQUEST_LOG`: `false` for
 * no line about each request. `ROLECALL_PUBLIC_URL`: what links begin with, instead of the address that was asked.
 * @param log writes one.
 * @throws AppError `invalid_parameter`, naming the variable.
 */
export function instanceFrom(environment: Environment, env: Env, log?: (line: RequestLine) => void): Instance {
  const rates = {
    perAddress: rateFrom(environment, "ROLECALL_RATE_PER_ADDRESS"),
    perKey: rateFrom(environment, "ROLECALL_RATE_PER_KEY"),
  };
  const lines = environment.ROLECALL_REQUEST_LOG === "false" ? undefined : log;
  return newInstance({ env, rates, log: lines, publicUrl: publicUrlFrom(environment) });
}

/** `ROLECALL_TRUSTED_PROXIES`: how many proxies of one's own stand in front of the server. Throws as `instanceFrom`. */
export function trustedProxies(environment: Environment): number {
  return wholeNumber(environment, "ROLECALL_TRUSTED_PROXIES", 0, MOST_PROXIES);
}

/** An origin, and behind it a path if the proxy in front takes one away. */
function publicUrlFrom({ [PUBLIC_URL]: text }: Environment): string | undefined {
  if (text === undefined || text === "") return undefined;
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  const isPlain = url !== null && url.username + url.password + url.search + url.hash === "";
  if (isPlain) return url.origin + url.pathname.replace(/\/+$/, "");
  throw new AppError(
    "invalid_parameter",
    `${PUBLIC_URL}=${text} must be an http or https address without credentials, query and fragment, such as https://jobs.example.com`,
  );
}

function rateFrom(environment: Environment, name: string): Rate | undefined {
  const perSecond = wholeNumber(environment, name, DEFAULT_PER_SECOND, MOST_PER_SECOND);
  return perSecond === 0 ? undefined : { perSecond, burst: 2 * perSecond };
}

function wholeNumber(environment: Environment, name: string, otherwise: number, most: number): number {
  const text = environment[name];
  if (text === undefined || text === "") return otherwise;
  const value = Number(text);
  if (/^\d{1,7}$/.test(text) && value <= most) return value;
  throw new AppError("invalid_parameter", `${name}=${text} must be a whole number from 0 to ${most}`);
}
