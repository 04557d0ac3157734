/** Independent readers of what the service writes: HTML by parse5, XML by fast-xml-parser. */
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { type DefaultTreeAdapterTypes, parse, parseFragment } from "parse5";

type Node = DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.ParentNode;

const FRAME = ["html", "head", "meta", "title", "body"];
const SHOWN = "h1 h2 h3 h4 h5 h6 p br hr em strong s code pre blockquote ul ol li a table thead tbody tr th td".split(
  " ",
);
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  // An empty one leads to where it stands.
  "a href": /^(?:$|https?:\/\/[^/?#\\]|mailto:[^/\\])/i,
  "a title": /^/,
  "code class": /^language-/,
  "ol start": /^\d+$/,
  "td style": /^text-align:(left|center|right)$/,
  "th style": /^text-align:(left|center|right)$/,
};
const FRAME_ATTRIBUTES = ["html lang", "meta charset", "body dir"];

/** What is in a document, or a piece of one, that no description may bring: elements, attributes, addresses, comments. */
export function unsafeIn(html: string, kind: "document" | "fragment"): string[] {
  const root: Node = kind === "document" ? parse(html) : parseFragment(html);
  const found: string[] = [];
  const visit = (node: Node) => {
    if (node.nodeName === "#comment") found.push("comment");
    if ("tagName" in node) {
      const isKnown = SHOWN.includes(node.tagName) || (kind === "document" && FRAME.includes(node.tagName));
      if (!isKnown || node.namespaceURI !== "http://www.w3.org/1999/xhtml") found.push(`<${node.tagName}>`);
      for (const { name, value } of node.attrs) {
        const attribute = `${node.tagName} ${name}`;
        const isOfFrame = kind === "document" && FRAME_ATTRIBUTES.includes(attribute);
        const isSafe = ATTRIBUTES[attribute]?.test(value) ?? isOfFrame;
        if (!isSafe) found.push(`${attribute}=${value}`);
      }
    }
    if ("childNodes" in node) for (const child of node.childNodes) visit(child);
  };
  visit(root);
  return found;
}

/** All text, as a reader would see it. */
export function textOf(html: string): string {
  const read = (node: Node): string => {
    if (node.nodeName === "#text" && "value" in node) return node.value;
    return "childNodes" in node ? node.childNodes.map(read).join("") : "";
  };
  return read(parseFragment(html));
}

const LISTS = ["item", "job", "sitemap", "atom:link", "category", "url"];

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: true,
  // Always lists, so that one and many look alike; not what a job of an aggregator has one of.
  isArray: (name, path) => LISTS.includes(name) && !String(path).startsWith("source.job."),
});

/** Throws for what is no well-formed XML, and for a document type, which no reader should ever be sent. */
// biome-ignore lint/suspicious/noExplicitAny: what a document holds is what the tests are there to find out
export function xmlOf(text: string): any {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new Error(`${verdict.err.msg} in line ${verdict.err.line}`);
  if (/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)/i.test(text.replace(/<!\[CDATA\[.*?\]\]>/gs, ""))) {
    throw new Error("it has a document type");
  }
  for (const character of text) {
    // XML 1.0, section 2.2.
    if (!/[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(character)) {
      throw new Error(`it holds U+${character.codePointAt(0)?.toString(16)}`);
    }
  }
  return parser.parse(text);
}

/** What is left of a text in XML 1.0, whose readers make a line feed of a return. */
export function xmlText(text: string): string {
  return [...text]
    .filter((character) => /[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(character))
    .join("");
}
