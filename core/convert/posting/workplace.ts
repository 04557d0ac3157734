import type { Span } from "./span.ts";

export type WorkplaceType = "onsite" | "hybrid" | "remote";

interface Rule {
  readonly value: WorkplaceType;
  readonly rule: string;
  readonly pattern: RegExp;
}

/** LinkedIn's tags. `#LI-CP1` and the like are a recruiter's initials. */
const TAG = /#LI-?(hybrid|remote|on-?site)(?![\w-])/gi;

const ROLE = "(?:position|role|job|opportunity|vacancy|contract)";
const RULES: readonly Rule[] = [
  {
    value: "remote",
    rule: "remote-fully",
    pattern: /(?<![\w-])(?:(?:fully|entirely|completely)[- ]remote(?:ly)?|100 ?% remote(?:ly)?)(?![\w-])/gi,
  },
  {
    value: "remote",
    rule: "remote-role",
    pattern: new RegExp(`\\bis (?:an? )?(?:[a-z-]{1,20},? ){0,2}remote(?:-based)? ${ROLE}\\b`, "gi"),
  },
  { value: "remote", rule: "remote-role", pattern: new RegExp(`\\bthis (?:${ROLE}) is (?:a )?remote\\b`, "gi") },
  {
    value: "remote",
    rule: "remote-anywhere",
    pattern: /\b(?:work (?:remotely )?from anywhere|remote from anywhere)\b/gi,
  },
  {
    value: "remote",
    rule: "remote-location",
    pattern: /\b(?:location|locations|workplace|work location)[*_ ]{0,4}:[*_ ]{0,4}remote(?![\w-])/gi,
  },
  {
    value: "remote",
    rule: "remote-team",
    pattern: /\bwe(?:'re|’re| are) an? (?:all[- ]|fully )?(?:remote|distributed) (?:company|team)\b/gi,
  },
  {
    value: "hybrid",
    rule: "hybrid-role",
    pattern: new RegExp(
      `\\bhybrid(?:[- ]remote|[- ]work(?:ing)?)? (?:${ROLE}|work(?:ing|place)?|schedule|arrangement)\\b`,
      "gi",
    ),
  },
  { value: "hybrid", rule: "hybrid-role", pattern: new RegExp(`\\bthis (?:${ROLE}) is hybrid\\b`, "gi") },
  {
    value: "hybrid",
    rule: "hybrid-location",
    pattern: /\b(?:location|workplace|work location)[*_ ]{0,4}:[*_ ]{0,4}hybrid\b/gi,
  },
  {
    value: "onsite",
    rule: "onsite-role",
    pattern: new RegExp(`\\b(?:on-?site|in-office|office-based) ${ROLE}\\b`, "gi"),
  },
  {
    value: "onsite",
    rule: "onsite-role",
    pattern: new RegExp(
      `\\b(?:${ROLE}) (?:is|will be) (?:100 ?% |fully )?(?:based )?(?:on-?site|in-office|office-based)\\b`,
      "gi",
    ),
  },
  {
    value: "onsite",
    rule: "onsite-location",
    pattern: /\b(?:workplace|work location)[*_ ]{0,4}:[*_ ]{0,4}on-?site\b/gi,
  },
];

/** Within this many characters before a statement a word below takes it back. */
const HEDGE_CHARS = 32;
/** Negations, offers and alternatives: none of them says what this role is. */
const HEDGE_BEFORE =
  /\b(?:not|no|never|isn['’]t|aren['’]t|can['’]t|cannot|or|either|optionally|option|possibly|partially|partly|temporarily|begin|start|facilitat\w{1,4}|currently|if|whether|potential(?:ly)?|previous(?:ly)?|than|opposed)\b[^.!?;:]*$/i;
const HEDGE_AFTER =
  /^[ ,]{0,2}(?:or (?!anywhere)|\/ ?(?:hybrid|on-?site|office|in-office)|is (?:not|possible|an option)|(?:hiring|interview|interviews|onboarding|recruitment|process)\b|[^.\n]{0,30}\b(?:combin\w{1,4}|blend\w{0,4})\b|(?:work )?(?:possible|optional|negotiable|until|during|not)\b|at first|for now)/i;

/** The workplace the text states for the role: a tag, else a statement; nothing when two of them disagree. */
export function workplaceSpan(text: string, from: number): Span | undefined {
  const body = text.slice(from);
  const tags = [...body.matchAll(TAG)].map((match) => spanAt(match, tagValue(match[1] ?? ""), "li-tag", from));
  return agreed(tags.length > 0 ? tags : statements(body, from));
}

function statements(body: string, from: number): Span[] {
  return RULES.flatMap(({ value, rule, pattern }) =>
    [...body.matchAll(pattern)]
      .filter((match) => !isHedged(body, match.index, match.index + match[0].length))
      .map((match) => spanAt(match, value, rule, from)),
  );
}

function isHedged(body: string, start: number, end: number): boolean {
  const before = body.slice(Math.max(0, start - HEDGE_CHARS), start);
  return (
    HEDGE_BEFORE.test(before.slice(before.lastIndexOf("\n") + 1)) ||
    HEDGE_AFTER.test(body.slice(end, end + HEDGE_CHARS))
  );
}

function tagValue(tag: string): WorkplaceType {
  const value = tag.toLowerCase();
  return value === "hybrid" || value === "remote" ? value : "onsite";
}

function spanAt(match: RegExpExecArray, value: WorkplaceType, rule: string, from: number): Span {
  const start = from + match.index;
  return { field: "workplaceType", value, rule, start, end: start + match[0].length };
}

function agreed(spans: readonly Span[]): Span | undefined {
  const first = spans.toSorted((a, b) => a.start - b.start)[0];
  return spans.every((span) => span.value === first?.value) ? first : undefined;
}
