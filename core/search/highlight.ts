/**
 * Where the words of a query stand in the texts of a card. Made for an answer and never stored: so it may ask the runtime
 * what a combining mark is, which an index must not.
 */
import type { Card } from "../listing/view.ts";
import { DROPPED, type FoldedCharacter, readFolded, SEPARATOR } from "./fold.ts";
import type { ExpandedLeaf, FormTerm, Scope } from "./query/query.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** UTF-16 units of the text, the end exclusive; both lie between two characters as a reader counts them. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

const HIGHLIGHT_FIELDS = ["title", "company", "location", "tag", "summary"] as const;
type HighlightField = (typeof HIGHLIGHT_FIELDS)[number];

export interface Highlight {
  readonly field: HighlightField;
  readonly text: string;
  /** Ascending, none touching the next; at least one. */
  readonly ranges: readonly TextRange[];
}

const SCOPE_OF: Readonly<Record<HighlightField, Scope>> = {
  title: "title",
  company: "company",
  location: "location",
  tag: "tag",
  summary: "body",
};

/** Between the parts of a place. Words of two parts are no neighbours, as in the index. */
const PART_SEPARATOR = ", ";

/** Of the leaves that are not excluded; texts in which none of them has a word are left out. */
export function highlightsOf(card: Card, leaves: readonly ExpandedLeaf[]): Highlight[] {
  return HIGHLIGHT_FIELDS.flatMap((field) => {
    const wanted = wantedOf(leaves.filter(({ leaf }) => leaf.scope === undefined || leaf.scope === SCOPE_OF[field]));
    if (wanted.words.size === 0 && wanted.phrases.length === 0) return [];
    return textsOf(card, field).flatMap((parts) => {
      const text = parts.join(PART_SEPARATOR);
      const ranges = rangesOf(text, parts, wanted);
      return ranges.length === 0 ? [] : [{ field, text, ranges }];
    });
  });
}

/** Terms that are marked wherever they stand, and those that are only in their sequence. */
interface Wanted {
  readonly words: ReadonlySet<string>;
  readonly phrases: readonly (readonly FormTerm[])[];
}

function wantedOf(leaves: readonly ExpandedLeaf[]): Wanted {
  const words = new Set<string>();
  const phrases: (readonly FormTerm[])[] = [];
  for (const { leaf, alternatives } of leaves) {
    for (const { terms } of alternatives) {
      if (leaf.isPhrase) phrases.push(terms);
      else for (const { term } of terms) words.add(term);
    }
  }
  return { words, phrases };
}

/** The texts of a field, each as its parts. */
function textsOf(card: Card, field: HighlightField): readonly (readonly string[])[] {
  switch (field) {
    case "title":
      return [present(card.title)];
    case "company":
      return [present(card.company?.name)];
    case "location":
      return card.locations.map(({ raw, city, region, country }) =>
        raw === undefined ? present(city, region, country) : [raw],
      );
    case "tag":
      return card.tags.map((tag) => [tag]);
    case "summary":
      return [present(card.summary)];
  }
}

function rangesOf(text: string, parts: readonly string[], wanted: Wanted): TextRange[] {
  const tokens: TextRange[] = [];
  let offset = 0;
  for (const part of parts) {
    for (const { start, end } of markedTokens(tokenize(part), wanted)) {
      tokens.push({ start: offset + start, end: offset + end });
    }
    offset += part.length + PART_SEPARATOR.length;
  }
  if (tokens.length === 0) return [];
  const starts = characterStarts(text);
  return merged(tokens.map((token) => wholeCharacters(text, starts, token)));
}

function markedTokens(tokens: readonly Token[], { words, phrases }: Wanted): Token[] {
  const marked = tokens.filter(({ term }) => words.has(term));
  if (phrases.length === 0) return marked;
  const at = Map.groupBy(tokens, ({ position }) => position);
  for (const phrase of phrases) {
    const [first] = phrase;
    for (const token of tokens) {
      if (token.term === first?.term) marked.push(...sequenceAt(at, token.position - first.at, phrase));
    }
  }
  return marked;
}

/** The tokens of a phrase that begins at a position; none unless all of it is there. */
function sequenceAt(at: ReadonlyMap<number, readonly Token[]>, position: number, phrase: readonly FormTerm[]): Token[] {
  const found: Token[] = [];
  for (const { term, at: distance } of phrase) {
    const token = at.get(position + distance)?.find((each) => each.term === term);
    if (token === undefined) return [];
    found.push(token);
  }
  return found;
}

/** Made when it is needed: its rules are 13 ms of loading, which a search without highlights need not wait for. */
let characters: Intl.Segmenter | undefined;
/** Letters keep marks that the rules of the runtime (UAX 29) let stand alone, as some vowels of Burmese. */
const BEGINS_WITH_MARK = /^\p{M}/u;
/** All else are characters of one unit, but for line breaks, which no token has. A soft hyphen is dropped. */
const COMBINING = /\u00ad|[\u0300-\uffff]/;

/** 1 for every unit with which a character begins; `undefined` for a text in which all do. */
function characterStarts(text: string): Uint8Array | undefined {
  if (!COMBINING.test(text)) return undefined;
  const starts = new Uint8Array(text.length);
  characters ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  for (const { index, segment } of characters.segment(text)) {
    if (index === 0 || !BEGINS_WITH_MARK.test(segment)) starts[index] = 1;
  }
  return starts;
}

const folded: FoldedCharacter = { class: SEPARATOR, text: "", end: 0 };

/**
 * Tokens end where the next letter of a script without spaces begins, which may be a vowel above this one, and begin with
 * what folding drops, which may belong to an emoji before them.
 */
function wholeCharacters(text: string, starts: Uint8Array | undefined, { start, end }: TextRange): TextRange {
  if (starts === undefined) return { start, end };
  let [first, last] = [start, end];
  while (first < end && isDropped(text, first)) first = folded.end;
  while (starts[first] === 0) first--;
  while (starts[last] === 0) last++;
  return { start: first, end: last };
}

/** Leaves the end of the character in `folded`. */
function isDropped(text: string, at: number): boolean {
  readFolded(text, at, folded);
  return folded.class === DROPPED;
}

function merged(ranges: readonly TextRange[]): TextRange[] {
  const result: TextRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || range.start > last.end) result.push(range);
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
  }
  return result;
}

function present(...texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text): text is string => text !== undefined && text !== "");
}
