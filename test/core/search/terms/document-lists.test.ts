import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DocumentLists } from "../../../../core/search/terms/document-lists.ts";
import { DocumentListsWriter } from "../../../../core/search/terms/document-lists-writer.ts";
import { BITMAP, BLOCKED, SPARSE } from "../../../../core/search/terms/list-layout.ts";
import { MemorySections, WrittenSections } from "../memory-sections.ts";

function listsOf(documents: number, lists: readonly (readonly number[])[]): DocumentLists {
  const out = new WrittenSections();
  const writer = new DocumentListsWriter(documents);
  for (const docs of lists) writer.add(Uint32Array.from(docs));
  writer.writeSizes("lists", out);
  writer.writeLists("lists", out);
  return new DocumentLists(new MemorySections(out), "lists", documents);
}

const board = fc.constantFrom(1, 31, 33, 257, 1_000, 200_000).chain((documents) =>
  fc.record({
    documents: fc.constant(documents),
    lists: fc.array(
      fc
        .uniqueArray(fc.nat({ max: documents - 1 }), { minLength: 1, maxLength: 80 })
        .map((docs) => docs.sort((a, b) => a - b)),
      { minLength: 1, maxLength: 8 },
    ),
  }),
);

describe("lists of documents", () => {
  it("come back, as bitmaps or not, beyond 65,536 documents too", () => {
    fc.assert(
      fc.property(board, ({ documents, lists }) => {
        const read = listsOf(documents, lists);
        expect(read.count).toBe(lists.length);
        let before = 0;
        for (const [ordinal, docs] of lists.entries()) {
          expect(read.size(ordinal)).toBe(docs.length);
          expect(read.before(ordinal)).toBe(before);
          before += docs.length;
          expect([...read.toArray(ordinal)]).toEqual(docs);
          const words = new Uint32Array(Math.ceil(documents / 32));
          read.addTo(ordinal, words);
          expect(docs.every((doc) => (((words[doc >>> 5] ?? 0) >>> (doc & 31)) & 1) === 1)).toBe(true);
          expect(bits(words)).toBe(docs.length);
        }
      }),
    );
  });

  it("know the place of every document they hold, and that they lack the others", () => {
    fc.assert(
      fc.property(board, fc.array(fc.nat({ max: 199_999 })), ({ documents, lists }, asked) => {
        const read = listsOf(documents, lists);
        for (const [ordinal, docs] of lists.entries()) {
          for (const doc of [...docs, ...asked.map((doc) => doc % documents)]) {
            expect(read.indexOf(ordinal, doc)).toBe(docs.indexOf(doc));
          }
        }
      }),
    );
  });

  it("have the form that takes the fewest bytes", () => {
    const first = (count: number) => Array.from({ length: count }, (_, i) => i);
    const read = listsOf(1_600, [first(200), first(199), first(50), first(49)]);
    expect([0, 1, 2, 3].map((ordinal) => read.kindOf(ordinal))).toEqual([BITMAP, BLOCKED, BLOCKED, SPARSE]);
  });
});

function bits(words: Uint32Array): number {
  return words.reduce((sum, word) => sum + word.toString(2).replaceAll("0", "").length, 0);
}
