import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyText } from "../../../core/search/body-text.ts";
import { search } from "../../../core/search/execute.ts";
import { foldValue } from "../../../core/search/fold.ts";
import { parseQuery } from "../../../core/search/query/parse.ts";
import { forEachToken, tokenize } from "../../../core/search/tokenize.ts";
import { boardOf, contextOf, requestOf } from "./records.ts";

function finds(title: string, q: string): boolean {
  const { total, broadened } = search(boardOf({ title }), requestOf({ q }), contextOf());
  return total === 1 && !broadened;
}

function termsOf(text: string): string[] {
  return tokenize(text).map(({ term }) => term);
}

describe("a title is found by", () => {
  it.each([
    ["C++ Developer", "c++"],
    ["Developer (C/C++)", "c"],
    ["Developer (C/C++)", "C++"],
    ["C++17 Developer", "c++"],
    ["**C++**, C#", "c#"],
    ["C♯ Developer", "c#"],
    ["F# Developer", "f#"],
    ["Node.js Developer", "nodejs"],
    ["Node.js Developer", "node.js"],
    ["Node.js Developer", "node"],
    ["NodeJS Developer", "node.js"],
    [".NET Developer", ".net"],
    ["C#/.NET Developer", ".net"],
    ["ASP.NET Developer", ".net"],
    ["ASP.NET Developer", "asp.net"],
    [".NET Developer", "net"],
    ["Golang Developer", "golang"],
    ["Go Developer", "go"],
    ["Full-Stack Developer", "fullstack"],
    ["Full-Stack Developer", "full stack"],
    ["Fullstack Developer", "full-stack"],
    ["Full stack Developer", "full-stack"],
    ["E‑mail Marketing", "email"],
    ["Email Marketing", "e-mail"],
    ["CI/CD Engineer", "ci/cd"],
    ["CI/CD Engineer", "cicd"],
    ["CI/CD Engineer", "cd"],
    ["CI / CD Engineer", "ci/cd"],
    ["UI/UX Designer", "ui/ux"],
    ["UI/UX Designer", "ux"],
    ["UX Designer", "ux"],
    ["K8s Engineer", "k8s"],
    ["R Programmer", "r"],
    ["R/Python Programmer", "r"],
    ["R&D Manager", "r&d"],
    ["10+ years", "10"],
    ["10 years", "10+"],
    ["12,000 items", "12000"],
    ["Python 3.11", "3.11"],
    ["Master's degree", "masters"],
    ["Chef d'équipe", "equipe"],
    ["São Paulo", "sao paulo"],
    ["Sao Paulo", "são paulo"],
    ["Zürich", "zurich"],
    ["ZÜRICH", "zürich"],
    ["Weißwasser", "weisswasser"],
    ["WEISSWASSER", "weißwasser"],
    ["İstanbul", "istanbul"],
    ["ISTANBUL", "İstanbul"],
    ["Łódź", "lodz"],
    ["Tromsø", "tromso"],
    ["Senior", "𝗦𝗲𝗻𝗶𝗼𝗿"],
    ["Ｅｎｇｉｎｅｅｒ", "engineer"],
    ["東京エンジニア", "エンジニア"],
    ["東京エンジニア", "東京"],
    ["東京エンジニア", "東"],
    ["ｴﾝｼﾞﾆｱ", "エンジニア"],
    ["개발자를 찾습니다", "개발자"],
    ["วิศวกรซอฟต์แวร์", "ซอฟต์แวร์"],
    ["Développeur", "De\u0301veloppeur".normalize("NFD")],
    ["🚀Engineer👩‍💻", "engineer"],
    ["Engineer", "🚀 engineer"],
    ["end of one.Start of the next", "start"],
    ["Engineer - Berlin", "engineer - berlin"],
    ["Engineer", '"engineer"'],
    ["Sales engineer", '"sales engineer"'],
  ])("%j: %j", (title, q) => {
    expect(finds(title, q)).toBe(true);
  });
});

describe("a title is not found by", () => {
  it.each([
    ["JavaScript Developer", "java"],
    ["Sales engineer", '"engineer sales"'],
    ["Java Developer", "javascript"],
    ["C++ Developer", "c"],
    ["C++ Developer", "c#"],
    ["C# Developer", "c"],
    ["C# Developer", "c++"],
    ["C Developer", "c++"],
    ["R&D Manager", "r"],
    ["C-level", "c"],
    ["Q&A Moderator", "qa"],
    ["Net salary", ".net"],
    ["Google Developer", "go"],
    ["Django Developer", "go"],
    ["Kubernetes node for react.js", "node.js"],
    ["Engineer", "🚀"],
    ["Engineer", "+++"],
    ["京東 Engineer", "東京"],
    ["Engineer in Berlin", "engineer paris"],
  ])("%j: %j", (title, q) => {
    expect(finds(title, q)).toBe(false);
  });
});

