/** A word or a single symbol of a posting. */
export interface Token {
  /** As written. */
  readonly raw: string;
  /** Lower case, for comparing. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly isWord: boolean;
  /** What separates it from the token before: nothing, a single hyphen, space, the end of a line, or of a paragraph. */
  readonly gap: "none" | "hyphen" | "space" | "line" | "break";
}

/** One alternative consumes each position once, so that the scan is linear. Addresses are one token and never a skill. */
const TOKEN = /(?:https?:\/\/|www\.)[^\s)>\]]*|[\p{L}\p{N}\p{M}]+|\S/gu;
const WORD_START = /[\p{L}\p{N}]/u;
const HYPHENS = new Set(["-", "‐", "‑"]);

/** Splits `text.slice(from, to)`; offsets stay those of the whole text. */
export function tokensOf(text: string, from = 0, to = text.length): Token[] {
  const part = from === 0 && to === text.length ? text : text.slice(from, to);
  const tokens: Token[] = [];
  let last = 0;
  let glue: Token["gap"] = "none";
  for (const match of part.matchAll(TOKEN)) {
    const raw = match[0];
    const end = match.index + raw.length;
    const gap = glue === "hyphen" ? glue : gapBetween(part, last, match.index);
    last = end;
    glue = "none";
    // "C\+\+" is how Markdown writes C++: the backslash joins nothing and separates nothing
    if (raw === "\\") continue;
    if (HYPHENS.has(raw) && gap === "none" && isWordBefore(tokens) && WORD_START.test(part.charAt(end))) {
      glue = "hyphen";
      continue;
    }
    const isWord = WORD_START.test(raw) && !raw.includes("/") && !raw.includes(".");
    tokens.push({ raw, key: raw.toLowerCase(), start: from + match.index, end: from + end, isWord, gap });
  }
  return tokens;
}

function isWordBefore(tokens: readonly Token[]): boolean {
  return tokens.at(-1)?.isWord === true;
}

function gapBetween(text: string, from: number, to: number): Token["gap"] {
  if (from === to) return "none";
  const space = text.slice(from, to);
  const firstBreak = space.indexOf("\n");
  if (firstBreak === -1) return "space";
  return firstBreak === space.lastIndexOf("\n") ? "line" : "break";
}
