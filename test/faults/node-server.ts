/** The server of a container, in a process of its own over SQLite and a folder: what is killed, starved and misled here. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../functions/node.ts", import.meta.url));
const START_TIMEOUT_MS = 60_000;

export interface ServerOptions {
  /** Holds the database and the blobs; it outlives the process. */
  readonly folder: string;
  /** What stands before `node`, such as `strace` with its arguments. */
  readonly under?: readonly string[];
  /** Options of Node itself, before the program. */
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface NodeServer {
  readonly url: string;
  /** What it has printed so far. */
  printed(): string;
  /** As a power cut would: no handler, no flush. Returns when the process is gone. */
  kill(): Promise<void>;
  /** As a platform does. Answers the exit status. */
  stop(): Promise<number | null>;
}

/** @throws Error with what it printed when it does not come up. */
export async function startNodeServer({
  folder,
  under = [],
  nodeOptions = [],
  env,
}: ServerOptions): Promise<NodeServer> {
  const [command = "", ...args] = [...under, process.execPath, ...nodeOptions, PROGRAM];
  const child = spawn(command, args, {
    // A group of its own: what stands before it (strace) and the server are ended together.
    detached: true,
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", ...storesIn(folder), ROLECALL_RATE_PER_ADDRESS: "0", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  let text = "";
  const url = await new Promise<string>((resolve, reject) => {
    const failed = (why: string) => reject(new Error(`the server ${why}: ${text}`));
    const late = setTimeout(() => failed("does not come up"), START_TIMEOUT_MS);
    const hear = (chunk: Buffer) => {
      text += chunk.toString("utf8");
      const [, address] = /"event":"listening","address":"([^"]+)"/.exec(text) ?? [];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", (error) => failed(error.message));
    child.once("close", (code) => {
      clearTimeout(late);
      failed(`ended with ${code}`);
    });
  }).catch((error: unknown) => {
    signalGroup(child, "SIGKILL");
    throw error;
  });
  return {
    url,
    printed: () => text,
    async kill() {
      signalGroup(child, "SIGKILL");
      await ended;
    },
    async stop() {
      signalGroup(child, "SIGTERM");
      await ended;
      return child.exitCode;
    },
  };
}

/** Where a server of this folder keeps its board. */
function storesIn(folder: string): Readonly<Record<string, string>> {
  return {
    ROLECALL_STORE: `sqlite:${join(folder, "board.db")}`,
    ROLECALL_BLOBS: `file:${join(folder, "blobs")}`,
  };
}

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  process.kill(-pid, signal);
}
