/**
 * The ways in which a listing may have what was typed between two blanks, by the same compounds that a listing's text is
 * cut into (`tokenize.ts`), so that every text is found by itself.
 */
import { forEachCompound, type Piece, plainTerm } from "../compound.ts";
import { hasBareForm, segmentsOf, slashedWhole, wholeOf } from "../tokenize.ts";
import type { FormTerm } from "./query.ts";

export type Form = readonly FormTerm[];

/** What must be there by itself: "frontend/backend" are two of them, "ci/cd" and "full-stack" one. */
export interface Word {
  readonly forms: readonly Form[];
  /** Letters and digits only: no sign, no compound, not of a script without spaces. */
  readonly isPlain: boolean;
  /** A pair of characters is the whole of what the index has, not the start of something longer. */
  readonly isUnspaced: boolean;
  /** UTF-16 units of the text, the end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Each choice doubles them: three compounds in a phrase may be written in either way, further ones only as typed. */
const MAX_FORMS = 8;

/** The words of every compound, in the order of the text. */
export function wordsOf(text: string): Word[][] {
  const compounds: Word[][] = [];
  forEachCompound(
    text,
    (start, end) => {
      const term = plainTerm(text, start, end);
      compounds.push([{ forms: [[{ term, at: 0 }]], isPlain: true, isUnspaced: false, start, end }]);
    },
    (pieces) => compounds.push(wordsOfCompound(pieces)),
  );
  return compounds;
}

/** Several words as one: a form of each. */
export function combinedForms(words: readonly Word[]): Form[] {
  let combined: FormTerm[][] = [[]];
  for (const { forms } of words) {
    const [closest = []] = forms;
    if (forms.length > 1 && combined.length * forms.length <= MAX_FORMS) {
      combined = combined.flatMap((before) => forms.map((form) => [...before, ...form]));
    } else for (const terms of combined) terms.push(...closest);
  }
  return combined.map(distinct);
}

/** The words of a text beside each other; none for a text without words. Every form has a term at 0. */
export function phraseForms(text: string): Form[] {
  let sequences: Sequence[] = [{ terms: [], length: 0 }];
  const extend = (choices: readonly Sequence[]) => {
    const [only = { terms: [], length: 0 }] = choices;
    const isChoice = choices.length > 1 && sequences.length * choices.length <= MAX_FORMS;
    sequences = isChoice
      ? sequences.flatMap((before) => choices.map((choice) => joined({ ...before, terms: [...before.terms] }, choice)))
      : sequences.map((before) => joined(before, only));
  };
  forEachCompound(
    text,
    (start, end) => extend([{ terms: [{ term: plainTerm(text, start, end), at: 0 }], length: 1 }]),
    (pieces) => sequencesOf(pieces).forEach(extend),
  );
  const forms = sequences.filter(({ terms }) => terms.length > 0).map(({ terms }) => terms);
  return [...new Map(forms.map((form) => [JSON.stringify(form), form])).values()];
}

function wordsOfCompound(pieces: readonly Piece[]): Word[] {
  if (pieces[0]?.isUnspaced === true) return unspacedWords(pieces);
  const slashed = slashedWhole(pieces);
  if (slashed !== undefined) return [wordOf(pieces, [[slashed], pieces.map((piece) => piece.text)])];
  return segmentsOf(pieces).flatMap(wordsOfSegment);
}

/** Pairs of neighbours; a character alone by itself. */
function unspacedWords(pieces: readonly Piece[]): Word[] {
  return pairsOf(pieces).map((pair) => ({
    ...wordOf(pair, [[pair.map((piece) => piece.text).join("")]]),
    isPlain: false,
    isUnspaced: true,
  }));
}

function wordsOfSegment(segment: readonly Piece[]): Word[] {
  const whole = wholeOf(segment);
  if (whole === undefined) return segment.map(wordOfPiece);
  const words = segment.map((piece) => piece.text);
  // "full-stack" is meant by "full stack" too, but "node.js" is not any "node" beside any "js".
  if (segment.some((piece) => piece.joiner === "-")) return [wordOf(segment, [[whole], words])];
  const long = words.filter((word) => word.length > 1);
  const hasApostrophe = segment.some((piece) => piece.joiner === "'");
  return [wordOf(segment, hasApostrophe && long.length > 0 ? [[whole], long] : [[whole]])];
}

/** "10+" is also met by 10, but ".NET" is not met by a net salary. */
function wordOfPiece(piece: Piece): Word {
  const isLoose = hasBareForm(piece) && !piece.text.startsWith(".");
  return wordOf([piece], isLoose ? [[piece.text], [piece.bare]] : [[piece.text]]);
}

function wordOf(pieces: readonly Piece[], forms: readonly (readonly string[])[]): Word {
  const [first, last] = [pieces[0], pieces.at(-1)];
  return {
    forms: forms.map((terms) => distinct(terms.map((term) => ({ term, at: 0 })))),
    isPlain: pieces.length === 1 && first?.text === first?.bare,
    isUnspaced: false,
    start: first?.start ?? 0,
    end: last?.end ?? 0,
  };
}

function pairsOf(pieces: readonly Piece[]): Piece[][] {
  if (pieces.length === 1) return [[...pieces]];
  return pieces.slice(1).map((piece, i) => [...pieces.slice(i, i + 1), piece]);
}

/** A word that is twice in a form ("day-to-day") counts once. */
function distinct(form: Form): Form {
  return form.length < 2 ? form : [...new Map(form.map((each) => [each.term, each])).values()];
}

/** Neighbouring words of a phrase; `length` is how many places they take. */
interface Sequence {
  readonly terms: FormTerm[];
  readonly length: number;
}

/** Takes `next` behind `before`, whose list grows: a phrase of many words is read in linear time. */
function joined({ terms, length }: Sequence, next: Sequence): Sequence {
  for (const { term, at } of next.terms) terms.push({ term, at: length + at });
  return { terms, length: length + next.length };
}

/** Of every part of a compound in turn, the ways in which it may be written: as typed, and without its joiners. */
function sequencesOf(pieces: readonly Piece[]): Sequence[][] {
  if (pieces[0]?.isUnspaced === true) {
    const pairs = pairsOf(pieces).map((pair, at) => ({ term: pair.map((piece) => piece.text).join(""), at }));
    return [[{ terms: pairs, length: pieces.length }]];
  }
  const slashed = slashedWhole(pieces);
  if (slashed !== undefined) return [[inParts(pieces, undefined), asOneWord(slashed)]];
  return segmentsOf(pieces).map((segment) => {
    const whole = wholeOf(segment);
    const parts = inParts(segment, whole);
    // No text has "r&d" without being cut into two words.
    return whole === undefined || whole.includes("&") ? [parts] : [parts, asOneWord(whole)];
  });
}

/** The e of "e-mail" is no term of a listing (`tokenize.ts`): the whole, which is one at the first place, stands for it. */
function inParts(segment: readonly Piece[], whole: string | undefined): Sequence {
  const terms = segment.map((piece, at) => ({ term: piece.text, at }));
  if (whole === undefined) return { terms, length: segment.length };
  const own = terms.filter(({ term }) => term.length > 1 || /\d/.test(term));
  const isCovered = own.length === terms.length;
  return { terms: isCovered ? own : [{ term: whole, at: 0 }, ...own], length: segment.length };
}

function asOneWord(whole: string): Sequence {
  return { terms: [{ term: whole, at: 0 }], length: 1 };
}
