/** What is found on any board, page by page, against a plain scan. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublic } from "../../../core/listing/lifecycle.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import { cardOf } from "../../../core/listing/view.ts";
import { type Hit, type SearchAnswer, search } from "../../../core/search/execute.ts";
import type { ListingIndex } from "../../../core/search/listing-index.ts";
import { minuteOf } from "../../../core/search/minute.ts";
import type { SearchRequest } from "../../../core/search/request.ts";
import { board, instant, request } from "./arbitraries.ts";
import { type Expected, expectedAnswer, shown } from "./oracle/expected-answer.ts";
import { contextOf, indexOf, NOW, recordOf, requestOf } from "./records.ts";

/** Some seconds of work each, many times that on a machine that does other things too. */
const TIME_LIMIT_MS = 180_000;

function walk(index: ListingIndex, asked: SearchRequest, now: number): Hit[] {
  const hits: Hit[] = [];
  let cursor: string | null = null;
  do {
    const page: SearchAnswer = search(
      index,
      cursor === null ? asked : { ...asked, cursor },
      contextOf({ now: now + hits.length }),
    );
    expect(page.viewChanged).toBe(false);
    expect(page.items.length).toBe(page.nextCursor === null ? page.items.length : asked.limit);
    hits.push(...page.items);
    expect(hits.length).toBeLessThan(100);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return hits;
}

describe("a search", () => {
  it(
    "answers as a plain scan over the listings does, page by page",
    () => {
      const seen = { broadened: 0, corrected: 0, collapsed: 0, far: 0, paid: 0 };
      fc.assert(
        fc.property(board, request, instant, (records, asked, now) => {
          const expected = expectedAnswer(records, asked, now);
          const index = indexOf(records);
          const { total, facets, broadened, corrections, partial } = search(index, asked, contextOf({ now }));
          expect({ total, facets, broadened, corrections, partial }).toEqual({
            total: expected.total,
            facets: expected.facets,
            broadened: expected.broadened,
            corrections: expected.corrections,
            partial: false,
          });
          const hits = walk(index, asked, now);
          expect(shown(hits)).toEqual(shown(expected.ranked));
          for (const { id, listing } of hits) expect(listing).toEqual(cardIn(records, id));
          for (const hit of hits) expect(hit.explain !== undefined && explainsScore(hit)).toBe(asked.explain);
          const second = search(index, { ...asked, page: 2 }, contextOf({ now }));
          expect(shown(second.items)).toEqual(shown(expected.ranked.slice(asked.limit, 2 * asked.limit)));
          count(seen, asked, expected);
        }),
        { numRuns: 1_500 },
      );
      // What the boards and queries are made for does happen.
      for (const [what, times] of Object.entries(seen)) expect([what, times > 10]).toEqual([what, true]);
    },
    TIME_LIMIT_MS,
  );

  it(
    "takes the commonest of longer and of similar words, up to their number",
    () => {
      const letter = fc.constantFrom(..."abcdefghij");
      const word = fc.tuple(letter, letter).map(([a, b]) => `design${a}${b}`);
      const title = fc.array(word, { minLength: 1, maxLength: 8 }).map((all) => ({ title: all.join(" ") }));
      const titles = fc.array(title, { minLength: 20, maxLength: 60 });
      const typed = fc.constantFrom(
        "design",
        "designa",
        "dseignab",
        "designaz",
        "designzz",
        "title:designzz tag:design",
      );
      const seen = { longer: 0, near: 0 };
      fc.assert(
        fc.property(titles, typed, (all, q) => {
          const records = all.map((each, number) => recordOf(number, each));
          const asked = requestOf({ q, limit: 100 });
          const expected = expectedAnswer(records, asked, NOW);
          const answer = search(indexOf(records), asked, contextOf());
          expect(answer.corrections).toEqual(expected.corrections);
          expect(shown(answer.items)).toEqual(shown(expected.ranked));
          if (new Set(all.flatMap((each) => each.title.split(" "))).size > 64) seen.longer++;
          if (expected.corrections.length === 8) seen.near++;
        }),
        { numRuns: 150 },
      );
      expect([seen.longer > 20, seen.near > 20]).toEqual([true, true]);
    },
    TIME_LIMIT_MS,
  );

  it(
    "says of any listing whether it is found, at which rank, and else why not, and nothing of what is hidden",
    () => {
      fc.assert(
        fc.property(board, request, instant, fc.nat({ max: 13 }), (records, asked, now, number) => {
          const record = records[number];
          if (record === undefined) return;
          const explain = () => search(indexOf(records), { ...asked, explainId: record.id }, contextOf({ now }));
          if (!isPublic(record, minuteOf(now))) {
            expect(explain).toThrow(expect.objectContaining({ code: "not_found" }));
            return;
          }
          const { explained } = explain();
          const rank = expectedAnswer(records, asked, now).ranked.findIndex(({ id }) => id === record.id);
          expect(explained).toMatchObject({ id: record.id, found: rank !== -1 });
          expect(explained?.rank).toBe(rank === -1 ? undefined : rank + 1);
          expect(explained?.reasons.length === 0).toBe(rank !== -1);
        }),
        { numRuns: 300 },
      );
    },
    TIME_LIMIT_MS,
  );
});

function cardIn(records: readonly ListingRecord[], id: string): unknown {
  const record = records.find((each) => each.id === id);
  return record === undefined ? undefined : JSON.parse(JSON.stringify(cardOf(record)));
}

/** All its figures are rounded to six decimals. */
function explainsScore({ score, explain }: Hit): boolean {
  if (explain === undefined) return false;
  const { text, promotionBoost, recencyBoost, terms } = explain;
  const sum = terms.reduce((total, term) => total + term.score, 0);
  const isNear = (a: number, b: number) => Math.abs(a - b) < 1e-6 * (terms.length + 5);
  const areProducts = terms.every((term) => isNear(term.score, term.weight * term.impact * term.rarity));
  return areProducts && isNear(text, sum) && isNear(score, text * (1 + promotionBoost + recencyBoost));
}

function count(seen: Record<string, number>, { collapse, near, sort, filters }: SearchRequest, found: Expected): void {
  const add = (what: string, happened: boolean) => {
    seen[what] = (seen[what] ?? 0) + (happened ? 1 : 0);
  };
  add("broadened", found.broadened && found.total > 0);
  add("corrected", found.corrections.length > 0 && found.total > 0);
  add("collapsed", collapse === "duplicates" && found.total > 1);
  add("far", near !== undefined && (sort === "distance" || filters.radiusKm !== undefined) && found.total > 1);
  add("paid", (sort === "salary" || filters.salary !== undefined) && found.total > 1);
}
