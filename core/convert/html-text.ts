/** HTML as the text that a reader of it would see: blocks apart, items with a bullet, nothing of its markup. */
import { bodyText } from "../search/body-text.ts";

const BLANKS = /[\t\n\f\r ]+/g;
const BREAK = /<br\b[^<>]*>/gi;
const ITEM = /<li\b[^<>]*>/gi;
const BLOCK =
  /<\/?(?:address|article|aside|blockquote|dd|details|div|dl|dt|figure|figcaption|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|section|table|tr|ul)\b[^<>]*>/gi;
const EMPTY_LINES = /\n{3,}/g;

/** Never longer than the HTML by more than its tags allow; every pattern stops at the next of its own kind. */
export function htmlText(html: string): string {
  const marked = html.replace(BLANKS, " ").replace(BREAK, "\n").replace(ITEM, "\n• ").replace(BLOCK, "\n\n");
  // Line by line: a pattern that looks for blanks before a line feed would look at each of them again and again.
  const lines = bodyText({ format: "html", value: marked })
    .split("\n")
    .map((line) => line.trim());
  return lines.join("\n").replace(EMPTY_LINES, "\n\n").trim();
}
