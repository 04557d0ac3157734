/**
 * A description as HTML that is safe to show: nothing of what was written becomes markup by itself. Markdown goes through
 * `markdown-it` without HTML; text is escaped into paragraphs. HTML is shown as its words, with the breaks of its blocks: a
 * sanitizer that is well kept (sanitize-html) takes twice as long to load as all of markdown-it, and brings twelve packages.
 */
import MarkdownIt, { type Token } from "markdown-it";
import type { Description } from "../listing/content.ts";
import { htmlText } from "./html-text.ts";
import { markdownWork } from "./markdown-work.ts";
import { escapedText } from "./xml.ts";

/**
 * A link definition of 40,000 characters may be used 15,000 times. Addresses together may take as much as a description
 * itself; a text with more is shown as it was written.
 */
const MAX_LINK_LENGTH = 200_000;

/**
 * A mark takes 4 µs, so this is some 30 ms (`markdown-work.ts`). Of 993 real descriptions the longest has 15,000 characters and
 * the most has 500; a text with more is shown as it was written.
 */
const MAX_WORK = 8_000;

const SAFE_LINK = /^(?:https?:\/\/[^/?#\\]|mailto:[^/\\])/i;

/** Pictures would tell others who reads, so they become links: `![alt](address)` is "!" and a link. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable("image");
markdown.validateLink = isSafeLink;

/** "" for a description without one. */
export function descriptionHtml(description: Description | undefined): string {
  if (description === undefined) return "";
  const { format, value } = description;
  switch (format) {
    case "markdown":
      return markdownHtml(value);
    case "html":
      return textHtml(htmlText(value));
    case "text":
      return textHtml(value);
  }
}

/** Paragraphs where there are empty lines, and breaks where there are others. */
export function textHtml(text: string): string {
  const paragraphs = text
    .replace(/\r\n?/g, "\n")
    .split(/\n[\t ]*\n[\t\n ]*/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
  return paragraphs.map((paragraph) => `<p>${escapedText(paragraph).replaceAll("\n", "<br>\n")}</p>\n`).join("");
}

/** Absolute, and of a scheme that only opens a page or a letter: `//host` and what a browser would repair are refused. */
function isSafeLink(address: string): boolean {
  return SAFE_LINK.test(address);
}

function markdownHtml(value: string): string {
  if (markdownWork(value, MAX_WORK) > MAX_WORK) return textHtml(value);
  const tokens = markdown.parse(value, {});
  if (linkLength(tokens) > MAX_LINK_LENGTH) return textHtml(value);
  return markdown.renderer.render(tokens, markdown.options, {});
}

function linkLength(tokens: readonly Token[]): number {
  let length = 0;
  for (const { attrs, children } of tokens) {
    for (const [, value] of attrs ?? []) length += String(value).length;
    if (children !== null) length += linkLength(children);
  }
  return length;
}
