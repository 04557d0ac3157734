import type { Line } from "./lines.ts";
import type { Span } from "./span.ts";

export type EmploymentType =
  | "full_time"
  | "part_time"
  | "contractor"
  | "temporary"
  | "intern"
  | "volunteer"
  | "per_diem";

const WORDS: readonly (readonly [EmploymentType, string])[] = [
  ["full_time", "full[- ]?time"],
  ["part_time", "part[- ]?time"],
  ["contractor", "contractor|freelance|freelancer|contract"],
  ["temporary", "temporary|temp|seasonal"],
  ["intern", "internship|intern|working student"],
  ["volunteer", "volunteer"],
  ["per_diem", "per[- ]diem"],
];
const LABEL =
  /^[\s>*_#-]{0,8}(?:employment type|employment|job type|contract type|position type|commitment|type of (?:employment|contract))[*_ ]{0,4}:[*_ ]{0,4}(\S.{0,80})/i;
/** Singular on purpose: "full-time employees get a laptop" says nothing about this role. */
const NOUN = "(?:position|role|job|opportunity|employment|employee|engagement|contract|basis)";
const MODIFIERS =
  "(?:,? ?(?:/|or|and)? ?(?:full[- ]time|part[- ]time|permanent|remote|hybrid|salaried|paid|freelance|contract|temporary)){0,3}";
const NEGATED = /\b(?:not|no|never|isn['’]t|than|previous|prior|after|years of|convert(?:ed)? to|lead to)\b[^.!?;]*$/i;
const NEGATION_CHARS = 30;

const STATED = WORDS.map(([value, words]) => [value, statementOf(value, words)] as const);
const LISTED = WORDS.map(([value, words]) => [value, new RegExp(`(?<![\\w-])(?:${words})(?![\\w-])`, "i")] as const);

/** The employment types the text states for the role: an `Employment type:` line, else phrases such as "full-time role". */
export function employmentSpans(text: string, lines: readonly Line[]): Span[] {
  const labelled = lines.flatMap(labelledTypes);
  if (labelled.length > 0) return firstOfEach(labelled);
  const from = lines[0]?.start ?? text.length;
  const body = text.slice(from);
  return firstOfEach(
    STATED.flatMap(([value, pattern]) =>
      [...body.matchAll(pattern)]
        .filter((match) => !NEGATED.test(body.slice(Math.max(0, match.index - NEGATION_CHARS), match.index)))
        .map((match) => spanOf(value, "employment-phrase", from + match.index, match[0].length)),
    ),
  );
}

function statementOf(value: EmploymentType, words: string): RegExp {
  // "contract" alone is half of "contract negotiation role": it needs the noun right behind it
  const between = value === "contractor" ? "" : MODIFIERS;
  const noun = value === "intern" ? "(?:position|role|opportunity)" : NOUN;
  return new RegExp(`(?<![\\w-])(?:${words})${between} ${noun}\\b(?! (?:management|negotiation|law))`, "gi");
}

function labelledTypes(line: Line): Span[] {
  const found = LABEL.exec(line.text);
  if (found === null) return [];
  const offset = line.start + found[0].length - (found[1]?.length ?? 0);
  return LISTED.flatMap(([value, pattern]) => {
    const word = pattern.exec(found[1] ?? "");
    return word === null ? [] : [spanOf(value, "employment-label", offset + word.index, word[0].length)];
  });
}

function spanOf(value: EmploymentType, rule: string, start: number, length: number): Span {
  return { field: "employmentTypes", value, rule, start, end: start + length };
}

function firstOfEach(spans: readonly Span[]): Span[] {
  const byValue = new Map<string, Span>();
  for (const span of spans) if (!byValue.has(span.value)) byValue.set(span.value, span);
  return [...byValue.values()];
}
