/** An emulator from its image. The container runs in the foreground under the watchdog, which also removes it. */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import type { Command, EmulatorKind, Environment } from "./emulator.ts";

const ASK_TIMEOUT_MS = 10_000;

/** Whether a Docker engine answers; the command alone is on many machines without one. */
export async function isDockerRunning(env: Environment): Promise<boolean> {
  try {
    await promisify(execFile)("docker", ["info"], { env: { ...env }, timeout: ASK_TIMEOUT_MS });
    return true;
  } catch {
    return false;
  }
}

/**
 * The command that runs the container, on loopback only, and the one that removes it. By a name that is given once: the
 * id is known only when the container is made, and a program killed a moment earlier would leave it behind.
 */
export function dockerCommand(kind: EmulatorKind, port: number): { run: Command; cleanup: Command } {
  const name = `rolecall-${kind.service}-${randomUUID()}`;
  const { image, port: inner, args, env = {} } = kind.docker;
  const settings = Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
  const publish = ["--publish", `127.0.0.1:${port}:${inner}`];
  return {
    run: {
      command: "docker",
      args: ["run", "--rm", "--init", "--name", name, ...publish, ...settings, image, ...args(port)],
    },
    cleanup: { command: "docker", args: ["rm", "--force", name] },
  };
}
