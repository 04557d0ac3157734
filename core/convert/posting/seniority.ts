import type { Line } from "./lines.ts";
import type { Span } from "./span.ts";

export type Seniority =
  | "intern"
  | "entry"
  | "mid"
  | "senior"
  | "lead"
  | "principal"
  | "manager"
  | "director"
  | "executive";

/** "Product manager" is a trade, not a level, so that a bare "manager" says nothing. */
const LEVELS: readonly (readonly [Seniority, RegExp])[] = [
  ["intern", /\b(?:intern|internship|working student)\b/i],
  ["entry", /\b(?:junior|jr|entry[- ]level|graduate)\b/i],
  ["mid", /\bmid(?:dle)?[- ]level\b/i],
  ["senior", /\b(?:senior|sr)\b/i],
  ["lead", /\b(?:lead|team[- ]lead|tech[- ]lead)\b(?! generation)/i],
  ["principal", /\b(?:principal|staff)\b/i],
  ["manager", /\bengineering manager\b/i],
  ["director", /\bdirector\b/i],
  ["executive", /\b(?:vp|vice president|cto|cfo|coo|cmo|chief [a-z]{1,20} officer)\b/i],
];

const LABEL =
  /^[\s>*_#-]{0,8}(?:seniority(?: level)?|experience level|career level|job level|level)[*_ ]{0,4}:[*_ ]{0,4}(\S.{0,40})/i;
const ROLE_LEVEL = /\b(?:senior|junior|entry|mid)[- ]level (?:position|role|job|opportunity)\b/gi;
/** What follows is the role: "we are looking for a ... Senior Software Engineer to". */
const OPENING =
  /(?<!\b[Nn]ot )\b(?:(?:looking for|seeking|searching for|hiring|recruiting) (?:an?|our next|our first|another)|As (?:an?|our)) /g;
/** A noun phrase is over here; what comes later is about someone else. */
const PHRASE_END = /[.;:()!?\n]|\b(?:to|who|with|for|that|in|at|on|within|reporting|you|we|your|of)\b/i;
const PHRASE_CHARS = 100;
const OPENING_NOUN =
  /\b(?:engineer|developer|designer|analyst|scientist|architect|manager|director|marketer|writer|specialist|recruiter|consultant|administrator|executive|lead|officer|president|intern|cto|cfo|coo|cmo|vp|researcher|producer|accountant|editor|programmer|artist)s?\b/i;

/** The level the text states for the role: its labelled title or level, else a sentence that opens with the role. */
export function senioritySpan(text: string, lines: readonly Line[], title: Span | undefined): Span | undefined {
  const labelled = lines.flatMap((line) => labelledLevel(line));
  const titled = title === undefined ? [] : levelsIn(title.value, title.start, "seniority-title");
  const from = lines[0]?.start ?? text.length;
  for (const found of [labelled, titled, stated(text.slice(from), from)]) if (found.length > 0) return agreed(found);
  return undefined;
}

function labelledLevel(line: Line): Span[] {
  const found = LABEL.exec(line.text);
  const value = found?.[1] ?? "";
  return found === null ? [] : levelsIn(value, line.start + found[0].length - value.length, "seniority-label");
}

function stated(body: string, from: number): Span[] {
  const levels = [...body.matchAll(ROLE_LEVEL)].flatMap((match) =>
    levelsIn(match[0], from + match.index, "seniority-role"),
  );
  const openings = [...body.matchAll(OPENING)].flatMap((match) => {
    const start = match.index + match[0].length;
    const phrase = body.slice(start, start + PHRASE_CHARS).split(PHRASE_END, 1)[0] ?? "";
    return OPENING_NOUN.test(phrase) ? levelsIn(phrase, from + start, "seniority-opening") : [];
  });
  return [...levels, ...openings];
}

function levelsIn(phrase: string, offset: number, rule: string): Span[] {
  return LEVELS.flatMap(([value, pattern]) => {
    const found = pattern.exec(phrase);
    if (found === null) return [];
    const start = offset + found.index;
    return [{ field: "seniority", value, rule, start, end: start + found[0].length }];
  });
}

/** "A mid-level or senior engineer" states two levels, and the draft takes neither. */
function agreed(spans: readonly Span[]): Span | undefined {
  const [first] = spans;
  return spans.every((span) => span.value === first?.value) ? first : undefined;
}
