import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareTerms, Dictionary, writeFences, writeTerms } from "../../../../core/search/terms/dictionary.ts";
import { MemorySections, WrittenSections } from "../memory-sections.ts";

const encoder = new TextEncoder();

function dictionaryOf(terms: readonly string[]): Dictionary {
  const out = new WrittenSections();
  const bytes = terms.map((term) => encoder.encode(term)).sort(compareTerms);
  writeFences(bytes, out);
  writeTerms(bytes, out);
  return new Dictionary(new MemorySections(out));
}

function byBytes(terms: readonly string[]): string[] {
  return terms.toSorted((a, b) => compareTerms(encoder.encode(a), encoder.encode(b)));
}

const letter = fc.constantFrom("a", "b", "z", "é", "я", "東", "😀", "1", "+");
const word = fc.array(letter, { minLength: 1, maxLength: 5 }).map((letters) => letters.join(""));
const words = fc.uniqueArray(word, { maxLength: 300 });

describe("a dictionary", () => {
  it("finds every term by its place in the order of bytes, and nothing else", () => {
    fc.assert(
      fc.property(words, fc.array(word), (terms, others) => {
        const dictionary = dictionaryOf(terms);
        const sorted = byBytes(terms);
        expect(dictionary.count).toBe(terms.length);
        for (const term of [...terms, ...others]) {
          const place = sorted.indexOf(term);
          expect(dictionary.find(term)).toBe(place === -1 ? undefined : place);
          if (place !== -1) expect(dictionary.termAt(place)).toBe(term);
        }
      }),
    );
  });

  it("gives the range of a prefix", () => {
    fc.assert(
      fc.property(words, word, (terms, prefix) => {
        const { from, to } = dictionaryOf(terms).withPrefix(prefix);
        const sorted = byBytes(terms);
        expect(sorted.slice(from, to)).toEqual(sorted.filter((term) => term.startsWith(prefix)));
      }),
    );
  });

  it("visits every term within so many edits", () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), fc.constantFrom(1, 2), (terms, edits) => {
        const unique = [...new Set(terms)];
        const dictionary = dictionaryOf(unique);
        for (const term of unique) {
          const visited = new Set<string>();
          dictionary.forEachNear(term, edits, (ordinal) => visited.add(dictionary.termAt(ordinal)));
          for (const other of unique) if (distance(term, other) <= edits) expect(visited).toContain(other);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Optimal string alignment, by the whole matrix. */
function distance(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  const rows = [Array.from({ length: to.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const cost = from[i - 1] === to[j - 1] ? 0 : 1;
      let least = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        least = Math.min(least, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    rows.push(row);
  }
  return rows[from.length]?.[to.length] ?? 0;
}
