/** Walks from page to page by cursor, with changes between two pages. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListingRecord } from "../../../core/listing/record.ts";
import { type SearchAnswer, search } from "../../../core/search/execute.ts";
import type { ListingIndex } from "../../../core/search/listing-index.ts";
import type { SearchRequest } from "../../../core/search/request.ts";
import { board, fields, instant, request } from "./arbitraries.ts";
import { type Expected, type ExpectedHit, expectedAnswer, inOrder, shown } from "./oracle/expected-answer.ts";
import { contextOf, idOf, indexOf, recordOf, requestOf } from "./records.ts";

/** Some seconds of work each, many times that on a machine that does other things too. */
const TIME_LIMIT_MS = 180_000;

type Place = Pick<ExpectedHit, "id" | "key">;

/**
 * By relevance the last hit's place is the one that it has now, if it is still found. Without a score the place is made of what
 * is stored, which stays where it was whatever becomes of the hit: so no other listing is left out.
 */
function startOf({ ranked }: Expected, { sort }: SearchRequest, last: Place | undefined): Place | undefined {
  const now = sort === "relevance" ? ranked.find(({ id }) => id === last?.id) : undefined;
  return now === undefined || now.key[0] === 0 ? last : now;
}

describe("a walk by cursor", () => {
  const walks = fc.record({
    records: board,
    asked: request,
    now: instant,
    // Between two pages.
    changes: fc.array(fc.record({ number: fc.nat({ max: 15 }), fields: fc.option(fields, { nil: undefined }) }), {
      minLength: 1,
      maxLength: 12,
    }),
    changesAPage: fc.constantFrom(0, 1, 2),
  });

  it(
    "goes on behind the last hit in the view that answers, and by relevance says when that changed",
    () => {
      let longest = 0;
      fc.assert(
        fc.property(walks, ({ records, asked, now, changes, changesAPage }) => {
          const state = new Map(records.map((record) => [record.id, record]));
          const index = indexOf(records);
          const left = [...changes];
          let cursor: string | undefined;
          let last: Place | undefined;
          let changedSince = false;
          const appearances: string[] = [];
          const keys = new Map<string, readonly number[] | "changed">();
          for (let page = 0; ; page++) {
            const expected = expectedAnswer([...state.values()], asked, now);
            keep(keys, expected, page);
            const answer = search(index, cursor === undefined ? asked : { ...asked, cursor }, contextOf({ now }));
            const start = startOf(expected, asked, last);
            const behind = expected.ranked.filter((hit) => start === undefined || inOrder(start, hit) < 0);
            expect(shown(answer.items)).toEqual(shown(behind.slice(0, asked.limit)));
            expect(answer.viewChanged).toBe(asked.sort === "relevance" && changedSince);
            expect(answer.nextCursor === null).toBe(behind.length <= asked.limit);
            appearances.push(...answer.items.map(({ id }) => id));
            if (answer.nextCursor === null) break;
            cursor = answer.nextCursor;
            last = behind[asked.limit - 1];
            changedSince = change(index, state, left.splice(0, changesAPage));
            longest = Math.max(longest, page);
          }
          if (asked.sort === "relevance") return;
          for (const [id, key] of keys) {
            if (key !== "changed") expect([id, appearances.filter((each) => each === id).length]).toEqual([id, 1]);
          }
        }),
        { numRuns: 500 },
      );
      expect(longest).toBeGreaterThan(2);
    },
    TIME_LIMIT_MS,
  );

  it("by relevance goes on behind the same hit when all scores have moved", () => {
    const plumbers = Array.from({ length: 50 }, (_, i) => recordOf(i, { title: `Plumber number ${i}` }));
    const index = indexOf(plumbers);
    const asked = requestOf({ q: "plumber", limit: 20 });
    const whole = search(index, { ...asked, limit: 50 }, contextOf()).items.map(({ id }) => id);
    for (const title of ["Baker", "Plumber late"]) {
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page: SearchAnswer = search(index, cursor === undefined ? asked : { ...asked, cursor }, contextOf());
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
        const number = 100 + seen.length + title.length;
        change(index, new Map(), [{ number, fields: { title, datePosted: "2020-01-01" } }]);
      }
      expect(seen.filter((id) => whole.includes(id))).toEqual(whole);
    }
  });

  it("passes a listing that stays exactly once, at any depth", () => {
    const records = Array.from({ length: 500 }, (_, i) => recordOf(i, { datePosted: `2026-01-0${1 + (i % 3)}` }));
    const index = indexOf(records);
    const state = new Map(records.map((record) => [record.id, record]));
    const asked = requestOf({ limit: 7 });
    const seen: string[] = [];
    let cursor: string | null = null;
    let page = 0;
    do {
      const answer: SearchAnswer = search(index, cursor === null ? asked : { ...asked, cursor }, contextOf());
      seen.push(...answer.items.map(({ id }) => id));
      const comes = { number: 1_000 + page, fields: { datePosted: page % 2 === 0 ? "2026-01-05" : "2026-01-02" } };
      change(index, state, [comes, { number: 999 + page, fields: undefined }]);
      cursor = answer.nextCursor;
      page++;
    } while (cursor !== null);
    const stayed = records.map(({ id }) => id);
    expect(seen.filter((id) => stayed.includes(id)).toSorted()).toEqual(stayed);
  });
});

/** Remembers of every listing what it is sorted by, as long as it is found throughout and that stays. */
function keep(keys: Map<string, readonly number[] | "changed">, { ranked }: Expected, page: number): void {
  const found = new Map(ranked.map(({ id, key }) => [id, key]));
  if (page === 0) for (const [id, key] of found) keys.set(id, key);
  for (const [id, key] of keys) {
    if (key !== "changed" && String(found.get(id)) !== String(key)) keys.set(id, "changed");
  }
}

/** Whether there was anything to apply. */
function change(
  index: ListingIndex,
  state: Map<string, ListingRecord>,
  changes: readonly { readonly number: number; readonly fields: Parameters<typeof recordOf>[1] }[],
): boolean {
  for (const { number, fields: content } of changes) {
    const revision = index.position + 1;
    const id = idOf(number);
    if (content === undefined) {
      index.apply({ id, revision });
      state.delete(id);
    } else {
      const record = recordOf(number, content, revision);
      index.apply({ id, revision, record });
      state.set(id, record);
    }
    index.position = revision;
  }
  return changes.length > 0;
}
