/** `npm run emulators` as a process of its own, with an environment that a test chooses. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const RUN = fileURLToPath(new URL("../../infra/emulators/run.ts", import.meta.url));

export interface EmulatorRun {
  readonly process: ChildProcess;
  out(): string;
  err(): string;
  readonly status: Promise<number | null>;
  /** Returns when standard error has said that; throws when the run ends before. */
  said(text: string): Promise<void>;
}

export function startRun(args: readonly string[], env: Readonly<Record<string, string>>): EmulatorRun {
  const child = spawn(process.execPath, [RUN, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [out, err] = [collected(child.stdout), collected(child.stderr)];
  const status = once(child, "close").then(() => child.exitCode);
  return {
    process: child,
    out,
    err,
    status,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = () => err().includes(text) && resolve();
        child.stderr.on("data", look);
        status.then(() => reject(new Error(`ended before it said ${text}: ${err()}`)), reject);
        look();
      }),
  };
}

function collected(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.on("data", (chunk) => {
    text += chunk;
  });
  return () => text;
}

/** Waits until nothing answers for the process any more. */
export async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A process that has ended stays in the table until its parent asks for it; for one that lost its parent, that may take long. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

function isZombie(pid: number): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    // No /proc on this system, or gone between the two questions.
    return false;
  }
}
