import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublic } from "../../../core/listing/lifecycle.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import { cardOf } from "../../../core/listing/view.ts";
import { type Hit, type SearchAnswer, search } from "../../../core/search/execute.ts";
import { type ListingChange, ListingIndex } from "../../../core/search/listing-index.ts";
import { minuteOf } from "../../../core/search/minute.ts";
import type { SearchRequest } from "../../../core/search/request.ts";
import { whenLoaded } from "../../../core/search/sections.ts";
import { fields, history, instant, request } from "./arbitraries.ts";
import { fingerprint, opened, openedLazily, written } from "./memory-sections.ts";
import { type Expected, type ExpectedHit, expectedAnswer, inOrder } from "./oracle/expected-answer.ts";
import { contextOf, idOf, indexOf, NOW, recordOf, requestOf } from "./records.ts";

/** Some seconds of work each, many times that on a machine that does other things too. */
const TIME_LIMIT_MS = 180_000;

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

const board = fc
  .array(fields, { maxLength: 14 })
  .map((all) => all.map((each, number): ListingRecord => recordOf(number, each)));
const requests = fc.array(request, { minLength: 1, maxLength: 4 });

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

/** By one scan of what is there, at the position after all changes. */
function rebuilt(changes: readonly ListingChange[]): ListingIndex {
  const index = indexOf(survivors(changes));
  index.position = changes.length;
  return index;
}

function shown(hits: readonly (Hit | ExpectedHit)[]) {
  return hits.map(({ id, score, distanceKm }) => ({ id, score, ...(distanceKm === undefined ? {} : { distanceKm }) }));
}

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

  it(
    "answers alike whatever the order and the history of the changes that made the index",
    () => {
      const arrivals = history.chain((changes) =>
        fc.record({
          changes: fc.constant(changesOf(changes)),
          shuffled: fc.shuffledSubarray(changesOf(changes), { minLength: changes.length }),
          repeated: fc.subarray(changesOf(changes)),
        }),
      );
      fc.assert(
        fc.property(arrivals, requests, instant, ({ changes, shuffled, repeated }, all, now) => {
          const grown = new ListingIndex();
          for (const change of [...shuffled, ...repeated]) {
            grown.apply(change);
            // Searches in between leave counts and bitmaps behind, which must not go stale.
            for (const asked of all.slice(1)) search(grown, asked, contextOf({ now: now + change.revision * 40_000 }));
          }
          grown.position = changes.length;
          const fresh = rebuilt(changes);
          expect(grown.listings).toBe(fresh.listings);
          for (const asked of all) {
            const answer = search(grown, asked, contextOf({ now }));
            expect(JSON.stringify(answer)).toBe(JSON.stringify(search(fresh, asked, contextOf({ now }))));
          }
        }),
        { numRuns: 250 },
      );
    },
    TIME_LIMIT_MS,
  );

  it(
    "answers alike wherever the snapshot ends and the tail begins, and asks for all that it reads",
    async () => {
      const splits = history.chain((changes) =>
        fc.record({
          changes: fc.constant(changesOf(changes)),
          // Two snapshots, the second made from the first and what came between them.
          cuts: fc.tuple(fc.nat({ max: changes.length }), fc.nat({ max: changes.length })),
        }),
      );
      await fc.assert(
        fc.asyncProperty(splits, requests, instant, async ({ changes, cuts }, all, now) => {
          const [first = 0, second = 0] = cuts.toSorted((a, b) => a - b);
          const snapshot = await written(await followed(new ListingIndex(), changes, 0, first));
          const merged = await written(await followed(openedLazily(snapshot), changes, first, second));
          const scanned = await written(rebuilt(changes.slice(0, second)));
          expect(fingerprint(merged)).toEqual(fingerprint(scanned));
          const fresh = rebuilt(changes);
          const tailed = [opened(merged), openedLazily(merged), opened(snapshot)];
          await followed(tailed[2] ?? fresh, changes, first, second);
          for (const index of tailed) {
            await followed(index, changes, second, changes.length);
            expect(index.listings).toBe(fresh.listings);
            for (const asked of all) {
              const answer = await whenLoaded(() => search(index, asked, contextOf({ now })));
              expect(JSON.stringify(answer)).toBe(JSON.stringify(search(fresh, asked, contextOf({ now }))));
            }
          }
        }),
        { numRuns: 200 },
      );
    },
    TIME_LIMIT_MS,
  );
});

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
          let last: Pick<ExpectedHit, "id" | "key"> | undefined;
          let changedSince = false;
          const appearances: string[] = [];
          const keys = new Map<string, readonly number[] | "changed">();
          for (let page = 0; ; page++) {
            const expected = expectedAnswer([...state.values()], asked, now);
            keep(keys, expected, page);
            const answer = search(index, cursor === undefined ? asked : { ...asked, cursor }, contextOf({ now }));
            const behind = expected.ranked.filter((hit) => last === undefined || inOrder(last, hit) < 0);
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

async function followed(
  index: ListingIndex,
  changes: readonly ListingChange[],
  from: number,
  to: number,
): Promise<ListingIndex> {
  if (to > from) await whenLoaded(() => index.needToApply());
  for (const change of changes.slice(from, to)) index.apply(change);
  index.position = to;
  return index;
}

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
