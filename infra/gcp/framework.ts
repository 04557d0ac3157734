/** The bundle under Google's functions framework, as a function of Cloud Run would run it; ours is a server of its own (`dev.ts`). */
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ChildServer, startChildServer } from "./child-server.ts";

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

const SOURCE = fileURLToPath(new URL("./dist", import.meta.url));
const LOOPBACK = fileURLToPath(new URL("./loopback.ts", import.meta.url));
/**
 * Runs the bundle as Cloud Run's build would have it run: by the functions framework, in a process of its own.
 * @throws AppError `unavailable` when it does not come up, with the end of what it printed.
 */
export function startFramework({ env, port = 0, target = "api", log }: FrameworkOptions): Promise<ChildServer> {
  // Its command line, which lies beside what its package exports.
  const framework = join(
    dirname(createRequire(import.meta.url).resolve("@google-cloud/functions-framework")),
    "main.js",
  );
  return startChildServer({
    name: "the functions framework",
    args: ["--import", LOOPBACK, framework, "--source", SOURCE, "--target", target],
    env: { ...variables(target), ...env, PORT: String(port) },
    log,
    hasChannel: true,
    listening: async (child) => {
      const [{ port: taken }] = await once(child, "message");
      return `http://127.0.0.1:${taken}`;
    },
  });
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
