import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { search } from "../../../core/search/execute.ts";
import { NO_FILTERS } from "../../../core/search/request.ts";
import { fields, instant, request } from "./arbitraries.ts";
import { opened, written } from "./memory-sections.ts";
import { expectedAnswer, shown } from "./oracle/expected-answer.ts";
import { boardOf, contextOf, indexOf, recordOf, requestOf } from "./records.ts";

describe("a query over the work limit", () => {
  it("searches the newest listings alone, whatever order they came in, and says so", async () => {
    // A broad word and no filter, so that there is something to find among the few newest.
    const asking = request.map(({ q = "engineer", ...rest }) => ({ ...rest, q, filters: NO_FILTERS }));
    const large = fc
      .array(fields, { minLength: 20, maxLength: 60 })
      .map((all) =>
        all.map((each, number) =>
          recordOf(number, { ...each, title: `Engineer ${each.title ?? ""}`, state: "published" }),
        ),
      );
    let partial = 0;
    await fc.assert(
      fc.asyncProperty(
        large,
        asking,
        instant,
        fc.integer({ min: 5, max: 120 }),
        async (records, asked, now, workLimit) => {
          const context = contextOf({ now, workLimit });
          const answer = search(indexOf(records), asked, context);
          const expected = expectedAnswer(records, asked, now, { workLimit });
          expect(answer.partial).toBe(expected.partial);
          expect(answer.total).toBe(expected.total);
          expect(answer.broadened).toBe(expected.broadened);
          expect(answer.facets).toEqual(expected.facets);
          expect(shown(answer.items)).toEqual(shown(expected.ranked.slice(0, asked.limit)));
          const others = [indexOf(records.toReversed()), opened(await written(indexOf(records)))];
          for (const other of others) {
            expect(JSON.stringify(search(other, asked, context))).toBe(JSON.stringify(answer));
          }
          if (answer.partial && expected.total > 0) partial++;
        },
      ),
      { numRuns: 100 },
    );
    expect(partial).toBeGreaterThan(10);
  }, 120_000);

  it("goes on page by page among the same listings", () => {
    const index = boardOf(...Array.from({ length: 40 }, (_, i) => ({ title: `Engineer w${i}` })));
    const context = contextOf({ workLimit: 30 });
    const asked = requestOf({ q: '"engineer"', limit: 20 });
    const first = search(index, asked, context);
    const second = search(index, { ...asked, cursor: first.nextCursor ?? "" }, context);
    expect([first, second].map(({ total, partial }) => [total, partial])).toEqual([
      [30, true],
      [30, true],
    ]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(30);
    expect(second.nextCursor).toBeNull();
  });
});

describe("the work of a query", () => {
  const crowd = (count: number) => boardOf(...Array.from({ length: count }, (_, i) => ({ title: `Engineer w${i}` })));
  const isPartial = (q: string, workLimit: number) =>
    search(crowd(100), requestOf({ q }), contextOf({ workLimit })).partial;

  it.each([
    ['"engineer"', 100],
    ['"engineer" "acme"', 200],
    ['"w1" OR "w2"', 2],
    ['"engineer w1"', 808],
    ['-"engineer"', 100],
    ["nobodyknows", 0],
  ])("%s is that of its terms' frequencies: %d postings", (q, work) => {
    expect([isPartial(q, work), work > 0 && isPartial(q, work - 1)]).toEqual([false, work > 0]);
  });
});
