import type { Span } from "./span.ts";

const NUMBER = "(?:\\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)";
const YEARS = new RegExp(
  `(?<![\\w.,$€£-])(${NUMBER})(?: ?(\\+|plus|or more))?(?: ?(?:-|–|to) ?(${NUMBER}) ?\\+?)? ?(?:years|year|yrs|yr)\\b(?! (?:old|ago|in a row|of age|anniversary))`,
  "gi",
);
/** The statement names experience within this distance of the number, in the same sentence. */
const REACH_CHARS = 80;
const AFTER = /^[^.!?\n]*\b(?:experience|experiences|background|track record|expertise)\b/i;
const BEFORE = /\b(?:experience|minimum|at least|expertise)\b[^.!?\n]*$/i;
const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** Years of experience asked for: "5+", "3-5" or "5"; the first evidence of each. */
export function experienceSpans(text: string, from: number): Span[] {
  const spans = new Map<string, Span>();
  const body = text.slice(from);
  for (const match of body.matchAll(YEARS)) {
    const end = match.index + match[0].length;
    const isExperience =
      AFTER.test(body.slice(end, end + REACH_CHARS)) ||
      BEFORE.test(body.slice(Math.max(0, match.index - REACH_CHARS / 2), match.index));
    const value = yearsOf(match);
    if (!isExperience || spans.has(value)) continue;
    spans.set(value, {
      field: "experienceYears",
      value,
      rule: "experience-years",
      start: from + match.index,
      end: from + end,
    });
  }
  return [...spans.values()];
}

function yearsOf([, least = "", more, most]: RegExpExecArray): string {
  if (most !== undefined) return `${digits(least)}-${digits(most)}`;
  return more === undefined ? digits(least) : `${digits(least)}+`;
}

function digits(number: string): string {
  const word = WORDS.indexOf(number.toLowerCase());
  return word === -1 ? String(Number(number)) : String(word);
}
