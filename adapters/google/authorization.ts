import { AppError, isAppError } from "../../core/errors.ts";
import { type HttpClient, httpClient } from "./http-client.ts";

/** Who a request is from. */
export interface Authorization {
  /** The headers that say so; asked for at each request, so cheap while a token is valid. @throws AppError `unavailable`. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** The service did not accept them: the next ones must be new. */
  forget(): void;
}

/** Always the same headers; the emulators want no more. */
export function fixedAuthorization(headers: Readonly<Record<string, string>>): Authorization {
  return { headers: async () => headers, forget: () => {} };
}

/**
 * Application Default Credentials (https://cloud.google.com/docs/authentication/application-default-credentials). On Cloud
 * Run the metadata server is asked directly: Google's library costs 55 ms of CPU and 316 KB, and is loaded only where
 * credentials may be anything else (a key file, `gcloud auth application-default login`, workload identity federation).
 */
export function defaultAuthorization(env: NodeJS.ProcessEnv = process.env): Authorization {
  const isCloudRun = env.K_SERVICE !== undefined || env.CLOUD_RUN_JOB !== undefined;
  return isCloudRun && !env.GOOGLE_APPLICATION_CREDENTIALS
    ? metadataAuthorization(env.GCE_METADATA_HOST || "metadata.google.internal")
    : libraryAuthorization();
}

const TOKEN_PATH = "/computeMetadata/v1/instance/service-accounts/default/token";

/** The metadata server is on the same machine and answers within milliseconds. */
const METADATA_TIMEOUT_MS = 5_000;

/** It hands out a new token when the last one has less than 5 minutes left, so asking sooner would bring the same again. */
const STALE_BEFORE_EXPIRY_S = 240;

/** What is known of the token until a service does not accept it. */
interface TokenState {
  held: HeldToken | undefined;
  /** The one request that is under way. */
  renewal: Promise<HeldToken> | undefined;
}

interface HeldToken {
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, as `expiresAt`. */
  readonly staleAt: number;
  readonly expiresAt: number;
}

/**
 * The token of the function's own service account, one request for it at a time. While the old token is valid, a renewal
 * that fails fails no call, and one that takes long delays only the call that began it; the next call asks again.
 */
function metadataAuthorization(host: string): Authorization {
  const client = httpClient({ endpoint: `http://${host}`, timeoutMs: METADATA_TIMEOUT_MS });
  let state: TokenState = { held: undefined, renewal: undefined };

  async function renewed(own: TokenState): Promise<HeldToken> {
    try {
      own.held = await readToken(client);
      return own.held;
    } catch (cause) {
      const old = validOf(own);
      if (old !== undefined) return old;
      throw isAppError(cause) ? cause : noCredentials("the metadata server gave no token", cause);
    } finally {
      own.renewal = undefined;
    }
  }

  async function current(): Promise<HeldToken> {
    const old = validOf(state);
    if (old !== undefined && (state.renewal !== undefined || Date.now() < old.staleAt)) return old;
    state.renewal ??= renewed(state);
    return state.renewal;
  }

  return {
    async headers() {
      return (await current()).headers;
    },
    forget() {
      // A renewal under way may bring the same token again: it serves those who wait for it, and nobody later.
      state.held = undefined;
      state = { held: undefined, renewal: undefined };
    },
  };
}

function validOf({ held }: TokenState): HeldToken | undefined {
  return held !== undefined && Date.now() < held.expiresAt ? held : undefined;
}

interface Token {
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
}

async function readToken(client: HttpClient): Promise<HeldToken> {
  const askedAt = Date.now();
  const headers = { "metadata-flavor": "Google" };
  const { status, body } = await client.send({ method: "GET", path: TOKEN_PATH, headers });
  const text = Buffer.from(body).toString();
  if (status !== 200) throw noCredentials(`the metadata server answered ${status}`, text.slice(0, 200));
  const token: unknown = JSON.parse(text);
  if (!isToken(token)) throw noCredentials("the metadata server's answer holds no token", undefined);
  return {
    headers: { authorization: `Bearer ${token.access_token}` },
    staleAt: askedAt + (token.expires_in - STALE_BEFORE_EXPIRY_S) * 1_000,
    expiresAt: askedAt + token.expires_in * 1_000,
  };
}

function isToken(value: unknown): value is Token {
  if (typeof value !== "object" || value === null) return false;
  const { access_token, expires_in } = value as Partial<Token>;
  return typeof access_token === "string" && typeof expires_in === "number";
}

const SCOPES = ["https://www.googleapis.com/auth/cloud-platform"];

function libraryAuthorization(): Authorization {
  let auth: ReturnType<typeof load> | undefined;

  async function load() {
    const { GoogleAuth } = await import("google-auth-library");
    // Unless a project is named, the library looks for one first, by `gcloud` and over the network; nothing here uses it.
    return new GoogleAuth({ scopes: SCOPES, projectId: "unused" });
  }

  return {
    async headers() {
      auth ??= load();
      try {
        // A user's credentials bring the project that pays along, so it is headers, not a token.
        return Object.fromEntries(await (await auth).getRequestHeaders());
      } catch (cause) {
        auth = undefined;
        throw noCredentials("no Google credentials", cause);
      }
    },
    forget() {
      auth = undefined;
    },
  };
}

function noCredentials(what: string, cause: unknown): AppError {
  const detail = cause instanceof Error ? `: ${cause.message}` : "";
  // A key file's owner signs the time: https://developers.google.com/identity/protocols/oauth2/service-account
  const advice = /reasonable timeframe|iat and exp/i.test(detail)
    ? "set this machine's clock"
    : "run `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS to a service account's key file";
  return new AppError("unavailable", `${what}${detail}; ${advice}`, { cause });
}
