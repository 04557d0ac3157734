import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correctionsOf, expandLeaf } from "../../../../core/search/query/expand.ts";
import { parseQuery } from "../../../../core/search/query/parse.ts";
import type {
  Alternative,
  ExpandedLeaf,
  FormTerm,
  Leaf,
  Scope,
  Vocabulary,
} from "../../../../core/search/query/query.ts";
import { NotLoaded, whenLoaded } from "../../../../core/search/sections.ts";

type Frequencies = Readonly<Record<string, number>>;

/** Frequencies in bodies, or by scope; without a scope they add up. */
function vocabularyOf(body: Frequencies, scopes: Partial<Record<Scope, Frequencies>> = {}): Vocabulary {
  const held: Partial<Record<Scope, Frequencies>> = { body, ...scopes };
  const tables = (scope?: Scope) => (scope === undefined ? Object.values(held) : [held[scope] ?? {}]);
  const termsOf = (scope?: Scope) => new Set(tables(scope).flatMap((table) => Object.keys(table)));
  const documentFrequency = (term: string, scope?: Scope) =>
    tables(scope).reduce((sum, table) => sum + (Object.hasOwn(table, term) ? (table[term] ?? 0) : 0), 0);
  return {
    documentFrequency,
    forEachWithPrefix(prefix, scope, _most, visit) {
      for (const term of termsOf(scope)) if (term.startsWith(prefix)) visit(term, documentFrequency(term, scope));
    },
    forEachNear(_term, _edits, scope, visit) {
      for (const term of termsOf(scope)) visit(term);
    },
  };
}

function leavesOf(q: string): Leaf[] {
  return parseQuery(q).clauses.flatMap(({ leaves }) => [...leaves]);
}

function expandedLast(q: string, vocabulary: Vocabulary, typo: "auto" | "off" = "auto"): ExpandedLeaf {
  const leaf = leavesOf(q).at(-1);
  if (leaf === undefined) throw new TypeError(`${q} has no leaf`);
  return expandLeaf(leaf, vocabulary, { typo });
}

/** `kind terms weight`, terms that stand beside each other with their places. */
function alternatives(q: string, body: Frequencies, scopes?: Partial<Record<Scope, Frequencies>>): string[] {
  return expandedLast(q, vocabularyOf(body, scopes)).alternatives.map(rendered);
}

function rendered({ kind, terms, weight, scope: own }: Alternative): string {
  expect(own).toBe(terms[0]?.scope);
  const names = terms.map(
    ({ term, at, scope }) => `${scope === undefined ? "" : `${scope}:`}${term}${at > 0 ? `@${at}` : ""}`,
  );
  return `${kind} ${names.join("+")} ${weight}`;
}

describe("a word stands for", () => {
  it("what was typed", () => {
    expect(alternatives("engineer", { engineer: 3, manager: 2 })).toEqual(["exact engineer 1"]);
  });

  it("each of its forms that some listing can hold", () => {
    expect(alternatives("full-stack", { fullstack: 1, full: 2, stack: 2 })).toEqual([
      "exact fullstack 1",
      "exact full+stack 1",
    ]);
    expect(alternatives("full-stack", { full: 2, stack: 2 })).toEqual(["exact full+stack 1"]);
    expect(alternatives("full-stack", { full: 2 })).toEqual([]);
  });

  it("nothing where no listing has anything like it", () => {
    expect(alternatives("engineer", { gardener: 1 })).toEqual([]);
    expect(alternatives("engineer", {})).toEqual([]);
  });

  it("nothing in a scope that does not have it", () => {
    expect(alternatives("title:engineer", { engineer: 3 }, { title: { gardener: 1 } })).toEqual([]);
    expect(alternatives("title:engineer", { engineer: 3 }, { title: { engineer: 1, engineering: 1 } })).toEqual([
      "exact engineer 1",
      "prefix engineering 0.8",
    ]);
  });
});

