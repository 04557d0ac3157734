/** The main process's part in the cloud suites: vitest calls `setup` before a run and `teardown` behind it. */
import type { TestProject } from "vitest/node";
import { startEmulator } from "../../infra/emulators/start.ts";
import { banner, type Coordinator, startCoordinator } from "./emulator-coordinator.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The coordinator's address. */
    emulators: string;
  }
}

let coordinator: Coordinator | undefined;

/** Starts no emulator: the first test file that needs one does. */
export async function setup(project: TestProject): Promise<void> {
  coordinator = await startCoordinator((service) => startEmulator(service));
  project.provide("emulators", coordinator.address);
}

export async function teardown(): Promise<void> {
  await coordinator?.stop();
  process.stderr.write(banner(coordinator?.notRun ?? []));
}
