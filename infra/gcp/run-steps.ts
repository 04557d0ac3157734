/** Carries out the steps of a deployment, one after the other. */
import { AppError } from "../../core/errors.ts";
import type { Argv, KeptName, Step } from "./step.ts";

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** Runs gcloud with these words. */
  readonly gcloud: (argv: readonly string[]) => Promise<Ran>;
  readonly wait: (ms: number) => Promise<void>;
  /** Told of every step what became of it. */
  readonly say: (line: string) => void;
}

/** The line that says why, of what gcloud wrote on standard error. */
export function reasonOf(err: string): string {
  const lines = err.trim().split("\n");
  return lines.find((line) => line.startsWith("ERROR:")) ?? lines.at(-1) ?? "";
}

export type Kept = ReadonlyMap<KeptName, string>;

/**
 * What a service answers while it does not know yet what another has just made: a new account, a new right, a service that was
 * enabled a moment ago. Google speaks of up to two minutes (https://cloud.google.com/iam/docs/access-change-propagation).
 */
const NOT_SETTLED = [
  /Service account \S+ does not exist/i,
  /denied on service account \S+ \(or it may not exist\)/i,
  /API has not been used in project \S+ before or it is disabled/i,
];
const SETTLING_WAIT_MS = 10_000;
const SETTLING_TRIES = 13;

/**
 * Goes through the steps; run again after a failure, it finds what is there and goes on.
 * @returns what the steps read.
 * @throws AppError `unavailable` with the name of the first step that failed; those behind it have not run.
 */
export async function runSteps(steps: readonly Step[], options: RunOptions): Promise<Kept> {
  const kept = new Map<KeptName, string>();
  for (const [index, step] of steps.entries()) {
    options.say(`[${index + 1}/${steps.length}] ${step.title}`);
    await runStep(step, kept, options);
  }
  return kept;
}

async function runStep(step: Step, kept: Map<KeptName, string>, options: RunOptions): Promise<void> {
  const run = (argv: Argv) => settled(step, filled(argv, kept), options);
  if ("read" in step) {
    const value = (await run(step.read)).trim();
    if (value === "") throw failure(step, `gcloud printed nothing for ${step.as}`);
    kept.set(step.as, value);
    return;
  }
  const { probe, create, update } = step;
  const isThere = probe !== undefined && hasLines(await run(probe.argv), probe.lines);
  const command = isThere ? update : create;
  if (command === undefined) return options.say(isThere ? "  is there" : "  nothing to do");
  await run(command);
  options.say(isThere ? "  set again" : "  done");
}

/** What the command printed, once it succeeds. */
async function settled(step: Step, argv: readonly string[], { gcloud, wait }: RunOptions): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const { status, out, err } = await gcloud(argv);
    if (status === 0) return out;
    const isPassing = NOT_SETTLED.some((form) => form.test(err));
    if (!isPassing || attempt === SETTLING_TRIES) throw failure(step, reasonOf(err) || `gcloud ended with ${status}`);
    await wait(SETTLING_WAIT_MS);
  }
}

function filled(argv: Argv, kept: Kept): string[] {
  return argv.map((argument) => {
    if (typeof argument === "string") return argument;
    const value = kept.get(argument.kept);
    if (value === undefined) throw new Error(`no step before reads ${argument.kept}`);
    return `${argument.flag}${value}`;
  });
}

function hasLines(out: string, lines: readonly string[]): boolean {
  const found = new Set(out.split("\n").map((line) => line.trimEnd()));
  return lines.every((line) => found.has(line));
}

function failure({ id, title }: Step, why: string): AppError {
  return new AppError("unavailable", `step ${id} (${title}) failed: ${why}; run it again to go on from there`);
}
