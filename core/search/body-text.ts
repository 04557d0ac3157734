/**
 * What of a description is words: without tags, link targets and escapes. Only for the index, so it need not be a parser;
 * every pattern stops at the next character of its own kind, so that hostile input costs linear time.
 */
import type { Description } from "../listing/content.ts";

const TAG = /<[a-z/!?][^<>]*>/gi;
const HIDDEN_ELEMENT = /<(script|style)\b[^<>]*>/gi;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  shy: "",
};
const LINK_TARGET = /\]\([^()\s]*(?:\s"[^"()]*")?\)/g;
const ESCAPE = /\\([!-/:-@[-`{-~])/g;

export function bodyText({ format, value }: Description): string {
  switch (format) {
    case "text":
      return value;
    case "html":
      return decoded(withoutHidden(value).replace(TAG, " "));
    case "markdown":
      return decoded(withoutHidden(value).replace(LINK_TARGET, "] ").replace(TAG, " ").replace(ESCAPE, "$1"));
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

function decoded(text: string): string {
  return text.replace(ENTITY, (entity, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? entity;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code > 0 && code < 0x11_0000 && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : entity;
  });
}
