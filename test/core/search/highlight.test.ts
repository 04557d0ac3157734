import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Card } from "../../../core/listing/view.ts";
import { DROPPED, type FoldedCharacter, readFolded } from "../../../core/search/fold.ts";
import { type Highlight, highlightsOf, type TextRange } from "../../../core/search/highlight.ts";
import type { ExpandedLeaf, Leaf } from "../../../core/search/query/query.ts";
import { tokenize } from "../../../core/search/tokenize.ts";

function cardOf(fields: Partial<Card>): Card {
  return {
    locations: [],
    employmentTypes: [],
    tags: [],
    compensation: [],
    datePosted: "2026-01-10",
    promotion: 0,
    slug: "x",
    ...fields,
  };
}

/** Alternatives as lists of terms; of a phrase the terms follow each other, "" leaving a place for any word. */
function leafOf(alternatives: readonly (readonly string[])[], fields: Partial<Leaf> = {}): ExpandedLeaf {
  const isPhrase = fields.isPhrase ?? false;
  const terms = alternatives.map((words) =>
    words.flatMap((term, at) => (term === "" ? [] : [{ term, at: isPhrase ? at : 0 }])),
  );
  return {
    leaf: { text: "", forms: terms, isPhrase: false, mayBeMisspelt: false, ...fields },
    alternatives: terms.map((form) => ({ kind: "exact", terms: form, weight: 1 })),
  };
}

const word = (...terms: string[]) => leafOf(terms.map((term) => [term]));
const phrase = (...terms: string[]) => leafOf([terms], { isPhrase: true });

/** Every term of a text as a word; of scripts without spaces the pairs. */
function wordsOf(text: string): ExpandedLeaf {
  const tokens = tokenize(text);
  const isPair = ({ term }: { term: string }) => [...term].length > 1;
  return word(...(tokens.some(isPair) ? tokens.filter(isPair) : tokens).map(({ term }) => term));
}

/** The text with its ranges in brackets. */
function shown({ text, ranges }: Pick<Highlight, "text" | "ranges">): string {
  return ranges.toReversed().reduce((all, { start, end }) => {
    return `${all.slice(0, start)}[${all.slice(start, end)}]${all.slice(end)}`;
  }, text);
}

function marked(card: Partial<Card>, ...leaves: ExpandedLeaf[]): string[] {
  return highlightsOf(cardOf(card), leaves).map((each) => `${each.field}: ${shown(each)}`);
}

const inTitle = (title: string, ...leaves: ExpandedLeaf[]) => marked({ title }, ...leaves)[0]?.slice("title: ".length);

