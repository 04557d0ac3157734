/**
 * The public keys of an identity provider, from the one address that is configured: kept, fetched again when they are old or a
 * token names an unknown one, and used on for a day while the provider is away.
 */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type ExportedJWKSCache,
  errors,
  type JWTVerifyGetKey,
  jwksCache,
} from "jose";
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";

/** A token with an unknown key id makes us ask the provider at most so often. */
const COOLDOWN_MS = 30_000;
const MAX_AGE_MS = 10 * 60_000;
const TIMEOUT_MS = 2_000;
/** How long the last keys that were read serve while the provider is away. */
const LAST_GOOD_MS = 24 * 60 * 60_000;
/** A provider that is away is asked again after so long, while its last keys serve. */
const AWAY_PAUSE_MS = 30_000;
/** Providers publish a handful of keys, of 1 KB at most each. */
const MAX_BYTES = 256 * 1024;

/** @throws AppError `unavailable` while the provider is away and no keys of it are left; errors of jose for a key that is not there. */
export function issuerKeys(url: string, env: Pick<Env, "now" | "log">): JWTVerifyGetKey {
  // What jose writes there after each fetch that went well.
  const cache: Partial<ExportedJWKSCache> = {};
  const remote = createRemoteJWKSet(new URL(url), {
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: MAX_AGE_MS,
    timeoutDuration: TIMEOUT_MS,
    [customFetch]: fetchBounded,
    // Its type has no name for a cache that is still empty, which it takes.
    [jwksCache]: cache as ExportedJWKSCache,
  });
  let awaySince = Number.NEGATIVE_INFINITY;
  let local: { readonly readAt: number; readonly keys: JWTVerifyGetKey } | undefined;

  function lastGood(): JWTVerifyGetKey | undefined {
    const { jwks, uat } = cache;
    if (jwks === undefined || uat === undefined || env.now() - uat > LAST_GOOD_MS) return undefined;
    if (local?.readAt !== uat) local = { readAt: uat, keys: createLocalJWKSet(jwks) };
    return local.keys;
  }

  return async (header, token) => {
    const kept = lastGood();
    if (kept !== undefined && env.now() - awaySince < AWAY_PAUSE_MS) return kept(header, token);
    try {
      return await remote(header, token);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      awaySince = env.now();
      env.log("jwks_unavailable", { error: String(error), isServedFromLastKeys: kept !== undefined });
      if (kept !== undefined) return kept(header, token);
      throw new AppError("unavailable", "the keys of the token's issuer cannot be read at the moment", {
        cause: error,
      });
    }
  };
}

/** The keys were read, and the token's is not among them. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

/** `fetch`, whose answer cannot fill the memory. Given plain header fields: a bundle may bring header classes of its own. */
async function fetchBounded(
  url: string,
  { headers, method, redirect, signal }: { headers: Headers; method: "GET"; redirect: "manual"; signal: AbortSignal },
): Promise<Response> {
  const answer = await fetch(url, { headers: Object.fromEntries(headers), method, redirect, signal });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES)
      throw new AppError("too_large", `the issuer's keys are over the limit of ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: Math.max(200, answer.status) });
}
