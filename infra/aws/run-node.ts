/** Runs a script of this repository or of a package in a process of its own, without a shell. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { AppError } from "../../core/errors.ts";

export const SERVICE_FOLDER = fileURLToPath(new URL(".", import.meta.url));

/** osls under the name by which everybody knows it; never what a bare `npx serverless` would fetch. */
const SERVERLESS = createRequire(import.meta.url).resolve("serverless/bin/serverless.js");
const BUNDLE = fileURLToPath(new URL("../bundle.ts", import.meta.url));

/** @throws AppError `unavailable` when it fails; it has said why itself. */
export function bundle(): Promise<void> {
  return runNode([BUNDLE, "aws"], process.env, "the functions could not be bundled: see above");
}

/** Runs the framework where its configuration is. Throws as `bundle`. */
export function serverless(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  return runNode([SERVERLESS, ...args], environment, `serverless ${args[0]} failed: see above`);
}

async function runNode(args: readonly string[], environment: NodeJS.ProcessEnv, failure: string): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: SERVICE_FOLDER, env: environment, stdio: "inherit" });
  const [status] = await once(child, "close");
  if (status !== 0) throw new AppError("unavailable", failure);
}
