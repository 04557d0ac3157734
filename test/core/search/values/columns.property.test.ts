import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { facetsOf } from "../../../../core/search/values/facets.ts";
import { allBut, filtered, refusedBy } from "../../../../core/search/values/filter.ts";
import { rankedValues, type SuggestedColumn } from "../../../../core/search/values/ranked-values.ts";
import { expectedFacet } from "../oracle/facets.ts";
import { passes, withoutFacet } from "../oracle/filters.ts";
import { NOW, recordOf, requestOf } from "../records.ts";
import { Board, boardAfter, request, steps } from "./boards.ts";

describe("columns over any history of changes and snapshots", () => {
  it("let through what passes every filter", async () => {
    await fc.assert(
      fc.asyncProperty(steps, request, async (history, asked) => {
        const board = await boardAfter(history);
        const found = allBut(filtered(board.index, board.index.facts.live, asked, NOW));
        const expected = board.records.filter((record) => passes(record, asked, NOW)).map(({ id }) => id);
        expect(board.idsOf(found.toArray())).toEqual(expected.sort());
        for (const { id } of board.records) {
          expect(refusedBy(board.index, board.docOf(id), asked, NOW).length === 0).toBe(expected.includes(id));
        }
      }),
      { numRuns: 400 },
    );
  });

  it("count every facet as a scan does", async () => {
    await fc.assert(
      fc.asyncProperty(steps, request, async (history, asked) => {
        const board = await boardAfter(history);
        const set = filtered(board.index, board.index.facts.live, asked, NOW);
        const expected = asked.facets.map((facet) => {
          const others = withoutFacet(asked, facet.name);
          const results = board.records.filter((record) => passes(record, others, NOW));
          return expectedFacet(board.records, results, facet, others, NOW);
        });
        expect(facetsOf(board.index, set, asked, NOW)).toEqual(expected);
      }),
      { numRuns: 600 },
    );
  });

  it("are written as the same bytes as if the listings had come at once", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const board = await boardAfter(history);
        const atOnce = new Board();
        for (const record of board.records) atOnce.put(record);
        const bytes = (await board.written()).bytes;
        expect(bytes).toEqual((await atOnce.written()).bytes);
        await board.publish();
        expect((await board.written()).bytes).toEqual(bytes);
      }),
      { numRuns: 400 },
    );
  });

  it("rank the values for suggestions by count, then text, in their commonest spelling", async () => {
    const columns = fc.constantFrom<SuggestedColumn>("title", "company", "tag", "place");
    await fc.assert(
      fc.asyncProperty(steps, columns, async (history, name) => {
        const board = await boardAfter(history);
        const ranked = [...rankedValues(board.index, name, board.index.facts.live)];
        const shown = board.records.map(({ content }) => ({
          ...content,
          // The oracle counts tags; what is suggested of a listing is put in their place.
          tags: {
            title: [content.title ?? ""],
            company: [content.company?.name ?? ""],
            tag: content.tags,
            place: content.locations.map(({ city, raw }) => city ?? raw ?? ""),
          }[name],
        }));
        const records = shown.map((content, i) => recordOf(i, content));
        const { buckets } = expectedFacet(records, records, { name: "tag", size: 100 }, requestOf(), NOW);
        expect(ranked).toEqual(buckets);
      }),
    );
  });
});
