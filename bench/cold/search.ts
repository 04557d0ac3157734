/**
 * The first faceted answer of a new function over a published board: MinIO and DynamoDB Local behind proxies that add to each
 * request the time that it takes in a region. Beside it the same bundle's `/health`, a hono hello, and a bare handler.
 */

import type { SectionEntry } from "../../core/index/snapshot/format.ts";
import { openBlobStore, openKeySpace } from "../../functions/addresses.ts";
import type { Emulator } from "../../infra/emulators/emulator.ts";
import { type DelayingProxy, delayingProxy, type Exchange, roundsOf } from "./delaying-proxy.ts";
import type { Start } from "./programs.ts";
import { publishBoard } from "./published-board.ts";

/** At most so much longer than the same function's answer without a store (issue 5). */
const GOAL_MS = 200;

const SEARCHES: Readonly<Record<string, string>> = {
  "broad term, 5 facets":
    "/v1/search?q=engineer&facet=workplaceType&facet=employmentType&facet=company&facet=city&facet=tag",
  "two words, 5 facets":
    "/v1/search?q=senior+backend&facet=workplaceType&facet=employmentType&facet=company&facet=city&facet=tag",
  "two words": "/v1/search?q=senior+backend",
  "newest 20, 5 facets": "/v1/search?facet=workplaceType&facet=employmentType&facet=company&facet=city&facet=tag",
};

export interface ColdSearchOptions {
  readonly emulators: Readonly<Record<"dynamodb" | "s3", Emulator>>;
  readonly listings: number;
  /** Listings created behind the snapshot. */
  readonly tail: number;
  readonly delayMs: number;
  readonly runs: number;
  /** Starts the bundle in a new process with this request and environment. */
  readonly start: (path: string, env: Readonly<Record<string, string>>) => Promise<Start>;
  /** Of a hono hello. */
  readonly hello: () => Promise<Start>;
}

interface Measured {
  readonly starts: Start[];
  readonly exchanges: Exchange[][];
}

export async function coldSearches(options: ColdSearchOptions): Promise<void> {
  const { emulators, listings, tail, delayMs, runs } = options;
  const { dynamodb, s3 } = emulators;
  Object.assign(process.env, dynamodb.env, s3.env);
  const name = `cold-${Date.now()}`;
  const stores = {
    space: await openKeySpace(`dynamodb:${dynamodb.name}`),
    blobs: await openBlobStore(`s3:${s3.name}`),
  };
  const { bytes, list } = await publishBoard(stores, { name, listings, tail });
  await Promise.all([stores.space.close(), stores.blobs.close()]);
  const proxies = [await delayingProxy(dynamodb.endpoint, delayMs), await delayingProxy(s3.endpoint, delayMs)] as const;
  try {
    const env = {
      ...{ ...dynamodb.env, ...s3.env, ROLECALL_TABLE: dynamodb.name, ROLECALL_BUCKET: s3.name, ROLECALL_BOARD: name },
      ...{
        ROLECALL_DEVELOPMENT: "true",
        AWS_ENDPOINT_URL_DYNAMODB: proxies[0].url,
        AWS_ENDPOINT_URL_S3: proxies[1].url,
      },
    };
    const measured = await takeTurns(
      {
        "hono hello": options.hello,
        "/health": () => options.start("/health", env),
        ...Object.fromEntries(Object.entries(SEARCHES).map(([of, path]) => [of, () => options.start(path, env)])),
      },
      runs,
      proxies,
    );
    console.log(
      `\nAWS, the first search of a new process: ${listings} listings in a snapshot of ${(bytes / 1e6).toFixed(1)} MB, ` +
        `${tail} more behind it, ${delayMs} ms added to each request`,
    );
    report(measured, list);
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
  }
}

/** So that a busy moment of the machine meets all. */
async function takeTurns(
  variants: Readonly<Record<string, () => Promise<Start>>>,
  runs: number,
  proxies: readonly DelayingProxy[],
): Promise<ReadonlyMap<string, Measured>> {
  const measured = new Map<string, Measured>();
  for (let i = 0; i < runs; i++) {
    for (const [name, start] of Object.entries(variants)) {
      const of = measured.get(name) ?? { starts: [], exchanges: [] };
      measured.set(name, of);
      of.starts.push(await start());
      of.exchanges.push(proxies.flatMap((proxy) => proxy.taken()));
    }
  }
  return measured;
}

function report(measured: ReadonlyMap<string, Measured>, sections: readonly SectionEntry[]): void {
  const health = medianOf(measured.get("/health")?.starts ?? [], "wallMs");
  console.log(row("", ["ms", "min", "+ hello", "CPU ms", "requests", "rounds", "KB read", "goal"]));
  for (const [name, { starts, exchanges }] of measured) {
    const ms = medianOf(starts, "wallMs");
    const asked = exchanges.map((of) => of.length);
    const kb = exchanges.map((of) => of.reduce((sum, { bytes }) => sum + bytes, 0) / 1e3);
    const isSearch = Object.hasOwn(SEARCHES, name);
    console.log(
      row(name, [
        ms.toFixed(0),
        Math.min(...starts.map(({ wallMs }) => wallMs)).toFixed(0),
        (ms - health).toFixed(0),
        medianOf(starts, "cpuMs").toFixed(0),
        median(asked).toFixed(0),
        median(exchanges.map(roundsOf)).toFixed(0),
        median(kb).toFixed(0),
        isSearch ? `${ms - health <= GOAL_MS ? "reached" : "MISSED"} ${GOAL_MS}` : "",
      ]),
    );
  }
  for (const [name, { exchanges }] of measured) showRounds(name, exchanges.at(-1) ?? [], sections);
}

/** What was asked, and when: of one process. */
function showRounds(name: string, exchanges: readonly Exchange[], sections: readonly SectionEntry[]): void {
  const [first] = exchanges.toSorted((a, b) => a.askedAt - b.askedAt);
  if (first === undefined) return;
  console.log(`\n${name}`);
  for (const { askedAt, answeredAt, what, status, bytes } of exchanges.toSorted((a, b) => a.askedAt - b.askedAt)) {
    const [from, to] = [askedAt, answeredAt].map((at) => (at - first.askedAt).toFixed(0).padStart(4));
    console.log(
      `  ${from} to ${to} ms  ${status}  ${String(bytes).padStart(8)} bytes  ${what}${namesIn(what, sections)}`,
    );
  }
}

/** Of the sections that a range of the snapshot holds something of. */
function namesIn(what: string, sections: readonly SectionEntry[]): string {
  const [, from, to] = /(\d+)-(\d+)$/.exec(what) ?? [];
  if (!what.startsWith("GET") || from === undefined) return "";
  const names = sections.flatMap(({ name, offset, bytes }) =>
    offset <= Number(to) && offset + bytes > Number(from) ? [name] : [],
  );
  return `  ${names.length > 6 ? `${names.slice(0, 3).join(" ")} … ${names.slice(-3).join(" ")}` : names.join(" ")}`;
}

function medianOf(starts: readonly Start[], figure: "wallMs" | "cpuMs"): number {
  return median(starts.map((start) => start[figure]));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function row(name: string, cells: readonly string[]): string {
  return [name.padEnd(24), ...cells.map((cell, i) => (i === cells.length - 1 ? `  ${cell}` : cell.padStart(9)))].join(
    "",
  );
}
