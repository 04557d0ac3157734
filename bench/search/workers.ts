/** The processes in which the engines are, as the bench sees them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Built, Command, Corpus, EngineName, Measured, Reply } from "./serve.ts";

const RUN = fileURLToPath(new URL("../run.ts", import.meta.url));
/** For the engines that keep everything as objects. */
const HEAP_MB = 12_000;
/** For 100,000 listings, or fewer; the making of the listings included, which the engine's own limit leaves out. */
const START_LIMIT_MS = 45 * 60_000;

export interface Worker {
  readonly name: EngineName;
  readonly built: Built;
  ask(command: Command): Promise<Reply>;
  stop(): Promise<void>;
}

export interface WorkerOptions extends Corpus {
  /** The one that all engines run on in turn; needs `taskset`. Default: whichever is free. */
  readonly cpu?: string;
}

/** Or why there is none. */
export async function startWorker(name: EngineName, options: WorkerOptions): Promise<Worker | string> {
  const { listings, seed, length, folder } = options;
  const given = { engine: name, listings, seed, length, folder };
  const args = Object.entries(given).map(([key, value]) => `--${key}=${value}`);
  const child = start([`--max-old-space-size=${HEAP_MB}`, "--expose-gc", RUN, "search", ...args], options.cpu, "ipc");
  const timer = setTimeout(() => child.kill("SIGKILL"), START_LIMIT_MS * Math.max(1, listings / 100_000));
  const first = await replyOf(child);
  clearTimeout(timer);
  if (!("built" in first)) {
    child.kill("SIGKILL");
    return "failed" in first ? first.failed : "answered before it was built";
  }
  return {
    name,
    built: first.built,
    async ask(command) {
      if (!child.connected) return { failed: "ended before" };
      child.send(command);
      return replyOf(child);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      child.disconnect();
      await exit;
    },
  };
}

/** Runs the bench itself once more, for one figure that it prints as JSON: what a whole new process takes. */
export async function freshProcess(args: readonly string[], cpu: string | undefined): Promise<unknown> {
  const child = start([RUN, "search", ...args], cpu, "pipe");
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
  return JSON.parse(text);
}

function start(args: readonly string[], cpu: string | undefined, channel: "ipc" | "pipe"): ChildProcess {
  const node = [process.execPath, "--disable-warning=ExperimentalWarning", ...args];
  const [command = "", ...rest] = cpu === undefined ? node : ["taskset", "-c", cpu, ...node];
  return spawn(command, rest, {
    stdio: ["ignore", channel === "pipe" ? "pipe" : "inherit", "inherit", ...(channel === "ipc" ? [channel] : [])],
  });
}

function replyOf(child: ChildProcess): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      child.off("message", onMessage).off("exit", onExit).off("error", onError);
      settle();
    };
    const onMessage = (message: unknown) => done(() => resolve(message as Reply));
    const onExit = (code: number | null, signal: string | null) =>
      done(() => resolve({ failed: `ended with ${signal ?? code}` }));
    const onError = (error: Error) => done(() => reject(error));
    child.on("message", onMessage).on("exit", onExit).on("error", onError);
  });
}

/** `undefined` of an engine that did not survive the question: the others go on. */
export function measuredOf(reply: Reply): Measured | undefined {
  return "measured" in reply ? reply.measured : undefined;
}
