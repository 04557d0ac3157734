/** The container's program over SQLite and a folder, and what can befall a process, its database file and its disk. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { Fault, Rig, Sample } from "./rig.ts";

const PROGRAM = fileURLToPath(new URL("../../functions/node.ts", import.meta.url));
const ADDRESS = /"address":"http:\/\/127\.0\.0\.1:(\d+)"/;

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

export async function nodeRig(): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), "rolecall-soak-"));
  const [database, blobs] = [join(folder, "board.db"), join(folder, "blobs")];
  let server = await startServer(folder, 0);

  const restarted = async () => {
    server = await startServer(folder, server.port);
  };
  const ends: readonly Fault[] = [
    { name: "killed", endsProcess: true, seconds: 1, begin: () => ended(server.process, "SIGKILL"), end: restarted },
    { name: "restarted", endsProcess: true, seconds: 0, begin: () => ended(server.process, "SIGTERM"), end: restarted },
  ];
  const others: readonly Fault[] = [frozen(() => server.process), lockedDatabase(database), goneFolder(blobs)];
  return {
    name: "one process, SQLite and a folder",
    url: `http://127.0.0.1:${server.port}`,
    faults: [
      ...ends,
      ...ends.map(overloaded),
      ...others,
      { name: "four times the load", seconds: 8, load: 4, begin: async () => {}, end: async () => {} },
      ...others.map(overloaded),
    ],
    sample: () => sampleOf(server.process),
    async stop() {
      await ended(server.process, "SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same to a server that is asked for more than it can. */
function overloaded(fault: Fault): Fault {
  return { ...fault, name: `${fault.name}, at four times the load`, load: 4 };
}

async function startServer(folder: string, port: number): Promise<Server> {
  const env = {
    PATH: process.env.PATH ?? "",
    HOST: "127.0.0.1",
    PORT: String(port),
    ROLECALL_STORE: `sqlite:${join(folder, "board.db")}`,
    ROLECALL_BLOBS: `file:${join(folder, "blobs")}`,
  };
  const child = spawn(process.execPath, [PROGRAM], { env, stdio: ["ignore", "pipe", "inherit"] });
  const found = await new Promise<number>((resolve, reject) => {
    let printed = "";
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${printed}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      if (printed.length < 10_000) printed += chunk.toString("latin1");
      const [, given] = ADDRESS.exec(printed) ?? [];
      if (given !== undefined) resolve(Number(given));
    });
  });
  return { process: child, port: found };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}

/** As a host does that has no time for it, or a laptop whose lid is closed. */
function frozen(of: () => ChildProcess): Fault {
  const send = (signal: NodeJS.Signals) => async () => void of().kill(signal);
  return { name: "frozen", seconds: 3, begin: send("SIGSTOP"), end: send("SIGCONT") };
}

/** As a backup or a hand at the command line does. */
function lockedDatabase(file: string): Fault {
  let other: DatabaseSync | undefined;
  return {
    name: "database locked",
    seconds: 4,
    async begin() {
      other = new DatabaseSync(file, { timeout: 10_000 });
      other.exec("BEGIN IMMEDIATE");
    },
    async end() {
      other?.exec("ROLLBACK");
      other?.close();
    },
  };
}

/** As a mount does that is lost for a while. */
function goneFolder(folder: string): Fault {
  const away = `${folder}-away`;
  return {
    name: "snapshots gone",
    seconds: 5,
    async begin() {
      // Nothing has been published yet: then there is nothing to lose.
      await mkdir(folder, { recursive: true });
      await rename(folder, away);
    },
    async end() {
      // What was published meanwhile goes with the folder that was made for it; the snapshots before are there again.
      await rm(folder, { recursive: true, force: true });
      await rename(away, folder);
    },
  };
}

async function sampleOf({ pid }: ChildProcess): Promise<Sample | undefined> {
  try {
    const [status, handles] = await Promise.all([readFile(`/proc/${pid}/status`, "utf8"), readdir(`/proc/${pid}/fd`)]);
    const [, kib] = /VmRSS:\s+(\d+)/.exec(status) ?? [];
    return kib === undefined ? undefined : { residentMiB: Number(kib) / 1024, handles: handles.length };
  } catch {
    // Between two processes there is none.
    return undefined;
  }
}
