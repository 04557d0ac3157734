import { DICTIONARY } from "./dictionary/all.ts";
import type { SectionKind } from "./heading-kinds.ts";
import type { Section } from "./sections.ts";
import { inContext } from "./skill-context.ts";
import { isAboutOthers } from "./skill-mentions.ts";
import { type Match, SkillTrie } from "./skill-trie.ts";
import type { Span } from "./span.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Here a tool is a perk ("a Linux laptop") or a step of the application ("a call on Zoom"), not a skill. */
const SKIPPED: ReadonlySet<SectionKind> = new Set(["benefits", "application", "diversity"]);
/** What a company says of itself names its market ("the future of e-commerce"): products count there, disciplines do not. */
const ABOUT_COMPANY: SectionKind = "company";
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
      const { name, isConcept } = match.spelling.skill;
      if (section.kind === ABOUT_COMPANY && isConcept === true) continue;
      if (!spans.has(name) && !isAboutOthers(tokens, match)) spans.set(name, spanOf(tokens, match));
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

function isEmployer(tokens: readonly Token[], { spelling, first }: Match): boolean {
  if (spelling.skill.isConcept) return false;
  // Markdown links the name: "About [Netlify](https://...)"
  const before = tokens[first - 1]?.key === "[" ? tokens[first - 2] : tokens[first - 1];
  return before !== undefined && EMPLOYER_CUES.has(before.raw);
}