describe("a known skill", () => {
  it("never finds a longer or a similar word: Java is not JavaScript, Go is not Google", () => {
    const words = { java: 1, javascript: 9, javas: 1, go: 1, google: 9, goo: 1 };
    expect(alternatives("java", words)).toEqual(["exact java 1"]);
    expect(alternatives("go", words)).toEqual(["exact go 1"]);
    expect(alternatives("java", { javascript: 9, javas: 2 })).toEqual([]);
    expect(alternatives("skill:java", {}, { skill: { javascript: 9 } })).toEqual([]);
  });

  it("has its other names", () => {
    expect(alternatives("kubernetes", { kubernetes: 2, k8s: 1 })).toEqual(["exact kubernetes 1", "synonym k8s 0.9"]);
    expect(alternatives("k8s", { kubernetes: 2, k8sx: 1 })).toEqual(["synonym kubernetes 0.9"]);
    expect(alternatives("c#", { csharp: 1, c: 5, "c++": 5 })).toEqual(["synonym csharp 0.9"]);
  });
});

describe("another name", () => {
  it("of several words is those beside each other", () => {
    expect(alternatives("ml", { ml: 1, machine: 1, learning: 1 })).toEqual([
      "exact ml 1",
      "synonym machine+learning@1 0.9",
    ]);
    expect(alternatives("ml", { machine: 1 })).toEqual([]);
  });

  it("is not looked for beside its words anywhere, which are there already", () => {
    expect(alternatives("full-stack", { full: 1, stack: 1 })).toEqual(["exact full+stack 1"]);
  });

  it("that is an ordinary word counts only where a listing says what it is about", () => {
    const places = { title: { go: 1 }, tag: { go: 1 }, company: { go: 1 } };
    expect(alternatives("golang", { go: 50 }, places)).toEqual(["synonym title:go 0.9", "synonym tag:go 0.9"]);
    expect(alternatives("golang", { go: 50 })).toEqual([]);
    expect(alternatives("tag:golang", {}, places)).toEqual(["synonym go 0.9"]);
    expect(alternatives("company:golang", {}, places)).toEqual([]);
    expect(alternatives("go", { golang: 1 })).toEqual(["synonym golang 0.9"]);
  });

  it("is not meant by a phrase, not even of one word", () => {
    expect(alternatives('"k8s"', { k8s: 1, kubernetes: 1 })).toEqual(["exact k8s 1"]);
    expect(alternatives('"full-stack"', { full: 1, stack: 1, fullstack: 1 })).toEqual([
      "exact full+stack@1 1",
      "exact fullstack 1",
    ]);
  });

  it("that begins with what was typed counts as a name", () => {
    expect(alternatives("sr", { sre: 1, srx: 1, senior: 1 })).toEqual([
      "synonym senior 0.9",
      "prefix sre 0.8",
      "prefix srx 0.8",
    ]);
    expect(alternatives("dev", { developer: 1, development: 1 })).toEqual([
      "synonym developer 0.9",
      "prefix development 0.8",
    ]);
  });
});

describe("the last word", () => {
  it("is also the beginning of longer ones, the first ones of the query are not", () => {
    const words = { engine: 1, engineer: 5, engineering: 7 };
    expect(alternatives("engin", words)).toEqual([
      "prefix engineering 0.8",
      "prefix engineer 0.8",
      "prefix engine 0.8",
    ]);
    const [first] = leavesOf("engin manager");
    if (first === undefined) throw new TypeError("no leaf");
    expect(expandLeaf(first, vocabularyOf({ engineering: 7 }), { typo: "auto" }).alternatives).toEqual([]);
  });

  it("of two parts is the beginning of its whole", () => {
    expect(alternatives("full-st", { fullstack: 1, full: 1, stack: 1 })).toEqual(["prefix fullstack 0.8"]);
    expect(alternatives("node.j", { nodejs: 1, node: 1 })).toEqual(["prefix nodejs 0.8"]);
  });

  it("begins no word if it is quoted or excluded", () => {
    expect(alternatives('"engin"', { engineer: 1 })).toEqual([]);
    expect(alternatives("-engin", { engineer: 1 })).toEqual([]);
  });

  it("begins at most 64 words: the most frequent, then the first by name", () => {
    const names = Array.from({ length: 100 }, (_, i) => `xy${String(i).padStart(3, "0")}`);
    const words = Object.fromEntries(names.toReversed().map((name, i) => [name, i === 0 ? 9 : 1 + (i % 2)]));
    const expected = names
      .toSorted((a, b) => (words[b] ?? 0) - (words[a] ?? 0) || (a < b ? -1 : 1))
      .slice(0, 64)
      .map((name) => `prefix ${name} 0.8`);
    expect(alternatives("xy", words)).toEqual(expected);
    expect(alternatives("xy", { ...words, xy: 99 })).toEqual(["exact xy 1", ...expected]);
  });
});

