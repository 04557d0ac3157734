/**
 * The ranked answers of `test/golden/queries.json` over real listings. The listings may not be kept here, so the file has
 * ids, which are hashes of where a listing came from, and scores; who has the events compares, or writes it anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SearchAnswer } from "../../core/search/execute.ts";
import type { SearchRequest } from "../../core/search/request.ts";
import { readSearchParameters } from "../../functions/http/search-parameters.ts";

export interface GoldenQuery {
  /** What it is there for. */
  readonly kind: string;
  /** As in the address of a search. */
  readonly query: string;
  readonly total: number;
  readonly broadened?: true;
  /** Terms that were taken for others, as `from>to`. */
  readonly corrections?: readonly string[];
  readonly hits: readonly (readonly [id: string, score: number])[];
}

interface GoldenFile {
  /** Events played before. */
  readonly after: number;
  readonly queries: readonly GoldenQuery[];
}

const FILE = fileURLToPath(new URL("../../test/golden/queries.json", import.meta.url));
const DEPTH = 10;

export function readGolden(): GoldenFile {
  return JSON.parse(readFileSync(FILE, "utf8"));
}

/** By the text of the query. */
export function goldenRequests({ queries }: GoldenFile): Map<string, SearchRequest> {
  return new Map(
    queries.map(({ query }) => [query, { ...readSearchParameters(new URLSearchParams(query)), limit: DEPTH }]),
  );
}

/** What the answer is now, in the form of the file. */
export function goldenOf({ kind, query }: GoldenQuery, answer: SearchAnswer): GoldenQuery {
  const corrections = answer.corrections.map(({ from, to }) => `${from}>${to}`);
  return {
    kind,
    query,
    total: answer.total,
    ...(answer.broadened ? { broadened: true } : {}),
    ...(corrections.length > 0 ? { corrections } : {}),
    hits: answer.items.map(({ id, score }) => [id, score]),
  };
}

/** `npm run format` gives it the form in which it is kept. */
export function writeGolden(after: number, queries: readonly GoldenQuery[]): void {
  writeFileSync(FILE, `${JSON.stringify({ after, queries }, null, 2)}\n`);
}
