/**
 * The Cloud Run functions: `api`, and `maintenance`, which only the scheduler's account may call (the platform sees to that).
 * Plain request listeners: the functions framework finds them by name.
 */
import { getRequestListener } from "@hono/node-server";
import { functionSettings, requiredVariable } from "./function-settings.ts";
import { ADMIN } from "./http/principal.ts";
import { lazyBlobStore } from "./lazy-blob-store.ts";
import { configuredService } from "./lazy-service.ts";
import { nodeEnv } from "./node-env.ts";
import type { Stores } from "./open-service.ts";
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from "./request-limits.ts";

const MIB = 1024 * 1024;

/** Cloud Run takes 32 MiB over HTTP/1 (https://cloud.google.com/run/quotas); the functions framework parses up to 1 GB before us. */
const CLOUD_RUN_LIMITS: RequestLimits = {
  ...DEFAULT_REQUEST_LIMITS,
  importBytes: 30 * MIB,
  importDecodedBytes: 64 * MIB,
  importTimeoutMs: 25_000,
  importTakingMs: 5_000,
};

const environment = process.env;
const env = nodeEnv({ log: (line) => process.stdout.write(`${line}\n`) });

const service = configuredService({ env, limits: CLOUD_RUN_LIMITS }, () => {
  const { board: name, verify } = functionSettings(environment, environment.FIRESTORE_EMULATOR_HOST);
  return { verify, name, openStores };
});

const scheduled = configuredService({ env, limits: CLOUD_RUN_LIMITS }, () => {
  const { board: name } = functionSettings(environment, environment.FIRESTORE_EMULATOR_HOST);
  return { verify: () => ADMIN, name, openStores };
});

export const api = getRequestListener((request) => service.fetch(request));

/** Whatever is asked of it, it maintains; a failure is an error status, which the scheduler tries again. */
export const maintenance = getRequestListener(() =>
  scheduled.fetch(new Request("https://localhost/v1/maintenance", { method: "POST" })),
);

async function openStores(): Promise<Stores> {
  const projectId = requiredVariable(environment, "GOOGLE_CLOUD_PROJECT");
  const bucket = requiredVariable(environment, "ROLECALL_BUCKET");
  const databaseId = environment.ROLECALL_DATABASE || "(default)";
  const endpoint = environment.STORAGE_EMULATOR_HOST;
  const emulatorHost = environment.FIRESTORE_EMULATOR_HOST;
  const { firestoreKeySpace } = await import("../adapters/firestore/key-space.ts");
  const blobs = lazyBlobStore(async () => {
    const { gcsBlobStore } = await import("../adapters/gcs/blob-store.ts");
    return gcsBlobStore({ bucket, projectId, ...(endpoint ? { endpoint } : {}) });
  });
  return { space: firestoreKeySpace({ projectId, databaseId, ...(emulatorHost ? { emulatorHost } : {}) }), blobs };
}
