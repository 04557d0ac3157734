/** What can be wrong with a text, in words: without the schema, since addresses hold texts too. */
import { codePoints } from "./limits.ts";

// One-line texts: no control characters, no line or direction overrides that change what a reader sees.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const LINE_HOSTILE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
/** What one line of text looks like, as JSON Schema has it (ECMA-262). */
export const LINE_PATTERN = allBut(LINE_HOSTILE);
const BLANK = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;

/** Of a regular expression that is one class of characters: a text that has none of them. */
export function allBut(hostile: RegExp): string {
  return `^[^${hostile.source.slice(1)}*$`;
}

export function tooLong(value: string, max: number): string | undefined {
  // A code point takes one or two UTF-16 units: most texts need no counting, and a huge one is not counted either.
  if (value.length <= max) return undefined;
  if (value.length > 2 * max) return `has more than ${max} characters, which is the limit`;
  const length = codePoints(value);
  return length > max ? `has ${length} characters, the limit is ${max}` : undefined;
}

export function notOneLine(value: string): string | undefined {
  return LINE_HOSTILE.test(value) ? "must be one line without control or direction characters" : undefined;
}

/** One line of text with something to read in it. */
export function filledLineFault(value: string, max: number): string | undefined {
  return BLANK.test(value) ? "must not be blank" : (tooLong(value, max) ?? notOneLine(value));
}
