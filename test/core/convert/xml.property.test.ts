/** Text in XML and HTML comes back as it was, whatever is in it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cdataElement, element, escapedText } from "../../../core/convert/xml.ts";
import { textOf, xmlOf, xmlText } from "../../support/markup.ts";

const hostile = fc.constantFrom(
  "]]>",
  "]]",
  ">",
  "<![CDATA[",
  "&amp;",
  "&",
  "<",
  '"',
  "'",
  "\r",
  "\r\n",
  "\0",
  "\ufffe",
  "\ud800",
);
const text = fc
  .array(fc.oneof(hostile, fc.string({ unit: "binary", maxLength: 8 })), { minLength: 1 })
  .map((parts) => `x${parts.join("")}x`);

describe("any text", () => {
  it("in an element is what XML can hold of it", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(xmlOf(element("a", value)).a).toBe(xmlText(value));
      }),
    );
  });

  it("in character data is that with line feeds for returns", () => {
    const read = (value: string) => xmlText(value).replace(/\r\n?/g, "\n");
    fc.assert(
      fc.property(text, (value) => {
        expect(xmlOf(cdataElement("a", value)).a.replace(/\r\n?/g, "\n")).toBe(read(value));
      }),
    );
  });

  it("escaped is text of HTML", () => {
    const read = (value: string) => xmlText(value).replace(/\r\n?/g, "\n");
    fc.assert(
      fc.property(text, (value) => {
        expect(textOf(escapedText(value))).toBe(read(value));
      }),
    );
  });

  it("that is empty has no element", () => {
    expect(
      [element("a", ""), element("a", undefined), cdataElement("a", ""), cdataElement("a", undefined)].join(""),
    ).toBe("");
  });
});
