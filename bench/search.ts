/**
 * How fast we search, beside the engines that one could embed instead:
 * `npm run bench -- search [--listings 100000] [--peers sqlite,minisearch,orama,flexsearch] [--only broad,facets] [--rounds 5]
 * [--cpu 1] [--seed 1] [--length 1] [--million]`. `--length 1` makes bodies as long as real ones (see corpus.ts), `--million`
 * is ours alone over 1,000,000 listings.
 *
 * Every engine is built from the same generated listings in a process of its own, all on one CPU. For each class of queries
 * they take turns, round by round, so that a busy moment of the machine meets all of them. A figure is the median over the
 * queries of a class of the median over all times that the query was asked; a ratio is of two such figures over the
 * queries that both engines were asked in the time they have. Figures of different runs are not to be compared.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openSnapshot } from "../core/index/snapshot/open.ts";
import { memorySource } from "../core/index/snapshot/source.ts";
import { DEFAULT_LENGTH } from "./corpus.ts";
import type { Answer } from "./search/engine.ts";
import { freshFigures, OPENINGS } from "./search/openings.ts";
import { CLASSES, type QueryClass } from "./search/queries.ts";
import { agreementOf, type ClassFigures, reportClass, reportHead, sizesOf, table } from "./search/report.ts";
import { ENGINES, type EngineName, serve, snapshotFile } from "./search/serve.ts";
import { freshProcess, measuredOf, startWorker, type Worker, type WorkerOptions } from "./search/workers.ts";

const PEERS: readonly EngineName[] = ["sqlite", "minisearch", "orama", "flexsearch"];
/** Whole new processes for each way of opening. */
const OPENED = 9;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      listings: { type: "string", default: "100000" },
      peers: { type: "string", default: PEERS.join(",") },
      only: { type: "string" },
      rounds: { type: "string", default: "5" },
      seed: { type: "string", default: "1" },
      length: { type: "string", default: String(DEFAULT_LENGTH) },
      cpu: { type: "string", default: process.platform === "linux" ? String(availableParallelism() - 1) : "" },
      million: { type: "boolean", default: false },
      // What the bench runs itself with.
      engine: { type: "string" },
      folder: { type: "string" },
      open: { type: "string" },
    },
  });
  const listings = values.million ? 1_000_000 : Number(values.listings);
  const corpus = { listings, seed: Number(values.seed), length: Number(values.length), folder: values.folder ?? "" };
  if (values.engine !== undefined) return serve(oneOf(ENGINES, values.engine), corpus);
  if (values.open !== undefined) return freshFigures(oneOf(OPENINGS, values.open), corpus.folder);
  const peers = values.million ? [] : listed(PEERS, values.peers);
  const classNames = CLASSES.map(({ name }) => name);
  const only = values.only === undefined ? classNames : listed(classNames, values.only);
  const classes = CLASSES.filter(({ name }) => only.includes(name));
  const folder = await mkdtemp(join(tmpdir(), "rolecall-search-"));
  try {
    const options = { ...corpus, folder, ...(values.cpu === "" ? {} : { cpu: values.cpu }) };
    const names = ENGINES.filter((name) => name.startsWith("rolecall") || peers.includes(name));
    const workers = await startAll(names, options);
    try {
      await reportClasses(workers, classes, Number(values.rounds));
    } finally {
      for (const worker of workers) await worker.stop();
    }
    await reportSizes(workers, options);
    await reportOpening(workers, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function listed<T extends string>(names: readonly T[], given: string): T[] {
  return given === "" ? [] : given.split(",").map((name) => oneOf(names, name));
}

function oneOf<T extends string>(names: readonly T[], given: string): T {
  const name = names.find((each) => each === given);
  if (name === undefined) throw new Error(`${given} is none of ${names.join(", ")}`);
  return name;
}

/** One after the other: they share a CPU. Who fails is reported, and the others go on. */
async function startAll(names: readonly EngineName[], options: WorkerOptions): Promise<Worker[]> {
  console.log(`${options.listings} listings, ${options.cpu === undefined ? "any CPU" : `CPU ${options.cpu}`}\n`);
  const rows = [];
  const workers: Worker[] = [];
  for (const name of names) {
    const worker = await startWorker(name, options);
    if (typeof worker === "string") {
      rows.push([name, worker]);
      continue;
    }
    workers.push(worker);
    rows.push(buildRow(worker, options.listings));
  }
  console.log(table(["engine", "build s", "CPU s", "add ms*", "bytes/listing", "RSS MB", "goal at 100,000"], rows));
  console.log("* median of a call: 1,000 listings, of rolecall-tail one changed listing\n");
  return workers;
}

function buildRow({ name, built }: Worker, listings: number): string[] {
  const { seconds, cpuSeconds, addMs, bytes, rssBytes } = built;
  const perListing = bytes === undefined ? "-" : (bytes / listings).toFixed(0);
  const goals: Partial<Record<EngineName, string>> = { rolecall: "build ≤ 20 s", "rolecall-tail": "add ≤ 0.3 ms" };
  return [
    name,
    seconds.toFixed(1),
    cpuSeconds.toFixed(1),
    addMs.toFixed(3),
    perListing,
    (rssBytes / 1e6).toFixed(0),
    goals[name] ?? "",
  ];
}

async function reportClasses(workers: readonly Worker[], classes: readonly QueryClass[], rounds: number) {
  const names = workers.map(({ name }) => name);
  const figures: ClassFigures[] = [];
  console.log(reportHead(names));
  for (const each of classes) {
    const measured = await measureClass(workers, each, rounds);
    figures.push(measured);
    console.log(reportClass(measured, names));
  }
  const others = names.filter((name) => !name.startsWith("rolecall"));
  console.log("\nThe same answers as ours, of those that both gave: totals; facets, where there are any\n");
  console.log(
    table(
      ["class", ...others],
      figures.map((of) => agreementOf(of, others)),
    ),
  );
  console.log("\nCPU of the whole process for each query, ms\n");
  const cpu = figures.map(({ of, engines }) => [
    of.name,
    ...names.map((name) => engines.get(name)?.cpuMs?.toFixed(3) ?? "-"),
  ]);
  console.log(table(["class", ...names], cpu));
}

async function measureClass(workers: readonly Worker[], of: QueryClass, rounds: number): Promise<ClassFigures> {
  const engines: ClassFigures["engines"] = new Map();
  for (const worker of workers) {
    const reply = await worker.ask({ do: "answer", name: of.name });
    const answers: readonly (Answer | null)[] = "answers" in reply ? reply.answers : [];
    engines.set(worker.name, { samples: of.queries.map(() => []), answers });
    await worker.ask({ do: "measure", name: of.name, isWarmUp: true });
  }
  for (let round = 0; round < rounds; round++) {
    for (const worker of workers) {
      const figures = engines.get(worker.name);
      if (figures === undefined || figures.answers.every((answer) => answer === null)) continue;
      const measured = measuredOf(await worker.ask({ do: "measure", name: of.name, isWarmUp: false }));
      if (measured === undefined) continue;
      const { samples, cpuMs } = measured;
      for (const [i, times] of samples.entries()) figures.samples[i]?.push(...times);
      figures.cpuMs = (figures.cpuMs ?? 0) + cpuMs / rounds;
    }
  }
  return { of, engines };
}

async function reportSizes(workers: readonly Worker[], { folder, listings }: WorkerOptions): Promise<void> {
  const ours = workers.find(({ name }) => name === "rolecall");
  if (ours === undefined) return;
  const { list } = await openSnapshot(memorySource(new Uint8Array(await readFile(snapshotFile(folder)))));
  console.log("\nSnapshot, bytes per listing\n");
  console.log(table(["sections", "bytes", "goal at 100,000"], sizesOf(list, ours.built, listings)));
}

/** In whole new processes that take turns; the files are in the page cache. */
async function reportOpening(workers: readonly Worker[], { folder, cpu }: WorkerOptions): Promise<void> {
  const files = new Set(workers.map(({ name }) => name));
  const ways = OPENINGS.filter((way) => files.has(way === "sqlite" ? "sqlite" : "rolecall"));
  const figures = new Map(ways.map((way): [string, Record<string, number>[]] => [way, []]));
  for (let i = 0; i < OPENED; i++) {
    for (const way of ways) {
      const figure = await freshProcess(["--open", way, "--folder", folder], cpu);
      figures.get(way)?.push(figure as Record<string, number>);
    }
  }
  const names = ["openMs", "firstMs", "secondMs", "cpuMs", "reads", "megabytes"];
  const goals: Partial<Record<string, string>> = {
    whole: "open + first ≤ 100 ms",
    ranges: "open + first ≤ 40 ms, ≤ 5 MB",
  };
  const rows = [...figures].map(([way, runs]) => [way, ...names.map((name) => medianOf(runs, name)), goals[way] ?? ""]);
  console.log(`\nFrom the file to the first answers, medians of ${OPENED} new processes; imports are not counted\n`);
  console.log(
    table(["way", "open ms", "+ first ms", "+ second ms", "CPU ms", "reads", "MB read", "goal at 100,000"], rows),
  );
}

function medianOf(runs: readonly Record<string, number>[], name: string): string {
  const values = runs.flatMap((run) => run[name] ?? []).sort((a, b) => a - b);
  return values.length === 0 ? "-" : (values[values.length >> 1] ?? 0).toFixed(2);
}
