/** How often each rule decides something: bent, the run of a seed is another one; and how often a promise is broken then. */
import { type Farm, farm } from "../farm.ts";
import type { Task } from "../worker.ts";
import { MUTANTS } from "./table.ts";

export interface Exercised {
  readonly rule: string;
  /** Seeds whose run differs from that of the code as it is. */
  readonly decided: number;
  /** Those among them that break a promise. */
  readonly broken: number;
}

export interface ExerciseOptions {
  /** A part of the rule's name; empty for all. */
  readonly only: string;
  readonly seeds: number;
  readonly workers: number;
  readonly onRule: (exercised: Exercised) => void;
}

/** Runs the same seeds with each rule bent, and as they are. */
export async function exerciseRules({ only, seeds, workers, onRule }: ExerciseOptions): Promise<Exercised[]> {
  const tasks = Array.from({ length: seeds }, (_, i): Task => ({ seed: i + 1 }));
  const plain = await runsOf(await farm(workers), tasks);
  const all: Exercised[] = [];
  for (const { rule, edits } of MUTANTS.filter((mutant) => mutant.rule.includes(only))) {
    const runs = [...(await runsOf(await farm(workers, edits), tasks))];
    const decided = runs.filter(([seed, { hash }]) => hash !== plain.get(seed)?.hash);
    const broken = decided.filter(([, { isBroken }]) => isBroken);
    const exercised = { rule, decided: decided.length, broken: broken.length };
    onRule(exercised);
    all.push(exercised);
  }
  return all;
}

export function exercisedTable(all: readonly Exercised[], seeds: number): string {
  const order = (one: Exercised, other: Exercised) => one.decided - other.decided || (one.rule < other.rule ? -1 : 1);
  const lines = [...all].sort(order).map(({ rule, decided, broken }) => `| ${rule} | ${decided} | ${broken} |`);
  const head = [`| Rule, of ${seeds} runs | decides | bent, breaks a promise |`, "| --- | ---: | ---: |"];
  return [...head, ...lines].join("\n");
}

interface Run {
  readonly hash: string;
  readonly isBroken: boolean;
}

/** By seed. */
async function runsOf(on: Farm, tasks: readonly Task[]): Promise<ReadonlyMap<number, Run>> {
  const runs = new Map<number, Run>();
  try {
    await on.run(tasks, ({ report: { seed, hash, violation } }) => {
      runs.set(seed, { hash, isBroken: violation !== undefined });
      return true;
    });
  } finally {
    on.close();
  }
  return runs;
}
