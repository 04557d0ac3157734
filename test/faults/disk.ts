/** Disks that fail: what a process acknowledged on one is looked for by another, which has a sound one. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { fileBlobStore } from "../../adapters/file/blob-store.ts";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import { follower } from "../../core/index/follower.ts";
import { verify } from "../../core/index/verify.ts";
import { openBoard } from "../../core/store/board.ts";
import { nodeEnv } from "../../functions/node-env.ts";

const PROGRAM = fileURLToPath(new URL("./disk-child.ts", import.meta.url));

export interface DiskFault {
  readonly name: string;
  /** What the process is started under. */
  readonly under: readonly string[];
}

/** @param which a rule of strace: `fsync,fdatasync:error=EIO:when=7` (https://man7.org/linux/man-pages/man1/strace.1.html). */
export function injected(which: string, trace?: string): DiskFault {
  const [calls = ""] = which.split(":");
  // The writes and the words of the process are only needed where their order is looked at.
  const traced = trace === undefined ? calls : "pwrite64,fsync,fdatasync,write";
  const options = ["-f", "-qq", "-y", "-s", "40", "-o", trace ?? "/dev/null", "-e", `trace=${traced}`];
  return { name: which, under: ["strace", ...options, "-e", `inject=${which}`] };
}

/** Every write past that size of a file fails, the one that crosses it in its middle. Node ignores the signal that comes with it. */
export function limitedFiles(kib: number): DiskFault {
  // POSIX counts in blocks of 512 bytes.
  return { name: `files end at ${kib} KiB`, under: ["sh", "-c", `ulimit -f ${kib * 2}; exec "$@"`, "sh"] };
}

export interface DiskReport {
  readonly acknowledged: number;
  readonly refused: readonly string[];
  readonly lost: readonly string[];
  /** What is wrong with the board that a sound process finds, and what the writing process did that the fault does not excuse. */
  readonly broken: readonly string[];
}

/** Lets a process write on the failing disk until it is through or gives up, then looks at the files from a sound one. */
export async function writeOn(folder: string, fault: DiskFault, writes: number): Promise<DiskReport> {
  const [command = "", ...args] = [...fault.under, process.execPath, PROGRAM, folder, String(writes)];
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const [out, complaint, end] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const lines = out
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
  const acknowledged = lines.filter(([what]) => what === "acknowledged");
  const refused = lines.flatMap(([what = ""]) => (["acknowledged", "published", ""].includes(what) ? [] : [what]));
  const { lost, broken } = await found(folder, acknowledged);
  return {
    acknowledged: acknowledged.length,
    refused,
    lost,
    broken: [...inexcusable(end, complaint, refused), ...broken],
  };
}

/** A write that was cut in its middle cannot be told from one that was applied. */
const REFUSALS = ["unavailable", "outcome_unknown"];

/** The process says in words what the disk refuses, and ends with 0 then too: any other end is not the fault's. */
function inexcusable(end: readonly unknown[], complaint: string, refused: readonly string[]): string[] {
  const [code, signal] = end;
  const strange = refused.filter((word) => !REFUSALS.includes(word)).map((word) => `refused with ${word}`);
  if (code === 0) return strange;
  return [...strange, `the process ended with ${code ?? signal}: ${complaint.trim().slice(-300)}`];
}

async function found(folder: string, acknowledged: readonly string[][]): Promise<Pick<DiskReport, "lost" | "broken">> {
  const env = nodeEnv({ log: () => undefined });
  const space = sqliteKeySpace({ path: join(folder, "board.db") });
  const blobs = fileBlobStore({ folder: join(folder, "blobs") });
  try {
    const board = await openBoard({ space, env, name: "default" });
    const stored = await board.get(acknowledged.map(([, , id = ""]) => id));
    const lost = acknowledged.flatMap(([, n = "", id = ""], i) => {
      const listing = stored[i];
      const value = listing?.kind === "listing" ? listing.content.description?.value : undefined;
      return value === `${n} ${"x".repeat(8_000)}` ? [] : [`${n} (${id})`];
    });
    const { equal, differing = [] } = await verify({ board, env, follower: follower({ board, blobs, env }) });
    const { changes } = await board.changes(undefined, 1_000);
    const isDense = changes.every(({ stored: { revision } }, i) => revision === i + 1);
    return { lost, broken: [...(equal ? [] : [`verify: ${differing}`]), ...(isDense ? [] : ["the log has a hole"])] };
  } finally {
    await space.close();
  }
}

/**
 * Acknowledgements in a trace that came before the disk had said that the write-ahead log is on it: behind the last write to the
 * log, and before the word, there has to be a sync that succeeded.
 */
export function acknowledgedTooSoon(trace: string): { readonly seen: number; readonly tooSoon: readonly string[] } {
  const tooSoon: string[] = [];
  let seen = 0;
  let isOnDisk = true;
  for (const line of wholeCalls(readFileSync(trace, "utf8"))) {
    const ofTheLog = line.includes("board.db-wal>");
    if (ofTheLog && line.startsWith("pwrite64(")) isOnDisk = false;
    else if (ofTheLog && /^f(?:data)?sync\(.* = 0$/.test(line)) isOnDisk = true;
    else if (/^write\(1<.*"acknowledged /.test(line)) {
      seen += 1;
      if (!isOnDisk) tooSoon.push(line);
    }
  }
  return { seen, tooSoon };
}

/** Calls in the order in which they ended; strace writes one that another thread came in between of in two lines. */
function wholeCalls(trace: string): string[] {
  const begun = new Map<string, string>();
  return trace.split("\n").flatMap((line) => {
    const [, thread = "", call = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (call.endsWith(" <unfinished ...>")) {
      begun.set(thread, call.slice(0, -" <unfinished ...>".length));
      return [];
    }
    const [, rest] = /^<\.\.\. \w+ resumed>(.*)$/.exec(call) ?? [];
    return [rest === undefined ? call : (begun.get(thread) ?? "") + rest];
  });
}

export interface SmallDisk {
  /** Gives it twenty times the room. */
  grow(): void;
  unmount(): void;
}

/** A file system of so many KiB on a folder; `undefined` on a machine that does not let this user mount one. */
export function smallDisk(folder: string, kib: number): SmallDisk | undefined {
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${kib}k`, "rolecall-faults", folder], {
    stdio: "ignore",
  });
  if (status !== 0) return undefined;
  return {
    grow: () => void spawnSync("mount", ["-o", `remount,size=${20 * kib}k`, folder], { stdio: "ignore" }),
    unmount: () => void spawnSync("umount", ["--lazy", folder], { stdio: "ignore" }),
  };
}
