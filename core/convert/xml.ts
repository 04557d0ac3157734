/** Text in XML 1.0 and in HTML: what they forbid is left out, what they would read as markup is escaped. */

/** Not in XML 1.0 at all, not even escaped (section 2.2): controls, lone surrogates, the two non-characters. */
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For the inside of an element and of an attribute, of HTML or XML. */
export function escapedText(text: string): string {
  return allowedText(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}

/** `<name>text</name>`, or nothing without a text. A return survives as a reference: parsers make a line feed of a bare one. */
export function element(name: string, text: string | undefined): string {
  if (text === undefined || text === "") return "";
  return `<${name}>${escapedText(text).replaceAll("\r", "&#13;")}</${name}>\n`;
}

/** The same as a CDATA section, which is cut where the text would end it. */
export function cdataElement(name: string, text: string | undefined): string {
  if (text === undefined || text === "") return "";
  return `<${name}><![CDATA[${allowedText(text).replaceAll("]]>", "]]]]><![CDATA[>")}]]></${name}>\n`;
}

function allowedText(text: string): string {
  return text.replace(FORBIDDEN, "");
}