describe("a misspelt word", () => {
  it("is taken for the nearest words, at one edit up to seven letters and at two from eight", () => {
    expect(alternatives("manger", { manager: 1, manages: 1 })).toEqual(["typo manager 0.6"]);
    expect(alternatives("mangr", { manager: 1 })).toEqual([]);
    expect(alternatives("enginr", { engineer: 1 })).toEqual([]);
    expect(alternatives("develpoment", { development: 1 })).toEqual(["typo development 0.6"]);
    expect(alternatives("develpmnet", { development: 1 })).toEqual(["typo development 0.4"]);
    expect(alternatives("developmant", { developments: 3, development: 1 })).toEqual(["typo development 0.6"]);
  });

  it("is never a short one, nor one with digits or signs", () => {
    expect(alternatives("abd", { abc: 1 })).toEqual([]);
    expect(alternatives("abcde1", { abcdef: 1 })).toEqual([]);
    expect(alternatives("abc-dex", { abcdef: 1 })).toEqual([]);
    expect(alternatives("abcdex++", { "abcdef++": 1 })).toEqual([]);
  });

  it("is one only if no form, other name or longer word of it is held", () => {
    expect(alternatives("manger", { manger: 1, manager: 9 })).toEqual(["exact manger 1"]);
    expect(alternatives("manger", { mangers: 1, manager: 9 })).toEqual(["prefix mangers 0.8"]);
    expect(alternatives("centre", { center: 1, centra: 9 })).toEqual(["synonym center 0.9"]);
  });

  it("is none in a phrase, among the excluded, and where it is switched off", () => {
    expect(alternatives('"manger"', { manager: 1 })).toEqual([]);
    expect(alternatives("-manger", { manager: 1 })).toEqual([]);
    expect(expandedLast("manger", vocabularyOf({ manager: 1 }), "off").alternatives).toEqual([]);
  });

  it("is taken for at most eight words: the most frequent, then the first by name, none that nobody holds", () => {
    const words = Object.fromEntries([..."jihgfedcba"].map((letter) => [`manag${letter}r`, letter === "j" ? 5 : 1]));
    expect(alternatives("managxr", { ...words, managr: 0 })).toEqual(
      [..."jabcdefg"].map((letter) => `typo manag${letter}r 0.6`),
    );
    expect(alternatives("engineexr", { engineer: 0, engines: 0, enginexx: 0, engineers: 0, enginees: 1 })).toEqual([
      "typo enginees 0.4",
    ]);
  });

  it("is looked for in its scope", () => {
    expect(alternatives("company:gogle", { gogles: 1 }, { company: { google: 1 } })).toEqual(["typo google 0.6"]);
  });

  it("is reported as it was typed, with what it was taken for, once", () => {
    const vocabulary = vocabularyOf({ manager: 2, manges: 1, berlin: 1 }, { title: { manager: 1 } });
    const expanded = leavesOf("Manger title:manger Berlin").map((leaf) =>
      expandLeaf(leaf, vocabulary, { typo: "auto" }),
    );
    const everybody = () => true;
    expect(correctionsOf(expanded, everybody)).toEqual([
      { from: "Manger", to: "manager" },
      { from: "Manger", to: "manges" },
      { from: "manger", to: "manager" },
    ]);
    expect(correctionsOf([...expanded, ...expanded], everybody)).toHaveLength(3);
  });

  it("is one also where only hidden listings have it, and is taken for words that others have", () => {
    const vocabulary = vocabularyOf({ manger: 1, mangers: 1, manager: 2, manages: 5, mangler: 5, managed: 9 });
    const seenOf = (terms: readonly FormTerm[]) => terms.filter(({ term }) => ["manager", "managed"].includes(term));
    const [leaf] = leavesOf("manger");
    if (leaf === undefined) throw new TypeError("no leaf");
    const expanded = expandLeaf(leaf, vocabulary, { typo: "auto", seenOf });
    expect(expanded.alternatives.map(rendered)).toEqual(["exact manger 1", "prefix mangers 0.8", "typo manager 0.6"]);
  });

  it("is not taken aloud for a word that only drafts have", () => {
    const vocabulary = vocabularyOf({ manager: 2, manges: 1 });
    const expanded = leavesOf("Manger").map((leaf) => expandLeaf(leaf, vocabulary, { typo: "auto" }));
    expect(correctionsOf(expanded, ({ term }) => term !== "manager")).toEqual([{ from: "Manger", to: "manges" }]);
  });
});

