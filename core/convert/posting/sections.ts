import type { Line } from "./lines.ts";

export type SectionKind =
  | "company"
  | "team"
  | "role"
  | "responsibilities"
  | "requirements"
  | "preferred"
  | "benefits"
  | "application"
  | "diversity"
  | "other";

/** A heading and what follows it, up to the next heading. Text before the first heading has an empty heading. */
export interface Section {
  readonly kind: SectionKind;
  readonly heading: string;
  readonly start: number;
  readonly end: number;
  readonly bullets: readonly { readonly start: number; readonly end: number }[];
}

/** A plain line longer than this is a sentence, not a heading. */
const MAX_HEADING_CHARS = 80;
/** The longest known plain heading; a line of more words needs Markdown to be one. */
const MAX_PLAIN_HEADING_WORDS = 9;
const BOLD_LEVEL = 7;
const PLAIN_LEVEL = 8;

/** Tried in order: "preferred qualifications" is preferred before it is a requirement. Phrases match whole words. */
const KINDS: readonly (readonly [SectionKind, readonly string[]])[] = [
  [
    "diversity",
    [
      "diversity",
      "equal opportunity",
      "equal employment",
      "eeo",
      "inclusion",
      "inclusion statement",
      "accommodation",
      "accommodations",
    ],
  ],
  [
    "application",
    [
      "how to apply",
      "to apply",
      "apply",
      "applying",
      "application",
      "application process",
      "hiring process",
      "recruitment process",
      "interview process",
      "interview",
      "how we hire",
      "privacy notice",
      "recruitment",
    ],
  ],
  [
    "preferred",
    [
      "nice to have",
      "nice to haves",
      "nice-to-have",
      "nice-to-haves",
      "bonus",
      "bonus points",
      "bonus qualifications",
      "bonus skills",
      "preferred",
      "desirable",
      "desired",
      "plus",
      "pluses",
      "extra points",
      "not required",
      "we'd love it if",
      "would be great",
      "ideally",
      "advantage",
      "good to have",
    ],
  ],
  [
    "benefits",
    [
      "benefits",
      "perks",
      "what we offer",
      "we offer",
      "they offer",
      "the offer",
      "our offer",
      "offer you",
      "compensation",
      "salary",
      "what's in it for you",
      "what you get",
      "what you'll get",
      "you'll get",
      "you get",
      "why join us",
      "why work",
      "why us",
      "you can enjoy",
      "offering",
      "remuneration",
      "in return",
      "rewards",
      "pay and benefits",
    ],
  ],
  [
    "requirements",
    [
      "requirements",
      "requirement",
      "qualifications",
      "qualification",
      "what you bring",
      "what you'll bring",
      "you bring",
      "what you need",
      "you need",
      "must have",
      "must haves",
      "must-have",
      "must-haves",
      "about you",
      "who you are",
      "your profile",
      "your skills",
      "skills",
      "experience",
      "looking for",
      "you have",
      "you should have",
      "expertise",
      "essentials",
      "knowledge",
      "competencies",
      "education",
      "who are you",
      "you are",
      "you're",
      "required",
      "ideal candidate",
      "strong candidate",
      "good fit",
      "background",
      "what it takes",
      "key skills",
      "tech stack",
      "technologies",
    ],
  ],
  [
    "responsibilities",
    [
      "responsibilities",
      "responsibility",
      "responsible",
      "what you'll do",
      "what you will do",
      "you will",
      "you'll",
      "your role",
      "your mission",
      "duties",
      "what you do",
      "day to day",
      "tasks",
      "job functions",
      "role expectations",
      "accountabilities",
      "key objectives",
      "you'll be doing",
      "in this role",
    ],
  ],
  ["team", ["the team", "our team", "about the team", "your team", "engineering team", "team"]],
  [
    "role",
    [
      "the role",
      "about the role",
      "about this role",
      "job description",
      "the job",
      "about the job",
      "the position",
      "position overview",
      "job summary",
      "the opportunity",
      "role",
      "opportunity",
      "job overview",
      "position",
      "the challenge",
      "summary",
      "overview",
      "description",
    ],
  ],
  [
    "company",
    [
      "about us",
      "who we are",
      "who are we",
      "company overview",
      "our mission",
      "our culture",
      "our values",
      "what we do",
      "the company",
      "our story",
      "how we work",
      "company",
      "about",
    ],
  ],
];