describe("highlights", () => {
  it.each([
    ["German", "Straßenbauer für Köln", "STRASSENBAUER koln", "[Straßenbauer] für [Köln]"],
    ["Polish", "Księgowy – Łódź, Żory", "lodz ksiegowy", "[Księgowy] – [Łódź], Żory"],
    ["Turkish", "İSTANBUL Yazılım Uzmanı", "istanbul yazilim", "[İSTANBUL] [Yazılım] Uzmanı"],
    ["Arabic", "مُهَنْدِس برمجيات أول", "مهندس", "[مُهَنْدِس] برمجيات أول"],
    ["Hebrew", "מְהַנְדֵּס תוכנה", "מהנדס", "[מְהַנְדֵּס] תוכנה"],
    ["Hindi", "वरिष्ठ इंजीनियर चाहिए", "इंजीनियर", "वरिष्ठ [इंजीनियर] चाहिए"],
    ["Thai", "งานที่กรุงเทพฯ", "กรุงเทพ", "งานที่[กรุงเทพ]ฯ"],
    ["Thai, a letter whose vowel stands above it", "กิน", "ก", "[กิ]น"],
    ["Khmer, a letter under another", "ភ្នំពេញ", "ន", "[ភ្នំ]ពេញ"],
    ["Thai, a pair that begins with a vowel", "จิน", "ิน", "[จิน]"],
    ["Japanese", "東京のエンジニア", "東京", "[東京]のエンジニア"],
    ["Japanese, half-width", "ﾊﾞｯｸｴﾝﾄﾞ開発", "バックエンド", "[ﾊﾞｯｸｴﾝﾄﾞ]開発"],
    ["Japanese, decomposed", "か\u3099いしゃ", "が", "[か\u3099]いしゃ"],
    ["Chinese", "高级软件工程师", "软件工程", "高级[软件工程]师"],
    ["Chinese, a variant of a letter", "葛\u{e0100}城市", "葛", "[葛\u{e0100}]城市"],
    ["Korean", "서울 백엔드 개발자", "백엔드", "서울 [백엔드] 개발자"],
    [
      "Korean, decomposed",
      "서울 개발자".normalize("NFD"),
      "개발",
      `${"서울 ".normalize("NFD")}[${"개발".normalize("NFD")}]${"자".normalize("NFD")}`,
    ],
    ["emoji beside words", "❤\ufe0fGo👩\u200d💻dev", "go dev", "❤\ufe0f[Go]👩\u200d💻[dev]"],
    ["keycaps", "Top 5\ufe0f\u20e3 jobs", "5", "Top [5\ufe0f\u20e3] jobs"],
    ["decomposed letters", "Zu\u0308rich cafe\u0301", "zürich café", "[Zu\u0308rich] [cafe\u0301]"],
    ["mathematical letters of two units", "𝐆𝐨 developer", "go", "[𝐆𝐨] developer"],
    ["ligatures", "Oﬃce Oﬀer", "office", "[Oﬃce] Oﬀer"],
  ])("are whole characters: %s", (_what, title, query, expected) => {
    expect(inTitle(title, wordsOf(query))).toBe(expected);
  });

  it("mark a compound as a whole, or the part that is asked for", () => {
    expect(inTitle("Full-stack Node.js (C++, C#, .NET)", word("fullstack", "c++", ".net"))).toBe(
      "[Full-stack] Node.js ([C++], C#, [.NET])",
    );
    expect(inTitle("Full-stack Node.js", word("stack", "js"))).toBe("Full-[stack] Node.[js]");
    expect(inTitle("Full-stack", leafOf([["fullstack"], ["full", "stack"]]))).toBe("[Full-stack]");
  });

  it("mark words that were found by prefix, synonym or typo: whatever the leaf was expanded to", () => {
    const leaf = leafOf([["k8s"], ["kubernetes"], ["machine", "learning"]]);
    expect(inTitle("Kubernetes (k8s), learning machine", leaf)).toBe("[Kubernetes] ([k8s]), [learning] [machine]");
    expect(marked({ title: "Java" }, word("javascript"))).toEqual([]);
  });

  it("mark a phrase only where its words follow each other", () => {
    expect(inTitle("data engineer, big data, engineer data engineer", phrase("data", "engineer"))).toBe(
      "[data] [engineer], big [data], [engineer] [data] [engineer]",
    );
    expect(inTitle("engineer data", phrase("data", "engineer"))).toBeUndefined();
    expect(inTitle("very very good", phrase("very", "very", "good"))).toBe("[very] [very] [good]");
    expect(inTitle("e-mail for you", phrase("email", "", "for"))).toBe("[e-mail] [for] you");
    expect(inTitle("email for you", phrase("email", "", "for"))).toBeUndefined();
    expect(inTitle("東京都", phrase("東京", "京都"))).toBe("[東京都]");
    expect(inTitle("京都 東京", phrase("東京", "京都"))).toBeUndefined();
  });

  it("show each field that has a word, each place and each tag as a text of its own", () => {
    const card: Partial<Card> = {
      title: "Go",
      company: { name: "Go Ltd" },
      locations: [
        { raw: "Go City" },
        { city: "Go", region: "Go", country: "DE" },
        { raw: "Berlin" },
        { lat: 1, lng: 2 },
      ],
      tags: ["Rust", "go", "Go"],
      summary: "We go places",
      category: "go",
    };
    expect(marked(card, word("go"))).toEqual([
      "title: [Go]",
      "company: [Go] Ltd",
      "location: [Go] City",
      "location: [Go], [Go], DE",
      "tag: [go]",
      "tag: [Go]",
      "summary: We [go] places",
    ]);
    expect(marked({ locations: [{ city: "Berlin", country: "DE" }] }, phrase("berlin", "de"))).toEqual([]);
    expect(marked({ locations: [{ raw: "Berlin, DE" }] }, phrase("berlin", "de"))).toEqual([
      "location: [Berlin], [DE]",
    ]);
    expect(marked({}, word("go"))).toEqual([]);
    expect(marked(card)).toEqual([]);
  });

  it.each([
    ["title", ["title: [a]"]],
    ["company", ["company: [a]"]],
    ["location", ["location: [a]"]],
    ["tag", ["tag: [a]"]],
    ["skill", []],
    ["body", ["summary: [a]"]],
  ] as const)("of a word that is asked for in %s stay there", (scope, expected) => {
    const card: Partial<Card> = {
      title: "a",
      company: { name: "a" },
      locations: [{ raw: "a" }],
      tags: ["a"],
      summary: "a",
    };
    expect(marked(card, leafOf([["a"]], { scope }))).toEqual(expected);
    expect(marked(card, leafOf([["a"]], { scope, isPhrase: true }))).toEqual(expected);
    const elsewhere = leafOf([["b"]]);
    expect(marked(card, leafOf([["a"]], { scope }), elsewhere)).toEqual(expected);
  });

  it("come once where two leaves mark the same, and as one where they touch", () => {
    expect(highlightsOf(cardOf({ title: "東京都" }), [word("東京"), word("京都"), word("東京")])).toEqual([
      { field: "title", text: "東京都", ranges: [{ start: 0, end: 3 }] },
    ]);
    expect(highlightsOf(cardOf({ title: "a b" }), [word("a", "b")])[0]?.ranges).toEqual([
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ]);
  });
});

