/**
 * About how much work it is to make HTML of a Markdown text, told without parsing it. `markdown-it` is linear on nearly every
 * text, but some take it 1.2 s for 100,000 characters: what it does at each mark, line and cell adds up, and so do the
 * quotations and lists around a line, which all have to be asked whether it is still theirs.
 */

/** Where the rules for the inside of a paragraph are tried: whatever ends a run of plain text (`text` of markdown-it). */
const MARKS = asciiSet("!#$%&*+-:<=>@[\\]^_`{|}~");
/** What may stand before the text of a line, beside the digits of a list's number. */
const BEFORE_TEXT = asciiSet(" \t>*+-.)0123456789");
const LIST_MARKS = asciiSet("*+-.)");
const IN_DELIMITER_ROW = asciiSet(" \t>|:-");
/** Columns by which what is in a list is indented at least. */
const INDENT = 2;
/** Asking a quotation or a list about a line is so much less than a mark; measured. */
const ASKED_PER_MARK = 16;

/** More in each other than anybody writes; `markdown-it` leaves out what is in more than a hundred. */
const MAX_DEPTH = 20;
/** Whether a bracket begins a link is only known at the end of its paragraph. */
const MARKS_PER_BRACKET = 3;

const [TAB, LF, CR, BLANK, QUOTE, BRACKET, PIPE] = [0x09, 0x0a, 0x0d, 0x20, 0x3e, 0x5b, 0x7c];

/** In marks: a real posting of 15,000 characters has 500. Stops counting above `most`. */
export function markdownWork(text: string, most: number): number {
  let work = 0;
  let depth = 0;
  let columns = 0;
  for (let at = 0; at < text.length && work <= most; ) {
    const end = endOfLine(text, at);
    const line = text.slice(at, end);
    const begun = begunIn(line);
    depth = Math.max(depth, begun.depth);
    if (depth > MAX_DEPTH) return Number.POSITIVE_INFINITY;
    columns = columnsFrom(line, columns);
    work += 1 + begun.count + depth / ASKED_PER_MARK + columns + marksIn(line);
    at = end + 1;
  }
  return work;
}

function endOfLine(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === LF || unit === CR) break;
  }
  return at;
}

/** Quotations and lists that begin in a line, or more, and how many it may then be in. */
function begunIn(line: string): { readonly count: number; readonly depth: number } {
  let [count, indent] = [0, 0];
  for (let at = 0; at < line.length; at++) {
    const unit = line.charCodeAt(at);
    if (!isIn(BEFORE_TEXT, unit)) break;
    if (unit === TAB) indent += 2 * INDENT;
    else if (unit === BLANK) indent++;
    else if (unit === QUOTE || (isIn(LIST_MARKS, unit) && isBlank(line.charCodeAt(at + 1)))) count++;
  }
  return { count, depth: count === 0 ? 0 : count + Math.floor(indent / INDENT) };
}

/** Of the table that this line may be in: a row with fewer cells is filled up. */
function columnsFrom(line: string, columns: number): number {
  if (line.trim() === "") return 0;
  const [pipes, isDelimiterRow] = [countOf(line, PIPE), everyIn(line, IN_DELIMITER_ROW) && line.includes("-")];
  return isDelimiterRow ? Math.max(columns, pipes + 1) : columns;
}

function marksIn(line: string): number {
  let count = (MARKS_PER_BRACKET - 1) * countOf(line, BRACKET);
  for (let at = 0; at < line.length; at++) if (isIn(MARKS, line.charCodeAt(at))) count++;
  return count;
}

function countOf(line: string, unit: number): number {
  let count = 0;
  for (let at = 0; at < line.length; at++) if (line.charCodeAt(at) === unit) count++;
  return count;
}

function everyIn(line: string, set: Uint8Array): boolean {
  for (let at = 0; at < line.length; at++) if (!isIn(set, line.charCodeAt(at))) return false;
  return true;
}

/** Also behind the last character. */
function isBlank(unit: number): boolean {
  return unit === BLANK || unit === TAB || Number.isNaN(unit);
}

function isIn(set: Uint8Array, unit: number): boolean {
  return set[unit] === 1;
}

function asciiSet(characters: string): Uint8Array {
  const set = new Uint8Array(128);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}
