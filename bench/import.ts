/**
 * `npm run bench -- import [--sizes 1000,20000]`: listings a second over HTTP and through the core, beside the same bodies
 * inserted into SQLite in the same batches with the same durability; then single writes a second by 1, 4 and 16 clients.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { serve } from "@hono/node-server";
import { memoryBlobStore } from "../adapters/memory/blob-store.ts";
import { sqliteKeySpace } from "../adapters/sqlite/key-space.ts";
import { follower } from "../core/index/follower.ts";
import { parseListing } from "../core/listing/parse.ts";
import { type Board, openBoard } from "../core/store/board.ts";
import { createApp } from "../functions/http/app.ts";
import { nodeEnv } from "../functions/node-env.ts";
import { type GeneratedListing, generatedListing } from "./generator.ts";

/** What `core/store/log-writer.ts` and `functions/import/run.ts` use. */
const WINDOW = 120;
const ROWS_PER_REQUEST = 10_000;
const ROUNDS = 5;
const CLIENT_WRITES = 400;

export async function run(args: readonly string[]): Promise<void> {
  const sizes = (args[args.indexOf("--sizes") + 1] ?? "").match(/\d+/g)?.map(Number) ?? [1_000, 20_000];
  for (const size of sizes) await importsOf(size);
  await singleWrites();
}

async function importsOf(size: number): Promise<void> {
  const listings = Array.from({ length: size }, (_, i) => generatedListing(i));
  const rounds = size > 5_000 ? 3 : ROUNDS;
  const seconds: Record<"sqlite" | "core" | "http", number[]> = { sqlite: [], core: [], http: [] };
  for (let round = 0; round < rounds; round++) {
    const { took, batches } = await throughCore(listings);
    seconds.core.push(took);
    seconds.sqlite.push(intoSqlite(batches));
    seconds.http.push(await overHttp(listings));
  }
  const median = Object.fromEntries(Object.entries(seconds).map(([name, values]) => [name, middle(values)]));
  const { sqlite = 0, core = 0, http = 0 } = median;
  console.log(`\n${size.toLocaleString("en")} listings, medians of ${rounds} interleaved rounds`);
  console.table({
    "SQLite, same bodies and batches": row(size, sqlite, sqlite),
    "through the core": row(size, core, sqlite),
    "over HTTP (POST /v1/imports)": row(size, http, sqlite),
  });
}

function row(size: number, seconds: number, baseline: number) {
  return { "listings/s": Math.round(size / seconds), "time × SQLite": Number((seconds / baseline).toFixed(2)) };
}

/** Parsed JSON to durable listings, with the log; and the very batches that were committed, for the comparison. */
async function throughCore(listings: readonly GeneratedListing[]): Promise<{ took: number; batches: string[][] }> {
  return withBoard(async (board, batches) => {
    const started = performance.now();
    for (let from = 0; from < listings.length; from += WINDOW) {
      await Promise.all(
        listings.slice(from, from + WINDOW).map((listing) => {
          const input = parseListing(listing);
          return board.upsert({ ...input, source: listing.source });
        }),
      );
    }
    return { took: (performance.now() - started) / 1_000, batches: [...batches] };
  });
}

/** The floor: a prepared insert for each stored value, one synced transaction for each batch. */
function intoSqlite(batches: readonly (readonly string[])[]): number {
  return withFolder((folder) => {
    const database = new DatabaseSync(join(folder, "plain.db"));
    database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE item (key TEXT PRIMARY KEY, body TEXT) STRICT, WITHOUT ROWID",
    );
    const insert = database.prepare("INSERT INTO item VALUES (?, ?)");
    const started = performance.now();
    let key = 0;
    for (const batch of batches) {
      database.exec("BEGIN IMMEDIATE");
      for (const body of batch) insert.run(String(key++), body);
      database.exec("COMMIT");
    }
    const took = (performance.now() - started) / 1_000;
    database.close();
    return took;
  });
}

async function overHttp(listings: readonly GeneratedListing[]): Promise<number> {
  return withServer(async (port) => {
    const started = performance.now();
    for (let from = 0; from < listings.length; from += ROWS_PER_REQUEST) {
      const body = listings.slice(from, from + ROWS_PER_REQUEST).map((listing) => JSON.stringify(listing));
      const answer = await send(port, "/v1/imports", "application/x-ndjson", body.join("\n"));
      const summary: { readonly created?: number } = JSON.parse(answer.trimEnd().split("\n").at(-1) ?? "{}");
      if (summary.created !== body.length) throw new Error(`the import answered ${JSON.stringify(summary)}`);
    }
    return (performance.now() - started) / 1_000;
  });
}

async function singleWrites(): Promise<void> {
  const table: Record<string, object> = {};
  for (const clients of [1, 4, 16]) {
    const took = await withServer(async (port) => {
      const agent = new Agent({ keepAlive: true, maxSockets: clients });
      const started = performance.now();
      let next = 0;
      const client = async () => {
        while (next < CLIENT_WRITES) {
          const body = JSON.stringify({ ...generatedListing(next++), source: null });
          await send(port, "/v1/listings", "application/json", body, agent);
        }
      };
      await Promise.all(Array.from({ length: clients }, client));
      agent.destroy();
      return (performance.now() - started) / 1_000;
    });
    table[`${clients} clients`] = { "writes/s": Math.round(CLIENT_WRITES / took) };
  }
  console.log(`\nsingle writes (POST /v1/listings), ${CLIENT_WRITES} each`);
  console.table(table);
}

async function withServer<T>(work: (port: number) => Promise<T>): Promise<T> {
  return withBoard(async (board) => {
    const env = nodeEnv();
    const app = createApp({ board, blobs: memoryBlobStore(), follower: follower({ board, env }), env });
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    try {
      return await work(typeof address === "object" && address !== null ? address.port : 0);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
}

function send(port: number, path: string, type: string, body: string, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      port,
      path,
      method: "POST",
      headers: { "Content-Type": type },
      ...(agent === undefined ? {} : { agent }),
    };
    const request = httpRequest(options, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      answer.on("end", () => ((answer.statusCode ?? 500) < 300 ? resolve(text) : reject(new Error(text))));
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function withBoard<T>(work: (board: Board, batches: readonly string[][]) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-bench-"));
  const space = sqliteKeySpace({ path: join(folder, "board.db") });
  const batches: string[][] = [];
  const watched = {
    ...space,
    commit: (...[partition, writes, signal]: Parameters<typeof space.commit>) => {
      if (partition === "bench") batches.push(writes.flatMap(({ value }) => (value === undefined ? [] : [value.body])));
      return space.commit(partition, writes, signal);
    },
  };
  try {
    return await work(await openBoard({ space: watched, env: nodeEnv(), name: "bench" }), batches);
  } finally {
    await space.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function withFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-bench-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
