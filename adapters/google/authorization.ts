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

/** The token of the function's own service account, one request for it at a time. */
function metadataAuthorization(host: string): Authorization {
  const client = httpClient({ endpoint: `http://${host}`, timeoutMs: METADATA_TIMEOUT_MS });
  let pending: Promise<Token> | undefined;
  let staleAt = 0;

  async function renewed(): Promise<Token> {
    try {
      const token = await readToken(client);
      staleAt = Date.now() + (token.expires_in - STALE_BEFORE_EXPIRY_S) * 1_000;
      return token;
    } catch (cause) {
      pending = undefined;
      throw isAppError(cause) ? cause : noCredentials("the metadata server gave no token", cause);
    }
  }

  return {
    async headers() {
      if (pending === undefined || Date.now() >= staleAt) {
        staleAt = Number.POSITIVE_INFINITY;
        pending = renewed();
      }
      return { authorization: `Bearer ${(await pending).access_token}` };
    },
    forget() {
      pending = undefined;
    },
  };
}

interface Token {
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
}

async function readToken(client: HttpClient): Promise<Token> {
  const headers = { "metadata-flavor": "Google" };
  const { status, body } = await client.send({ method: "GET", path: TOKEN_PATH, headers });
  const text = Buffer.from(body).toString();
  if (status !== 200) throw noCredentials(`the metadata server answered ${status}`, text.slice(0, 200));
  const token: unknown = JSON.parse(text);
  if (!isToken(token)) throw noCredentials("the metadata server's answer holds no token", undefined);
  return token;
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
