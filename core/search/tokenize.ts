/**
 * Text to the terms that it is found by. A compound is found by its whole without the joiners and by its parts:
 * "Full-stack" by `fullstack`, `full` and `stack`; "Node.js" by `nodejs`, `node`, `js`; "ASP.NET" by `aspnet`, `asp`,
 * `net`, `.net`; "C++" by `c++` alone, so that C is not C++. "Java" is no part of "JavaScript".
 */
import { forEachCompound, type Piece, plainTerm } from "./compound.ts";

/** Offsets are UTF-16 units of the text, the end exclusive; a whole has the position of its first word. */
export type TokenVisitor = (term: string, start: number, end: number, position: number) => void;

/** Longer chains ("state-of-the-art-and-more", addresses) are found by their parts alone. */
const MAX_WHOLE_PIECES = 4;
/** "CI/CD", "TCP/IP", "PL/SQL" are names; "frontend/backend" is a choice between two. UTF-16 units. */
const MAX_SLASHED_PIECE = 4;
const MAX_SLASHED_PIECES = 3;

/** A word of ASCII letters, which is its own and only term in lower case. */
export type WordVisitor = (start: number, end: number, position: number) => void;

/** Visits every term, first the wholes, then the parts, in the order of the text. Returns the length in words. */
export function forEachToken(text: string, visit: TokenVisitor): number {
  const visitWord: WordVisitor = (start, end, position) => visit(plainTerm(text, start, end), start, end, position);
  return forEachTerm(text, visitWord, visit);
}

/** The same for whoever has a faster way with plain words than to make strings of them. */
export function forEachTerm(text: string, visitWord: WordVisitor, visit: TokenVisitor): number {
  let position = 0;
  forEachCompound(
    text,
    (start, end) => visitWord(start, end, position++),
    (pieces) => {
      visitCompound(pieces, position, visit);
      position += pieces.length;
    },
  );
  return position;
}

export interface Token {
  readonly term: string;
  readonly start: number;
  readonly end: number;
  readonly position: number;
}

/** The same as a list, for texts of a few words. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  forEachToken(text, (term, start, end, position) => tokens.push({ term, start, end, position }));
  return tokens;
}

function visitCompound(pieces: readonly Piece[], position: number, visit: TokenVisitor): void {
  if (pieces[0]?.isUnspaced === true) {
    visitUnspaced(pieces, position, visit);
    return;
  }
  if (pieces.length === 1) {
    visitPiece(pieces[0], position, visit);
    return;
  }
  visitWhole(slashedWhole(pieces), pieces, position, visit);
  let at = position;
  for (const segment of segmentsOf(pieces)) {
    visitSegment(segment, at, visit);
    at += segment.length;
  }
}

/** Characters and pairs of neighbours: a query of several characters asks for the pairs, one of a single character for it. */
function visitUnspaced(pieces: readonly Piece[], position: number, visit: TokenVisitor): void {
  pieces.forEach((piece, i) => {
    visit(piece.text, piece.start, piece.end, position + i);
    const next = pieces[i + 1];
    if (next !== undefined) visit(piece.text + next.text, piece.start, next.end, position + i);
  });
}

function visitSegment(segment: readonly Piece[], position: number, visit: TokenVisitor): void {
  const whole = wholeOf(segment);
  visitWhole(whole, segment, position, visit);
  segment.forEach((piece, i) => {
    // The e of e-mail and the S of U.S. are no words; a part of "a/b" is, and so is one where no whole stands for it.
    if (whole === undefined || !isSingleLetter(piece)) visitPiece(piece, position + i, visit);
    if (piece.text === "net" && piece.joiner === ".") visit(".net", piece.start, piece.end, position + i);
  });
}

function visitWhole(whole: string | undefined, pieces: readonly Piece[], position: number, visit: TokenVisitor): void {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (whole !== undefined && first !== undefined && last !== undefined) visit(whole, first.start, last.end, position);
}

function visitPiece(piece: Piece | undefined, position: number, visit: TokenVisitor): void {
  if (piece === undefined) return;
  visit(piece.text, piece.start, piece.end, position);
  if (hasBareForm(piece)) visit(piece.bare, piece.start, piece.end, position);
}

/** "Notepad++" is also found by `notepad`, "10+" by `10` and ".NET" by `net`, but neither C++ nor C# by `c`. */
export function hasBareForm(piece: Piece): boolean {
  return piece.bare !== piece.text && !isSingleLetter(piece);
}

/** A compound cut at its slashes. */
export function segmentsOf(pieces: readonly Piece[]): Piece[][] {
  const segments: Piece[][] = [];
  for (const piece of pieces) {
    const last = segments.at(-1);
    if (last === undefined || piece.joiner === "/") segments.push([piece]);
    else last.push(piece);
  }
  return segments;
}

/** One term for a segment of several pieces; `&` stays in it, since "Q&A" is not QA. */
export function wholeOf(segment: readonly Piece[]): string | undefined {
  if (segment.length < 2 || segment.length > MAX_WHOLE_PIECES) return undefined;
  if (segment.some((piece) => piece.text !== piece.bare)) return undefined;
  return segment.map((piece) => (piece.joiner === "&" ? `&${piece.text}` : piece.text)).join("");
}

/** One term for short names joined by slashes, as in "CI/CD". */
export function slashedWhole(pieces: readonly Piece[]): string | undefined {
  if (pieces.length < 2 || pieces.length > MAX_SLASHED_PIECES) return undefined;
  const isName = pieces.every(
    (piece, i) =>
      (i === 0 || piece.joiner === "/") &&
      piece.text === piece.bare &&
      piece.text.length <= MAX_SLASHED_PIECE &&
      !/\d/.test(piece.text),
  );
  return isName ? pieces.map((piece) => piece.text).join("") : undefined;
}

function isSingleLetter(piece: Piece): boolean {
  return piece.bare.length === 1 && !/\d/.test(piece.bare);
}
