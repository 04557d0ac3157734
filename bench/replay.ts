/**
 * `npm run bench -- replay --replay FILE.ndjson.gz [--at 2402] [--queries] [--update]`: real put and delete events, in
 * order, over HTTP on a real database file, their instants being the clock. At every 500th event the queries of
 * `test/golden/queries.json` must have one answer from the index that followed, one from a scan and one from a snapshot;
 * after `--at` events the answers are held against a plain scan over the listings and against the golden file, which
 * `--update` writes anew (`--queries` shows them and stops there). In the end the board is compared with its final state
 * imported directly, and with its own change feed. Lines of the file: `{at, op: "put"|"delete", file, markdown?}`.
 */
import { isDeepStrictEqual, parseArgs } from "node:util";
import { exportFileNames } from "../core/convert/export-names.ts";
import { writeMarkdown } from "../core/convert/markdown.ts";
import { isVisible } from "../core/listing/lifecycle.ts";
import type { StoredListing } from "../core/listing/record.ts";
import type { SearchAnswer } from "../core/search/execute.ts";
import type { SearchRequest } from "../core/search/request.ts";
import type { Board } from "../core/store/board.ts";
import type { LogPoint } from "../core/store/position.ts";
import { expectedAnswer } from "../test/core/search/oracle/expected-answer.ts";
import { type GoldenQuery, goldenOf, goldenRequests, readGolden, writeGolden } from "./replay/golden.ts";
import { answerOf, differingQueries } from "./replay/indexes.ts";
import { allStored, type Event, readEvents, type Service, withService } from "./replay/service.ts";

const COMPARED_EVERY = 500;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      replay: { type: "string" },
      at: { type: "string" },
      queries: { type: "boolean", default: false },
      update: { type: "boolean", default: false },
    },
  });
  if (values.replay === undefined) throw new Error("name the events: --replay FILE.ndjson.gz");
  const golden = readGolden();
  const requests = goldenRequests(golden);
  const pause = Number(values.at ?? golden.after);
  const events = readEvents(values.replay);
  await withService(async (replayed) => {
    const statuses: number[] = [];
    for (const [i, event] of events.entries()) {
      statuses.push(await replayed.play(event));
      if ((i + 1) % COMPARED_EVERY === 0) await compareIndexes(replayed, i + 1, requests);
      if (i + 1 !== pause) continue;
      await compareIndexes(replayed, pause, requests);
      const answers = await answersOf(replayed, golden.queries, requests);
      await compareWithScan(replayed, answers, requests);
      const now = golden.queries.map((query) => goldenOf(query, answers.get(query.query) ?? noAnswer(query)));
      if (values.queries) show(now, answers);
      if (values.update) writeGolden(pause, now);
      else if (pause === golden.after) compareWithGolden(golden.queries, now);
      if (values.queries) return;
    }
    report(statuses);
    await compareBoards(replayed, events, statuses);
  });
}

async function compareIndexes(service: Service, event: number, requests: ReadonlyMap<string, SearchRequest>) {
  const differing = await differingQueries(service, requests);
  say(
    differing.length === 0,
    `after ${event} events: followed, scanned and reopened, ${requests.size} queries`,
    differing,
  );
}

type Answers = ReadonlyMap<string, SearchAnswer>;

async function answersOf(
  service: Service,
  queries: readonly GoldenQuery[],
  requests: ReadonlyMap<string, SearchRequest>,
): Promise<Answers> {
  const { index } = await service.follower.view({ minPosition: await service.board.head() });
  const answers = new Map<string, SearchAnswer>();
  for (const { query } of queries) {
    const request = requests.get(query);
    if (request !== undefined) answers.set(query, await answerOf(service, index, request));
  }
  return answers;
}

/** Totals, order, scores, facets, corrections, beside a scan that reads every listing and knows no index. */
async function compareWithScan(
  { board, env }: Service,
  answers: Answers,
  requests: ReadonlyMap<string, SearchRequest>,
): Promise<void> {
  const stored = await allStored(board);
  const records = stored.filter((item) => item.kind === "listing");
  const visible = records.filter((record) => isVisible(record, env.now())).length;
  const differing = [...requests].flatMap(([query, request]) => {
    const answer = answers.get(query);
    const expected = expectedAnswer(records, request, env.now());
    const isEqual =
      answer?.total === expected.total &&
      answer.broadened === expected.broadened &&
      isDeepStrictEqual(answer.corrections, expected.corrections) &&
      isDeepStrictEqual(answer.facets, expected.facets) &&
      isDeepStrictEqual(
        answer.items.map(({ id, score }) => [id, score]),
        expected.ranked.slice(0, request.limit).map(({ id, score }) => [id, score]),
      );
    return isEqual ? [] : [query];
  });
  say(
    differing.length === 0,
    `answers and a plain scan over ${records.length} listings, ${visible} visible`,
    differing,
  );
}

function compareWithGolden(golden: readonly GoldenQuery[], now: readonly GoldenQuery[]): void {
  const differing = golden.filter((query, i) => !isDeepStrictEqual(query, now[i])).map(({ query }) => query);
  say(differing.length === 0, `answers and the golden ones, ${golden.length} queries`, differing);
}

function show(queries: readonly GoldenQuery[], answers: Answers): void {
  for (const { kind, query, total, broadened, corrections = [], hits } of queries) {
    const notes = [...(broadened ? ["broadened"] : []), ...corrections].map((note) => `, ${note}`).join("");
    console.log(`\n${kind}: ${query} -> ${total}${notes}`);
    const titles = new Map(answers.get(query)?.items.map(({ id, listing }) => [id, listing.title]));
    for (const [id, score] of hits) console.log(`  ${score.toFixed(6).padStart(10)} ${id} ${titles.get(id) ?? ""}`);
  }
}

function noAnswer({ query }: GoldenQuery): never {
  throw new Error(`${query} was not asked`);
}

async function compareBoards(replayed: Service, events: readonly Event[], statuses: readonly number[]): Promise<void> {
  const final = new Map<string, Event>();
  for (const [i, event] of events.entries()) {
    if ((statuses[i] ?? 0) >= 300) continue;
    if (event.op === "put") final.set(event.file, event);
    else final.delete(event.file);
  }
  const board = exportedFrom(await allStored(replayed.board));
  await withService(async (direct) => {
    for (const event of final.values()) await direct.play(event);
    compare(board, "its final state imported directly", exportedFrom(await allStored(direct.board)));
  });
  compare(board, "its change feed from the beginning", exportedFrom(await feed(replayed.board)));
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

function compare(board: ReadonlyMap<string, string>, name: string, other: ReadonlyMap<string, string>): void {
  const files = new Set([...board.keys(), ...other.keys()]);
  const differing = [...files].filter((file) => board.get(file) !== other.get(file));
  say(differing.length === 0, `the board at the end (${board.size} files) and ${name} (${other.size})`, differing);
}

function say(isEqual: boolean, what: string, differing: readonly string[]): void {
  if (!isEqual) process.exitCode = 1;
  console.log(isEqual ? `equal  ${what}` : `DIFFER ${what}: ${differing.length}: ${differing.slice(0, 5).join(" | ")}`);
}

function exportedFrom(stored: Iterable<StoredListing>): Map<string, string> {
  const listings = [...stored].filter((item) => item.kind === "listing");
  const names = exportFileNames(listings);
  return new Map(listings.map((listing, i) => [names[i] ?? "", writeMarkdown(listing, { view: "full" })]));
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
