/** Cloud Run's bundle over the emulators of Firestore and GCS: as the server that is deployed, and in the functions framework. */
import { randomBytes } from "node:crypto";
import { bundle } from "../../infra/bundle.ts";
import type { Emulator } from "../../infra/emulators/emulator.ts";
import { startCloudRun } from "../../infra/gcp/dev.ts";
import { startFramework } from "../../infra/gcp/framework.ts";
import { CLOUD_RUN_FRONT_END, FRAMEWORK_FRONT_END } from "./platform-cases.ts";
import { FUNCTION_ENV, restartable, type Target } from "./targets.ts";

interface Emulators {
  readonly firestore: Emulator;
  readonly gcs: Emulator;
}

export function cloudRun(emulators: Emulators): Target {
  return {
    name: "Cloud Run",
    frontEnd: CLOUD_RUN_FRONT_END,
    async start() {
      await bundle("gcp");
      const env = variables(emulators);
      return restartable(() => startCloudRun({ env, log: () => undefined }));
    },
  };
}

export function functionsFramework(emulators: Emulators): Target {
  return {
    name: "the functions framework",
    frontEnd: FRAMEWORK_FRONT_END,
    async start() {
      await bundle("gcp");
      const env = variables(emulators);
      return restartable(() => startFramework({ env, log: () => undefined }));
    },
  };
}

/** The emulator has a project as soon as it is named. */
function variables({ firestore, gcs }: Emulators): Record<string, string> {
  const project = { GOOGLE_CLOUD_PROJECT: `acceptance-${randomBytes(6).toString("hex")}` };
  return { ...gcs.env, ...firestore.env, ...project, ROLECALL_BUCKET: gcs.name, ...FUNCTION_ENV };
}
