import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A program of this folder in a process of its own, that reports in lines on its standard output. */
export interface Child {
  readonly process: ChildProcess;
  /** Every whole line it has printed. A line that is here was acknowledged: it was printed after the answer. */
  readonly lines: readonly string[];
  /** Resolves when it has ended, by itself or not, and all its lines are here. */
  readonly ended: Promise<{ readonly code: number | null; readonly errors: string }>;
}

/** Starts `node <program> <args>`. `maxFileKiB` makes every write past that size of a file fail, as on a full disk. */
export function startChild(program: URL, args: readonly string[], options: { maxFileKiB?: number } = {}): Child {
  const command = [process.execPath, fileURLToPath(program), ...args];
  // POSIX counts `ulimit -f` in blocks of 512 bytes. Node ignores SIGXFSZ, so the write itself fails, with EFBIG.
  const limit = options.maxFileKiB === undefined ? "" : `ulimit -f ${options.maxFileKiB * 2}; `;
  const child = spawn("sh", ["-c", `${limit}exec "$@"`, "sh", ...command], { stdio: ["ignore", "pipe", "pipe"] });

  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = once(child, "close").then(() => ({ code: child.exitCode, errors }));
  return { process: child, lines, ended };
}

/** Lets the child acknowledge so many lines, then kills it as a power cut would: no handler, no flush. */
export async function killAfter(child: Child, acknowledged: number): Promise<readonly string[]> {
  let isOver = false;
  const ended = child.ended.then(() => {
    isOver = true;
  });
  while (child.lines.length < acknowledged && !isOver) await new Promise((resolve) => setImmediate(resolve));
  child.process.kill("SIGKILL");
  await ended;
  return child.lines;
}
