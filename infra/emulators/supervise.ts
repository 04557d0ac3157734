/** Runs a command under the watchdog: it ends when asked, and whenever this process does, however that comes about. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Environment } from "./emulator.ts";
import type { WatchedCommand } from "./watchdog.ts";

const WATCHDOG = fileURLToPath(new URL("./watchdog.ts", import.meta.url));

export interface Supervised {
  /** How it ended and the end of what it printed. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Starts the command in a process group of its own; `stop` ends the whole group and returns when it is gone. */
export function supervise(watched: WatchedCommand, env: Environment): Supervised {
  const watchdog = spawn(process.execPath, [WATCHDOG, JSON.stringify(watched)], {
    env: { ...env, ...watched.env },
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  // Writing fails when the watchdog is gone; `ended` says so.
  watchdog.stdin.on("error", () => undefined);
  const printed = text(watchdog.stdout);
  const ended = once(watchdog, "close").then(async () => {
    const [group = "", ...how] = (await printed).split("\n");
    if (watchdog.signalCode !== null) endOrphan(Number(group), watched);
    return how.join("\n") || `its watchdog ended by ${watchdog.signalCode}`;
  });
  return {
    ended,
    stop: async () => {
      watchdog.stdin.end();
      await ended;
    },
  };
}

/** The watchdog itself was killed: what it watched is ended from here. */
function endOrphan(group: number, { folder, cleanup }: WatchedCommand): void {
  try {
    if (group > 0) process.kill(-group, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
  if (cleanup !== undefined) spawnSync(cleanup.command, cleanup.args, { stdio: "ignore" });
  rmSync(folder, { recursive: true, force: true });
}
