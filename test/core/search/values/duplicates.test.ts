import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collapsed } from "../../../../core/search/values/duplicates.ts";
import { sketchedTerms, sketchOf } from "../../../../core/search/values/sketch.ts";
import { firstOfEachGroup } from "../oracle/near-duplicates.ts";
import { type RecordFields, recordOf } from "../records.ts";
import { boardAfter, boardOf, type Step } from "./boards.ts";

const words = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `word${from + i}`).join(" ");
const text = (value: string) => ({ description: { format: "text" as const, value } });

const fields: fc.Arbitrary<RecordFields> = fc.record({
  company: fc.constantFrom("Acme", "ACME", "Other").map((name) => ({ name })),
  requisitionId: fc.constantFrom("R1", "R2", "R2", ""),
  // Neighbours share 80 of 100 words, those two steps apart 60: groups are chains.
  description: fc.nat({ max: 6 }).map((step) => text(words(step * 12, step * 12 + 100)).description),
});
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ number: fc.nat({ max: 19 }), fields }) },
    { weight: 1, arbitrary: fc.constant("publish" as const) },
  ),
  { maxLength: 40 },
);

describe("near duplicates", () => {
  it("leave of each group what ranks first, as comparing all pairs does", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (history, isAscending) => {
        const board = await boardAfter(history);
        const by = isAscending ? 1 : -1;
        const ranked = board.records.sort((a, b) => (a.id < b.id ? -by : by));
        const rank = new Map(ranked.map(({ id }, i) => [board.docOf(id), i]));
        const kept = collapsed(board.index, board.index.facts.live, (a, b) => (rank.get(a) ?? 0) < (rank.get(b) ?? 0));
        expect(board.idsOf(kept.toArray())).toEqual(
          firstOfEachGroup(ranked.map((record) => ({ record })))
            .map(({ record }) => record.id)
            .sort(),
        );
      }),
      { numRuns: 150 },
    );
  });

  it("are never of two requisitions or two companies, and one without a requisition is not one with it", () => {
    const same = text(words(0, 50));
    const board = boardOf(
      { ...same, requisitionId: "1" },
      { ...same, requisitionId: "2" },
      { ...same, company: { name: "Other" } },
      same,
      { ...same, company: { name: "ACME" } },
    );
    const kept = collapsed(board.index, board.index.facts.live, (a, b) => a < b);
    expect(board.idsOf(kept.toArray()).map(Number)).toEqual([0, 1, 2, 3]);
  });

  it("of a company with more different listings than can be compared are the equal ones", () => {
    const different = Array.from({ length: 2_001 }, (_, i) => text(words(i * 30, i * 30 + 30)));
    const nearly = text(words(0, 28));
    expect(sketch(nearly.description.value)).not.toEqual(sketch(words(0, 30)));
    const keptOf = (...fields: RecordFields[]) => {
      const board = boardOf(...fields);
      return collapsed(board.index, board.index.facts.live, (a, b) => a < b).size;
    };
    expect(keptOf(...different.slice(0, 1_999), nearly, ...different.slice(0, 3))).toBe(1_999);
    expect(keptOf(...different, nearly, ...different.slice(0, 3))).toBe(2_002);
  });
});

describe("sketches", () => {
  it("agree in about as many bits as the texts share words", () => {
    const agreeing = (shared: number) => {
      const [a, b] = [sketch(words(0, 300)), sketch(words(300 - shared, 600 - shared))];
      return 128 - [0, 1, 2, 3].reduce((sum, i) => sum + ones((a[i] ?? 0) ^ (b[i] ?? 0)), 0);
    };
    expect(agreeing(300)).toBe(128);
    // J = 270 / 330: 116 expected, 5 of deviation.
    expect(agreeing(270)).toBeGreaterThan(102);
    expect(agreeing(0)).toBeLessThan(84);
    expect(agreeing(0)).toBeGreaterThan(44);
  });

  it("do not depend on the order or number of words, nor on markup", () => {
    const expected = sketch("alpha beta gamma");
    expect(sketch("gamma alpha alpha beta")).toEqual(expected);
    const { content } = recordOf(0, {
      title: "Alpha",
      description: { format: "html", value: "<p>beta</p><b>GAMMA</b>" },
    });
    expect(sketchOf(sketchedTerms(content), content.requisitionId)).toEqual(expected);
  });

  it("are spread evenly over the bits", () => {
    const counts = new Array<number>(128).fill(0);
    for (let i = 0; i < 400; i++) {
      const own = sketch(words(i * 50, i * 50 + 50));
      for (const bit of counts.keys()) counts[bit] = (counts[bit] ?? 0) + (((own[bit >>> 5] ?? 0) >>> (bit & 31)) & 1);
    }
    // 200 expected, 10 of deviation.
    expect(Math.min(...counts)).toBeGreaterThan(150);
    expect(Math.max(...counts)).toBeLessThan(250);
  });

  it("tell requisitions apart in their last two words, and have zeros there without one", () => {
    const of = (requisitionId?: string) => sketchOf([], requisitionId).slice(4);
    expect([...of()]).toEqual([0, 0]);
    // FNV-1a of 64 bits over the one byte "a", from its authors' test vectors.
    expect([...of("a")]).toEqual([0x8601_ec8c, 0xaf63_dc4c]);
    expect([...of("foobar")]).toEqual([0xf739_67e8, 0x8594_4171]);
  });
});

function sketch(value: string): Uint32Array {
  const { content } = recordOf(0, text(value));
  const { title: _title, ...rest } = content;
  return sketchOf(sketchedTerms(rest), rest.requisitionId);
}

function ones(word: number): number {
  return word === 0 ? 0 : 1 + ones(word & (word - 1));
}
