/**
 * `npm run bench -- replay --replay FILE.ndjson.gz [--at 2402]`: real put and delete events, in order, over HTTP on a real
 * database file; then the board against its final state imported directly, the change feed against the board, and
 * searches against a plain count. Lines of the file: `{op: "put"|"delete", file, markdown?}`.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { serve } from "@hono/node-server";
import { memoryBlobStore } from "../adapters/memory/blob-store.ts";
import { sqliteKeySpace } from "../adapters/sqlite/key-space.ts";
import { exportFileNames } from "../core/convert/export-names.ts";
import { writeMarkdown } from "../core/convert/markdown.ts";
import { follower } from "../core/index/follower.ts";
import { isVisible } from "../core/listing/lifecycle.ts";
import type { ListingRecord, StoredListing } from "../core/listing/record.ts";
import type { SearchAnswer } from "../core/search/execute.ts";
import { textsOf } from "../core/search/fields.ts";
import { parseQuery } from "../core/search/query.ts";
import { forEachToken } from "../core/search/tokenize.ts";
import { type Board, openBoard } from "../core/store/board.ts";
import type { LogPoint } from "../core/store/position.ts";
import { scanPages } from "../core/store/scan.ts";
import { createApp } from "../functions/http/app.ts";
import { nodeEnv } from "../functions/node-env.ts";

interface Event {
  readonly op: "put" | "delete";
  readonly file: string;
  readonly markdown?: string;
}

const QUERIES = [
  "q=typescript+remote&facet=tag",
  "q=c%2B%2B",
  "q=.net",
  "q=go&facet=company",
  "q=product+manager&facet=workplaceType&facet=tag",
  "q=senior+backend+engineer&workplaceType=remote",
  "q=kubernetes+aws",
  "tag=javascript&tag=nodejs&facet=tag",
  "q=designer&category=other&sort=newest",
  "q=java&facet=category",
];

export async function run(args: readonly string[]): Promise<void> {
  const file = args[args.indexOf("--replay") + 1];
  if (!args.includes("--replay") || file === undefined) throw new Error("name the events: --replay FILE.ndjson.gz");
  const pause = Number(args[args.indexOf("--at") + 1]) || 2_402;
  const events = readEvents(file);
  await withService(async (replayed) => {
    const statuses: number[] = [];
    for (const [i, event] of events.entries()) {
      statuses.push(await play(replayed, event));
      if (i + 1 === pause) await searches(replayed, pause);
    }
    report(statuses);
    const final = new Map<string, string>();
    for (const [i, { op, file: name, markdown = "" }] of events.entries()) {
      if ((statuses[i] ?? 0) >= 300) continue;
      if (op === "put") final.set(name, markdown);
      else final.delete(name);
    }
    await withService(async (direct) => {
      for (const [name, markdown] of final) await play(direct, { op: "put", file: name, markdown });
      compare(
        "the board at the end",
        await exported(replayed.board),
        "its final state imported directly",
        await exported(direct.board),
      );
    });
    compare(
      "the board at the end",
      await exported(replayed.board),
      "its change feed from the beginning",
      exportedFrom(await feed(replayed.board)),
    );
  });
}

function readEvents(file: string): Event[] {
  return gunzipSync(readFileSync(file))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

interface Service {
  readonly board: Board;
  readonly address: string;
}

async function play({ address }: Service, { op, file, markdown = "" }: Event): Promise<number> {
  const url = `${address}/v1/sources/replay/listing?externalId=${encodeURIComponent(file)}`;
  const put = { method: "PUT", headers: { "Content-Type": "text/markdown" }, body: markdown };
  const answer = await fetch(url, op === "put" ? put : { method: "DELETE" });
  await answer.arrayBuffer();
  return answer.status;
}

function report(statuses: readonly number[]): void {
  const counts = Object.groupBy(
    statuses.map((status, index) => ({ status, index })),
    ({ status }) => String(status),
  );
  for (const [status, of = []] of Object.entries(counts)) {
    const where = of.length <= 20 ? `: events ${of.map(({ index }) => index).join(", ")}` : "";
    console.log(`${status}: ${of.length}${where}`);
  }
}

/** Totals over HTTP beside a count that reads every listing and knows no index. */
async function searches({ board, address }: Service, events: number): Promise<void> {
  const now = Date.now();
  const live = (await allStored(board)).filter(
    (stored) => stored.kind === "listing" && isVisible(stored, now),
  ) as ListingRecord[];
  console.log(`after ${events} events: ${live.length} published listings`);
  for (const query of QUERIES) {
    const answer = (await (await fetch(`${address}/v1/search?${query}`)).json()) as SearchAnswer;
    const counted = live.filter((record) => matches(record, new URLSearchParams(query))).length;
    const facets = answer.facets.map(
      ({ name, buckets }) =>
        `${name}: ${buckets
          .slice(0, 4)
          .map(({ value, count }) => `${value} ${count}`)
          .join(", ")}`,
    );
    console.log(
      `${answer.total === counted ? "equal " : "DIFFER"} ${query}: ${answer.total}, by brute force ${counted}; first: ${answer.items[0]?.listing.title ?? "-"}${facets.map((facet) => `\n         ${facet}`).join("")}`,
    );
    if (answer.total !== counted) process.exitCode = 1;
  }
}