const KIND_PATTERNS = KINDS.map(
  ([kind, phrases]) => [kind, new RegExp(`(?<![\\w'])(?:${phrases.join("|")})(?![\\w'])`)] as const,
);

/** Splits a posting into its sections, in order; together they cover every line given. */
export function sectionsOf(lines: readonly Line[]): Section[] {
  const sections: Section[] = [];
  const outline: { level: number; kind: SectionKind }[] = [];
  let open: Section | undefined;
  let bullets: { start: number; end: number }[] = [];
  for (const [i, line] of lines.entries()) {
    const heading = headingAt(lines, i);
    if (heading !== undefined) {
      if (open !== undefined) sections.push({ ...open, bullets });
      bullets = [];
      open = { kind: kindWithin(outline, heading), heading: heading.text, start: line.start, end: line.end, bullets };
      continue;
    }
    open = { ...(open ?? { kind: "other", heading: "", start: line.start, bullets }), end: line.end };
    if (line.bulletStart !== undefined) bullets.push({ start: line.bulletStart, end: line.end });
  }
  if (open !== undefined) sections.push({ ...open, bullets });
  return sections.filter((section) => section.heading !== "" || section.start < section.end);
}

interface Heading {
  readonly text: string;
  readonly level: number;
}

/** An unknown heading keeps the kind of the heading above it: "Health" under "Benefits" is still benefits. */
function kindWithin(outline: { level: number; kind: SectionKind }[], heading: Heading): SectionKind {
  while ((outline.at(-1)?.level ?? 0) >= heading.level) outline.pop();
  const own = kindOf(heading.text);
  const kind = own === "other" ? (outline.at(-1)?.kind ?? "other") : own;
  outline.push({ level: heading.level, kind });
  return kind;
}

function kindOf(heading: string): SectionKind {
  const words = heading.toLowerCase().replaceAll("’", "'");
  for (const [kind, pattern] of KIND_PATTERNS) if (pattern.test(words)) return kind;
  return "other";
}

function headingAt(lines: readonly Line[], index: number): Heading | undefined {
  const line = lines[index];
  if (line === undefined || line.text.length > 2 * MAX_HEADING_CHARS) return undefined;
  const text = line.text.trim();
  const hashes = /^(#{1,6})[ \t]+(\S.*)$/.exec(text);
  if (hashes) return { text: plain(hashes[2] ?? ""), level: (hashes[1] ?? "").length };
  // converters drop the closing mark of "**Heading**" when a line break follows, so one mark is enough
  const bold = /^(?:\*\*|__)([^*_]{1,80})(?:\*\*|__)?[:\\]?$/.exec(text);
  if (bold) return { text: plain(bold[1] ?? ""), level: BOLD_LEVEL };
  return isPlainHeading(lines, index, text) ? { text: plain(text), level: PLAIN_LEVEL } : undefined;
}

/** Without markup a heading is a short line of a known kind that leads a list or ends with a colon. */
function isPlainHeading(lines: readonly Line[], index: number, text: string): boolean {
  if (text.length < 3 || text.length > MAX_HEADING_CHARS || lines[index]?.bulletStart !== undefined) return false;
  if (/[.,;!]$/.test(text) || text.split(/\s+/).length > MAX_PLAIN_HEADING_WORDS) return false;
  if (kindOf(text) === "other") return false;
  if (/[:?]$/.test(text)) return true;
  const before = lines[index - 1];
  const isAfterGap = before === undefined || before.text.trim() === "";
  const next = lines.slice(index + 1, index + 3).find((line) => line.text.trim() !== "");
  return next?.bulletStart !== undefined || (isAfterGap && lines[index + 1]?.text.trim() === "");
}

function plain(heading: string): string {
  return heading
    .replaceAll(/[*_#\\]/g, "")
    .replace(/[:\s]+$/, "")
    .trim();
}
