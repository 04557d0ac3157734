/** A line of a posting without its line break; offsets are UTF-16, into the whole text. */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Offset of the words of a bullet ("- Go" gives 2), when the line is one. */
  readonly bulletStart?: number;
}

const BREAK = /\r\n|\n|\r/g;
const BULLET = /^[ \t]{0,16}(?:[-*+•●◦▪·–—]|\d{1,2}[.)])[ \t]{1,8}(?=\S)/;
/** Glyphs no one starts a sentence with, so that "•Go" is a bullet too. */
const TIGHT_BULLET = /^[ \t]{0,16}[•●◦▪·][ \t]{0,8}(?=\S)/;
/** A front matter longer than this is taken for text with a rule on top. */
const MAX_FRONT_MATTER_LINES = 200;

/** Splits at LF, CRLF or CR. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const match of text.matchAll(BREAK)) {
    lines.push(lineAt(text, start, match.index));
    start = match.index + match[0].length;
  }
  lines.push(lineAt(text, start, text.length));
  return lines;
}

/** How many leading lines are a front matter block, with both its `---` lines; 0 when there is none. */
export function frontMatterLength(lines: readonly Line[]): number {
  if (lines[0]?.text.trimEnd() !== "---") return 0;
  const close = lines.slice(1, MAX_FRONT_MATTER_LINES).findIndex((line) => line.text.trimEnd() === "---");
  return close === -1 ? 0 : close + 2;
}

function lineAt(text: string, start: number, end: number): Line {
  const content = text.slice(start, end);
  const bullet = BULLET.exec(content) ?? TIGHT_BULLET.exec(content);
  return { text: content, start, end, ...(bullet ? { bulletStart: start + bullet[0].length } : {}) };
}
