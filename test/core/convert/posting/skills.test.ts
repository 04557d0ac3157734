import { describe, expect, it } from "vitest";
import { DICTIONARY } from "../../../../core/convert/posting/dictionary/all.ts";
import { parsePosting } from "../../../../core/convert/posting/parse.ts";
import { SkillTrie, spellingsOf } from "../../../../core/convert/posting/skill-trie.ts";
import { tokensOf } from "../../../../core/convert/posting/tokens.ts";

const skillsOf = (text: string) => [...parsePosting(text).draft.skills];

describe("the dictionary", () => {
  it("has many hundred skills, each once and within the 64 characters of a listing", () => {
    const names = DICTIONARY.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(1000);
    expect(names.filter((name) => name.length > 64)).toEqual([]);
  });

  it("has no skill that can never be found", () => {
    expect(DICTIONARY.filter((skill) => spellingsOf(skill).length === 0)).toEqual([]);
  });

  it("finds every skill that its bare name is enough for", () => {
    const named = DICTIONARY.filter(({ match = "any" }) => match === "any" || match === "exact");
    expect(named.filter(({ name }) => !skillsOf(`* Experience with ${name}.`).includes(name))).toEqual([]);
  });

  it("finds no ambiguous word without evidence", () => {
    const ambiguous = DICTIONARY.filter(({ match }) => match === "context");
    expect(ambiguous.filter(({ name }) => skillsOf(`They saw ${name} yesterday.`).includes(name))).toEqual([]);
  });
});

describe("skills", () => {
  it.each<[string, string[]]>([
    // Go and its namesakes
    ["Strong Go proficiency.", ["Go"]],
    ["Services written in Go.", ["Go"]],
    ["The platform team writes production Go.", ["Go"]],
    ["We use Java, Go and C++.", ["Java", "Go", "C++"]],
    ["Languages: Go, Rust", ["Go", "Rust"]],
    ["Go to market with us. Go above and beyond.", []],
    ["Go-to-market experience", []],
    ["You go the extra mile.", []],
    ["Golang engineers", ["Go"]],
    // letters
    ["Analysis in SQL, R or Python", ["SQL", "R", "Python"]],
    ["The R&D team", []],
    ["C-level executives and series C funding", []],
    ["Experience with C or C++", ["C", "C++"]],
    ["our T&C staff, Python", ["Python"]],
    // symbols
    ["C#, F# and C++17", ["C#", "F#", "C++"]],
    ["C\\# and C\\+\\+ as Markdown escapes them", ["C#", "C++"]],
    [".NET and ASP.NET", [".NET", "ASP.NET"]],
    ["Node.js, node.js, NodeJS", ["Node.js"]],
    ["at each node of the graph", []],
    ["CI/CD and UI/UX", ["CI/CD", "UI/UX"]],
    ["ci-cd, CI / CD", ["CI/CD"]],
    ["TCP/IP", ["TCP/IP"]],
    // whole tokens
    ["JavaScript", ["JavaScript"]],
    ["Javanese, scalable, going, reactive", []],
    ["Java/JavaScript", ["Java", "JavaScript"]],
    ["React Native and React", ["React Native", "React"]],
    ["React quickly, react to alerts", ["React"]],
    ["a designer designing", []],
    ["Spring Boot", ["Spring Boot"]],
    ["in the spring of 2024", []],
    ["experience with Spring and Hibernate", ["Spring", "Hibernate"]],
    // longest match
    ["Apache Airflow", ["Airflow"]],
    ["Amazon Web Services", ["AWS"]],
    ["Google Cloud Platform", ["GCP"]],
    ["GitHub Actions", ["GitHub Actions"]],
    ["Docker Compose", ["Docker Compose"]],
    ["a spelling of two skills: unit and integration tests", ["integration testing", "unit testing"]],
    // plain English
    ["Excel at your work. Excel in this role.", []],
    ["Advanced Excel skills", ["Microsoft Excel"]],
    ["Access to a gym, a word of thanks", []],
    ["Slack Fund, Salesforce Ventures", []],
    ["Tools like Slack, Notion and Asana", ["Slack", "Notion", "Asana"]],
    ["We communicate via Slack", ["Slack"]],
    ["backed by the founders of Docker and Asana", []],
    ["Swift feedback, rust-free, an express lane", []],
    ["iOS apps using Swift", ["iOS", "Swift"]],
    ["Chef, Puppet or Ansible", ["Chef", "Puppet", "Ansible"]],
    ["our chef cooks", []],
    // addresses
    ["https://github.com/python/cpython", []],
    ["mail jobs@figma.com or see figma.com", []],
    ["[Docker](https://docker.com)", ["Docker"]],
    // who it is about
    ["You work closely with product management.", []],
    ["Experience in product management.", ["product management"]],
    ["the DevOps team", []],
    ["We do not use PHP, Perl or WordPress.", []],
    ["We don't use PHP.", []],
    ["No cold calling.", []],
    ["Send your GitHub profile.", []],
    ["About Netlify\n\nKnowledge of Netlify and Gatsby", ["Gatsby"]],
    // sections
    ["## Benefits\n* A Linux laptop\n## Requirements\n* Docker", ["Docker"]],
    ["## How to apply\n* We call on Zoom\n* Show us your Python", []],
    ["## Stack\n* Go\n* Ember\n* Sketch", ["Go", "Ember.js", "Sketch"]],
    ["distributed\nsystems", ["distributed systems"]],
    ["machine\n\nlearning", []],
  ])("of %j are %j", (text, expected) => {
    expect(skillsOf(text)).toEqual(expected);
  });

  it("are given once each, with the first evidence", () => {
    const text = "Python, python3 and Python again";
    const spans = parsePosting(text).spans.filter((span) => span.field === "skills");
    expect(spans).toEqual([{ field: "skills", value: "Python", rule: "skill-any", start: 0, end: 6 }]);
  });

  it("stop at the 100 of a listing", () => {
    const names = DICTIONARY.filter(({ match }) => match === undefined).map(({ name }) => name);
    expect(skillsOf(names.join("\n\n")).length).toBe(100);
  });

  it("cost at most one walk of the longest spelling for each token", () => {
    const trie = new SkillTrie(DICTIONARY);
    for (const text of [
      "continuous integration and ".repeat(2000),
      "unit unit ".repeat(2000),
      "c ".repeat(5000),
      "#+./&".repeat(3000),
    ]) {
      const tokens = tokensOf(text);
      expect(trie.matches(tokens).steps).toBeLessThanOrEqual(tokens.length * trie.depth);
    }
  });
});
