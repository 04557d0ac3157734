/** Our own engine: built as from a scan of the board, written as a snapshot, and searched in the snapshot as a function does. */
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { openSnapshot } from "../../../core/index/snapshot/open.ts";
import { memorySource, type SnapshotSource } from "../../../core/index/snapshot/source.ts";
import { writeSnapshot } from "../../../core/index/snapshot/write.ts";
import { type SearchAnswer, search } from "../../../core/search/execute.ts";
import { ENGINE_VERSION } from "../../../core/search/impact.ts";
import { ListingIndex } from "../../../core/search/listing-index.ts";
import { NO_FILTERS, type SearchRequest } from "../../../core/search/request.ts";
import { whenLoaded } from "../../../core/search/sections.ts";
import { nodeEnv } from "../../../functions/node-env.ts";
import { CORPUS_NOW } from "../../corpus.ts";
import type { Answer, BenchListing, Engine } from "../engine.ts";
import {
  type BenchQuery,
  byFacet,
  FACET_SIZE,
  FACETS,
  type FacetName,
  PAGE,
  type QueryText,
  quoted,
} from "../queries.ts";

const BOARD = { board: "bench", incarnation: "bench" };
const CONTEXT = { env: nodeEnv(), incarnation: BOARD.incarnation, now: CORPUS_NOW };

export function rolecallEngine(file: string): Engine {
  const written = new ListingIndex();
  let index: ListingIndex | undefined;
  let size = 0;
  return {
    add: (listings) => applyAll(written, listings),
    async finish() {
      const bytes = await snapshotOf(written);
      writeFileSync(file, bytes);
      index = await openWhole(bytes);
      size = bytes.length;
    },
    bytes: () => size,
    answers: () => true,
    query: (query) => answerOf(search(index ?? written, requestOf(query), CONTEXT)),
  };
}

/** The snapshot of `rolecallEngine`, on top of which the listings that are added have changed. */
export async function rolecallTailEngine(file: string): Promise<Engine> {
  const index = await openWhole(bytesOf(file));
  await whenLoaded(() => index.needToApply());
  return {
    add: (listings) => applyAll(index, listings),
    finish: () => undefined,
    bytes: () => index.changedBytes,
    answers: () => true,
    query: (query) => answerOf(search(index, requestOf(query), CONTEXT)),
  };
}

function applyAll(index: ListingIndex, listings: readonly BenchListing[]): void {
  for (const { record } of listings) index.apply({ id: record.id, revision: record.revision, record });
  const last = listings.at(-1);
  if (last !== undefined) index.position = last.record.revision;
}

function snapshotOf(index: ListingIndex): Promise<Uint8Array> {
  const { position, listings } = index;
  const header = { ...BOARD, position, listings, engineVersion: ENGINE_VERSION };
  return writeSnapshot(header, (out) => index.write(out, async () => undefined));
}

async function openWhole(bytes: Uint8Array): Promise<ListingIndex> {
  const { index, loadAll } = await opened(memorySource(bytes));
  await loadAll();
  return index;
}

async function opened(source: SnapshotSource): Promise<{ index: ListingIndex; loadAll: () => Promise<void> }> {
  const { sections, header, loadAll } = await openSnapshot(source);
  return { index: new ListingIndex({ sections, listings: header.listings, position: header.position }), loadAll };
}

function bytesOf(file: string): Uint8Array {
  const { buffer, byteOffset, length } = readFileSync(file);
  return new Uint8Array(buffer, byteOffset, length);
}

/** As a function finds it that starts: the file alone, read whole. */
export async function openFile(file: string): Promise<(query: BenchQuery) => Promise<Answer>> {
  const index = await openWhole(bytesOf(file));
  return async (query) => answerOf(search(index, requestOf(query), CONTEXT));
}

/** The same by ranges, of which no more is read than an answer needs. */
export async function openRanges(file: string, reads: { count: number; bytes: number }) {
  const descriptor = openSync(file, "r");
  const { index } = await opened({
    async read(from, to) {
      const buffer = new Uint8Array(to - from);
      const length = readSync(descriptor, buffer, 0, buffer.length, from);
      reads.count++;
      reads.bytes += length;
      return buffer.subarray(0, length);
    },
  });
  const query = (query: BenchQuery) => whenLoaded(() => answerOf(search(index, requestOf(query), CONTEXT)));
  return { query, close: () => closeSync(descriptor) };
}

function requestOf({ text, filters, hasFacets, sort, offset, isAsTyped }: BenchQuery): SearchRequest {
  const values = Object.fromEntries(Object.entries(filters ?? {}).map(([name, value]) => [name, [value]]));
  return {
    ...(text === undefined ? {} : { q: isAsTyped ? typedQuery(text) : exactQuery(text) }),
    typo: text?.kind === "typo" || isAsTyped ? "auto" : "off",
    filters: { ...NO_FILTERS, values: { ...NO_FILTERS.values, ...values } },
    facets: hasFacets ? FACETS.map((name) => ({ name, size: FACET_SIZE })) : [],
    sort,
    limit: PAGE,
    page: offset / PAGE + 1,
    view: "public",
    effectiveStates: ["published"],
    highlight: false,
    explain: false,
  };
}

/** A word is that word alone, as it is for the others. */
function exactQuery({ kind, words }: QueryText): string {
  return kind === "prefix" || kind === "typo" ? words.join(" ") : quoted(kind, words);
}

function typedQuery({ kind, words }: QueryText): string {
  return words.join(kind === "any" ? " OR " : " ");
}

function answerOf({ total, items, facets }: SearchAnswer): Answer {
  const answer = { total, ids: items.map(({ id }) => id), cards: items.map(({ listing }) => listing) };
  if (facets.length === 0) return answer;
  const of = (name: FacetName) =>
    (facets.find((facet) => facet.name === name)?.buckets ?? []).map(({ value, count }) => [value, count] as const);
  return { ...answer, facets: byFacet(of) };
}