describe("tokens", () => {
  it("carry the place of what they stand for, in UTF-16 units", () => {
    const text = "🚀 Full-Stack, C++/ÉTÉ";
    const found: [string, string, number][] = [];
    forEachToken(text, (term, start, end, position) => found.push([term, text.slice(start, end), position]));
    expect(found).toEqual([
      ["fullstack", "Full-Stack", 0],
      ["full", "Full", 0],
      ["stack", "Stack", 1],
      ["c++", "C++", 2],
      ["ete", "ÉTÉ", 3],
    ]);
  });

  it("are equal for composed and decomposed text, in upper and lower case", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aÉéßøłçñ-+#./&,n23'ガが각ΐ1 ") }), (text) => {
        const terms = termsOf(text);
        expect(termsOf(text.normalize("NFD"))).toEqual(terms);
        expect(termsOf(text.normalize("NFC"))).toEqual(terms);
        expect(termsOf(text.toLowerCase())).toEqual(terms);
      }),
    );
  });

  it("of any text are well-formed, bounded, in its bounds, and found by the text itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const terms = new Set<string>();
        forEachToken(text, (term, start, end) => {
          terms.add(term);
          expect(term.isWellFormed() || !text.isWellFormed()).toBe(true);
          expect(term).not.toBe("");
          expect(0 <= start && start < end && end <= text.length).toBe(true);
        });
        for (const { leaves, isExcluded } of parseQuery(text).clauses) {
          const holds = leaves.some(({ forms }) => forms.some((form) => form.every(({ term }) => terms.has(term))));
          expect(holds || isExcluded || leaves.some(({ scope }) => scope !== undefined)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("of a pasted key are cut", () => {
    expect(termsOf(`${"x".repeat(500)} ${"é".repeat(500)}`)).toEqual(["x".repeat(64), "e".repeat(64)]);
  });
});

describe("folding a value", () => {
  it.each([
    ["São  Paulo", "sao paulo"],
    ["\u00a0SÃO\u3000PAULO ", "sao paulo"],
    ["C++", "c++"],
    ["Straße", "STRASSE"],
    ["STRAẞE", "strasse"],
    ["Ærø", "aero"],
    ["ŉ", "n"],
    ["ΟΔΟΣ", "οδος"],
    ["Йога", "йога".normalize("NFD")],
    ["ガ", "ｶﾞ"],
    ["한국", "한국".normalize("NFD")],
  ])("takes %j and %j for one", (a, b) => {
    expect(foldValue(a)).toBe(foldValue(b));
  });

  it("keeps C++ and C#, and values without letters, apart", () => {
    expect(new Set(["C", "C#", "C++", "🚀", "🎉", " ", "\u00ad"].map(foldValue)).size).toBe(7);
  });

  it("is idempotent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(foldValue(foldValue(text))).toBe(foldValue(text));
      }),
    );
  });
});

describe("the text of a description", () => {
  it.each([
    ["markdown", "Know C\\+\\+ and [Node\\.js](https://example.com/python)!", "c++", "python"],
    ["markdown", "a < b and **Rust**&nbsp;&amp; more", "rust", "nbsp"],
    ["html", "<p class='java'>Rust</p><p>Go</p><script>evil()</script>", "rust", "evil"],
    ["html", "R&amp;D, caf&#233;, caf&#xe9;", "cafe", "amp"],
    ["text", "<b> stays", "b", "bold"],
  ] as const)("as %s %j is found by %j and not by %j", (format, value, found, hidden) => {
    const terms = termsOf(bodyText({ format, value }));
    expect(terms).toContain(found);
    expect(terms).not.toContain(hidden);
  });

  it.each(["<", "](", "&", "\\", "<script>", '](a "', "<a ", "&#"])(
    "is made in linear time from %j repeated",
    { timeout: 5_000 },
    (unit) => {
      const value = unit.repeat(100_000 / unit.length);
      // Some milliseconds; what goes over the rest of the text at each unit meets the test's own time limit.
      for (const format of ["markdown", "html"] as const)
        expect(termsOf(bodyText({ format, value })).length).toBeLessThan(100_001);
    },
  );
});
