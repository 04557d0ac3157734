/**
 * Cuts text into compounds: words and what is joined to them without a blank ("ci/cd", "full-stack", "node.js", "R&D",
 * "c++"), so that `tokenize.ts` can decide what a listing is found by, and `query.ts` what a query asks for.
 */
import {
  type CharacterClass,
  DROPPED,
  type FoldedCharacter,
  isAsciiWord,
  readFolded,
  SEPARATOR,
  UNSPACED,
  WORD,
} from "./fold.ts";

type Joiner = "" | "-" | "." | "&" | "'" | "/";

/** A word of a compound, folded. Offsets are UTF-16 units of the text, the end exclusive. */
export interface Piece {
  readonly text: string;
  /** `c++` without its suffix, `.net` without its dot; else the text itself. */
  readonly bare: string;
  readonly start: number;
  readonly end: number;
  /** What links it to the piece before; empty for the first one. */
  readonly joiner: Joiner;
  /** One character of a script without spaces; a compound holds only such pieces or none. */
  readonly isUnspaced: boolean;
}

/** A longer word is cut, so that a pasted key or image cannot fill the dictionary. UTF-16 units. */
const MAX_TERM_LENGTH = 64;
/** What may go on behind a number: 12,000 and 3.11 are one word each, but not 1,2,3. */
const NUMBER_GROUP = /,\d{3}(?!\d)|\.\d+/y;
const DIGITS = /^\d+$/;

const JOINERS: Readonly<Record<string, Joiner>> = {
  "-": "-",
  "\u2010": "-",
  "\u2011": "-",
  _: "-",
  ".": ".",
  "&": "&",
  "'": "'",
  "\u2019": "'",
  "/": "/",
};

const character: FoldedCharacter = { class: SEPARATOR, text: "", end: 0 };

/**
 * Visits the compounds in the order of the text. A word of ASCII letters that stands alone, as nine of ten do, goes to
 * `visitWord`, so that nothing is made for it.
 */
export function forEachCompound(
  text: string,
  visitWord: (start: number, end: number) => void,
  visit: (pieces: readonly Piece[]) => void,
): void {
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code < 0x80 && code !== 0x2e && !isAsciiWord(code)) {
      at++;
      continue;
    }
    const end = endOfPlainWord(text, at);
    if (end !== 0) {
      visitWord(at, end);
      at = end;
      continue;
    }
    const pieces = classAt(text, at) === UNSPACED ? readUnspaced(text, at) : readCompound(text, at);
    const last = pieces.at(-1);
    if (last === undefined) {
      readFolded(text, at, character);
      at = character.end;
    } else {
      visit(pieces);
      at = last.end;
    }
  }
}

/** The term of a word of ASCII letters. */
export function plainTerm(text: string, start: number, end: number): string {
  return text.slice(start, end).toLowerCase();
}

/** Where the ASCII letters from `start` on end, if nothing behind them can belong to their compound; else 0. */
function endOfPlainWord(text: string, start: number): number {
  let end = start;
  let code = text.charCodeAt(end);
  while ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)) code = text.charCodeAt(++end);
  if (end === start || end - start > MAX_TERM_LENGTH) return 0;
  if (code === 0x20 || end === text.length) return end;
  // Digits, suffixes and what is not ASCII go the long way; a joiner does unless a blank or the end follows it.
  if (code >= 0x80 || code === 0x2b || code === 0x23 || isAsciiWord(code)) return 0;
  if (JOINERS[text.charAt(end)] === undefined) return end;
  return end + 1 === text.length || text.charCodeAt(end + 1) <= 0x20 ? end : 0;
}

function readCompound(text: string, start: number): Piece[] {
  const pieces: Piece[] = [];
  let piece = readPiece(text, start, "");
  while (piece !== undefined) {
    pieces.push(piece);
    piece = readJoined(text, piece);
  }
  return pieces;
}

