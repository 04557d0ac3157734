import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListingRecord } from "../../../core/listing/record.ts";
import { type Hit, search } from "../../../core/search/execute.ts";
import { type ListingChange, ListingIndex } from "../../../core/search/listing-index.ts";
import { READS_PER_LOOK_UP } from "../../../core/search/postings.ts";
import { parseQuery } from "../../../core/search/query.ts";
import { NO_FILTERS, type SearchRequest } from "../../../core/search/request.ts";
import { fields, history, instant, request } from "./arbitraries.ts";
import { expectedAnswer } from "./oracle.ts";
import { contextOf, idOf, indexOf, recordOf, requestOf } from "./records.ts";

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

const board = fc
  .array(fields, { maxLength: 14 })
  .map((all) => all.map((each, number): ListingRecord => recordOf(number, each)));

function changesOf(changes: History): ListingChange[] {
  return changes.map(({ number, fields: content, revision }) => ({
    id: idOf(number),
    revision,
    ...(content === undefined ? {} : { record: recordOf(number, content, revision) }),
  }));
}

/** What is there after all changes, in no particular order. */
function survivors(changes: readonly ListingChange[]): ListingRecord[] {
  const last = new Map(changes.map((change) => [change.id, change]));
  return [...last.values()].flatMap(({ record }) => (record === undefined ? [] : [record]));
}

function walk(index: ListingIndex, asked: SearchRequest, now: number): Hit[] {
  const hits: Hit[] = [];
  let cursor: string | null = null;
  do {
    const page = search(index, cursor === null ? asked : { ...asked, cursor }, contextOf({ now: now + hits.length }));
    expect(page.items.length).toBe(page.nextCursor === null ? page.items.length : asked.limit);
    hits.push(...page.items);
    expect(hits.length).toBeLessThan(100);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return hits;
}

describe("a search", () => {
  it("answers as a plain scan over the listings does, page by page", () => {
    fc.assert(
      fc.property(board, request, instant, (records, asked, now) => {
        const expected = expectedAnswer(records, asked, now);
        const index = indexOf(records);
        const answer = search(index, asked, contextOf({ now }));
        expect(answer.total).toBe(expected.total);
        expect(answer.facets).toEqual(expected.facets);
        expect(walk(index, asked, now).map(({ id, score }) => ({ id, score }))).toEqual(expected.ranked);
        const second = search(index, { ...asked, page: 2 }, contextOf({ now }));
        expect(second.items.map(({ id }) => id)).toEqual(
          expected.ranked.slice(asked.limit, 2 * asked.limit).map(({ id }) => id),
        );
      }),
      { numRuns: 1_500 },
    );
  });

  it("answers alike whatever the order and the history of the changes that made the index", () => {
    const arrivals = history.chain((changes) =>
      fc.record({
        changes: fc.constant(changesOf(changes)),
        shuffled: fc.shuffledSubarray(changesOf(changes), { minLength: changes.length }),
        repeated: fc.subarray(changesOf(changes)),
        compactFrom: fc.constantFrom(1, 2, 1_000),
      }),
    );
    fc.assert(
      fc.property(
        arrivals,
        fc.array(request, { minLength: 1, maxLength: 4 }),
        instant,
        ({ changes, shuffled, repeated, compactFrom }, requests, now) => {
          const grown = new ListingIndex({ compactFrom });
          for (const change of [...shuffled, ...repeated]) {
            grown.apply(change);
            // Searches in between leave counts and bitmaps behind, which must not go stale.
            for (const asked of requests.slice(1))
              search(grown, asked, contextOf({ now: now + change.revision * 40_000 }));
          }
          grown.position = changes.length;
          const rebuilt = indexOf(survivors(changes));
          rebuilt.position = changes.length;
          expect(grown.listings).toBe(rebuilt.listings);
          for (const asked of requests) {
            const answer = search(grown, asked, contextOf({ now }));
            expect(JSON.stringify(answer)).toBe(JSON.stringify(search(rebuilt, asked, contextOf({ now }))));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("over its work limit searches the newest listings alone, reads no more than the limit, and says so", () => {
    // A broad word and no filter for most, so that there is something to find among the few newest.
    const asking = request.map(({ q = "engineer", ...rest }) => ({ ...rest, q, filters: NO_FILTERS }));
    const large = fc
      .array(fields, { minLength: 20, maxLength: 60 })
      .map((all) =>
        all.map((each, number) =>
          recordOf(number, { ...each, title: `Engineer ${each.title ?? ""}`, state: "published" }),
        ),
      );
    let partial = 0;
    fc.assert(
      fc.property(large, asking, instant, fc.integer({ min: 20, max: 120 }), (records, asked, now, workLimit) => {
        const index = indexOf(records);
        const answer = search(index, asked, contextOf({ now, workLimit }));
        // Beside the limit, one look at each slice; a list of sixty has at most five (2, 4, 8, 16, 32).
        expect(index.postings.read).toBeLessThanOrEqual(workLimit + 5 * lookUps(index, asked));
        const reversed = search(indexOf(records.toReversed()), asked, contextOf({ now, workLimit }));
        expect(JSON.stringify(reversed)).toBe(JSON.stringify(answer));
        const newest = Math.floor(workLimit / (lookUps(index, asked) * READS_PER_LOOK_UP + 1));
        const expected = expectedAnswer(records, asked, now, answer.partial ? newest : records.length);
        expect(answer.total).toBe(expected.total);
        expect(answer.items.map(({ id, score }) => ({ id, score }))).toEqual(expected.ranked.slice(0, asked.limit));
        expect(answer.facets).toEqual(answer.partial ? [] : expected.facets);
        if (answer.partial && expected.total > 0) partial++;
      }),
      { numRuns: 200 },
    );
    expect(partial).toBeGreaterThan(5);
  });

  it("needs no more work than the limit says, wherever the documents stand in the lists", () => {
    const title = fc.uniqueArray(fc.constantFrom("java", "rust", "go", "full-stack", "full", "stack"), {
      maxLength: 5,
    });
    const titles = fc.array(title, { minLength: 1, maxLength: 300 });
    const query = fc.uniqueArray(fc.constantFrom("java", "rust", "go", "full-stack"), { minLength: 1 });
    fc.assert(
      fc.property(titles, query, fc.integer({ min: 0, max: 3_000 }), (all, words, workLimit) => {
        const index = indexOf(all.map((each, number) => recordOf(number, { title: each.join(" ") })));
        const asked = requestOf({ q: words.join(" ") });
        const answer = search(index, asked, contextOf({ workLimit }));
        // Slices of 2, 4, 8 up to 256: a list of 300 has eight.
        expect(index.postings.read).toBeLessThanOrEqual(workLimit + 8 * lookUps(index, asked));
        if (answer.partial) return;
        const whole = search(index, asked, contextOf());
        expect(JSON.stringify(answer)).toBe(JSON.stringify(whole));
      }),
      { numRuns: 200 },
    );
  });
});

/** Terms of the query, without the alternatives that no listing can hold. */
function lookUps(index: ListingIndex, { q = "" }: SearchRequest): number {
  const alternatives = parseQuery(q).flatMap((clause) => clause.alternatives);
  return alternatives.filter((terms) => terms.every((term) => index.documentFrequency(term) > 0)).flat().length;
}
