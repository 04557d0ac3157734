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
  rule("remote", "remote-fully", `(?:(?:fully|entirely|completely)[- ]remote(?:ly)?|100 ?% remote(?:ly)?)`),
  rule("remote", "remote-role", `(?:is|in|for) (?:an? )?(?:[a-z-]{1,20},? ){0,2}remote(?:-based)? ${ROLE}`),
  rule("remote", "remote-role", `this ${ROLE} is (?:a )?remote`),
  rule("remote", "remote-role", `full[- ]time,? remote(?:ly| ${ROLE})`),
  rule("remote", "remote-anywhere", "(?:work (?:remotely )?from anywhere|remote from anywhere)"),
  rule("remote", "remote-location", "(?:location|locations|workplace|work location)[*_ ]{0,4}:[*_ ]{0,4}remote"),
  rule("remote", "remote-team", "we(?:'re|’re| are) an? (?:all[- ]|fully )?(?:remote|distributed) (?:company|team)"),
  rule("remote", "remote-team", "(?:fully|entirely)[- ]distributed (?:company|team)"),
  rule(
    "remote",
    "remote-team",
    "(?:our remote (?:[a-z]{1,20} )?(?:team|workforce)|part of an? (?:[a-z-]{1,20} )?remote team)",
  ),
  rule(
    "hybrid",
    "hybrid-role",
    `hybrid(?:[- ]remote|[- ]work(?:ing)?)? (?:${ROLE}|work(?:ing|place)?|schedule|arrangement)`,
  ),
  rule("hybrid", "hybrid-role", `this ${ROLE} is hybrid`),
  rule("hybrid", "hybrid-location", "(?:location|workplace|work location)[*_ ]{0,4}:[*_ ]{0,4}hybrid"),
  rule("onsite", "onsite-role", `(?:on-?site|in-office|office-based) ${ROLE}`),
  rule(
    "onsite",
    "onsite-role",
    `${ROLE} (?:is|will be) (?:100 ?% |fully )?(?:based )?(?:on-?site|in-office|office-based)`,
  ),
  rule("onsite", "onsite-location", "(?:workplace|work location)[*_ ]{0,4}:[*_ ]{0,4}on-?site"),
];

/** Within this many characters before a statement a word below takes it back. */
const HEDGE_CHARS = 32;
/** Negations, offers and alternatives: none of them says what this role is. */
const HEDGE_BEFORE =
  /\b(?:not|no|never|isn['’]t|aren['’]t|can['’]t|cannot|or|either|optionally|option|possibly|choose|choice|partially|partly|temporarily|begin|start|facilitat\w{1,4}|currently|if|whether|potential(?:ly)?|previous(?:ly)?|than|opposed)\b[^.!?;:]*$/i;
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

/** Whole words in any case; every repetition in the patterns is bounded, so that no text makes them slow. */
function rule(value: WorkplaceType, name: string, statement: string): Rule {
  return { value, rule: name, pattern: new RegExp(`(?<![\\w-])${statement}(?![\\w-])`, "gi") };
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
