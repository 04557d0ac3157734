/** The targets of the acceptance suite, and what the catalogue has to know of each. */
import type { Emulator, Service } from "../../infra/emulators/emulator.ts";
import { cloudRun, functionsFramework } from "../acceptance/cloud-run-target.ts";
import { lambda, type RunningLambda } from "../acceptance/lambda-target.ts";
import { memory, sqlite } from "../acceptance/targets.ts";
import { LAMBDA_EVENTS } from "./classes.ts";
import { CLOUD_RUN, FRAMEWORK, LAMBDA, LOCAL } from "./platform.ts";
import { runEvents } from "./run-events.ts";
import type { HostileTarget } from "./runs.ts";

type Emulators<Name extends Service> = Readonly<Record<Name, Emulator>>;

export const hostileMemory: HostileTarget = { target: memory, platform: LOCAL };
export const hostileSqlite: HostileTarget = { target: sqlite, platform: LOCAL };

/** The bytes of C8 would only reach this machine's stand-in for the function URL: its events take their place. */
export function hostileLambda(emulators: Emulators<"dynamodb" | "s3">): HostileTarget<RunningLambda> {
  return { target: lambda(emulators), platform: LAMBDA, own: { C8: ({ invoke }) => runEvents(invoke, LAMBDA_EVENTS) } };
}

export function hostileCloudRun(emulators: Emulators<"firestore" | "gcs">): HostileTarget {
  return { target: cloudRun(emulators), platform: CLOUD_RUN };
}

export function hostileFramework(emulators: Emulators<"firestore" | "gcs">): HostileTarget {
  return { target: functionsFramework(emulators), platform: FRAMEWORK };
}
