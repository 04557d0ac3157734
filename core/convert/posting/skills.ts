import { DICTIONARY } from "./dictionary/all.ts";
import type { Section, SectionKind } from "./sections.ts";
import { inContext } from "./skill-context.ts";
import { type Match, SkillTrie } from "./skill-trie.ts";
import type { Span } from "./span.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Here a tool is a perk ("a Linux laptop") or a step of the application ("a call on Zoom"), not a skill. */
const SKIPPED: ReadonlySet<SectionKind> = new Set(["benefits", "application", "diversity"]);
const DEPARTMENT_NOUNS = new Set([
  "team",
  "teams",
  "department",
  "departments",
  "colleagues",
  "org",
  "organization",
  "organisation",
  "function",
]);
/** "Salesforce Ventures", "UiPath founder": an investor, whose product the posting does not use. */
const INVESTOR_NOUNS = new Set(["ventures", "fund", "founder", "founders", "co", "cofounder", "ceo", "coo", "cto"]);
/** "At Netlify", "About Netlify": the employer's own name. */
const EMPLOYER_CUES = new Set(["At", "About", "Join", "join", "Why"]);

const TRIE = new SkillTrie(DICTIONARY);

/** The first evidence of each skill of the text, in order of appearance. */
export function skillSpans(text: string, sections: readonly Section[]): Span[] {
  const spans = new Map<string, Span>();
  const employers = new Set<string>();
  for (const section of sections) {
    const tokens = tokensOf(text, section.start, section.end);
    const { matches } = TRIE.matches(tokens);
    for (const match of matches) if (isEmployer(tokens, match)) employers.add(match.spelling.skill.name);
    if (SKIPPED.has(section.kind)) continue;
    for (const match of inContext(tokens, matches)) {
      const { name } = match.spelling.skill;
      if (!spans.has(name) && !isColleagues(tokens, match) && !isInvestor(tokens, match))
        spans.set(name, spanOf(tokens, match));
    }
  }
  for (const employer of employers) spans.delete(employer);
  return [...spans.values()];
}

function spanOf(tokens: readonly Token[], { spelling, first, last }: Match): Span {
  const start = tokens[first]?.start ?? 0;
  const end = tokens[last]?.end ?? start;
  return { field: "skills", value: spelling.skill.name, rule: `skill-${spelling.mode}`, start, end };
}

/** "You work with the product management team" names colleagues. */
function isColleagues(tokens: readonly Token[], { spelling, last }: Match): boolean {
  const after = tokens[last + 1];
  return spelling.skill.isDepartment === true && after !== undefined && DEPARTMENT_NOUNS.has(after.key);
}

function isInvestor(tokens: readonly Token[], { spelling, first, last }: Match): boolean {
  if (spelling.skill.isConcept) return false;
  const before = tokens[first - 2];
  const isFoundersOf = tokens[first - 1]?.key === "of" && before !== undefined && INVESTOR_NOUNS.has(before.key);
  const after = tokens[last + 1];
  return isFoundersOf || (after?.gap === "space" && INVESTOR_NOUNS.has(after.key));
}

function isEmployer(tokens: readonly Token[], { spelling, first }: Match): boolean {
  const before = tokens[first - 1];
  if (spelling.skill.isConcept || before === undefined || tokens[first]?.gap !== "space") return false;
  return EMPLOYER_CUES.has(before.raw);
}