/** The piece behind a joiner that directly follows `before`. */
function readJoined(text: string, before: Piece): Piece | undefined {
  if (before.end >= text.length) return undefined;
  readFolded(text, before.end, character);
  const joiner = JOINERS[character.text];
  if (joiner === undefined) return undefined;
  const piece = readPiece(text, character.end, joiner);
  // "2019-2024" and "10-15" are two numbers.
  if (joiner === "-" && piece !== undefined && DIGITS.test(before.bare) && DIGITS.test(piece.bare)) return undefined;
  return piece;
}

function readPiece(text: string, start: number, joiner: Joiner): Piece | undefined {
  const isDotted = (joiner === "" || joiner === "/") && hasLeadingDot(text, start);
  const word = readWord(text, isDotted ? start + 1 : start);
  if (word === undefined) return undefined;
  const bare = bounded(word.text);
  const suffix = isDotted ? "" : suffixAt(text, word.end);
  return {
    text: isDotted ? `.${bare}` : bare + suffix,
    bare,
    start,
    end: word.end + suffix.length,
    joiner,
    isUnspaced: false,
  };
}

/** Of ".NET", but not of an ellipsis or the end of a sentence. */
function hasLeadingDot(text: string, at: number): boolean {
  if (text[at] !== "." || text[at - 1] === "." || at + 1 >= text.length) return false;
  return classAt(text, at + 1) === WORD && !DIGITS.test(character.text);
}

/** `+`, `++` or `#`, unless a word goes on behind it as in "a+b"; a version may follow ("C++17"). */
function suffixAt(text: string, at: number): string {
  let end = at;
  while (end < at + 2 && isSuffix(text, end)) end++;
  if (end === at) return "";
  const next = end < text.length ? classAt(text, end) : SEPARATOR;
  const isVersion = end === at + 2 && /\d/.test(text.charAt(end));
  if ((next === WORD && !isVersion) || isSuffix(text, end)) return "";
  return text.slice(at, end).replaceAll("\u266f", "#").replaceAll("\uff03", "#").replaceAll("\uff0b", "+");
}

function isSuffix(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x2b || code === 0x23 || code === 0x266f || code === 0xff03 || code === 0xff0b;
}

function readWord(text: string, start: number): { text: string; end: number } | undefined {
  let end = start;
  while (end < text.length && isAsciiWord(text.charCodeAt(end))) end++;
  if (end === text.length || text.charCodeAt(end) < 0x80) {
    if (end === start) return undefined;
    const word = text.slice(start, end).toLowerCase();
    const isNumber = text.charCodeAt(start) <= 0x39 && DIGITS.test(word);
    return isNumber ? readNumber(text, word, end) : { text: word, end };
  }
  return readFoldedWord(text, start);
}

/** Groups that a letter follows belong to another word: 3.5x is 3 and 5x. */
function readNumber(text: string, digits: string, start: number): { text: string; end: number } {
  let [number, end] = [digits, start];
  for (;;) {
    NUMBER_GROUP.lastIndex = end;
    const group = NUMBER_GROUP.exec(text)?.[0];
    if (group === undefined) return { text: number, end };
    const next = end + group.length;
    if (next < text.length && classAt(text, next) === WORD) return { text: number, end };
    number += group.replace(",", "");
    end = next;
  }
}

function readFoldedWord(text: string, start: number): { text: string; end: number } | undefined {
  let word = "";
  let end = start;
  while (end < text.length) {
    readFolded(text, end, character);
    if (character.class !== WORD && character.class !== DROPPED) break;
    word += character.text;
    end = character.end;
  }
  return word === "" ? undefined : { text: word, end };
}

function readUnspaced(text: string, start: number): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  while (at < text.length) {
    readFolded(text, at, character);
    if (character.class !== UNSPACED && character.class !== DROPPED) break;
    const { text: letter, end } = character;
    if (letter !== "") pieces.push({ text: letter, bare: letter, start: at, end, joiner: "", isUnspaced: true });
    at = end;
  }
  return pieces;
}

function classAt(text: string, at: number): CharacterClass {
  readFolded(text, at, character);
  return character.class;
}

function bounded(word: string): string {
  if (word.length <= MAX_TERM_LENGTH) return word;
  return word.slice(0, word.slice(0, MAX_TERM_LENGTH).isWellFormed() ? MAX_TERM_LENGTH : MAX_TERM_LENGTH - 1);
}
