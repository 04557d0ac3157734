/**
 * How near the order of results is to that of exact BM25F: real frequencies instead of impacts of one byte, everything else
 * as in the engine. NDCG (Järvelin and Kekäläinen 2002) over the first ten, the gain of a listing its exact score.
 */
import { describe, expect, it } from "vitest";
import type { ListingRecord } from "../../../core/listing/record.ts";
import { search } from "../../../core/search/execute.ts";
import { generatedFields } from "./generated-board.ts";
import { type ExpectedHit, expectedAnswer } from "./oracle/expected-answer.ts";
import { exactImpacts } from "./oracle/listing-text.ts";
import { contextOf, indexOf, NOW, type RequestFields, recordOf, requestOf } from "./records.ts";

const LISTINGS = 2_000;
const DEPTH = 10;
const LOWEST_NDCG = 0.995;

const records = Array.from({ length: LISTINGS }, (_, i) => recordOf(i, generatedFields(i)));
const exact = new Map(records.map((record) => [record, exactImpacts(record)]));
const index = indexOf(records);

// Quoted where the last word would also be the start of longer ones, so that a class asks for what it says.
const CLASSES: Readonly<Record<string, readonly RequestFields[]>> = {
  broad: asked('"engineer"', '"the"', '"design"', '"python"', '"go"', '"senior"', '"product"', '"code"', '"tests"'),
  and: asked('senior "engineer"', 'python "aws"', 'build "tools"', 'rust "services"', 'data "sql"', 'product "care"'),
  or: asked("go OR rust", "python OR sql OR aws", 'engineer OR "manager"', "figma OR kubernetes", 'berlin OR "simple"'),
  title: asked("title:engineer", 'title:senior title:"backend"', 'title:"product manager"', "title:lead title:data"),
  termfilter: ["engineer", "design", "python", "go", "tests"].flatMap((q) => [
    { q: `"${q}"`, values: { workplaceType: ["remote"], tag: ["go", "python"] } },
    { q: `"${q}"`, values: { country: ["DE"] }, filters: { postedWithinMs: 300 * 86_400_000 } },
  ]),
};

describe("the ranking of", () => {
  it.each(Object.entries(CLASSES))("%s is that of exact BM25F, and its totals are exact", (_name, all) => {
    const qualities = all.map((fields) => {
      const request = requestOf({ ...fields, limit: DEPTH });
      const impacts = (record: ListingRecord) => exact.get(record) ?? new Map();
      const reference = expectedAnswer(records, request, NOW, { impacts });
      const answer = search(index, request, contextOf());
      expect([fields.q, answer.total]).toEqual([fields.q, reference.total]);
      expect(answer.total).toBeGreaterThan(DEPTH);
      return ndcg(
        answer.items.map(({ id }) => id),
        reference.ranked,
      );
    });
    expect(qualities.reduce((sum, quality) => sum + quality, 0) / qualities.length).toBeGreaterThanOrEqual(LOWEST_NDCG);
  });

  it("the same classes differs when lengths are left out, so that the measure can fail", () => {
    const request = requestOf({ q: '"engineer"', limit: DEPTH });
    const impacts = (record: ListingRecord) => exact.get(record) ?? new Map();
    const reference = expectedAnswer(records, request, NOW, { impacts }).ranked;
    const careless = expectedAnswer(records, request, NOW, { impacts: () => new Map([["engineer", 1]]) }).ranked;
    expect(
      ndcg(
        careless.map(({ id }) => id),
        reference,
      ),
    ).toBeLessThan(LOWEST_NDCG);
  });
});

function asked(...queries: readonly string[]): RequestFields[] {
  return queries.map((q) => ({ q }));
}

function ndcg(ids: readonly string[], reference: readonly ExpectedHit[]): number {
  const gains = new Map(reference.map(({ id, score }) => [id, score]));
  const ideal = reference.map(({ score }) => score);
  return discounted(ids.map((id) => gains.get(id) ?? 0)) / discounted(ideal);
}

function discounted(gains: readonly number[]): number {
  return gains.slice(0, DEPTH).reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0);
}
