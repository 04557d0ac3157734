/** One board through some thousands of changes: however its index came to be, and however large it is, the answers are one. */
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../../bench/generator.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import { search } from "../../../core/search/execute.ts";
import { ListingIndex } from "../../../core/search/listing-index.ts";
import type { SearchRequest } from "../../../core/search/request.ts";
import { whenLoaded } from "../../../core/search/sections.ts";
import { generatedFields } from "./generated-board.ts";
import { opened, openedLazily, written } from "./memory-sections.ts";
import { type Expected, expectedAnswer, shown } from "./oracle/expected-answer.ts";
import { contextOf, indexOf, NOW, type RequestFields, recordOf, requestOf } from "./records.ts";

const EVENTS = 1_800;
const LISTINGS = 450;
const COMPARED_EVERY = 300;

const facets = (["workplaceType", "company", "country", "tag", "salary", "posted"] as const).map((name) => ({
  name,
  size: 10,
}));
const QUERIES: readonly RequestFields[] = [
  { facets },
  { sort: "salary", facets, filters: { salary: { min: 60_000, includesUnknown: false } } },
  { values: { workplaceType: ["remote"], tag: ["go", "rust"] }, facets },
  { q: "engineer", facets },
  { q: '"engineer"' },
  { q: "the care" },
  { q: "site reliability" },
  { q: '"site reliability engineer"' },
  { q: 'body:"machine learning engineer"' },
  { q: '"every day with" OR "keep it simple"' },
  { q: "senior -go -python" },
  { q: "-engineer" },
  { q: "c++ OR .net OR nodejs", facets },
  { q: "title:designer location:germany" },
  { q: "k8s" },
  { q: "xba" },
  { q: "pro" },
  { q: "kuberntes desgin" },
  { q: "xbabafu nobodyknows engineer" },
  { q: "compny 17" },
  { q: "zurich EMEA" },
  { q: "engineer", collapse: "duplicates" },
  { q: "product", sort: "newest", filters: { postedWithinMs: 90 * 86_400_000 } },
];

describe("a board that changes", () => {
  const history = eventsOf();
  const requests = QUERIES.map((fields) => requestOf({ currency: "EUR", limit: 100, ...fields }));

  it("is searched alike by an index that followed it, one of its snapshots and their tails, and a scan", async () => {
    const state = new Map<string, ListingRecord>();
    const running = new ListingIndex();
    let published = new ListingIndex();
    const expected: Expected[] = [];
    for (const [i, { number, isPut }] of history.entries()) {
      const revision = i + 1;
      const record = recordOf(number, generatedFields(number + 1_000 * (i % 5)), revision);
      if (isPut) state.set(record.id, record);
      else state.delete(record.id);
      for (const index of [running, published]) {
        await whenLoaded(() => index.needToApply());
        index.apply({ id: record.id, revision, ...(isPut ? { record } : {}) });
        index.position = revision;
      }
      if (revision % COMPARED_EVERY !== 0) continue;
      const records = [...state.values()];
      const scanned = indexOf(records);
      scanned.position = revision;
      const snapshot = await written(scanned);
      const next = await written(published);
      expect(next.sections.bytes).toEqual(snapshot.sections.bytes);
      const indexes = [running, published, opened(next), openedLazily(next)];
      for (const request of requests) {
        const answer = search(scanned, request, contextOf());
        for (const index of indexes) {
          const same = await whenLoaded(() => search(index, request, contextOf()));
          expect(JSON.stringify(same)).toBe(JSON.stringify(answer));
        }
      }
      if (revision % (2 * COMPARED_EVERY) === 0) expected.push(...compareWithScan(records, scanned, requests));
      // Every second snapshot is left out, so that tails of both lengths are seen.
      if ((revision / COMPARED_EVERY) % 2 === 1) published = openedLazily(next);
    }
    // What the queries are there for does happen.
    expect(expected.filter(({ broadened }) => broadened).length).toBeGreaterThan(0);
    expect(expected.filter(({ corrections }) => corrections.length > 0).length).toBeGreaterThan(1);
    expect(expected.filter(({ total }) => total > 0).length).toBeGreaterThan(0.9 * expected.length);
  }, 120_000);
});

function compareWithScan(
  records: readonly ListingRecord[],
  index: ListingIndex,
  requests: readonly SearchRequest[],
): Expected[] {
  return requests.map((request) => {
    const expected = expectedAnswer(records, request, NOW);
    const { total, facets: counted, broadened, corrections, items } = search(index, request, contextOf());
    expect({ q: request.q, total, facets: counted, broadened, corrections }).toEqual({
      q: request.q,
      total: expected.total,
      facets: expected.facets,
      broadened: expected.broadened,
      corrections: expected.corrections,
    });
    expect(shown(items)).toEqual(shown(expected.ranked.slice(0, request.limit)));
    return expected;
  });
}

/** Mostly puts at first, later as many deletions as there are in the life of a board. */
function eventsOf(): { readonly number: number; readonly isPut: boolean }[] {
  const random = mulberry32(7);
  return Array.from({ length: EVENTS }, (_, i) => ({
    number: Math.floor(random() * LISTINGS),
    isPut: random() < (i < EVENTS / 2 ? 0.9 : 0.6),
  }));
}
