/** The bundles of both clouds over their emulators, with Toxiproxy on the way to each store. */
import { randomBytes } from "node:crypto";
import { startLambda } from "../../infra/aws/lambda-runtime.ts";
import { bundle } from "../../infra/bundle.ts";
import type { Running } from "../../infra/develop.ts";
import type { Emulator } from "../../infra/emulators/emulator.ts";
import type { Toxiproxy } from "../../infra/emulators/toxiproxy.ts";
import { startCloudRun } from "../../infra/gcp/dev.ts";
import { newTable } from "../acceptance/lambda-target.ts";
import { FUNCTION_ENV } from "../acceptance/targets.ts";
import type { Wires } from "./wire-faults.ts";

export interface WiredTarget {
  readonly name: string;
  readonly wires: Wires;
  /** Whether one process answers all requests. */
  readonly isOneProcess: boolean;
  start(): Promise<Running>;
}

/** Requests at once, each in a process of its own as on Lambda. */
const LAMBDA_PROCESSES = 3;

export async function wiredLambda(
  { dynamodb, s3 }: { readonly dynamodb: Emulator; readonly s3: Emulator },
  toxiproxy: Toxiproxy,
): Promise<WiredTarget> {
  const wires = {
    store: await toxiproxy.proxy("dynamodb", dynamodb.endpoint),
    blobs: await toxiproxy.proxy("s3", s3.endpoint),
  };
  const table = await newTable(dynamodb);
  return {
    name: "Lambda",
    wires,
    isOneProcess: false,
    async start() {
      const bundled = await bundle("aws");
      const env = {
        ...{ ...dynamodb.env, ...s3.env, ...LOADED, ROLECALL_TABLE: table, ROLECALL_BUCKET: s3.name },
        AWS_ENDPOINT_URL_DYNAMODB: wires.store.url,
        AWS_ENDPOINT_URL_S3: wires.blobs.url,
      };
      const processes = LAMBDA_PROCESSES;
      return startLambda({ bundle: bundled, handler: "dist/index.api", env, processes, log: () => undefined });
    },
  };
}

export async function wiredCloudRun(
  { firestore, gcs }: { readonly firestore: Emulator; readonly gcs: Emulator },
  toxiproxy: Toxiproxy,
): Promise<WiredTarget> {
  const wires = {
    store: await toxiproxy.proxy("firestore", firestore.endpoint),
    blobs: await toxiproxy.proxy("gcs", gcs.endpoint),
  };
  return {
    name: "Cloud Run",
    wires,
    isOneProcess: true,
    async start() {
      await bundle("gcp");
      const env = {
        ...{ ...gcs.env, ...firestore.env, ...LOADED, ROLECALL_BUCKET: gcs.name },
        // The emulator has a project as soon as it is named.
        GOOGLE_CLOUD_PROJECT: `faults-${randomBytes(6).toString("hex")}`,
        FIRESTORE_EMULATOR_HOST: new URL(wires.store.url).host,
        STORAGE_EMULATOR_HOST: wires.blobs.url,
      };
      return startCloudRun({ env, log: () => undefined });
    },
  };
}

/** All of the load comes from one address. */
const LOADED = { ...FUNCTION_ENV, ROLECALL_RATE_PER_ADDRESS: "0" } as const;
