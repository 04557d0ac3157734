/** The bundle under Google's functions framework, as a function of Cloud Run would run it; ours is a server of its own (`dev.ts`). */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "../../core/errors.ts";
import type { Running } from "../develop.ts";

export interface FrameworkOptions {
  /** The function's own variables; nothing of this process's environment is handed on but PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** On 127.0.0.1. Default: a free one. */
  readonly port?: number;
  /** The function's name in the bundle. Default `api`. */
  readonly target?: string;
  /** Takes what the function prints. Default: it goes to this process's standard error. */
  readonly log?: (text: string) => void;
}

export interface RunningFramework extends Running {
  /** Of the process that runs the function. */
  readonly pid: number;
}

const SOURCE = fileURLToPath(new URL("./dist", import.meta.url));
const LOOPBACK = fileURLToPath(new URL("./loopback.ts", import.meta.url));
/** What of a failed start is told. */
const MAX_TOLD = 2_000;

/**
 * Runs the bundle as Cloud Run's build would have it run: by the functions framework, in a process of its own.
 * @throws AppError `unavailable` when it does not come up, with the end of what it printed.
 */
export async function startFramework({
  env,
  port = 0,
  target = "api",
  log,
}: FrameworkOptions): Promise<RunningFramework> {
  // Its command line, which lies beside what its package exports.
  const framework = join(
    dirname(createRequire(import.meta.url).resolve("@google-cloud/functions-framework")),
    "main.js",
  );
  const child = spawn(process.execPath, ["--import", LOOPBACK, framework, "--source", SOURCE, "--target", target], {
    env: { PATH: process.env.PATH ?? "", ...variables(target), ...env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let told = "";
  const hear = (chunk: Buffer) => {
    told = `${told}${chunk.toString("utf8")}`.slice(-MAX_TOLD);
    if (log === undefined) process.stderr.write(chunk);
    else log(chunk.toString("utf8"));
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  const ended = once(child, "exit");
  const listening = once(child, "message").then(([{ port: taken }]) => Number(taken));
  const taken = await Promise.race([listening, ended.then(() => undefined)]);
  if (taken === undefined) throw new AppError("unavailable", `the functions framework did not start: ${told.trim()}`);
  return {
    url: `http://127.0.0.1:${taken}`,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
    },
  };
}

/** https://cloud.google.com/run/docs/container-contract#env-vars, and what the build of a Node function sets. */
function variables(target: string): Record<string, string> {
  return {
    NODE_ENV: "production",
    FUNCTION_TARGET: target,
    FUNCTION_SIGNATURE_TYPE: "http",
    K_SERVICE: "rolecall",
    K_REVISION: "rolecall-00001-dev",
    K_CONFIGURATION: "rolecall",
  };
}
