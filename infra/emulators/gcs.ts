/** fake-gcs-server: Google Cloud Storage with generations and preconditions, built by Go. */
import { join } from "node:path";
import { AppError } from "../../core/errors.ts";
import { type EmulatorKind, type Environment, NAME } from "./emulator.ts";
import { cacheFolder, isProgram } from "./parts.ts";

export const FAKE_GCS_VERSION = "v1.56.1";

/** The program, or where it will be. */
export function fakeGcsPath(env: Environment): string {
  return join(cacheFolder(env), `fake-gcs-server-${FAKE_GCS_VERSION}`, "fake-gcs-server");
}

/** `port` is the one that callers see: uploads in several steps are sent on to an address that must lead back here. */
function options(port: number): string[] {
  const host = `127.0.0.1:${port}`;
  return [
    "-scheme",
    "http",
    "-backend",
    "memory",
    "-log-level",
    "warn",
    "-public-host",
    host,
    "-external-url",
    `http://${host}`,
  ];
}

export const gcs: EmulatorKind = {
  service: "gcs",
  title: "fake-gcs-server",
  endpointVariable: "STORAGE_EMULATOR_HOST",
  endpointOf: (value) => (/^https?:/.test(value) ? value : `http://${value}`),
  env: (endpoint) => ({ GOOGLE_CLOUD_PROJECT: NAME, STORAGE_EMULATOR_HOST: endpoint }),
  healthPath: "/_internal/healthcheck",
  native: async (env) => {
    const command = fakeGcsPath(env);
    if (!(await isProgram(command))) {
      return { missing: `it is not in ${cacheFolder(env)}`, remedy: "npm run emulators -- --install gcs" };
    }
    return {
      run: ({ port }) => ({ command, args: ["-host", "127.0.0.1", "-port", String(port), ...options(port)] }),
    };
  },
  docker: {
    image: `fsouza/fake-gcs-server:${FAKE_GCS_VERSION.slice(1)}`,
    port: 4443,
    args: (published) => ["-port", "4443", ...options(published)],
  },
  prepare: createBucket,
};

async function createBucket(endpoint: string): Promise<void> {
  const response = await fetch(`${endpoint}/storage/v1/b?project=${NAME}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: NAME }),
  });
  const answer = await response.text();
  if (!response.ok && response.status !== 409) {
    throw new AppError("unavailable", `${endpoint} answered ${response.status} when asked for a bucket: ${answer}`);
  }
}