describe("an expansion", () => {
  const words = fc.constantFrom(
    "manager",
    "manger",
    "k8s",
    "full-st",
    "ml",
    "dev",
    "engineerx",
    "java",
    "golang",
    "c++",
    "title:dev",
  );
  const frequencies = fc.dictionary(
    fc.constantFrom(
      "manager",
      "manage",
      "kubernetes",
      "fullstack",
      "full",
      "st",
      "machine",
      "learning",
      "developer",
      "engineer",
      "javascript",
      "go",
    ),
    fc.nat(2),
  );

  it("holds each way once, only what is held, and closer ones first", () => {
    fc.assert(
      fc.property(words, frequencies, frequencies, (q, body, title) => {
        const vocabulary = vocabularyOf(body, { title });
        const { leaf, alternatives: found } = expandedLast(q, vocabulary);
        const keys = found.map(({ terms }) => JSON.stringify(terms));
        expect(new Set(keys).size).toBe(keys.length);
        expect(found.map(({ weight }) => weight)).toEqual(found.map(({ weight }) => weight).toSorted((a, b) => b - a));
        for (const { term, scope } of found.flatMap(({ terms }) => terms)) {
          expect(vocabulary.documentFrequency(term, scope ?? leaf.scope)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("of an index whose parts are still to be loaded is that of all of it", async () => {
    const loaded = vocabularyOf({ managre: 2, mangers: 1, machine: 1, learning: 1 });
    for (const leaf of leavesOf("mangre ml manger")) {
      const cold = coldVocabulary(loaded);
      const expanded = await whenLoaded(() => expandLeaf(leaf, cold, { typo: "auto" }));
      expect(expanded).toEqual(expandLeaf(leaf, loaded, { typo: "auto" }));
      expect(expanded.alternatives).not.toEqual([]);
    }
  });
});

/** Throws at every question that it was not asked before. */
function coldVocabulary(vocabulary: Vocabulary): Vocabulary {
  const asked = new Set<string>();
  const need = (...question: unknown[]) => {
    const key = JSON.stringify(question);
    if (!asked.has(key)) throw new NotLoaded(async () => void asked.add(key));
  };
  return {
    documentFrequency(term, scope) {
      need("frequency", term, scope);
      return vocabulary.documentFrequency(term, scope);
    },
    forEachWithPrefix(prefix, scope, most, visit) {
      vocabulary.forEachWithPrefix(prefix, scope, most, (term, frequency) => {
        need("prefix", term, scope);
        visit(term, frequency);
      });
    },
    forEachNear(term, edits, scope, visit) {
      vocabulary.forEachNear(term, edits, scope, (near) => {
        need("near", near, scope);
        visit(near);
      });
    },
  };
}
