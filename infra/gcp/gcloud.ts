/** The Google Cloud CLI as a child process, without a shell between. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AppError } from "../../core/errors.ts";
import { type Ran, reasonOf } from "./run-steps.ts";

/** The root of the repository: every path in a step is relative to it. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** How long gcloud gets for a question; commands that build or create take the minutes they need. */
const QUESTION_TIMEOUT_MS = 60_000;

/**
 * Runs gcloud and collects what it prints; what it says on the way goes to standard error as well.
 * @throws AppError `unavailable` when there is no gcloud, or when it leaves a question without an answer.
 */
export function gcloud(argv: readonly string[], { isQuiet = false } = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn("gcloud", argv, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      // Not `timeout`: its timer goes on when there is no such program, and holds this process for a minute.
      ...(isQuiet ? { signal: AbortSignal.timeout(QUESTION_TIMEOUT_MS) } : {}),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      err.push(chunk);
      if (!isQuiet) process.stderr.write(chunk);
    });
    child.once("error", (cause) => reject(notRun(cause)));
    child.once("close", (status) => resolve({ status: status ?? 1, out: text(out), err: text(err) }));
  });
}

/**
 * Whether gcloud can do anything at all in this project.
 * @throws AppError `unavailable`: one sentence that says what is missing and how to get it.
 */
export async function checkGcloud(project: string): Promise<void> {
  const accounts = await gcloud(["auth", "list", "--filter=status:ACTIVE", "--format=value(account)"], {
    isQuiet: true,
  });
  if (accounts.status !== 0) throw unavailable(`gcloud auth list failed: ${reasonOf(accounts.err)}`);
  if (accounts.out.trim() === "") throw unavailable("gcloud has no active account: run gcloud auth login");
  const format = "--format=value(lifecycleState)";
  const found = await gcloud(["projects", "describe", project, format, "--quiet"], { isQuiet: true });
  if (found.status !== 0) {
    const advice = "create it, or choose an account that may see it with gcloud config set account";
    throw unavailable(`${accounts.out.trim()} cannot see the project ${project}: ${advice} (${reasonOf(found.err)})`);
  }
  if (found.out.trim() !== "ACTIVE") throw unavailable(`the project ${project} is ${found.out.trim()}, not ACTIVE`);
}

function notRun(cause: NodeJS.ErrnoException): AppError {
  if (cause.code === "ABORT_ERR") return unavailable(`gcloud said nothing for ${QUESTION_TIMEOUT_MS / 1_000} s`, cause);
  if (cause.code !== "ENOENT") return unavailable(`gcloud cannot be started: ${cause.message}`, cause);
  return unavailable(
    "gcloud is not on PATH: install the Google Cloud CLI (https://cloud.google.com/sdk/docs/install)",
    cause,
  );
}

function unavailable(message: string, cause?: unknown): AppError {
  return new AppError("unavailable", message, { cause });
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
