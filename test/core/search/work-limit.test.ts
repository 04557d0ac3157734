import { describe, expect, it } from "vitest";
import { search } from "../../../core/search/execute.ts";
import { boardOf, contextOf, idOf, requestOf } from "./records.ts";

describe("the work of a query", () => {
  const facets = [{ name: "tag" as const, size: 5 }];
  const crowd = (count: number) => boardOf(...Array.from({ length: count }, (_, i) => ({ title: `Engineer w${i}` })));

  it("is nothing when one of its words is in no listing, whatever the others are", () => {
    const index = crowd(500);
    const answer = search(index, requestOf({ q: "engineer acme x-ray cobol", facets }), contextOf({ workLimit: 0 }));
    expect(answer).toMatchObject({ total: 0, partial: false, facets: [{ name: "tag", buckets: [], missing: 0 }] });
    expect(index.postings.read).toBe(0);
  });

  it("is that of its rarest word, however many listings hold the others", () => {
    const index = crowd(3_000);
    const answer = search(index, requestOf({ q: "engineer acme w7" }), contextOf({ workLimit: 100 }));
    expect(answer).toMatchObject({ total: 1, partial: false });
    // Lists of 3,000 have eleven slices.
    expect(index.postings.read).toBeLessThan(100 + 2 * 11);
  });

  it("counts what was removed since the last time alone", () => {
    const index = crowd(3_000);
    for (let i = 0; i < 10; i++) index.apply({ id: idOf(100 * i), revision: 4_000 + i });
    expect(index.documentFrequency("engineer")).toBe(2_990);
    const first = index.postings.read;
    expect(first).toBeLessThan(300);
    index.apply({ id: idOf(1), revision: 5_000 });
    expect([index.documentFrequency("engineer"), index.documentFrequency("w1")]).toEqual([2_989, 0]);
    expect(index.postings.read - first).toBeLessThan(80);
  });
});
