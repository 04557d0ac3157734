/** The servers of the HTTP bench and its client, each a process on a core of its own where there are two. */
import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Load, Outcome } from "./client.ts";

const SERVER_CORE = 0;
const CLIENT_CORE = 1;
const TASKSET = "/usr/bin/taskset";

export interface BenchServer {
  readonly port: number;
  readonly process: ChildProcess;
  stop(): void;
}

export interface Sample {
  readonly perSecond: number;
  /** CPU time of the server for one request, in microseconds. */
  readonly cpuUs: number;
  /** Cores that the server had: clearly below 1, the client or the machine was the limit. */
  readonly busy: number;
  readonly wrong: number;
}

export function startHello(): Promise<BenchServer> {
  return start(new URL("hello.ts", import.meta.url), {});
}

export function startRolecall({ store, blobs }: { readonly store: string; readonly blobs: string }) {
  return start(new URL("../../functions/node.ts", import.meta.url), {
    ROLECALL_STORE: store,
    ROLECALL_BLOBS: blobs,
    ROLECALL_REQUEST_LOG: "false",
  });
}

async function start(program: URL, env: Readonly<Record<string, string>>): Promise<BenchServer> {
  const child = onCore(SERVER_CORE, program, {
    env: { PATH: process.env.PATH ?? "", PORT: "0", HOST: "127.0.0.1", ...env },
    execArgv: ["--import", new URL("cpu.ts", import.meta.url).href],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  if (child.stdout === null) throw new Error("the server has no output");
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`${program.pathname} ended`)));
    lines.on("line", (line) => {
      const [, found] = /"listening","address":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(line) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
  });
  return { port, process: child, stop: () => void child.kill("SIGTERM") };
}

/** What one kind of requests takes. */
export async function measure(server: BenchServer, load: Omit<Load, "port">): Promise<Sample> {
  const client = onCore(CLIENT_CORE, new URL("client.ts", import.meta.url), {});
  const before = await cpuUs(server);
  client.send({ ...load, port: server.port } satisfies Load);
  const [outcome] = (await once(client, "message")) as [Outcome];
  const used = (await cpuUs(server)) - before;
  const { answers, ms, wrong } = outcome;
  return { perSecond: (answers * 1_000) / ms, cpuUs: used / answers, busy: used / 1_000 / ms, wrong };
}

async function cpuUs({ process: child }: BenchServer): Promise<number> {
  const answer = once(child, "message");
  child.send("cpu");
  const [used] = (await answer) as [number];
  return used;
}

/** A program. Without `taskset`, and on one core, wherever the system puts it. */
function onCore(core: number, program: URL, options: ForkOptions): ChildProcess {
  const path = fileURLToPath(program);
  if (!existsSync(TASKSET) || availableParallelism() < 2) return fork(path, options);
  const { execArgv = [], ...others } = options;
  // The program that is forked is `taskset`, and Node is what it becomes.
  return fork(process.execPath, [...execArgv, path], {
    ...others,
    execPath: TASKSET,
    execArgv: ["--cpu-list", String(core)],
  });
}
