import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distanceOf, distancesOf } from "../../../../core/search/values/distance.ts";
import { facetsOf } from "../../../../core/search/values/facets.ts";
import { allBut, filtered } from "../../../../core/search/values/filter.ts";
import { highestPay } from "../../../../core/search/values/salary.ts";
import { metresTo } from "../oracle/distance.ts";
import { highestPay as expectedHighest } from "../oracle/salary.ts";
import { NOW, type RecordFields, recordOf, requestOf } from "../records.ts";
import { Board, boardAfter, boardOf, steps } from "./boards.ts";

const degrees = fc.double({ min: -90, max: 90, noNaN: true });

describe("sort keys", () => {
  it("are the highest yearly end in the currency, and the metres to the nearest place, as by a scan", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom("EUR", "USD", "usd"), async (history, currency) => {
        const board = await boardAfter(history);
        const near = { lat: 47, lng: -8.5 };
        const docs = Uint32Array.from(board.records, ({ id }) => board.docOf(id));
        const expected = board.records.map((record) => ({
          pay: expectedHighest(record, currency),
          metres: metresTo(record, near) ?? Number.POSITIVE_INFINITY,
        }));
        const [pay, metres] = [highestPay(board.index, docs, currency), distancesOf(board.index, docs, near)];
        expect(board.records.map((_, i) => ({ pay: pay[i], metres: metres[i] }))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it("measure great circles as vectors do, all over the globe", () => {
    fc.assert(
      fc.property(degrees, degrees, degrees, degrees, (lat, lng, toLat, toLng) => {
        const near = { lat, lng: 2 * lng };
        const record = recordOf(0, { locations: [{ lat: toLat, lng: 2 * toLng }] });
        const board = new Board();
        board.put(record);
        // Half a metre can fall to either side of it.
        expect(Math.abs(distanceOf(board.index, 0, near) - (metresTo(record, near) ?? 0))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("know that Zürich is some 670 km from Berlin, and that a place without both coordinates is nowhere", () => {
    const board = boardOf(
      { locations: [{ lat: 47.3769, lng: 8.5417 }] },
      { locations: [{ lat: 47.3769 }, { city: "Zürich" }] },
      {},
    );
    const berlin = { lat: 52.52, lng: 13.405 };
    expect([...distancesOf(board.index, board.index.facts.live.toArray(), berlin)].map((m) => m / 1_000)).toEqual([
      expect.closeTo(671, -1),
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });
});

describe("a radius", () => {
  it("is inclusive, to the rounded metre", () => {
    const board = boardOf({ locations: [{ lat: 0, lng: 0.1 }] });
    const near = { lat: 0, lng: 0 };
    // 0.1 degrees of the equator: 11,119.508 m.
    expect(distanceOf(board.index, 0, near)).toBe(11_120);
    const found = (radiusKm: number) => allBut(setOf(board, requestOf({ filters: { radiusKm }, near }))).size;
    expect([found(11.119), found(11.12), found(20_040)]).toEqual([0, 1, 1]);
  });
});

describe("salaries", () => {
  const pay = (...compensation: NonNullable<RecordFields["compensation"]>) => ({ compensation });

  it("are compared by the year, a missing end being the other one", () => {
    const board = boardOf(
      pay({ currency: "EUR", min: "25", unit: "hour" }),
      pay({ currency: "EUR", max: "200", unit: "day" }),
      pay({ currency: "EUR", min: "1000", max: "1000.5", unit: "week" }),
      pay({ currency: "EUR", min: "4000", unit: "month" }),
      pay({ currency: "USD", min: "52000", unit: "year" }),
      pay({ raw: "competitive" }),
    );
    const docs = board.index.facts.live.toArray();
    const unknown = Number.NEGATIVE_INFINITY;
    expect([...highestPay(board.index, docs, "EUR")]).toEqual([52_000, 52_000, 52_026, 48_000, unknown, unknown]);
    const found = (filter: { min?: number; max?: number }, includesUnknown = false) => {
      const asked = requestOf({ filters: { salary: { ...filter, includesUnknown } }, currency: "EUR" });
      return [...allBut(setOf(board, asked)).toArray()];
    };
    expect(found({ min: 52_000 })).toEqual([0, 1, 2]);
    expect(found({ min: 52_026 })).toEqual([2]);
    expect(found({ min: 52_026.01 })).toEqual([]);
    expect(found({ max: 48_000 })).toEqual([3]);
    expect(found({ min: 60_000 }, true)).toEqual([4, 5]);
    expect(found({})).toEqual([0, 1, 2, 3]);
  });

  it("count in every step that they overlap, each listing once, and without their own filter", () => {
    const board = boardOf(
      pay({ currency: "EUR", min: "20000", max: "40000", unit: "year" }),
      pay(
        { currency: "EUR", min: "19999.99", max: "30000", unit: "year" },
        { currency: "EUR", min: "25000", unit: "year" },
      ),
      pay({ currency: "EUR", min: "999999", max: "3000000", unit: "year" }),
      {},
    );
    const asked = requestOf({
      filters: { salary: { min: 500_000, includesUnknown: false } },
      currency: "EUR",
      facets: [{ name: "salary", size: 100 }],
    });
    const [facet] = facetsOf(board.index, setOf(board, asked), asked, NOW);
    expect(facet).toEqual({
      name: "salary",
      buckets: [
        { value: "20000", count: 2, from: 20_000, to: 40_000 },
        { value: "0", count: 1, from: 0, to: 20_000 },
        { value: "1000000", count: 1, from: 1_000_000 },
        { value: "40000", count: 1, from: 40_000, to: 60_000 },
        { value: "980000", count: 1, from: 980_000, to: 1_000_000 },
      ],
      missing: 1,
    });
  });
});

function setOf(board: Board, request: Parameters<typeof filtered>[2]) {
  return filtered(board.index, board.index.facts.live, request, NOW);
}
