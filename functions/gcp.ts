/**
 * Cloud Run: `api`, and `maintenance`, which only the scheduler's account may call (the platform sees to that). Deployed as a
 * server of our own, `serve`; the listeners beside it are the same for Google's functions framework, which finds them by name.
 */
import { getRequestListener } from "@hono/node-server";
import { firestoreEmulator, storageEmulator } from "./endpoint.ts";
import { functionSettings, requiredVariable } from "./function-settings.ts";
import { boardPath } from "./http/board-root.ts";
import type { Arrival } from "./http/instance.ts";
import { instanceFrom } from "./instance-settings.ts";
import { lazyBlobStore } from "./lazy-blob-store.ts";
import { configuredService } from "./lazy-service.ts";
import { nodeEnv } from "./node-env.ts";
import type { Stores } from "./open-service.ts";
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from "./request-limits.ts";
import { cloudLoggingRequestLog } from "./request-log.ts";
import { arrivalOf, portNumber, runServer } from "./server.ts";

const MIB = 1024 * 1024;

/** Cloud Run takes 32 MiB over HTTP/1 (https://cloud.google.com/run/quotas). */
const CLOUD_RUN_LIMITS: RequestLimits = {
  ...DEFAULT_REQUEST_LIMITS,
  importBytes: 30 * MIB,
  importDecodedBytes: 64 * MIB,
  importTimeoutMs: 25_000,
  importTakingMs: 5_000,
};

const environment = process.env;
const write = (line: string) => void process.stdout.write(`${line}\n`);
const env = nodeEnv({ log: write });
/** Google's front end, which appends the caller's address to whatever `X-Forwarded-For` the caller sent. */
const TRUSTED_PROXIES = 1;
/** Cloud Run, which says K_SERVICE, is reached by https alone; what it asks us by is http. */
const ARRIVAL: Arrival = environment.K_SERVICE === undefined ? {} : { scheme: "https" };

const service = configuredService({ env, limits: CLOUD_RUN_LIMITS }, () => {
  const { board: name, ...settings } = functionSettings(environment, environment.FIRESTORE_EMULATOR_HOST);
  const instance = instanceFrom(
    environment,
    env,
    cloudLoggingRequestLog(write, environment.GOOGLE_CLOUD_PROJECT ?? ""),
  );
  return { ...settings, name, instance, openStores };
});

/** Below the 540 s that its service may take. */
const MAINTENANCE_LIMITS: RequestLimits = { ...CLOUD_RUN_LIMITS, timeoutMs: 500_000 };

const scheduled = configuredService({ env, limits: MAINTENANCE_LIMITS }, () => {
  const { board: name, ...settings } = functionSettings(environment, environment.FIRESTORE_EMULATOR_HOST);
  return { ...settings, name, openStores };
});

const answer = (request: Request, arrival?: Arrival) => service.fetch(request, { ...arrival, ...ARRIVAL });

/** Whatever is asked of it, it maintains every board; a failure is an error status, which the scheduler tries again. */
async function maintained(): Promise<Response> {
  try {
    const opened = await scheduled.opened();
    const { maintainBoards } = await import("./maintain-boards.ts");
    const done = await maintainBoards(opened, { signal: AbortSignal.timeout(MAINTENANCE_LIMITS.timeoutMs) });
    return Response.json(done);
  } catch (error) {
    return scheduled.refuse(error);
  }
}

/** For the functions framework. */
export const api = getRequestListener((request, env) => {
  const arrival = "incoming" in env ? arrivalOf(env.incoming, TRUSTED_PROXIES) : {};
  return answer(decoded(request), arrival);
});
export const maintenance = getRequestListener(maintained);

/** The framework has undone what this header says. Only imports take it: elsewhere it is refused, as on every target. */
function decoded(request: Request): Request {
  const isGzip = request.headers.get("content-encoding")?.toLowerCase() === "gzip";
  if (!isGzip || boardPath(new URL(request.url).pathname) !== "/v1/imports") return request;
  const headers = new Headers(request.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Request(request, { headers });
}

/**
 * The program of the container, until it is told to stop; then requests under way end. The functions framework does not serve
 * us here: it undoes gzip before anybody counts (a request of 408 KB took 866 MB), answers malformed JSON, unknown encodings
 * and odd paths itself, ends at once on SIGTERM, and starts at twice the CPU.
 */
export async function serve(): Promise<void> {
  await runServer({
    env,
    open: () => ({
      fetch: environment.ROLECALL_ENTRY === "maintenance" ? maintained : answer,
      // Outside of Cloud Run, which says K_SERVICE, nobody is in front who decides who may call.
      hostname: environment.K_SERVICE === undefined ? "127.0.0.1" : "0.0.0.0",
      port: portNumber(environment.PORT, 8080),
      trustedProxies: TRUSTED_PROXIES,
      close: async () => {
        await Promise.all([service.close(), scheduled.close()]);
      },
    }),
  });
}

async function openStores(): Promise<Stores> {
  const projectId = requiredVariable(environment, "GOOGLE_CLOUD_PROJECT");
  const bucket = requiredVariable(environment, "ROLECALL_BUCKET");
  const databaseId = environment.ROLECALL_DATABASE || "(default)";
  const { firestoreKeySpace } = await import("../adapters/firestore/key-space.ts");
  const blobs = lazyBlobStore(async () => {
    const { gcsBlobStore } = await import("../adapters/gcs/blob-store.ts");
    return gcsBlobStore({ bucket, projectId, ...storageEmulator(environment) });
  });
  return { space: firestoreKeySpace({ projectId, databaseId, ...firestoreEmulator(environment) }), blobs };
}
