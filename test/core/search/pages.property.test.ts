/** The pages of listings from a snapshot that is not loaded and a tail are those of a plain scan. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { isVisible } from "../../../core/listing/lifecycle.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import { docsWithPage, lastChange, pagesOf } from "../../../core/search/pages.ts";
import { whenLoaded } from "../../../core/search/sections.ts";
import { maybe } from "./arbitrary-parts.ts";
import { openedLazily, written } from "./memory-sections.ts";
import { DAY, idOf, indexOf, NOW, recordOf } from "./records.ts";

const fields = fc.record({
  url: maybe(fc.constantFrom("https://a.example/1", "https://a.example/2")),
  datePosted: fc.constantFrom("2026-01-10", "2026-01-11", "2026-01-12T00:00:00Z"),
  state: fc.constantFrom("published" as const, "published" as const, "draft" as const),
  visibleUntil: maybe(fc.constantFrom(NOW - DAY, NOW, NOW + DAY)),
  createdAt: fc.integer({ min: NOW - 10_000, max: NOW }),
});
const change = fc.record({ number: fc.nat({ max: 6 }), fields: fc.option(fields, { nil: undefined, freq: 5 }) });

it("any history has the pages of a scan, oldest first", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fields, { maxLength: 7 }), fc.array(change, { maxLength: 8 }), async (before, after) => {
      const start = before.map((each, number) => recordOf(number, withoutUndefined(each)));
      const board = new Map<string, ListingRecord>(start.map((record) => [record.id, record]));
      const index = openedLazily(await written(indexOf(start)));
      await whenLoaded(() => index.needToApply());
      for (const [i, { number, fields: each }] of after.entries()) {
        const [id, revision] = [idOf(number), 100 + i];
        board.delete(id);
        const record = each === undefined ? undefined : recordOf(number, withoutUndefined(each), revision);
        if (record !== undefined) board.set(id, record);
        index.apply(record === undefined ? { id, revision } : { id, revision, record });
      }
      const expected = [...board.values()]
        .filter((record) => record.content.url !== undefined && isVisible(record, NOW))
        .sort((a, b) => posted(a) - posted(b) || (a.id < b.id ? -1 : 1))
        .map(({ content, updatedAt }) => ({ url: content.url, changed: Math.floor(updatedAt / 1_000) }));
      const found = await whenLoaded(() => {
        const docs = docsWithPage(index, NOW);
        return { pages: pagesOf(index, docs), changed: lastChange(index, docs) };
      });
      expect(found.pages).toEqual(expected);
      expect(found.changed).toBe(Math.max(0, ...expected.map(({ changed }) => changed)));
    }),
  );
});

function posted({ content }: ListingRecord): number {
  return Date.parse(content.datePosted ?? "");
}

function withoutUndefined<T extends object>(object: T) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
