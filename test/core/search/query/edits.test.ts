import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editsAllowed, editsTo } from "../../../../core/search/query/edits.ts";

/** Optimal string alignment by the full matrix, as in the textbook. */
function distance(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  const table = from.concat("").map((_, i) => to.concat("").map((_, j) => (i === 0 ? j : j === 0 ? i : 0)));
  const at = (i: number, j: number) => table[i]?.[j] ?? Number.NaN;
  for (let i = 1; i <= from.length; i++) {
    for (let j = 1; j <= to.length; j++) {
      const choices = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1)];
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) choices.push(at(i - 2, j - 2) + 1);
      (table[i] ?? [])[j] = Math.min(...choices);
    }
  }
  return at(from.length, to.length);
}

describe("the edits between two words", () => {
  it.each([
    ["kubernetes", "kubernetes", 0],
    ["kubernets", "kubernetes", 1],
    ["enginere", "engineer", 1],
    ["ab", "ba", 1],
    ["developper", "developer", 1],
    ["manger", "manager", 1],
    ["javascirpt", "javascript", 1],
    ["recieve", "receive", 1],
    // No letter is edited twice: 2 with swaps of letters that are not neighbours in both.
    ["ca", "abc", 3],
    ["𝗮b", "ab", 1],
    ["", "ab", 2],
    ["ab", "", 2],
    ["", "", 0],
    ["engineer", "gardener", 3],
  ])("%j and %j: %i, and 3 for more", (a, b, edits) => {
    expect(editsTo(a, 2)(b)).toBe(edits);
  });

  it("are those of the full matrix, up to the limit, whatever was compared before", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "é", "𝗮"), maxLength: 12 });
    fc.assert(
      fc.property(
        word,
        fc.array(word, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(1 as const, 2 as const),
        (a, others, limit) => {
          const distanceOf = editsTo(a, limit);
          for (const b of others) expect(distanceOf(b)).toBe(Math.min(limit + 1, distance(a, b)));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("are those of the full matrix between a word and its misspellings", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abcdef"), minLength: 1, maxLength: 70 });
    const slip = fc.record({ at: fc.nat(70), kind: fc.constantFrom("insert", "delete", "replace", "swap") });
    fc.assert(
      fc.property(word, fc.array(slip, { maxLength: 3 }), (a, slips) => {
        const b = slips.reduce(slipped, a);
        expect(editsTo(a, 2)(b)).toBe(Math.min(3, distance(a, b)));
        expect(editsTo(a, 1)(b)).toBe(Math.min(2, distance(a, b)));
      }),
      { numRuns: 1_000 },
    );
  });
});

function slipped(word: string, { at, kind }: { at: number; kind: string }): string {
  const place = at % (word.length + 1);
  const [before, after] = [word.slice(0, place), word.slice(place)];
  if (kind === "insert") return `${before}x${after}`;
  if (kind === "delete") return before + after.slice(1);
  if (kind === "replace") return `${before}x${after.slice(1)}`;
  return `${before}${after.slice(1, 2)}${after.slice(0, 1)}${after.slice(2)}`;
}

describe("a word may be misspelt by", () => {
  it.each([
    ["abc", 0],
    ["abcd", 1],
    ["abcdefg", 1],
    ["abcdefgh", 2],
    ["𝗮𝗯𝗰", 0],
    ["инженер", 1],
    ["инженеры", 2],
    ["web3dev", 0],
    ["١٢٣٤", 0],
  ])("%j: %i edits", (term, edits) => {
    expect(editsAllowed(term)).toBe(edits);
  });
});
