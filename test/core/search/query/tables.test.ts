import { describe, expect, it } from "vitest";
import { isCountry } from "../../../../core/listing/codes.ts";
import { COUNTRY_NAMES } from "../../../../core/search/query/country-names.ts";
import { wordsOf } from "../../../../core/search/query/forms.ts";
import { parseQuery } from "../../../../core/search/query/parse.ts";
import { regionWords } from "../../../../core/search/query/regions.ts";
import { isKnownSkill, KNOWN_SKILLS } from "../../../../core/search/query/skills.ts";
import { SYNONYM_GROUPS, synonymsOf } from "../../../../core/search/query/synonyms.ts";
import { tokenize } from "../../../../core/search/tokenize.ts";

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const CODES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(isCountry);

function synonyms(q: string): string[] {
  const [leaf] = parseQuery(q).clauses[0]?.leaves ?? [];
  if (leaf === undefined) throw new TypeError(`${q} has no leaf`);
  return synonymsOf(leaf).map((name) => name.map(({ term }) => term).join(" "));
}

function inRegion(name: string): string[] {
  return CODES.filter((code) => regionWords(code).includes(name));
}

describe("synonyms", () => {
  it.each([
    ["k8s", ["kubernetes"]],
    ["Kubernetes", ["k8s"]],
    ["node.js", ["node", "node"]],
    ["postgres", ["postgresql", "pgsql"]],
    ["C#", ["csharp"]],
    [".NET", ["dotnet", "dot net"]],
    ["r&d", ["research and development", "research development"]],
    ["frontend", ["front end"]],
    ["front-end", []],
    ["cicd", ["ci cd"]],
    ["ci/cd", []],
    ["machine-learning", ["ml"]],
    ["machinelearning", ["ml", "machine learning"]],
    ["java", []],
    ["javascript", ["js", "ecmascript"]],
    ["angular", []],
    ["net", []],
    ["engineer", []],
    ["constructor", []],
    ['"k8s"', []],
  ])("of %s are %j", (q, expected) => {
    expect(synonyms(q)).toEqual(expected);
  });

  it("are written as listings are cut: words beside each other", () => {
    for (const name of SYNONYM_GROUPS.flat()) {
      const text = name.map(({ term }) => term).join(" ");
      const tokens = tokenize(text);
      for (const { term, at } of name) {
        const isThere = tokens.some((token) => token.term === term && token.position === at);
        expect(isThere, `${term} in ${text}`).toBe(true);
      }
    }
  });

  it("are in one group each, and found from every name of one word", () => {
    const names = SYNONYM_GROUPS.flat().map((name) => name.map(({ term }) => term).join(" "));
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    for (const group of SYNONYM_GROUPS) {
      const words = group.filter((name) => name.length === 1).map(([word]) => word?.term ?? "");
      expect(words.length).toBeGreaterThan(0);
      for (const typed of words) {
        const found = new Set(synonyms(`skill:${typed}`).concat(synonyms(`title:${typed}`)));
        expect(found.size, typed).toBe(group.length - 1);
      }
    }
  });
});

describe("known skills", () => {
  it.each([
    "Java",
    "JavaScript",
    "Go",
    "R",
    "C",
    "C++",
    "C#",
    "F#",
    ".NET",
    "Node.js",
    "React.js",
    "CI/CD",
    "UI/UX",
    "SQL",
    "iOS",
  ])("%s is one, as the tokenizer writes it", (skill) => {
    const [whole] = wordsOf(skill)[0]?.[0]?.forms[0] ?? [];
    expect(isKnownSkill(whole?.term ?? "")).toBe(true);
  });

  it("are all written so", () => {
    for (const skill of KNOWN_SKILLS) expect(tokenize(skill)[0]?.term).toBe(skill);
  });

  it.each(["engineer", "word", "chef", "access", "senior", "constructor", ""])("%j is none", (word) => {
    expect(isKnownSkill(word)).toBe(false);
  });
});

describe("region words", () => {
  it.each([
    ["DE", ["Germany", "Europe", "EU", "EMEA", "DACH"]],
    ["CH", ["Switzerland", "Europe", "EMEA", "DACH"]],
    ["GB", ["United Kingdom", "UK", "Great Britain", "Europe", "EMEA"]],
    ["LU", ["Luxembourg", "Europe", "EU", "EMEA", "Benelux"]],
    ["SE", ["Sweden", "Europe", "EU", "EMEA", "Nordics", "Scandinavia"]],
    ["FI", ["Finland", "Europe", "EU", "EMEA", "Nordics"]],
    ["EE", ["Estonia", "Europe", "EU", "EMEA", "Baltics"]],
    ["TR", ["Turkey", "Türkiye", "EMEA", "Asia", "Middle East"]],
    ["EG", ["Egypt", "EMEA", "Middle East", "MENA", "Africa"]],
    ["AE", ["United Arab Emirates", "UAE", "EMEA", "Asia", "Middle East", "MENA"]],
    ["US", ["United States of America", "USA", "US", "North America", "Americas"]],
    ["MX", ["Mexico", "North America", "Latin America", "LATAM", "Americas"]],
    ["BR", ["Brazil", "South America", "Latin America", "LATAM", "Americas"]],
    ["JM", ["Jamaica", "Caribbean", "Americas"]],
    ["SG", ["Singapore", "APAC", "Asia", "Southeast Asia"]],
    ["IN", ["India", "APAC", "Asia"]],
    ["AU", ["Australia", "APAC", "Oceania"]],
    ["NG", ["Nigeria", "EMEA", "Africa"]],
    ["KZ", ["Kazakhstan", "Asia"]],
    ["AQ", ["Antarctica"]],
    ["XK", ["Kosovo", "Europe", "EMEA"]],
    ["XX", []],
    ["de", []],
  ])("of %s are %j", (country, expected) => {
    expect(regionWords(country)).toEqual(expected);
  });

  it("are there for every country, and for nothing else", () => {
    expect([...COUNTRY_NAMES.keys()].sort()).toEqual(CODES);
    for (const code of CODES) for (const word of regionWords(code)) expect(tokenize(word), code).not.toEqual([]);
  });

  it("put every country but Antarctica on one continent", () => {
    const continents = ["Europe", "Asia", "Africa", "Oceania", "Americas"];
    const counts = CODES.map((code) => [code, continents.filter((name) => regionWords(code).includes(name)).length]);
    expect(counts.filter(([, count]) => count !== 1)).toEqual([["AQ", 0]]);
  });

  it("name each country and region once", () => {
    for (const code of CODES) expect(new Set(regionWords(code)).size, code).toBe(regionWords(code).length);
    const names = [...COUNTRY_NAMES.values()].flat();
    expect(new Set(names).size).toBe(names.length);
  });

  it("count as many countries as there are", () => {
    const sizes = Object.fromEntries(
      [
        "EU",
        "DACH",
        "Benelux",
        "Nordics",
        "Scandinavia",
        "Baltics",
        "Southeast Asia",
        "Americas",
        "Africa",
        "Oceania",
      ].map((name) => [name, inRegion(name).length]),
    );
    // M49: the Americas have 57 countries or areas, Africa 60, Oceania 29 (2024).
    expect(sizes).toEqual({
      EU: 27,
      DACH: 3,
      Benelux: 3,
      Nordics: 8,
      Scandinavia: 3,
      Baltics: 3,
      "Southeast Asia": 11,
      Americas: 57,
      Africa: 60,
      Oceania: 29,
    });
  });
});