function matches(record: ListingRecord, query: URLSearchParams): boolean {
  const { content } = record;
  const words = new Set<string>();
  for (const text of Object.values(textsOf(content)).flat()) forEachToken(text, (term) => words.add(term));
  const clauses = parseQuery(query.get("q") ?? "");
  const tags = query.getAll("tag");
  return (
    clauses.every(({ alternatives }) => alternatives.some((terms) => terms.every((term) => words.has(term)))) &&
    (tags.length === 0 || content.tags.some((tag) => tags.includes(tag.toLowerCase()))) &&
    (query.get("workplaceType") ?? content.workplaceType) === content.workplaceType &&
    (query.get("category") ?? content.category) === content.category
  );
}

function compare(nameA: string, a: ReadonlyMap<string, string>, nameB: string, b: ReadonlyMap<string, string>): void {
  const names = new Set([...a.keys(), ...b.keys()]);
  const differing = [...names].filter((name) => a.get(name) !== b.get(name));
  if (differing.length > 0) process.exitCode = 1;
  console.log(
    `${differing.length === 0 ? "equal " : "DIFFER"} ${nameA} (${a.size} files) and ${nameB} (${b.size}): ${differing.length} files differ ${differing.slice(0, 5).join(" ")}`,
  );
}

async function exported(board: Board): Promise<Map<string, string>> {
  return exportedFrom(await allStored(board));
}

function exportedFrom(stored: Iterable<StoredListing>): Map<string, string> {
  const listings = [...stored].filter((item) => item.kind === "listing");
  const names = exportFileNames(listings);
  return new Map(listings.map((listing, i) => [names[i] ?? "", writeMarkdown(listing, { view: "full" })]));
}

async function allStored(board: Board): Promise<StoredListing[]> {
  const stored: StoredListing[] = [];
  for await (const page of scanPages(board, 500)) stored.push(...page);
  return stored;
}

async function feed(board: Board): Promise<Iterable<StoredListing>> {
  const state = new Map<string, StoredListing>();
  let point: LogPoint | undefined;
  for (;;) {
    const page = await board.changes(point, 100);
    for (const { stored } of page.changes) state.set(stored.id, stored);
    if (!page.more) return state.values();
    point = page.next;
  }
}

async function withService<T>(work: (service: Service) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-replay-"));
  const env = nodeEnv();
  const space = sqliteKeySpace({ path: join(folder, "board.db") });
  const board = await openBoard({ space, env, name: "default" });
  const app = createApp({ board, blobs: memoryBlobStore(), follower: follower({ board, env }), env });
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    return await work({ board, address: `http://127.0.0.1:${port}` });
  } finally {
    await new Promise((resolve) => server.close(resolve));
    await space.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
