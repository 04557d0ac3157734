/** The real command line, as processes of its own in a folder of the test's. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const CLI = fileURLToPath(new URL("../../functions/cli.ts", import.meta.url));

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What comes in on standard input. */
  readonly input?: string | Uint8Array;
  /** Started in place of the command line. */
  readonly program?: URL;
  /** File descriptors that the process may have at once. */
  readonly maxOpenFiles?: number;
}

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has printed, once that matches; rejects when it ends before. */
  printed(pattern: RegExp): Promise<string>;
}

/** A folder for one test, gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a command in a folder; what of it still runs when the test is over is killed. */
export function start(
  folder: string,
  args: readonly string[],
  { env = {}, input, maxOpenFiles, program }: RunOptions = {},
): Started {
  const limit = maxOpenFiles === undefined ? "" : `ulimit -n ${maxOpenFiles}; `;
  // `exec`: the process that is started, and signalled, is the program itself.
  const child = spawn(
    "sh",
    ["-c", `${limit}exec "$@"`, "sh", process.execPath, program === undefined ? CLI : fileURLToPath(program), ...args],
    {
      cwd: folder,
      // Nothing of the environment but what a program needs to run, so that no setting of the machine changes a test.
      env: { PATH: process.env.PATH ?? "", ...env },
    },
  );
  onTestFinished(() => {
    if (child.exitCode === null) child.kill("SIGKILL");
  });
  const out = collected(child.stdout);
  const err = collected(child.stderr);
  // A command that does not read its input may end before it is written.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input ?? "");
  const ended = once(child, "close").then(() => ({
    status: child.exitCode,
    signal: child.signalCode,
    out: out(),
    err: err(),
  }));
  return {
    process: child,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(out()) && resolve(out());
        child.stdout.on("data", look);
        ended.then(() => reject(new Error(`ended before it printed ${pattern}:\n${out()}${err()}`)), reject);
        look();
      }),
  };
}

/** Runs a command to its end. */
export function run(folder: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return start(folder, args, options).ended;
}

function collected(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

export interface Facts {
  readonly address: string;
  readonly store: string;
  readonly board: string;
  readonly listings: number;
  readonly position: number;
  readonly samples: number;
}

/** Starts `serve --json --port 0` and waits until it answers. */
export async function startServer(
  folder: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Started & { readonly facts: Facts }> {
  const server = start(folder, ["serve", "--json", "--port", "0", ...args], options);
  const [line = ""] = (await server.printed(/\n/)).split("\n");
  return { ...server, facts: JSON.parse(line) };
}

/** The lines of an output that is one JSON value a line. */
export function jsonLines(text: string): unknown[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
