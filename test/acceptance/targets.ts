/** The same service in four guises, each in a process of its own over a board that is new. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Running } from "../../infra/develop.ts";
import { type FrontEnd, NO_FRONT_END } from "./front-end.ts";
import { SNAPSHOT_CASES } from "./platform-cases.ts";

export interface RunningTarget {
  /** Without a path; another one after a restart. */
  readonly url: string;
  /** Ends the process and starts another one on the same board. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface Target {
  readonly name: string;
  readonly frontEnd: FrontEnd;
  start(): Promise<RunningTarget>;
}

/** One name everywhere, for ids are derived from it: what is new is the place that the board lies in. */
const BOARD = "acceptance";

/** Every caller of the functions is an administrator, which they allow for emulators on this machine only. */
export const FUNCTION_ENV = { ROLECALL_BOARD: BOARD, ROLECALL_DEVELOPMENT: "true" } as const;

const FUNCTIONS = new URL("../../functions/", import.meta.url);
const START_TIMEOUT_MS = 60_000;

/** `rolecall serve` over memory: the reference. Its board would end with the process, so it is never restarted. */
export const memory: Target = {
  name: "memory",
  frontEnd: NO_FRONT_END,
  async start() {
    const args = ["cli.ts", "serve", "--json", "--empty", "--port", "0"];
    const running = await startProgram(args, { ROLECALL_STORE: "memory:", ROLECALL_BLOBS: "memory:" });
    return { ...running, restart: async () => {} };
  },
};

/** The container's program over SQLite and a folder. */
export const sqlite: Target = {
  name: "sqlite",
  frontEnd: { ...NO_FRONT_END, cases: SNAPSHOT_CASES },
  async start() {
    const folder = await mkdtemp(join(tmpdir(), "rolecall-acceptance-"));
    const stores = {
      ROLECALL_STORE: `sqlite:${join(folder, "board.db")}`,
      ROLECALL_BLOBS: `file:${join(folder, "blobs")}`,
    };
    const removed = () => rm(folder, { recursive: true, force: true });
    try {
      return await restartable(() => startProgram(["node.ts"], { ...stores, PORT: "0" }), removed);
    } catch (error) {
      await removed();
      throw error;
    }
  },
};

/** What runs over stores that outlive it; `removed` takes them away at the end. */
export async function restartable(
  start: () => Promise<Running>,
  removed: () => Promise<void> = async () => {},
): Promise<RunningTarget> {
  let running = await start();
  return {
    get url() {
      return running.url;
    },
    async restart() {
      await running.stop();
      running = await start();
    },
    async stop() {
      try {
        await running.stop();
      } finally {
        await removed();
      }
    },
  };
}

async function startProgram(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Running> {
  const [file = "", ...rest] = args;
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, FUNCTIONS)), ...rest], {
    // Nothing of the environment but what a program needs to run, so that no setting of the machine changes an answer.
    env: { PATH: process.env.PATH ?? "", ROLECALL_BOARD: BOARD, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await printedAddress(child).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  return { url, stop: () => stopped(child) };
}

/** Both programs tell it on their first line, which is JSON. */
function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const failed = (why: string) => reject(new Error(`the target ${why}:\n${printed}`));
    const late = setTimeout(() => failed("did not say its address"), START_TIMEOUT_MS);
    child.once("exit", (code) => failed(`ended with ${code}`));
    child.stderr?.on("data", (chunk: Buffer) => {
      printed += chunk.toString("utf8");
    });
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk.toString("utf8");
      const [, address] = /"address":"(http:[^"]+)"/.exec(printed) ?? [];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    });
  });
}

/** As a platform stops a container; it has to end by itself and say that all is well. */
async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  }
  if (child.exitCode !== 0) throw new Error(`the target ended with ${child.exitCode ?? child.signalCode}`);
}
