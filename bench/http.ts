/**
 * `npm run bench -- http [--listings 100000] [--seconds 5] [--rounds 5]`: what an answer of the server costs
 * beside Hono's hello on the same `@hono/node-server` and the same Node. A core for the server, the other one for the client;
 * the kinds of requests take turns, so that a busy moment of the machine meets all of them, and the medians of the rounds
 * count. The server is the one of a container, without a line for each request, as `rolecall serve` is.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { encodeListing } from "../core/store/codec.ts";
import { listingKey } from "../core/store/keys.ts";
import { openBlobStore, openKeySpace } from "../functions/addresses.ts";
import { publishBoard } from "./cold/published-board.ts";
import { corpusListing, corpusRecord } from "./corpus.ts";
import type { Load } from "./http/client.ts";
import { type BenchServer, measure, type Sample, startHello, startRolecall } from "./http/processes.ts";
import { table } from "./search/report.ts";

/** Listings that are read again and again by their id. */
const HOT = 40;
/** Listings in the store, more than any memory of a server holds: read in turn, none of them is at hand. */
const STORED = 6_000;
/** Of a commit: keys, and what the limits leave of bytes. */
const AT_ONCE = 50;
const CONNECTIONS = 16;
/** A search that more than four others wait for, time and again, is refused (functions/http/overload/turns.ts). */
const SEARCH_CONNECTIONS = 4;
const QUERIES = ["engineer", "backend remote", "sales manager", "typescript", "nurse", "data scientist", "java", "go"];
const SEARCHES = QUERIES.map(searchFor);
/** Of a round; a search takes half a millisecond. */
const NEW_SEARCHES = 20_000;

/** Requests of one kind. */
interface Kind {
  readonly name: string;
  readonly server: BenchServer;
  requests(round: number): Load["requests"];
  /** Default: `CONNECTIONS`. */
  readonly connections?: number;
  /** Of the requests a second of the hello, at least. */
  readonly goal?: number;
}

interface Settings {
  readonly seconds: number;
  readonly rounds: number;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      listings: { type: "string", default: "100000" },
      seconds: { type: "string", default: "5" },
      rounds: { type: "string", default: "5" },
    },
  });
  const { listings, ...settings } = {
    listings: Number(values.listings),
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
  };
  const folder = await mkdtemp(join(tmpdir(), "rolecall-http-"));
  try {
    console.log(`Publishing ${listings} listings ...`);
    await compare(await published(folder, listings), settings);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Published {
  readonly store: string;
  readonly blobs: string;
  /** Of listings that are in the store too, and not only in the index. */
  readonly ids: readonly string[];
}

async function published(folder: string, listings: number): Promise<Published> {
  const addresses = { store: `sqlite:${folder}/board.db`, blobs: `file:${folder}/blobs` };
  const stores = { space: await openKeySpace(addresses.store), blobs: await openBlobStore(addresses.blobs) };
  await publishBoard(stores, { name: "default", listings, tail: 0 });
  const ids: string[] = [];
  for (let from = 0; from < STORED; from += AT_ONCE) {
    const records = Array.from({ length: AT_ONCE }, (_, i) => corpusRecord(corpusListing(from + i), from + i + 1));
    const writes = records.map((record) => ({ key: listingKey(record.id), value: encodeListing(record) }));
    await stores.space.commit("default", writes);
    ids.push(...records.map(({ id }) => id));
  }
  await Promise.all([stores.space.close(), stores.blobs.close()]);
  return { ...addresses, ids };
}

async function compare({ ids, ...addresses }: Published, settings: Settings): Promise<void> {
  const hello = await startHello();
  const rolecall = await startRolecall(addresses);
  try {
    await untilReady(rolecall);
    const reads = ids.map((id) => ({ path: `/v1/listings/${id}` }));
    const hot = reads.slice(0, HOT);
    const known = await Promise.all(hot.map(async ({ path }) => ({ path, ifNoneMatch: await tagOf(rolecall, path) })));
    const searches = { server: rolecall, connections: SEARCH_CONNECTIONS };
    await report(
      [
        { name: "hello", server: hello, requests: () => [{ path: "/" }] },
        { name: `GET by id, ${HOT} again and again`, server: rolecall, requests: () => hot, goal: 0.9 },
        { name: "the same, 304", server: rolecall, requests: () => known, goal: 0.95 },
        { name: `GET by id, ${STORED} in turn`, server: rolecall, requests: () => reads },
        { name: "search of 20, asked before", ...searches, requests: () => SEARCHES, goal: 0.3 },
        { name: "search of 20, never asked before", ...searches, requests: newSearches },
        { name: "GET /health", server: rolecall, requests: () => [{ path: "/health" }] },
      ],
      settings,
    );
  } finally {
    hello.stop();
    rolecall.stop();
  }
}

function searchFor(q: string) {
  return { path: `/v1/search?q=${encodeURIComponent(q)}` };
}

/** The same searches without a word that no listing has, each time another one. */
function newSearches(round: number): Load["requests"] {
  return Array.from({ length: NEW_SEARCHES }, (_, i) => searchFor(`${QUERIES[i % QUERIES.length]} -x${round}x${i}`));
}

async function report(kinds: readonly Kind[], settings: Settings): Promise<void> {
  const samples = new Map<Kind, Sample[]>(kinds.map((kind) => [kind, []]));
  const once = ({ server, requests, connections = CONNECTIONS }: Kind, round: number, seconds: number) =>
    measure(server, { requests: requests(round), connections, seconds });
  // Not counted: code that is not compiled yet.
  for (const kind of kinds) await once(kind, 0, Math.min(2, settings.seconds));
  for (let round = 1; round <= settings.rounds; round++) {
    for (const kind of kinds) samples.get(kind)?.push(await once(kind, round, settings.seconds));
  }
  const [hello = []] = samples.values();
  const rows = [...samples].map(([kind, taken]) => rowOf(kind, taken, hello));
  console.log(table(["", "a second", "of hello", "goal", "CPU µs", "of hello", "busy", "wrong"], rows));
}

function rowOf({ name, goal }: Kind, samples: readonly Sample[], hello: readonly Sample[]): string[] {
  const share = median(samples.map(({ perSecond }, i) => perSecond / (hello[i]?.perSecond ?? Number.NaN)));
  const cpu = median(samples.map(({ cpuUs }) => cpuUs));
  return [
    name,
    median(samples.map(({ perSecond }) => perSecond)).toFixed(0),
    percent(share),
    goal === undefined ? "" : `≥ ${percent(goal)}${share < goal ? " MISSED" : ""}`,
    cpu.toFixed(1),
    `${(cpu / median(hello.map(({ cpuUs }) => cpuUs))).toFixed(2)} ×`,
    percent(median(samples.map(({ busy }) => busy))),
    String(samples.reduce((sum, { wrong }) => sum + wrong, 0)),
  ];
}

/** Its index is loaded. */
async function untilReady({ port }: BenchServer): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/ready`);
    await answer.arrayBuffer();
    if (answer.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the server is not ready after a minute");
}

async function tagOf({ port }: BenchServer, path: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  await answer.arrayBuffer();
  const etag = answer.headers.get("ETag");
  if (answer.status !== 200 || etag === null) throw new Error(`${path} answers ${answer.status}`);
  return etag;
}

function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.floor(ascending.length / 2)] ?? Number.NaN;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
