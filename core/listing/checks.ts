/** Building blocks of the listing's schema: each check runs once and says in words what is wrong. */
import * as z from "zod";
import { filledLineFault, notOneLine, tooLong } from "./text-faults.ts";
import { normalInstant, precisionOf } from "./time.ts";
import { webUrlFault } from "./url.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const TEXT_HOSTILE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const DECIMAL = /^-?\d{1,15}(\.\d{1,6})?$/;

/** A text with one check that says what is wrong, so that a later check never runs on what an earlier one refused. */
export function text(fault: (value: string) => string | undefined) {
  return z.string().superRefine((value, context) => {
    const message = value.isWellFormed() ? fault(value) : "holds a lone surrogate, which is no text";
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

/** One line of text, perhaps empty. */
export function line(max: number) {
  return text((value) => tooLong(value, max) ?? notOneLine(value));
}

/** One line of text with something to read in it. */
export function filledLine(max: number) {
  return text((value) => filledLineFault(value, max));
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
