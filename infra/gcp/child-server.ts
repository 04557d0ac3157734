/** A server in a process of its own, from its start until it listens, and to its end. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { AppError } from "../../core/errors.ts";
import type { Running } from "../develop.ts";

export interface ChildServerOptions {
  /** What it is called in an error. */
  readonly name: string;
  /** Behind the name of this program's own Node. */
  readonly args: readonly string[];
  /** Nothing of this process's environment is handed on but PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** Takes what it prints. Default: it goes to this process's standard error. */
  readonly log: ((text: string) => void) | undefined;
  /** Whether it also speaks over a channel, which ends with this process. */
  readonly hasChannel: boolean;
  /** Resolves with where it listens, from the process and from the end of what it printed so far, each time that grows. */
  readonly listening: (child: ChildProcess, heard: (look: (told: string) => void) => void) => Promise<string>;
}

export interface ChildServer extends Running {
  readonly ended: Promise<string>;
  readonly pid: number;
}

/** What of a failed start is told. */
const MAX_TOLD = 2_000;

/** @throws AppError `unavailable` when it does not come up, with the end of what it printed. */
export async function startChildServer(options: ChildServerOptions): Promise<ChildServer> {
  const { name, args, env, log, hasChannel } = options;
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe", ...(hasChannel ? (["ipc"] as const) : [])],
  });
  let told = "";
  const looks: ((told: string) => void)[] = [];
  const hear = (chunk: Buffer) => {
    const text = chunk.toString("utf8");
    told = `${told}${text}`.slice(-MAX_TOLD);
    if (log === undefined) process.stderr.write(text);
    else log(text);
    for (const look of looks) look(told);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  const exit = once(child, "exit");
  const listening = options.listening(child, (look) => looks.push(look));
  const url = await Promise.race([listening, exit.then(() => undefined)]);
  if (url === undefined) throw new AppError("unavailable", `${name} did not start: ${told.trim()}`);
  return {
    url,
    pid: child.pid ?? 0,
    ended: exit.then(([code, signal]) => `ended with ${code ?? signal}`),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exit;
    },
  };
}
