import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bitmap } from "../../../../core/search/bitmap.ts";
import type { FacetRequest } from "../../../../core/search/request.ts";
import { BitmapCache } from "../../../../core/search/values/bitmap-cache.ts";
import { facetsOf } from "../../../../core/search/values/facets.ts";
import { allBut, filtered } from "../../../../core/search/values/filter.ts";
import { largestKeys } from "../../../../core/search/values/largest-keys.ts";
import { idOf, NOW, recordOf, requestOf } from "../records.ts";
import { type Board, boardOf } from "./boards.ts";

function buckets(board: Board, name: FacetRequest["name"]) {
  const asked = requestOf({ facets: [{ name, size: 10 }] });
  const set = filtered(board.index, board.index.facts.live, asked, NOW);
  const [facet] = facetsOf(board.index, set, asked, NOW);
  return facet?.buckets.map(({ value, count }) => `${value} ${count}`);
}

describe("facets", () => {
  it("name a value as most published listings write it, and forget what nobody writes any more", async () => {
    const [tag, attribute] = ["tag", "attribute.lib"] as const;
    const cases = [tag, attribute].flatMap((name) => [false, true].map((isPublished) => ({ name, isPublished })));
    for (const { name, isPublished } of cases) {
      const having = (...values: string[]) => (name === tag ? { tags: values } : { attributes: { lib: values } });
      const board = boardOf(having("react"), having("React", "REACT"), { ...having("rEACT"), state: "draft" });
      if (isPublished) await board.publish();
      expect(buckets(board, name)).toEqual(["React 3"]);
      board.put(recordOf(3, having("react")));
      expect(buckets(board, name)).toEqual(["react 4"]);
      board.delete(idOf(3));
      board.put(recordOf(0, having("reacT")));
      expect(buckets(board, name)).toEqual(["React 3"]);
      board.put(recordOf(1, having("reacT")));
      expect(buckets(board, name)).toEqual(["reacT 3"]);
      board.delete(idOf(0));
      board.delete(idOf(1));
      // Nobody published it: what counts is that somebody has it.
      expect(buckets(board, name)).toEqual(["rEACT 1"]);
    }
  });

  it("are counted the same by bits and by rows", async () => {
    const types = ["full_time", "part_time", "intern"] as const;
    const fields = Array.from({ length: 500 }, (_, i) => ({
      employmentTypes: types.filter((_, bit) => ((i >>> bit) & 1) === 1),
    }));
    const board = boardOf(...fields.slice(0, 400));
    await board.publish();
    for (const [i, each] of fields.slice(400).entries()) board.put(recordOf(400 + i, each));
    const asked = requestOf({ facets: [{ name: "employmentType", size: 10 }] });
    const counted = (docs: Bitmap) => facetsOf(board.index, { base: docs, groups: new Map() }, asked, NOW)[0];
    const expected = (docs: Bitmap) => {
      const found = board.records.filter(({ id }) => docs.has(board.docOf(id)));
      const counts = types.map((value) => ({
        value,
        count: found.filter(({ content }) => content.employmentTypes.includes(value)).length,
      }));
      return {
        name: "employmentType",
        buckets: counts
          .filter(({ count }) => count > 0)
          .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
        missing: found.filter(({ content }) => content.employmentTypes.length === 0).length,
      };
    };
    const { live } = board.index.facts;
    // A set with few members is counted by its rows, one with many by its bits.
    for (const docs of [live, live.filter((doc) => doc % 50 === 0), live.filter((doc) => doc > 390)]) {
      expect(counted(docs)).toEqual(expected(docs));
    }
  });

  it("of an attribute count its own values alone", () => {
    const board = boardOf(
      { attributes: { team: ["a", "A", "b"], team2: ["a"] } },
      { attributes: { team2: ["c"], tea: ["d"] } },
    );
    expect(buckets(board, "attribute.team")).toEqual(["a 1", "b 1"]);
    expect(buckets(board, "attribute.team2")).toEqual(["a 1", "c 1"]);
    expect(buckets(board, "attribute.te")).toEqual([]);
  });

  it("are taken of what is left of the results, each after its own filter is left out", () => {
    const board = boardOf({ tags: ["a"] }, { tags: ["b"] }, { tags: ["b"] });
    const asked = requestOf({
      values: { tag: ["a"] },
      facets: [
        { name: "tag", size: 10 },
        { name: "company", size: 10 },
      ],
    });
    const set = filtered(board.index, board.index.facts.live, asked, NOW);
    const facets = facetsOf(board.index, set, asked, NOW, (docs) => docs.filter((doc) => doc !== 1));
    expect(facets.map(({ buckets: [first] }) => first)).toEqual([
      { value: "a", count: 1 },
      { value: "Acme", count: 1 },
    ]);
    expect(facets[0]?.buckets).toHaveLength(2);
    expect(allBut(set, "tag").size).toBe(3);
  });
});

describe("the largest keys", () => {
  it("are those that sorting all would put first", () => {
    const counts = fc.array(fc.nat({ max: 4 }), { maxLength: 40 });
    fc.assert(
      fc.property(counts, fc.nat({ max: 12 }), fc.boolean(), (all, size, isDescending) => {
        const isBefore = (a: number, b: number) => (isDescending ? a > b : a < b);
        const sorted = [...all.keys()]
          .filter((key) => (all[key] ?? 0) > 0)
          .sort((a, b) => (all[b] ?? 0) - (all[a] ?? 0) || (isBefore(a, b) ? -1 : 1));
        expect(largestKeys(Uint32Array.from(all), size, isBefore)).toEqual(sorted.slice(0, size));
      }),
    );
  });
});

describe("the cache of sets", () => {
  it("keeps those that were asked for last within its bytes, and counts what they grow by", () => {
    const cache = new BitmapCache(100);
    let made = 0;
    const get = (name: string) =>
      cache.get(name, () => {
        made++;
        return { docs: new Bitmap(320), tailDocs: 0 };
      });
    const a = get("a");
    get("b");
    expect(get("a")).toBe(a);
    get("c");
    expect([made, cache.bytes]).toEqual([3, 80]);
    // b was asked for longest ago.
    expect(get("a")).toBe(a);
    get("b");
    expect(made).toBe(4);
    a.docs.add(2_000);
    expect(get("a")).toBe(a);
    expect(cache.bytes).toBe(a.docs.words.byteLength);
  });
});
