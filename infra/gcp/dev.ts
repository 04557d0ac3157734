/** `npm run dev:gcp`: the server of Cloud Run, from its bundle, over the Firestore emulator and fake-gcs-server, on PORT (8787). */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { AppError } from "../../core/errors.ts";
import { develop, type Running } from "../develop.ts";

export interface CloudRunOptions {
  /** The service's own variables; nothing of this process's environment is handed on but PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** On 127.0.0.1. Default: a free one. */
  readonly port?: number;
  /** Takes what the service prints. Default: it goes to this process's standard error. */
  readonly log?: (text: string) => void;
}

const PROGRAM = fileURLToPath(new URL("./dist/serve.cjs", import.meta.url));
/** What of a failed start is told. */
const MAX_TOLD = 2_000;

/**
 * Runs the bundle as a container of Cloud Run does, but for where it listens: without `K_SERVICE` on this machine alone.
 * @throws AppError `unavailable` when it does not come up, with the end of what it printed.
 */
export async function startCloudRun({ env, port = 0, log }: CloudRunOptions): Promise<Running> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", ...env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  let told = "";
  const listening = new Promise<string>((resolve) => {
    const hear = (chunk: Buffer) => {
      const text = chunk.toString("utf8");
      told = `${told}${text}`.slice(-MAX_TOLD);
      if (log === undefined) process.stderr.write(text);
      else log(text);
      const [, address] = /"event":"listening","address":"([^"]+)"/.exec(told) ?? [];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
  });
  const url = await Promise.race([listening, ended.then(() => undefined)]);
  if (url === undefined) throw new AppError("unavailable", `the server did not start: ${told.trim()}`);
  return {
    url,
    ended: ended.then(([code, signal]) => `ended with ${code ?? signal}`),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
    },
  };
}

if (import.meta.main) {
  await develop({
    target: "gcp",
    services: ["firestore", "gcs"],
    start: ({ port, env, emulators: { firestore, gcs } }) =>
      startCloudRun({ port, env: { ...env, GOOGLE_CLOUD_PROJECT: firestore.name, ROLECALL_BUCKET: gcs.name } }),
  });
}
