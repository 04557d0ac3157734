/** What a person types, to what the index is asked for. */
import { forEachCompound, type Piece } from "./compound.ts";
import { hasBareForm, segmentsOf, slashedWhole, wholeOf } from "./tokenize.ts";

/** One thing that a listing must have: all terms of at least one alternative. The first alternative is the closest. */
export interface Clause {
  readonly alternatives: readonly (readonly string[])[];
}

/** UTF-8. */
export const MAX_QUERY_BYTES = 512;

const FIELD = /^(title|company|location|tag|skill|body):/i;
const WORD = /[^\s"]+/g;

/**
 * The clauses of a query, all of which must hold; a repeated one counts once. None at all for a query without a letter or
 * digit, which finds nothing. Quotation marks are allowed, and what they enclose are words like the others.
 */
export function parseQuery(text: string): Clause[] {
  const clauses = new Map<string, Clause>();
  const add = (clause: Clause) => {
    const key = JSON.stringify(clause.alternatives);
    if (!clauses.has(key)) clauses.set(key, clause);
  };
  forEachCompound(
    text,
    (word) => add({ alternatives: [[word]] }),
    (pieces) => clausesOf(pieces).forEach(add),
  );
  return [...clauses.values()];
}

/** Why a query cannot be answered as it was meant; words are never silently taken for something else. */
export function queryFault(text: string): string | undefined {
  for (const [i, span] of text.split('"').entries()) {
    // Between an odd quotation mark and the next one, everything is a word.
    if (i % 2 === 1) continue;
    for (const [word] of span.matchAll(WORD)) {
      if (word === "OR") return "OR between words is not supported yet; in lower case it is an ordinary word";
      const field = FIELD.exec(word)?.[1];
      if (field !== undefined) return `${field}: before a word is not supported yet; put it in quotation marks`;
      if (word.startsWith("-") && /[^-]/.test(word)) return `${word}: leaving out words is not supported yet`;
    }
    if (span.endsWith("-") && /(^|\s)-$/.test(span) && text.split('"').length > i + 2) {
      return "leaving out phrases is not supported yet";
    }
  }
  return undefined;
}

function clausesOf(pieces: readonly Piece[]): Clause[] {
  if (pieces[0]?.isUnspaced === true) return unspacedClauses(pieces);
  const slashed = slashedWhole(pieces);
  if (slashed !== undefined) return [{ alternatives: [[slashed], pieces.map((piece) => piece.text)] }];
  return segmentsOf(pieces).flatMap(segmentClauses);
}

function unspacedClauses(pieces: readonly Piece[]): Clause[] {
  const letters = pieces.map((piece) => piece.text);
  if (letters.length === 1) return [{ alternatives: [letters] }];
  return letters.slice(1).map((letter, i) => ({ alternatives: [[`${letters[i]}${letter}`]] }));
}

function segmentClauses(segment: readonly Piece[]): Clause[] {
  const whole = wholeOf(segment);
  if (whole === undefined) return segment.map(pieceClause);
  const words = segment.map((piece) => piece.text);
  // "full-stack" is meant by "full stack" too, but "node.js" is not any "node" beside any "js".
  if (segment.some((piece) => piece.joiner === "-")) return [{ alternatives: [[whole], words] }];
  const long = words.filter((word) => word.length > 1);
  if (long.length > 0 && segment.some((piece) => piece.joiner === "'")) return [{ alternatives: [[whole], long] }];
  return [{ alternatives: [[whole]] }];
}

/** "10+" is also met by 10, but ".NET" is not met by a net salary. */
function pieceClause(piece: Piece): Clause {
  const isLoose = hasBareForm(piece) && !piece.text.startsWith(".");
  return { alternatives: isLoose ? [[piece.text], [piece.bare]] : [[piece.text]] };
}
