/** Building blocks of the listing's schema: each check runs once and says in words what is wrong. */
import * as z from "zod";
import { codePoints } from "./limits.ts";
import { normalInstant, precisionOf } from "./time.ts";
import { webUrlFault } from "./url.ts";

// One-line texts: no control characters, no line or direction overrides that change what a reader sees.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const LINE_HOSTILE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const TEXT_HOSTILE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const BLANK = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;
const DECIMAL = /^-?\d{1,15}(\.\d{1,6})?$/;

/** A text with one check that says what is wrong, so that a later check never runs on what an earlier one refused. */
export function text(fault: (value: string) => string | undefined) {
  return z.string().superRefine((value, context) => {
    const message = value.isWellFormed() ? fault(value) : "holds a lone surrogate, which is no text";
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

function tooLong(value: string, max: number): string | undefined {
  // A code point takes one or two UTF-16 units: most texts need no counting, and a huge one is not counted either.
  if (value.length <= max) return undefined;
  if (value.length > 2 * max) return `has more than ${max} characters, which is the limit`;
  const length = codePoints(value);
  return length > max ? `has ${length} characters, the limit is ${max}` : undefined;
}

function notOneLine(value: string): string | undefined {
  return LINE_HOSTILE.test(value) ? "must be one line without control or direction characters" : undefined;
}

/** One line of text, perhaps empty. */
export function line(max: number) {
  return text((value) => tooLong(value, max) ?? notOneLine(value));
}

/** One line of text with something to read in it. */
export function filledLine(max: number) {
  return text((value) => (BLANK.test(value) ? "must not be blank" : (tooLong(value, max) ?? notOneLine(value))));
}

/** Text of several lines. */
export function prose(max: number) {
  return text(
    (value) => tooLong(value, max) ?? (TEXT_HOSTILE.test(value) ? "must not hold control characters" : undefined),
  );
}

/** Text of a fixed form; `requirement` says which. */
export function matching(pattern: RegExp, max: number, requirement: string) {
  return text((value) => (tooLong(value, max) === undefined && pattern.test(value) ? undefined : requirement));
}

export const webUrl = text(webUrlFault);

export const decimal = z
  .union([z.string(), z.number()])
  // A number that JavaScript writes with an exponent is beyond the digits below, and refused as its text would be.
  .transform(String)
  .superRefine((value, context) => {
    if (!DECIMAL.test(value)) {
      context.addIssue({
        code: "custom",
        message: "must be a decimal of at most 15 digits before and 6 behind the point",
      });
    }
  });

export const timestamp = text((value) =>
  precisionOf(value) === undefined ? "must be an RFC 3339 instant or a date (YYYY-MM-DD) that exists" : undefined,
).transform(normalInstant);
