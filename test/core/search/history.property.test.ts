/** However an index came to be, by changes in any order or from snapshots with tails on top, the answers are one. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListingRecord } from "../../../core/listing/record.ts";
import { search } from "../../../core/search/execute.ts";
import { type ListingChange, ListingIndex } from "../../../core/search/listing-index.ts";
import { whenLoaded } from "../../../core/search/sections.ts";
import { history, instant, request } from "./arbitraries.ts";
import { opened, openedLazily, written } from "./memory-sections.ts";
import { contextOf, idOf, indexOf, recordOf } from "./records.ts";

/** Some seconds of work each, many times that on a machine that does other things too. */
const TIME_LIMIT_MS = 180_000;

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

const requests = fc.array(request, { minLength: 1, maxLength: 4 });

describe("a search", () => {
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
          expect(merged.sections.bytes).toEqual(scanned.sections.bytes);
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
