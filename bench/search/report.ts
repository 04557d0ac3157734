/** The tables that the search bench prints. */
import type { SectionEntry } from "../../core/index/snapshot/format.ts";
import type { Answer } from "./engine.ts";
import type { QueryClass } from "./queries.ts";
import type { Built, EngineName } from "./serve.ts";

export interface EngineFigures {
  /** Milliseconds of each time that a query was asked, by query. */
  readonly samples: number[][];
  /** Absent for what the engine is never asked. */
  cpuMs?: number;
  readonly answers: readonly (Answer | null)[];
}

export interface ClassFigures {
  readonly of: QueryClass;
  readonly engines: Map<EngineName, EngineFigures>;
}

const OURS = "rolecall";
const TAIL = "rolecall-tail";
/** Keeps its lists in the order in which it answers, in nine steps of how early a word stands. */
const UNSCORED = "flexsearch";
/** What a class may take with 5,000 changed listings on top, as a multiple of without. */
const TAIL_GOAL = 1.5;
/** Read for a result page and for a phrase alone. */
const NOT_INDEX = /^(cards|positions)\b/;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ");
  return [head, ...rows].map(line).join("\n");
}

/** The classes are printed one by one as they are measured. */
const CLASS_WIDTH = 14;
const WIDTH = 19;

function line(name: string, cells: readonly string[]): string {
  return name.padEnd(CLASS_WIDTH) + cells.map((cell) => cell.padStart(WIDTH)).join("");
}

export function reportHead(names: readonly EngineName[]): string {
  return `${line("class, ms (×)", names)}  goal`;
}

/** Milliseconds of each engine, and how many times ours they are. */
export function reportClass({ of, engines }: ClassFigures, names: readonly EngineName[]): string {
  const ours = engines.get(OURS);
  const cells = names.map((name) => cellOf(engines.get(name), name === OURS ? undefined : ours));
  return `${line(of.name, cells)}  ${goalsOf({ of, engines }, names)}`;
}

function cellOf(figures: EngineFigures | undefined, ours: EngineFigures | undefined): string {
  const ms = figures === undefined ? Number.NaN : classMs(figures.samples);
  if (figures === undefined || Number.isNaN(ms)) return "-";
  const isPart = figures.samples.some((times) => times.length === 0);
  return `${ms.toPrecision(3)}${isPart ? "°" : ""}${ours === undefined ? "" : ` (${times(ratioOf(figures, ours))})`}`;
}

function goalsOf({ of, engines }: ClassFigures, names: readonly EngineName[]): string {
  const ours = engines.get(OURS);
  if (ours === undefined) return "";
  const goals: string[] = [];
  if (of.goalMs !== undefined) goals.push(goal(classMs(ours.samples) <= of.goalMs, `≤ ${of.goalMs} ms`));
  if (of.goalRatio !== undefined) goals.push(...ratioGoals(of.goalRatio, engines, ours, names));
  const tail = engines.get(TAIL);
  if (tail !== undefined && of.goalMs !== undefined) {
    goals.push(goal(ratioOf(tail, ours) <= TAIL_GOAL, `tail ≤ ${TAIL_GOAL}×`));
  }
  return goals.join(", ");
}

/** Beside the best of all the best of those that score what they find: the others do less. */
function ratioGoals(
  { than, times: least }: NonNullable<QueryClass["goalRatio"]>,
  engines: ClassFigures["engines"],
  ours: EngineFigures,
  names: readonly EngineName[],
): string[] {
  const peers = than === "sqlite" ? (["sqlite"] as const) : names.filter((name) => name !== OURS && name !== TAIL);
  const ratios = peers.flatMap((name) => {
    const figures = engines.get(name);
    const ratio = figures === undefined ? Number.NaN : ratioOf(figures, ours);
    return Number.isNaN(ratio) ? [] : [{ name, ratio }];
  });
  const [best] = ratios.toSorted((a, b) => a.ratio - b.ratio);
  if (best === undefined) return [];
  const [scoring] = ratios.filter(({ name }) => name !== UNSCORED).sort((a, b) => a.ratio - b.ratio);
  const texts = [goal(best.ratio >= least, `≥ ${least}× ${than === "best" ? `the best (${best.name})` : than}`)];
  if (scoring !== undefined && scoring.name !== best.name) {
    texts.push(goal(scoring.ratio >= least, `≥ ${least}× the best that scores (${scoring.name})`));
  }
  return texts;
}

function goal(isMet: boolean, text: string): string {
  return `${isMet ? "" : "MISSED "}${text}`;
}

function times(ratio: number): string {
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toPrecision(2)}×`;
}

/** Over the queries that both were asked. */
function ratioOf(engine: EngineFigures, ours: EngineFigures): number {
  const both = (samples: readonly (readonly number[])[]) =>
    samples.filter((_, i) => (engine.samples[i]?.length ?? 0) > 0 && (ours.samples[i]?.length ?? 0) > 0);
  return classMs(both(engine.samples)) / classMs(both(ours.samples));
}

function classMs(samples: readonly (readonly number[])[]): number {
  return median(samples.filter((times) => times.length > 0).map(median));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** How many answers are equal to ours, for each other engine. */
export function agreementOf({ of, engines }: ClassFigures, others: readonly EngineName[]): string[] {
  const ours = engines.get(OURS)?.answers ?? [];
  const cells = others.map((name) => {
    const pairs = (engines.get(name)?.answers ?? []).flatMap((answer, i) => {
      const own = ours[i];
      return answer === null || own === null || own === undefined ? [] : [[answer, own] as const];
    });
    if (pairs.length === 0) return "-";
    const totals = pairs.filter(([a, b]) => a.total === b.total).length;
    const withFacets = pairs.filter(([, own]) => own.facets !== undefined);
    const facets = withFacets.filter(([a, b]) => JSON.stringify(a.facets) === JSON.stringify(b.facets)).length;
    return `${totals}/${pairs.length}${withFacets.length === 0 ? "" : `; ${facets}/${withFacets.length}`}`;
  });
  return [of.name, ...cells];
}

/** Bytes per listing of the sections by the first part of their names, and the two sums that the goals are about. */
export function sizesOf(list: readonly SectionEntry[], { jsonBytes, bytes = 0 }: Built, listings: number): string[][] {
  const groups = new Map<string, number>();
  for (const section of list) {
    const group = /^[^.]*/.exec(section.name)?.[0] ?? "";
    groups.set(group, (groups.get(group) ?? 0) + section.bytes);
  }
  const sum = (entries: readonly SectionEntry[]) => entries.reduce((total, entry) => total + entry.bytes, 0);
  const each = (total: number) => (total / listings).toFixed(1);
  return [
    ...[...groups].map(([group, total]) => [group, each(total)]),
    ["index, without cards and positions", each(sum(list.filter(({ name }) => !NOT_INDEX.test(name)))), "≤ 450"],
    ["the whole file", each(bytes)],
    ["the listings as JSON", each(jsonBytes)],
  ];
}
