/**
 * One engine in a process of its own, which does what the bench says: so no engine pays for the garbage of another, its
 * memory and CPU can be told, and one that takes too long or too much can be given up.
 */
import { join } from "node:path";
import { effectiveState } from "../../core/listing/lifecycle.ts";
import { CORPUS_NOW, type CorpusListing, corpusListing, corpusRecord, postedAtOf } from "../corpus.ts";
import { type Answer, type BenchListing, type Engine, plainListing } from "./engine.ts";
import { CLASSES, type QueryClass } from "./queries.ts";

export const ENGINES = ["rolecall", "rolecall-tail", "sqlite", "minisearch", "orama", "flexsearch"] as const;
export type EngineName = (typeof ENGINES)[number];

/** Every process makes the listings for itself: they take longer to send than to make. */
export interface Corpus {
  readonly listings: number;
  readonly seed: number;
  readonly length: number;
  /** For databases and snapshots. */
  readonly folder: string;
}

export type Command =
  | { readonly do: "measure"; readonly name: string; readonly isWarmUp: boolean }
  | { readonly do: "answer"; readonly name: string };

export interface Built {
  readonly seconds: number;
  /** Of all threads; the making of listings counts in no figure. */
  readonly cpuSeconds: number;
  /** Median of one call, which is of a batch, or of one changed listing. */
  readonly addMs: number;
  readonly bytes?: number;
  readonly jsonBytes: number;
  readonly rssBytes: number;
}

export interface Measured {
  /** Milliseconds of each time that a query was asked, by query. */
  readonly samples: readonly (readonly number[])[];
  /** CPU of all threads, for each query. */
  readonly cpuMs: number;
}

export type Reply =
  | { readonly built: Built }
  | { readonly measured: Measured }
  | { readonly answers: readonly (Answer | null)[] }
  | { readonly failed: string };

/** CPU time that an engine is given to build 100,000 listings, or fewer; more get more. Of CPU, since others share it. */
const BUILD_LIMIT_MS = 15 * 60_000;
const BATCH = 1_000;
/** Of the listings that changed since the snapshot, for the engine with a tail. */
const CHANGES = { most: 5_000, ofAll: 0.05 };
/** One round repeats fast queries so long, and ends after slow ones. */
const ROUND_MS = { least: 100, most: 4_000 };
const WARM_UP_MS = 400;

export async function serve(name: EngineName, corpus: Corpus): Promise<void> {
  const reply = (message: Reply) => process.send?.(message);
  const engine = await engineOf(name, corpus);
  const limitMs = BUILD_LIMIT_MS * Math.max(1, corpus.listings / 100_000);
  const built = await build(engine, name === "rolecall-tail" ? changes(corpus) : listings(corpus), limitMs);
  if (built === undefined) {
    reply({ failed: `did not finish in ${limitMs / 60_000} minutes` });
    process.disconnect();
    return;
  }
  reply({ built });
  process.on("message", (command: Command) => {
    const queries = CLASSES.find((each) => each.name === command.name);
    if (queries === undefined) throw new RangeError(`there is no class ${command.name}`);
    if (command.do === "answer") reply({ answers: answersOf(engine, queries) });
    else reply({ measured: measure(engine, queries, command.isWarmUp ? WARM_UP_MS : ROUND_MS.least) });
  });
}

async function engineOf(name: EngineName, { folder }: Corpus): Promise<Engine> {
  switch (name) {
    case "rolecall":
      return (await import("./peers/rolecall.ts")).rolecallEngine(snapshotFile(folder));
    case "rolecall-tail":
      return (await import("./peers/rolecall.ts")).rolecallTailEngine(snapshotFile(folder));
    case "sqlite":
      return (await import("./peers/sqlite-fts5.ts")).sqliteEngine(sqliteFile(folder));
    case "minisearch":
      return (await import("./peers/minisearch.ts")).miniSearchEngine();
    case "orama":
      return (await import("./peers/orama.ts")).oramaEngine();
    case "flexsearch":
      return (await import("./peers/flexsearch.ts")).flexSearchEngine();
  }
}

