/**
 * What of a description is words: without tags, link targets, escapes and what cuts a word in two. Only for the index, so it
 * need not be a parser; every pattern stops at the next character of its own kind, so that hostile input costs linear time.
 * Blanks are listed, since `\s` follows the host's Unicode version.
 */
import type { Description } from "../listing/content.ts";
import { ENTITIES } from "./entities.ts";

const TAG = /<[a-z/!?][^<>]*>/gi;
/** Tags that a browser shows nothing for, not even a blank. Tested on one tag: within TAG it would backtrack. */
const INLINE_TAG =
  /^<\/?(?:a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr)[\t\n\f\r />]/i;
const HIDDEN_ELEMENT = /<(script|style)\b[^<>]*>/gi;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,7}));/gi;
const LINK_TARGET = /\]\([^()\t\n\f\r ]*(?:[\t\n\f\r ]"[^"()]*")?\)/g;
/** `[name]: https://example.com "title"` on a line of its own; `[^1]: words` is a footnote. */
const LINK_DEFINITION =
  /^( {0,3}\[[^[\]^\r\n][^[\]\r\n]*\]):[\t ]*(?:<[^<>\r\n]*>|[^<\t\n\f\r ][^\t\n\f\r ]*)(?:[\t ]+(?:"[^"\r\n]*"|'[^'\r\n]*'|\([^()\r\n]*\)))?[\t ]*$/gm;
/** All marker characters between two others that are neither blank nor a backslash before them. */
const INNER_MARKERS = /(?<=[^\t\n\f\r \\*_~`])[*_~`]+(?=[^\t\n\f\r *_~`])/g;
/** Neither `*` nor `_` alone, nor `__`, which is no emphasis inside a word (CommonMark 0.31, rule 6). */
const EMPHASIS = /\*\*|~~|`/;
const ESCAPE = /\\([!-/:-@[-`{-~])/g;

export function bodyText({ format, value }: Description): string {
  switch (format) {
    case "text":
      return value;
    case "html":
      return decoded(withoutTags(withoutHidden(value)));
    case "markdown":
      return decoded(withoutMarkers(withoutTags(withoutTargets(withoutHidden(value)))).replace(ESCAPE, "$1"));
  }
}

/** Scripts and styles are removed with what is in them. */
function withoutHidden(html: string): string {
  let text = "";
  let end = 0;
  for (const match of html.matchAll(HIDDEN_ELEMENT)) {
    if (match.index < end) continue;
    text += html.slice(end, match.index);
    const close = html.indexOf("</", match.index);
    end = close === -1 ? html.length : close;
  }
  return text + html.slice(end);
}

function withoutTargets(markdown: string): string {
  return markdown.replace(LINK_DEFINITION, "$1").replace(LINK_TARGET, "] ");
}

function withoutTags(html: string): string {
  return html.replace(TAG, (tag) => (INLINE_TAG.test(tag) ? "" : " "));
}

/** "**Kranken**pfleger" is one word; markers beside a blank cut none. */
function withoutMarkers(markdown: string): string {
  return markdown.replace(INNER_MARKERS, (run) => (EMPHASIS.test(run) ? "" : run));
}

function decoded(text: string): string {
  return text.replace(ENTITY, (entity, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named(name) ?? entity;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code > 0 && code < 0x11_0000 && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : entity;
  });
}

/** A soft hyphen is no part of a word, and a blank that does not break is one like others. */
function named(name: string): string | undefined {
  if (name === "shy") return "";
  return name === "nbsp" ? " " : ENTITIES.get(name);
}
