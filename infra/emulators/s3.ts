/** MinIO: an S3 that takes conditional writes seriously, built by Go. */
import { join } from "node:path";
import { BucketAlreadyExists, BucketAlreadyOwnedByYou, CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { AWS_ENV, clientOptions } from "./aws-env.ts";
import { type EmulatorKind, type Environment, NAME } from "./emulator.ts";
import { cacheFolder, isProgram } from "./parts.ts";

/** The last commit of the open-source server, as `go install github.com/minio/minio@latest` named it in November 2026. */
export const MINIO_VERSION = "v0.0.0-20260212201848-7aac2a2c5b7c";

/** The program, or where it will be. */
export function minioPath(env: Environment): string {
  return join(cacheFolder(env), `minio-${MINIO_VERSION}`, "minio");
}

const SETTINGS = {
  MINIO_ROOT_USER: AWS_ENV.AWS_ACCESS_KEY_ID,
  MINIO_ROOT_PASSWORD: AWS_ENV.AWS_SECRET_ACCESS_KEY,
  MINIO_REGION: AWS_ENV.AWS_REGION,
  // Nothing beside the API, and no question to the vendor for a newer one.
  MINIO_BROWSER: "off",
  MINIO_UPDATE: "off",
} as const;

export const s3: EmulatorKind = {
  service: "s3",
  title: "MinIO",
  endpointVariable: "AWS_ENDPOINT_URL_S3",
  endpointOf: (value) => value,
  env: (endpoint) => ({ ...AWS_ENV, AWS_ENDPOINT_URL_S3: endpoint }),
  healthPath: "/minio/health/live",
  native: async (env) => {
    const command = minioPath(env);
    if (!(await isProgram(command))) {
      return { missing: `it is not in ${cacheFolder(env)}`, remedy: "npm run emulators -- --install s3" };
    }
    return {
      run: ({ port, folder }) => ({
        command,
        // Certificates of the user's own would make it speak TLS.
        args: [
          "server",
          "--quiet",
          "--certs-dir",
          join(folder, "certs"),
          "--address",
          `127.0.0.1:${port}`,
          join(folder, "data"),
        ],
        env: SETTINGS,
      }),
    };
  },
  docker: {
    // The last image that the vendor published.
    image: "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z",
    port: 9000,
    args: () => ["server", "/data"],
    env: SETTINGS,
  },
  prepare: createBucket,
};

async function createBucket(endpoint: string, env: Environment): Promise<void> {
  const client = new S3Client({ ...clientOptions(endpoint, env), forcePathStyle: true });
  try {
    await client.send(new CreateBucketCommand({ Bucket: NAME }));
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou || error instanceof BucketAlreadyExists)) throw error;
  } finally {
    client.destroy();
  }
}
