/** Emulators whose data outlive them: killed as a machine dies, and started again over what is in their folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "../../core/errors.ts";
import { type Command, type Emulator, NAME } from "../../infra/emulators/emulator.ts";
import { freePort } from "../../infra/emulators/free-port.ts";
import { emulatorKind } from "../../infra/emulators/start.ts";
import type { WireFault } from "./wire-faults.ts";

export interface MortalEmulator extends Emulator {
  /** SIGKILL to all of it. */
  kill(): Promise<void>;
  /** On the same port, over the same data. Returns when it answers. */
  revive(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** As a fault among those of the wires. */
export function deathOf({ service, kill, revive }: MortalEmulator): WireFault {
  return {
    name: `the emulator of ${service} killed, and started again over its data`,
    on: async () => {
      await kill();
      return revive;
    },
  };
}

const UP_TIMEOUT_MS = 120_000;

/** What brings the program of an emulator, where it is missing: a container's data go with it. */
export async function missingNative(service: "dynamodb" | "s3"): Promise<string | undefined> {
  const { native, title } = await emulatorKind(service);
  const found = await native(process.env);
  return "missing" in found ? `${title}: ${found.missing}; ${found.remedy}` : undefined;
}

/** Firestore's emulator and fake-gcs-server hold their data in memory: of them only the way there can be cut. */
export async function mortalEmulator(service: "dynamodb" | "s3"): Promise<MortalEmulator> {
  const kind = await emulatorKind(service);
  const found = await kind.native(process.env);
  if ("missing" in found) throw new AppError("unavailable", `${kind.title}: ${found.missing}; ${found.remedy}`);
  const { run } = found;
  const folder = await mkdtemp(join(tmpdir(), `rolecall-mortal-${service}-`));
  const place = { port: await freePort(), folder, isLasting: true };
  const endpoint = `http://127.0.0.1:${place.port}`;
  let child: ChildProcess | undefined;

  async function revive(): Promise<void> {
    child = started(await run(place), folder);
    await untilUp(endpoint + kind.healthPath, child);
  }

  async function kill(): Promise<void> {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    process.kill(-child.pid, "SIGKILL");
    await ended;
  }

  await revive();
  await kind.prepare(endpoint, kind.env(endpoint));
  return {
    service,
    endpoint,
    env: kind.env(endpoint),
    name: NAME,
    kill,
    revive,
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** In a group of its own: a start script and what it starts are killed together. */
function started({ command, args, env }: Command, folder: string): ChildProcess {
  return spawn(command, args, { cwd: folder, detached: true, env: { ...process.env, ...env }, stdio: "ignore" });
}

async function untilUp(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + UP_TIMEOUT_MS;
  for (;;) {
    const isUp = await fetch(url).then(
      ({ status }) => status < 500,
      () => false,
    );
    if (isUp) return;
    if (child.exitCode !== null || Date.now() > deadline)
      throw new AppError("unavailable", `nothing answers on ${url}`);
    await pause(50);
  }
}
