/** Google's Firestore emulator: a part of the Cloud SDK. */
import { realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { type EmulatorKind, type Environment, NAME } from "./emulator.ts";
import { findJava, findProgram, isProgram, NO_JAVA } from "./parts.ts";

const PROGRAM = "platform/cloud-firestore-emulator/cloud_firestore_emulator";

/** Debian's package: components come from apt there, never from `gcloud components`. */
const DEBIAN_ROOT = "/usr/lib/google-cloud-sdk";

export const firestore: EmulatorKind = {
  service: "firestore",
  title: "the Firestore emulator",
  endpointVariable: "FIRESTORE_EMULATOR_HOST",
  endpointOf: (value) => `http://${value}`,
  env: (endpoint) => ({ GOOGLE_CLOUD_PROJECT: NAME, FIRESTORE_EMULATOR_HOST: new URL(endpoint).host }),
  healthPath: "/",
  native: async (env) => {
    const java = await findJava(env);
    if (java === undefined) return NO_JAVA;
    const roots = await sdkRoots(env);
    for (const root of roots) {
      const command = join(root, PROGRAM);
      if (!(await isProgram(command))) continue;
      // The script takes the Java to run from its environment.
      return {
        run: ({ port }) => ({ command, args: ["start", "--host=127.0.0.1", `--port=${port}`], env: { JAVA: java } }),
      };
    }
    return { missing: `it is not in a Cloud SDK (looked in ${roots.join(", ")})`, remedy: await remedy(env) };
  },
  docker: {
    image: "gcr.io/google.com/cloudsdktool/google-cloud-cli:emulators",
    port: 8080,
    args: () => ["gcloud", "emulators", "firestore", "start", "--host-port=0.0.0.0:8080"],
  },
  // Projects and databases come into being when they are named.
  prepare: async () => undefined,
};

/** Where the Cloud SDK may be: beside its `gcloud`, then where its installers put it. */
async function sdkRoots(env: Environment): Promise<string[]> {
  const gcloud = await findProgram("gcloud", env);
  const own = gcloud === undefined ? [] : [dirname(dirname(await realpath(gcloud)))];
  const home = join(env.HOME ?? homedir(), "google-cloud-sdk");
  return [...new Set([...own, env.CLOUDSDK_ROOT_DIR ?? home, home, DEBIAN_ROOT])];
}

async function remedy(env: Environment): Promise<string> {
  const gcloud = await findProgram("gcloud", env);
  if (gcloud === undefined)
    return "install the Cloud SDK (https://cloud.google.com/sdk/docs/install) and in it cloud-firestore-emulator";
  return (await realpath(gcloud)).startsWith(DEBIAN_ROOT)
    ? "sudo apt-get install google-cloud-cli-firestore-emulator"
    : "gcloud components install cloud-firestore-emulator";
}