export function snapshotFile(folder: string): string {
  return join(folder, "snapshot");
}

export function sqliteFile(folder: string): string {
  return join(folder, "sqlite.db");
}

/** In the order in which they were posted, as a board gets them. */
function* listings({ listings, seed, length }: Corpus): Generator<BenchListing[]> {
  const posted = Float64Array.from({ length: listings }, (_, i) => postedAtOf(i, { seed }));
  const order = Uint32Array.from(posted.keys()).sort((a, b) => (posted[a] ?? 0) - (posted[b] ?? 0));
  for (let from = 0; from < order.length; from += BATCH) {
    yield Array.from(order.subarray(from, from + BATCH), (i, at) =>
      benchListing(corpusListing(i, { seed, length }), from + at + 1),
    );
  }
}

/** Every so many listings become another one, under the same id. */
function* changes({ listings, seed, length }: Corpus): Generator<BenchListing[]> {
  const count = Math.min(CHANGES.most, Math.ceil(listings * CHANGES.ofAll));
  for (let change = 0; change < count; change++) {
    const { id } = corpusListing(Math.floor((change * listings) / count), { seed });
    yield [benchListing({ ...corpusListing(listings + change, { seed, length }), id }, listings + change + 1)];
  }
}

function benchListing(listing: CorpusListing, revision: number): BenchListing {
  const record = corpusRecord(listing, revision);
  if (effectiveState(record, CORPUS_NOW) !== "published") return { record };
  return { record, plain: plainListing(record, listing.postedAt) };
}

/** `undefined` when it takes too long. */
async function build(engine: Engine, batches: Iterable<BenchListing[]>, limitMs: number): Promise<Built | undefined> {
  const adds: number[] = [];
  let [spent, cpu, jsonBytes] = [0, 0, 0];
  const timed = async (work: () => void | Promise<void>) => {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await work();
    const [ms, { user, system }] = [performance.now() - start, process.cpuUsage(before)];
    spent += ms;
    cpu += user + system;
    return ms;
  };
  for (const batch of batches) {
    for (const { record } of batch) jsonBytes += Buffer.byteLength(JSON.stringify(record.content));
    adds.push(await timed(() => engine.add(batch)));
    if (cpu > limitMs * 1_000) return undefined;
  }
  await timed(() => engine.finish());
  if (cpu > limitMs * 1_000) return undefined;
  globalThis.gc?.();
  const addMs = adds.toSorted((a, b) => a - b)[adds.length >> 1] ?? 0;
  const rssBytes = process.memoryUsage.rss();
  const bytes = engine.bytes();
  const size = bytes === undefined ? {} : { bytes };
  return { seconds: spent / 1_000, cpuSeconds: cpu / 1e6, addMs, ...size, jsonBytes, rssBytes };
}

function measure(engine: Engine, { queries }: QueryClass, leastMs: number): Measured {
  const samples = queries.map((): number[] => []);
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  let count = 0;
  const elapsed = () => performance.now() - start;
  do {
    for (const [i, query] of queries.entries()) {
      if (!engine.answers(query) || elapsed() > ROUND_MS.most) continue;
      const before = performance.now();
      engine.query(query);
      samples[i]?.push(performance.now() - before);
      count++;
    }
  } while (count > 0 && elapsed() < leastMs);
  const { user, system } = process.cpuUsage(cpu);
  return { samples, cpuMs: (user + system) / 1_000 / count };
}

function answersOf(engine: Engine, { queries }: QueryClass): (Answer | null)[] {
  const start = performance.now();
  return queries.map((query) => {
    const isTooLate = performance.now() - start > ROUND_MS.most;
    // Cards are all there, but too much to send.
    return engine.answers(query) && !isTooLate ? { ...engine.query(query), cards: [] } : null;
  });
}