const PIECES = [
  ..."a b é e \u0301 \u0308 Z ß ﬁ 1 ٣ \u0600 . , + # - / & ' · 東 京 葛 \u{e0100} か \u3099 ｶ ﾞ ー ก ิ ่ ำ น ລ ຳ".split(
    " ",
  ),
  ..."မ ာ ့ \u1039 ក \u17d2 ិ म \u094d ि क ა ж א \u05b0 ع \u064e 한 가 각 \u1112 \u1161 \u11ab \u11a8".split(" "),
  ..."👩 💻 ❤ \ufe0f 🏻 🇩 🇪 \u200d \u200c \u00ad \u20e3 𝐆 𝐨".split(" "),
  " ",
  " ",
];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(""));

/** Characters as a reader counts them: those of Unicode, and letters keep marks that Unicode lets stand alone. */
function charactersOf(all: string): TextRange[] {
  const characters: { start: number; end: number }[] = [];
  for (const { segment, index } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(all)) {
    const last = characters.at(-1);
    if (last !== undefined && /^\p{M}/u.test(segment)) last.end = index + segment.length;
    else characters.push({ start: index, end: index + segment.length });
  }
  return characters;
}

/** What folding drops at the start of a token belongs to what stands before it. */
function letterStart(all: string, { start, end }: TextRange): number {
  const character: FoldedCharacter = { class: 0, text: "", end: start };
  for (let at = start; at < end; at = character.end) {
    readFolded(all, at, character);
    if (character.class !== DROPPED) return at;
  }
  return end;
}

describe("highlights of any text", () => {
  it("are exactly the characters that the tokens have a part in", () => {
    fc.assert(
      fc.property(text, fc.infiniteStream(fc.boolean()), (title, chosen) => {
        const tokens = tokenize(title);
        const terms = new Set(tokens.map(({ term }) => term).filter(() => chosen.next().value));
        const hit = tokens.filter(({ term }) => terms.has(term));
        const isMarked = (character: TextRange) =>
          hit.some((token) => character.start < token.end && character.end > letterStart(title, token));
        const expected: TextRange[] = [];
        for (const character of charactersOf(title).filter(isMarked)) {
          const last = expected.at(-1);
          if (last?.end === character.start) expected[expected.length - 1] = { start: last.start, end: character.end };
          else expected.push(character);
        }
        expect(highlightsOf(cardOf({ title }), [word(...terms)])).toEqual(
          expected.length === 0 ? [] : [{ field: "title", text: title, ranges: expected }],
        );
      }),
      { numRuns: 3_000 },
    );
  });

  it("of phrases are those of a plain look at every place", () => {
    const few = fc
      .array(fc.constantFrom("a", "b", "a-b", "c", "東", " "), { maxLength: 10 })
      .map((words) => words.join(" "));
    fc.assert(
      fc.property(
        few,
        fc
          .array(fc.constantFrom("a", "b", "ab", "c", ""), { minLength: 1, maxLength: 3 })
          .filter(([first]) => first !== ""),
        (title, words) => {
          const tokens = tokenize(title);
          const marks = new Set<number>();
          for (let at = 0; at < 20; at++) {
            const places = words.map((term, i) =>
              term === "" ? undefined : tokens.find((token) => token.term === term && token.position === at + i),
            );
            if (words.some((term, i) => term !== "" && places[i] === undefined)) continue;
            for (const token of places) {
              for (let unit = token?.start ?? 0; unit < (token?.end ?? 0); unit++) marks.add(unit);
            }
          }
          const [found] = highlightsOf(cardOf({ title }), [phrase(...words)]);
          const units = (found?.ranges ?? []).flatMap(({ start, end }) =>
            Array.from({ length: end - start }, (_, i) => start + i),
          );
          expect(units).toEqual([...marks].sort((a, b) => a - b));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
