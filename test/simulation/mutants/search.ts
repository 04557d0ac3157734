/** Looks for the first seed that catches each bent rule, and each naive design. */
import { readFileSync, writeFileSync } from "node:fs";
import { type Farm, farm } from "../farm.ts";
import { NAIVE_DESIGNS, type NaiveDesign } from "../naive/designs.ts";
import type { Done } from "../worker.ts";
import { MUTANTS } from "./table.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);
/** So many seeds catch each bent rule. */
export const MOST_SEEDS = 5_000;
const CAUGHT = new URL("caught.json", import.meta.url);

export interface Caught {
  /** The first one, counted from 1: so many seeds it took. */
  readonly seed: number;
  /** The promise that was broken. */
  readonly invariant: string;
}

/** By rule or design. */
export function caughtBefore(): Readonly<Record<string, Caught>> {
  return JSON.parse(readFileSync(CAUGHT, "utf8"));
}

export interface SearchOptions {
  /** A part of the rule's name; empty for all. */
  readonly only: string;
  /** Seeds to try. */
  readonly most: number;
  readonly workers: number;
}

/** Bent rules and naive designs that have a text in their name. */
export function rulesWith(text: string): string[] {
  const names = [...MUTANTS.map(({ rule }) => rule), ...NAIVE_DESIGNS.filter((name) => name !== "one transaction")];
  return names.filter((name) => name.includes(text));
}

/** Answers how many were missed. */
export async function searchMutants({ only, most, workers }: SearchOptions): Promise<number> {
  const found: Record<string, Caught> = { ...caughtBefore() };
  let missed = 0;
  const search = async (rule: string, on: Farm, naive?: NaiveDesign) => {
    const caught = await firstCaught(on, most, naive);
    const isMissed = caught === undefined;
    // What was known to catch it may come behind `most`.
    if (isMissed) missed++;
    else found[rule] = caught;
    say(isMissed ? `MISSED in ${most} seeds: ${rule}` : `${caught.seed} seeds: ${rule}: ${caught.invariant}`);
    writeFileSync(CAUGHT, `${JSON.stringify(found, undefined, 2)}\n`);
  };
  const rules = rulesWith(only);
  for (const { rule, edits } of MUTANTS.filter((mutant) => rules.includes(mutant.rule))) {
    const on = await farm(workers, edits);
    await search(rule, on).finally(on.close);
  }
  const plain = await farm(workers);
  try {
    for (const design of NAIVE_DESIGNS.filter((name) => rules.includes(name))) await search(design, plain, design);
  } finally {
    plain.close();
  }
  return missed;
}

async function firstCaught({ run }: Farm, most: number, naive?: NaiveDesign): Promise<Caught | undefined> {
  const tasks = Array.from({ length: most }, (_, i) => ({ seed: i + 1, ...(naive === undefined ? {} : { naive }) }));
  const caught: Caught[] = [];
  await run(tasks, ({ report: { seed, violation } }: Done) => {
    if (violation === undefined) return true;
    caught.push({ seed, invariant: violation.invariant });
    return false;
  });
  return caught.sort((a, b) => a.seed - b.seed)[0];
}
