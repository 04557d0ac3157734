import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Needs } from "../../../../core/search/sections.ts";
import { whenLoaded } from "../../../../core/search/sections.ts";
import { distancesOf, needDistances } from "../../../../core/search/values/distance.ts";
import { collapsed, needDuplicates } from "../../../../core/search/values/duplicates.ts";
import { facetsOf, needFacets } from "../../../../core/search/values/facets.ts";
import { filtered, needFilters } from "../../../../core/search/values/filter.ts";
import type { ValuesIndex } from "../../../../core/search/values/listing-columns.ts";
import { needRankedValues, rankedValues } from "../../../../core/search/values/ranked-values.ts";
import { highestPay } from "../../../../core/search/values/salary.ts";
import { idOf, NOW, recordOf, requestOf } from "../records.ts";
import { boardAfter, boardOf, request, type Step, steps } from "./boards.ts";

async function loaded<T>(index: ValuesIndex, need: (needs: Needs) => void, work: () => T): Promise<T> {
  return whenLoaded(() => {
    const needs = index.facts.base.needs();
    need(needs);
    needs.settle();
    return work();
  });
}

/** The same board, cold: what is not asked for is garbage, so that reading it without asking shows. */
async function coldAndWarm(history: readonly Step[], later: readonly Step[]) {
  const [cold, warm] = [await boardAfter(history), await boardAfter(history)];
  await cold.publish(true);
  await warm.publish();
  for (const board of [cold, warm]) {
    await whenLoaded(() => {
      const needs = board.index.facts.base.needs();
      board.index.facts.needIds(needs);
      needs.settle();
    });
    for (const step of later) {
      if (step === "publish") continue;
      if (step.fields === undefined) board.delete(idOf(step.number));
      else board.put(recordOf(step.number, step.fields));
    }
  }
  return { cold: cold.index, warm: warm.index };
}

describe("columns of a cold index", () => {
  it("ask for all that filters and facets read", async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, request, async (history, later, asked) => {
        const { cold, warm } = await coldAndWarm(history, later);
        const answer = (index: ValuesIndex) => {
          const set = filtered(index, index.facts.live, asked, NOW);
          return facetsOf(index, set, asked, NOW);
        };
        const need = (needs: Needs) => {
          needFilters(cold, needs, asked);
          needFacets(cold, needs, asked);
        };
        expect(await loaded(cold, need, () => answer(cold))).toEqual(answer(warm));
      }),
      { numRuns: 200 },
    );
  });

  it("ask for all that sorts, suggestions, duplicates and the next snapshot read", async () => {
    const near = { lat: 47, lng: 8 };
    await fc.assert(
      fc.asyncProperty(steps, steps, fc.nat({ max: 4 }), async (history, later, which) => {
        const { cold, warm } = await coldAndWarm(history, later);
        const docs = warm.facts.live.toArray();
        const renumbered = warm.facts.renumbered();
        const uses: readonly [need: (needs: Needs) => void, read: (index: ValuesIndex) => unknown][] = [
          [(needs) => needDistances(cold, needs), (index) => distancesOf(index, docs, near)],
          [(needs) => cold.values.pay.need(needs), (index) => highestPay(index, docs, "EUR")],
          [
            (needs) => needRankedValues(cold, needs, "place"),
            (index) => [...rankedValues(index, "place", index.facts.live)],
          ],
          [
            (needs) => needDuplicates(cold, needs),
            (index) => collapsed(index, index.facts.live, (a, b) => a < b).toArray(),
          ],
          [(needs) => cold.values.needToWrite(needs), (index) => index.values.column("tag").layout(renumbered)],
        ];
        const [need, read] = uses[which] ?? uses[0] ?? [];
        if (need === undefined || read === undefined) throw new Error("there are uses");
        expect(await loaded(cold, need, () => read(cold))).toEqual(read(warm));
      }),
      { numRuns: 200 },
    );
  });

  it("load the columns that a request uses and no others", async () => {
    const board = boardOf({ tags: ["go"], skills: ["c"], title: "A", locations: [{ city: "Berlin" }] });
    const sections = await board.publish(true);
    const asked = requestOf({ values: { tag: ["go"] }, facets: [{ name: "city", size: 10 }] });
    const need = (needs: Needs) => {
      needFilters(board.index, needs, asked);
      needFacets(board.index, needs, asked);
    };
    const found = await loaded(board.index, need, () =>
      facetsOf(board.index, filtered(board.index, board.index.facts.live, asked, NOW), asked, NOW),
    );
    expect(found).toEqual([{ name: "city", buckets: [{ value: "Berlin", count: 1 }], missing: 0 }]);
    const columns = new Set(sections.loaded.map((name) => name.replace(/\.[^.]*$/, "")));
    expect([...columns].sort()).toEqual(["values.city", "values.tag"]);
  });

  it("take changes before any of them is loaded", async () => {
    const board = boardOf({ tags: ["go"] });
    const sections = await board.publish(true);
    board.put(recordOf(1, { tags: ["GO"], compensation: [{ currency: "EUR", min: "1", unit: "year" }] }));
    expect(sections.loaded).toEqual([]);
  });
});
