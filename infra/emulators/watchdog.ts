/**
 * Runs one command in a process group and a folder of its own, and ends both when standard input closes. A pipe is closed
 * by the kernel however its holder ends, SIGKILL included: so no emulator outlives the program that started it, and no
 * data of it stays behind. This process is in a session of its own too: Ctrl-C in a terminal reaches the program alone.
 *
 * Takes one argument, a `WatchedCommand` in JSON. Prints the process group's id, then, when it is over, how it ended.
 */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "./emulator.ts";

/** What the watchdog is told. */
export interface WatchedCommand extends Command {
  /** Where the command runs and writes; removed when it has ended. */
  readonly folder: string;
  /** Run when the command has ended, however it did. */
  readonly cleanup?: Command;
}

/** From SIGTERM to SIGKILL. All four emulators end in well under a second when asked. */
const PATIENCE_MS = 4_000;

/** So much of what the emulator printed is told when it ends: enough for a stack trace. */
const TAIL_CHARACTERS = 4_000;

const { command, args, folder, cleanup }: WatchedCommand = JSON.parse(process.argv[2] ?? "");

// The program that started this one may be gone by the time there is something to tell it.
process.stdout.on("error", () => undefined);

const logPath = join(folder, "output.log");
const log = openSync(logPath, "a");
const child = spawn(command, args, { cwd: folder, detached: true, stdio: ["ignore", log, log] });
closeSync(log);
process.stdout.write(`${child.pid ?? ""}\n`);

child.on("error", (error) => end(`cannot be started: ${error.message}`));
child.on("exit", (code, signal) => end(signal === null ? `ended with status ${code}` : `ended by ${signal}`));

process.stdin.on("error", () => undefined);
process.stdin.on("close", () => {
  signalGroup("SIGTERM");
  setTimeout(() => signalGroup("SIGKILL"), PATIENCE_MS).unref();
});
process.stdin.resume();

function signalGroup(signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: the group is empty. macOS says EPERM of a group whose members have all ended.
    if (!["ESRCH", "EPERM"].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}

function end(how: string): void {
  // The leader may be a shell script; what it started goes with it.
  signalGroup("SIGKILL");
  if (cleanup !== undefined) spawnSync(cleanup.command, cleanup.args, { stdio: "ignore" });
  const tail = readFileSync(logPath, "utf8").slice(-TAIL_CHARACTERS).trim();
  // Retried: a child that has just been killed may still have been writing.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.stdout.write(tail === "" ? how : `${how}:\n${tail}`);
  process.exit();
}
