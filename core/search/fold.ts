/**
 * One folded form for all spellings of a letter: NFKD, case folding, diacritics and ligatures, by a table of our own
 * (UTR 30 is the model), so that no runtime's Unicode version shows in an index. Composed and decomposed text are equal.
 */
import { DROPPED_RANGES, FOLD_RUNS, FOLD_SINGLES, KANA_PAIRS, UNSPACED_RANGES, WORD_RANGES } from "./folding-table.ts";

/** What a character does to the words around it. */
export const SEPARATOR = 0;
/** Letters, digits, and the marks that are vowels. */
export const WORD = 1;
/** A letter of a script without spaces between words (Chinese, Japanese, Thai, ...), and of Korean. */
export const UNSPACED = 2;
/** Diacritics, joiners, soft hyphens: as if they were not there. */
export const DROPPED = 3;
export type CharacterClass = typeof SEPARATOR | typeof WORD | typeof UNSPACED | typeof DROPPED;

/** The table covers planes 0 to 3; above are tags and private characters, which separate. */
const TABLE_END = 0x40000;

const classes = new Uint8Array(TABLE_END);
const folds = new Map<number, string>();
const kanaPairs = new Map<string, number>();
fillTables();

/** One character as the tokenizer sees it; the same object is filled again and again, since there are millions. */
export interface FoldedCharacter {
  class: CharacterClass;
  /** Empty for a dropped one; a separator is itself. */
  text: string;
  /** First UTF-16 unit after it. */
  end: number;
}

/** Reads the character at `start`, with the marks behind it that make another syllable of it. Allocates no object. */
export function readFolded(text: string, start: number, into: FoldedCharacter): void {
  const code = plainWidth(text.codePointAt(start) ?? 0);
  into.end = start + (code > 0xffff ? 2 : 1);
  if (code < 0x80) {
    into.class = isAsciiWord(code) ? WORD : SEPARATOR;
    into.text = String.fromCharCode(code >= 0x41 && code <= 0x5a ? code + 0x20 : code);
    return;
  }
  // The table holds only values of the type.
  into.class = code < TABLE_END ? (classes[code] as CharacterClass) : SEPARATOR;
  if (into.class === DROPPED) into.text = "";
  else if (code >= 0x1100 && code <= 0x1112) readHangul(text, code, into);
  else into.text = folds.get(code) ?? String.fromCodePoint(code);
  if (into.class === UNSPACED) readVoicing(text, into);
}

const character: FoldedCharacter = { class: SEPARATOR, text: "", end: 0 };

/**
 * The form in which values are compared ("São Paulo" and "SAO  PAULO" are one): folded, blanks collapsed, everything else
 * kept, so that "C++" and "C#" stay two. Idempotent.
 */
export function foldValue(value: string): string {
  let folded = "";
  for (let at = 0; at < value.length; at = character.end) {
    readFolded(value, at, character);
    folded += character.class === SEPARATOR && isBlank(character.text) ? " " : character.text;
  }
  return folded.replace(/ {2,}/g, " ").replace(/^ | $/g, "") || value;
}

/** a-z, A-Z, 0-9. */
export function isAsciiWord(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a);
}

/** U+FF01 to U+FF5E repeat ASCII for East Asian typesetting; U+266F is how some write the sharp of C#. */
function plainWidth(code: number): number {
  if (code >= 0xff01 && code <= 0xff5e) return code - 0xfee0;
  return code === 0x266f ? 0x23 : code;
}

/** The blanks of Unicode 17 (White_Space), as a list: `\s` is near to it but belongs to the runtime. */
function isBlank(text: string): boolean {
  const code = text.charCodeAt(0);
  if (code <= 0x20 || code === 0x85 || code === 0xa0 || code === 0x1680 || code === 0x3000) return true;
  return (code >= 0x2000 && code <= 0x200b) || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f;
}

/** Conjoining letters to the syllable that they make (The Unicode Standard, 3.12). */
function readHangul(text: string, lead: number, into: FoldedCharacter): void {
  const vowel = text.charCodeAt(into.end);
  into.text = String.fromCharCode(lead);
  if (!(vowel >= 0x1161 && vowel <= 0x1175)) return;
  into.end += 1;
  const tail = text.charCodeAt(into.end);
  const hasTail = tail >= 0x11a8 && tail <= 0x11c2;
  if (hasTail) into.end += 1;
  const syllable = 0xac00 + ((lead - 0x1100) * 21 + (vowel - 0x1161)) * 28 + (hasTail ? tail - 0x11a7 : 0);
  into.text = String.fromCharCode(syllable);
}

/** か with a voicing mark behind it is が, also when both are half-width. */
function readVoicing(text: string, into: FoldedCharacter): void {
  const next = text.charCodeAt(into.end);
  const mark = next === 0x3099 || next === 0xff9e ? 0x3099 : next === 0x309a || next === 0xff9f ? 0x309a : 0;
  if (mark === 0) return;
  const composed = kanaPairs.get(into.text + String.fromCharCode(mark));
  if (composed === undefined) return;
  into.text = String.fromCharCode(composed);
  into.end += 1;
}

function fillTables(): void {
  fillRanges(WORD_RANGES, WORD);
  fillRanges(UNSPACED_RANGES, UNSPACED);
  fillRanges(DROPPED_RANGES, DROPPED);
  const runs = numbersOf(FOLD_RUNS);
  for (let i = 0, start = 0; i < runs.length; i += 4) {
    const [gap = 0, length = 0, stride = 1, distance = 0] = runs.slice(i, i + 4);
    start += gap;
    for (let code = start; code < start + length * stride; code += stride) {
      folds.set(code, String.fromCodePoint(code + distance));
    }
  }
  let code = 0;
  for (const single of FOLD_SINGLES.split(" ")) {
    const colon = single.indexOf(":");
    code += Number.parseInt(single.slice(0, colon), 36);
    folds.set(code, single.slice(colon + 1));
  }
  for (let i = 0; i < KANA_PAIRS.length; i += 3)
    kanaPairs.set(KANA_PAIRS.slice(i, i + 2), KANA_PAIRS.charCodeAt(i + 2));
}

function fillRanges(ranges: string, kind: CharacterClass): void {
  const numbers = numbersOf(ranges);
  for (let i = 0, end = 0; i < numbers.length; i += 2) {
    const start = end + (numbers[i] ?? 0);
    end = start + (numbers[i + 1] ?? 0);
    classes.fill(kind, start, end);
  }
}

function numbersOf(text: string): number[] {
  return text.split(" ").map((digits) => Number.parseInt(digits, 36));
}
