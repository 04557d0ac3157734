/**
 * Building blocks of the listing's schema: each check runs once and says in words what is wrong. What JSON Schema can say of a
 * check is noted beside it (`meta`), for the OpenAPI document.
 */
import * as z from "zod";
import { allBut, filledLineFault, LINE_PATTERN, notOneLine, tooLong } from "./text-faults.ts";
import { normalInstant, precisionOf, TIMESTAMP_PATTERN } from "./time.ts";
import { MAX_URL_LENGTH, webUrlFault } from "./url.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const TEXT_HOSTILE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const DECIMAL = /^-?\d{1,15}(\.\d{1,6})?$/;

/** What JSON Schema says of a text; never more than the check itself does. */
export interface TextForm {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** A text with one check that says what is wrong, so that a later check never runs on what an earlier one refused. */
export function text(fault: (value: string) => string | undefined, form: TextForm) {
  return z
    .string()
    .superRefine((value, context) => {
      const message = value.isWellFormed() ? fault(value) : "holds a lone surrogate, which is no text";
      if (message !== undefined) context.addIssue({ code: "custom", message });
    })
    .meta({ ...form });
}

/** One line of text, perhaps empty. */
export function line(max: number) {
  return text((value) => tooLong(value, max) ?? notOneLine(value), { maxLength: max, pattern: LINE_PATTERN });
}

/** One line of text with something to read in it. */
export function filledLine(max: number) {
  return text((value) => filledLineFault(value, max), { minLength: 1, maxLength: max, pattern: LINE_PATTERN });
}

/** Text of several lines. */
export function prose(max: number) {
  return text(
    (value) => tooLong(value, max) ?? (TEXT_HOSTILE.test(value) ? "must not hold control characters" : undefined),
    { maxLength: max, pattern: allBut(TEXT_HOSTILE) },
  );
}

/** Text of a fixed form; `requirement` says which. */
export function matching(pattern: RegExp, max: number, requirement: string) {
  const fault = (value: string) => (tooLong(value, max) === undefined && pattern.test(value) ? undefined : requirement);
  return text(fault, { maxLength: max, pattern: pattern.source });
}

export const webUrl = text(webUrlFault, { maxLength: MAX_URL_LENGTH, pattern: "^[Hh][Tt][Tt][Pp][Ss]?://." });

export const decimal = z
  .union([z.string().meta({ pattern: DECIMAL.source }), z.number()])
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

export const timestamp = text(
  (value) =>
    precisionOf(value) === undefined ? "must be an RFC 3339 instant or a date (YYYY-MM-DD) that exists" : undefined,
  { pattern: TIMESTAMP_PATTERN },
).transform(normalInstant);
