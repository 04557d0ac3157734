/** `npm run dev:gcp`: the server of Cloud Run, from its bundle, over the Firestore emulator and fake-gcs-server, on PORT (8787). */
import { fileURLToPath } from "node:url";
import { develop } from "../develop.ts";
import { type ChildServer, startChildServer } from "./child-server.ts";

export interface CloudRunOptions {
  /** The service's own variables; nothing of this process's environment is handed on but PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** On 127.0.0.1. Default: a free one. */
  readonly port?: number;
  /** Takes what the service prints. Default: it goes to this process's standard error. */
  readonly log?: (text: string) => void;
}

const PROGRAM = fileURLToPath(new URL("./dist/serve.cjs", import.meta.url));
/**
 * Runs the bundle as a container of Cloud Run does, but for where it listens: without `K_SERVICE` on this machine alone.
 * @throws AppError `unavailable` when it does not come up, with the end of what it printed.
 */
export function startCloudRun({ env, port = 0, log }: CloudRunOptions): Promise<ChildServer> {
  return startChildServer({
    name: "the server",
    args: [PROGRAM],
    env: { NODE_ENV: "production", ...env, PORT: String(port) },
    log,
    hasChannel: false,
    listening: (_child, heard) =>
      new Promise((resolve) => {
        heard((told) => {
          const [, address] = /"event":"listening","address":"([^"]+)"/.exec(told) ?? [];
          if (address !== undefined) resolve(address);
        });
      }),
  });
}

if (import.meta.main) {
  await develop({
    target: "gcp",
    services: ["firestore", "gcs"],
    start: ({ port, env, emulators: { firestore, gcs } }) =>
      startCloudRun({ port, env: { ...env, GOOGLE_CLOUD_PROJECT: firestore.name, ROLECALL_BUCKET: gcs.name } }),
  });
}
