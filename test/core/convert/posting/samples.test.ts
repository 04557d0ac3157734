import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePosting } from "../../../../core/convert/posting/parse.ts";

const sample = (name: string) => readFileSync(new URL(`../../../golden/${name}`, import.meta.url), "utf8");

describe("the plain-text sample", () => {
  const text = sample("original-listing.txt");
  const { draft, spans, sections, missing } = parsePosting(text);
  const evidence = new Map(spans.map((span) => [span.value, text.slice(span.start, span.end)]));

  it("is hybrid by its LinkedIn tag", () => {
    expect(draft.workplaceType).toBe("hybrid");
    expect(evidence.get("hybrid")).toBe("#LI-Hybrid");
  });

  it.each([
    ["distributed systems", "Distributed systems"],
    ["Kubernetes", "Kubernetes"],
    ["Go", "Go"],
    ["AWS", "AWS"],
    ["GCP", "GCP"],
    ["Azure", "Azure"],
    ["Airflow", "Apache Airflow"],
  ])("asks for %s, and the text reads %j there", (skill, words) => {
    expect(draft.skills).toContain(skill);
    expect(evidence.get(skill)).toBe(words);
  });

  it("takes Go from the sentence about proficiency", () => {
    const go = spans.find((span) => span.value === "Go");
    expect(text.slice(go?.start, (go?.end ?? 0) + " proficiency".length)).toBe("Go proficiency");
  });

  it("names neither a title nor a company, and the draft invents none", () => {
    expect(missing).toEqual(["title", "company"]);
    expect(draft).not.toHaveProperty("title");
    expect(draft).not.toHaveProperty("company");
  });

  it("has its two lists under their headings", () => {
    expect(sections.map(({ kind, heading, bullets }) => [kind, heading, bullets.length])).toEqual([
      ["other", "", 0],
      ["requirements", "What you bring to the role", 6],
      ["preferred", "Bonus points if you have", 3],
    ]);
  });

  it("is kept byte-exact as the description of a draft", () => {
    expect(draft.state).toBe("draft");
    expect(draft.description).toEqual({ format: "text", value: text });
  });
});

describe("the Markdown sample", () => {
  const text = sample("markdown-job.md");
  const { draft, spans, sections, missing } = parsePosting(text);

  it("states title and company in its front matter", () => {
    expect(draft.title).toBe("Sr. Backend Software Engineer");
    expect(draft.company).toEqual({ name: "Astronomer" });
    expect(missing).toEqual([]);
    for (const span of spans) {
      if (span.field === "title" || span.field === "company.name")
        expect(text.slice(span.start, span.end)).toBe(span.value);
    }
  });

  it("is a senior role by its title and states no workplace in its body", () => {
    expect(draft.seniority).toBe("senior");
    expect(draft).not.toHaveProperty("workplaceType");
  });

  it("takes skills from the body, never from the machine-made hashtags", () => {
    expect(draft.skills).toEqual(
      expect.arrayContaining(["Node.js", "Kubernetes", "Helm", "GraphQL", "Git", "React", "Prisma"]),
    );
    expect(draft.skills).not.toContain("Scrum");
    const body = text.indexOf("## Job description");
    for (const span of spans) if (span.field === "skills") expect(span.start).toBeGreaterThan(body);
  });

  it("reports the years of experience with their words", () => {
    const years = spans.filter((span) => span.field === "experienceYears");
    expect(years.map(({ value, start, end }) => [value, text.slice(start, end)])).toEqual([
      ["5+", "5+ years"],
      ["3+", "3+ years"],
    ]);
  });

  it("has headings in hashes and in half-closed bold", () => {
    expect(sections.map(({ kind, heading }) => `${kind}: ${heading}`)).toEqual([
      "role: Job description",
      "responsibilities: Responsibilities",
      "requirements: Requirements",
      "requirements: Qualifications",
      "preferred: Bonus qualifications",
      "requirements: Key skills",
    ]);
  });
});
